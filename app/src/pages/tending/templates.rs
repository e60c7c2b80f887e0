//! Beginnings of pages that most communities write.

/// A beginning.
pub(in crate::pages) struct Template {
    /// How an address names it.
    pub(in crate::pages) word: &'static str,
    /// What it is called.
    pub(in crate::pages) title: &'static str,
    /// What it is for, in a sentence.
    pub(in crate::pages) summary: &'static str,
    /// Markdown.
    pub(in crate::pages) body: &'static str,
}

pub(in crate::pages) const TEMPLATES: &[Template] = &[
    Template {
        word: "charter",
        title: "Charter",
        summary: "What we are about, who we are and what we share.",
        body: "## What we’re about\n\nThe questions that bring us together.\n\n## Who we are\n\nWho comes, and who else would be welcome.\n\n## What we share\n\nWhat we make and keep together.\n\n## How we work\n\n- We meet …\n- Between meetings we …\n- We decide by …\n\n## When we look at this again\n\nIn six months.\n",
    },
    Template {
        word: "playbook",
        title: "Playbook",
        summary: "How we do something, so that others can do it too.",
        body: "## When to use this\n\n## What you need\n\n- Time:\n- People:\n- Things:\n\n## Step by step\n\n1. \n2. \n3. \n\n## What can go wrong\n\n## Who has done it\n\nAsk them.\n",
    },
    Template {
        word: "how-to",
        title: "How to …",
        summary: "One task, from beginning to end.",
        body: "What you have when you are done: \n\n## Before you begin\n\n## Steps\n\n1. \n2. \n3. \n\n## If it does not work\n",
    },
    Template {
        word: "meeting-notes",
        title: "Notes of our meeting",
        summary: "What we talked about, and what comes of it.",
        body: "Date: \n\nWho was there: \n\n## What we talked about\n\n## What we decided\n\n## Who does what\n\n- [ ] Who: what, until when\n\n## Next time\n",
    },
    Template {
        word: "story",
        title: "How we …",
        summary: "What somebody tried, and what others can learn from it.",
        body: "## What it was like before\n\n## What we tried\n\n## What happened\n\n## What we would do again, and what not\n\n## Whom to ask\n",
    },
    Template {
        word: "first-six-weeks",
        title: "Our first six weeks",
        summary: "What we do from the first invitation to the first look back, and who does it.",
        body: "- [ ] Week 1: ten people are invited by name. Who: \n- [ ] Week 2: we meet for the first time, and write down what each would like to be better at. Who: \n- [ ] Week 3: somebody shows how they do one thing, and it stands on a page the same day. Who: \n- [ ] Week 4: we answer one real question together, and keep the answer. Who: \n- [ ] Week 5: somebody else leads. Who: \n- [ ] Week 6: we look back. Who: \n\n## What we took away\n\n## What we stop\n\n## What is missing\n",
    },
    Template {
        word: "how-we-are-doing",
        title: "How we are doing",
        summary: "What we learned, what changed because of it, and what we need: half a page.",
        body: "## Where we stand\n\nPotential, forming, maturing, self-sustaining or transforming: \n\n## What we learned\n\nWhat somebody did differently because of us: \n\n## What changed because of it\n\n## What we need\n\n## One number, and what it does not show\n",
    },
    Template {
        word: "decision",
        title: "We decided to …",
        summary: "What we decided, and why.",
        body: "## What we decided\n\n## Why\n\n## What else we thought of\n\n## What would change our minds\n",
    },
];

/// The beginning of that word.
pub(super) fn template(word: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.word == word)
}
