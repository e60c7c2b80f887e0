//! Makes [`Filters`] of what an address asks for: the form's fields, what is chosen, and the addresses that differ from it by one choice.

use super::filters::{Choice, Field, Filters};
use super::pagination::encode;

/// As many as one looks through; statements that read what can be chosen read one more.
const MANY: usize = 60;

/// A form in the making.
#[derive(Debug)]
pub struct Form {
    action: String,
    button: &'static str,
    kept: Vec<(String, String)>,
    fields: Vec<Field>,
    /// What each field's choice is called below the form; `None` where it narrows nothing.
    chips: Vec<Option<String>>,
}

impl Form {
    /// A form of the list at an address.
    pub fn new(action: impl Into<String>, button: &'static str) -> Self {
        Self { action: action.into(), button, kept: Vec::new(), fields: Vec::new(), chips: Vec::new() }
    }

    /// Keeps a part of the address that the form does not ask about, where it is wanted.
    #[must_use]
    pub fn keeping(mut self, name: &str, value: &str, wanted: bool) -> Self {
        if wanted {
            self.kept.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// A field to type in.
    #[must_use]
    pub fn text(mut self, name: &str, label: &str, typed: &str) -> Self {
        let typed = typed.trim();
        self.chips.push((!typed.is_empty()).then(|| format!("“{typed}”")));
        self.fields.push(Field { name: name.to_owned(), label: label.to_owned(), value: typed.to_owned(), choices: None });
        self
    }

    /// A field to choose in; `any` asks for nothing. Without anything to choose there is none. What is chosen can be chosen again, whatever else there is.
    #[must_use]
    pub fn choice(mut self, (name, label, any): (&str, &str, &str), chosen: Option<(String, String)>, mut choices: Vec<Choice>) -> Self {
        if let Some((value, title)) = &chosen
            && !choices.iter().any(|choice| choice.value == *value)
        {
            choices.insert(0, Choice { value: value.clone(), label: title.clone(), count: None });
        }
        if choices.is_empty() {
            return self;
        }
        choices.insert(0, Choice { value: String::new(), label: any.to_owned(), count: None });
        self.chips.push(chosen.as_ref().map(|(_, title)| format!("{label}: {title}")));
        let value = chosen.map(|(value, _)| value).unwrap_or_default();
        self.fields.push(Field { name: name.to_owned(), label: label.to_owned(), value, choices: Some(choices) });
        self
    }

    /// As [`Self::choice`]; where there is more than one looks through, a field to type in.
    #[must_use]
    pub fn choice_or_typed(
        mut self,
        (name, label, any): (&str, &str, &str),
        chosen: Option<(String, String)>,
        choices: Vec<Choice>,
    ) -> Self {
        if choices.len() <= MANY {
            return self.choice((name, label, any), chosen, choices);
        }
        self.chips.push(chosen.as_ref().map(|(_, title)| format!("{label}: {title}")));
        let value = chosen.map(|(value, _)| value).unwrap_or_default();
        self.fields.push(Field { name: name.to_owned(), label: label.to_owned(), value, choices: None });
        self
    }

    /// A field to choose an order in, of which the first is the one that goes without saying.
    #[must_use]
    pub fn order(mut self, name: &str, label: &str, value: &str, orders: &[(&str, &str)]) -> Self {
        let choices = orders.iter().map(|(value, label)| Choice { value: (*value).to_owned(), label: (*label).to_owned(), count: None });
        self.chips.push(None);
        let choices = Some(choices.collect());
        self.fields.push(Field { name: name.to_owned(), label: label.to_owned(), value: value.to_owned(), choices });
        self
    }

    /// The form.
    pub fn done(self) -> Filters {
        let chosen =
            self.chips.iter().enumerate().filter_map(|(index, chip)| Some((chip.clone()?, self.address(|at| at != index)))).collect();
        let clear = self.address(|at| self.chips.get(at).is_some_and(Option::is_none));
        let here = self.address(|_| true);
        Filters { chosen, clear, here, action: self.action, kept: self.kept, fields: self.fields, button: self.button.to_owned() }
    }

    /// The list's address with what is chosen in some of the fields.
    fn address(&self, with: impl Fn(usize) -> bool) -> String {
        let kept = self.kept.iter().map(|(name, value)| (name, value));
        let chosen = self.fields.iter().enumerate().filter(|(at, field)| !field.value.is_empty() && with(*at));
        let mut address = self.action.clone();
        for (name, value) in kept.chain(chosen.map(|(_, field)| (&field.name, &field.value))) {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(name);
            if !value.is_empty() {
                address.push('=');
                address.push_str(&encode(value));
            }
        }
        address
    }
}

/// Choices of words and what people call them.
pub fn choices(choices: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
    choices.into_iter().map(|(value, label)| Choice { value, label, count: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Filters {
        let topics = choices([("forms".to_owned(), "Forms".to_owned())]);
        Form::new("/events", "Show")
            .keeping("past", "", true)
            .text("q", "Find", " tea & talk ")
            .choice(("topic", "Topic", "Any topic"), Some(("forms".to_owned(), "Forms".to_owned())), topics)
            .choice(("format", "Kind", "Any kind"), None, Vec::new())
            .order("sort", "Sort by", "size", &[("", "Name"), ("size", "Size")])
            .done()
    }

    #[test]
    fn what_is_chosen_can_be_taken_away_one_by_one_or_all_at_once() {
        let form = form();
        assert_eq!(form.here, "/events?past&q=tea%20%26%20talk&topic=forms&sort=size");
        assert_eq!(
            form.chosen,
            [
                ("“tea & talk”".to_owned(), "/events?past&topic=forms&sort=size".to_owned()),
                ("Topic: Forms".to_owned(), "/events?past&q=tea%20%26%20talk&sort=size".to_owned())
            ]
        );
        assert_eq!(form.clear, "/events?past&sort=size");
    }

    #[test]
    fn what_is_too_much_to_look_through_is_typed() {
        let field = |n: usize| {
            let chosen = Some(("c-1".to_owned(), "The first".to_owned()));
            let all = choices((0..n).map(|n| (format!("c-{n}"), format!("The {n}th"))));
            Form::new("/events", "Show").choice_or_typed(("community", "Community", "Any"), chosen, all).done()
        };
        assert_eq!(field(MANY).fields[0].choices.as_ref().map(Vec::len), Some(MANY + 1));
        let typed = field(MANY + 1);
        assert_eq!((typed.fields[0].value.as_str(), &typed.fields[0].choices), ("c-1", &None));
        assert_eq!(typed.chosen, [("Community: The first".to_owned(), "/events".to_owned())]);
    }

    #[test]
    fn a_field_with_nothing_to_choose_is_left_out() {
        assert_eq!(form().fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["q", "topic", "sort"]);
    }
}
