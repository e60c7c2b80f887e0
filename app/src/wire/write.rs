//! Writing, on the server.

use std::fmt::Write;

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

use super::Garbled;

/// Writes a value as `from_text` reads it.
///
/// # Errors
/// For what the wire does not carry: fractions and bytes.
pub fn to_text<T: Serialize + ?Sized>(value: &T) -> Result<String, Garbled> {
    let mut text = String::new();
    value.serialize(Writer { text: &mut text })?;
    Ok(text)
}

struct Writer<'a> {
    text: &'a mut String,
}

impl<'a> Writer<'a> {
    fn list(self) -> List<'a> {
        self.text.push('[');
        List { text: self.text, first: true }
    }

    fn variant(self, number: u32) -> Result<List<'a>, Garbled> {
        self.text.push('[');
        number.serialize(Writer { text: &mut *self.text })?;
        Ok(List { text: self.text, first: false })
    }
}

macro_rules! numbers {
    ($($method:ident $kind:ty)+) => {
        $(fn $method(self, number: $kind) -> Result<(), Garbled> {
            write!(self.text, "{number}").map_err(|_| Garbled)
        })+
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Garbled;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = List<'a>;
    type SerializeStruct = List<'a>;
    type SerializeStructVariant = List<'a>;

    numbers! {
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64
    }

    fn serialize_bool(self, value: bool) -> Result<(), Garbled> {
        self.serialize_u8(u8::from(value))
    }

    fn serialize_f32(self, _: f32) -> Result<(), Garbled> {
        Err(Garbled)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Garbled> {
        Err(Garbled)
    }

    fn serialize_char(self, _: char) -> Result<(), Garbled> {
        Err(Garbled)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Garbled> {
        Err(Garbled)
    }

    fn serialize_str(self, value: &str) -> Result<(), Garbled> {
        self.text.push('"');
        for c in value.chars() {
            match c {
                '"' | '\\' => self.text.extend(['\\', c]),
                '\n' => self.text.push_str("\\n"),
                c if c < ' ' => write!(self.text, "\\u{:04x}", u32::from(c)).map_err(|_| Garbled)?,
                c => self.text.push(c),
            }
        }
        self.text.push('"');
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Garbled> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Garbled> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Garbled> {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Garbled> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, number: u32, _: &'static str) -> Result<(), Garbled> {
        self.serialize_u32(number)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Garbled> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        number: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Garbled> {
        let mut list = self.variant(number)?;
        list.add(value)?;
        list.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Garbled> {
        Ok(self.list())
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Garbled> {
        Ok(self.list())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Garbled> {
        Ok(self.list())
    }

    fn serialize_tuple_variant(self, _: &'static str, number: u32, _: &'static str, _: usize) -> Result<List<'a>, Garbled> {
        self.variant(number)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<List<'a>, Garbled> {
        Ok(self.list())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Garbled> {
        Ok(self.list())
    }

    fn serialize_struct_variant(self, _: &'static str, number: u32, _: &'static str, _: usize) -> Result<List<'a>, Garbled> {
        self.variant(number)
    }
}

/// A list that is being written.
struct List<'a> {
    text: &'a mut String,
    first: bool,
}

impl List<'_> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Garbled> {
        if !std::mem::take(&mut self.first) {
            self.text.push(',');
        }
        value.serialize(Writer { text: &mut *self.text })
    }

    fn close(self) -> Result<(), Garbled> {
        self.text.push(']');
        Ok(())
    }
}

macro_rules! lists {
    ($($kind:ident $method:ident)+) => {
        $(impl $kind for List<'_> {
            type Ok = ();
            type Error = Garbled;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Garbled> {
                self.add(value)
            }

            fn end(self) -> Result<(), Garbled> {
                self.close()
            }
        })+
    };
}

lists! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! structures {
    ($($kind:ident)+) => {
        $(impl $kind for List<'_> {
            type Ok = ();
            type Error = Garbled;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), Garbled> {
                self.add(value)
            }

            // Its place is kept: what follows would move up otherwise.
            fn skip_field(&mut self, _: &'static str) -> Result<(), Garbled> {
                self.add(&())
            }

            fn end(self) -> Result<(), Garbled> {
                self.close()
            }
        })+
    };
}

structures! { SerializeStruct SerializeStructVariant }

impl SerializeMap for List<'_> {
    type Ok = ();
    type Error = Garbled;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Garbled> {
        self.add(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Garbled> {
        self.add(value)
    }

    fn end(self) -> Result<(), Garbled> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::wire::from_text;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Whole {
        name: String,
        #[serde(skip)]
        id: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nick: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
        pair: (i64, bool),
        words: BTreeMap<String, i32>,
        last: Option<Box<Whole>>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Part {
        Plain,
        One(String),
        Two(i32, Option<u32>),
        Named { a: bool, b: Vec<Part> },
    }

    fn whole(parts: Vec<Part>) -> Whole {
        let words = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), -2)]);
        Whole { name: "“x”\n\"\\\u{1}</script>é🎈".to_owned(), id: 0, nick: None, parts, pair: (i64::MIN, true), words, last: None }
    }

    fn travels<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
        let text = to_text(value).unwrap();
        assert_eq!(from_text::<T>(&text).as_ref(), Ok(value), "{text}");
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text} is JSON");
    }

    #[test]
    fn whatever_is_written_reads_back_as_it_was() {
        let parts = || vec![Part::Plain, Part::One(String::new()), Part::Two(-1, None), Part::Named { a: false, b: vec![Part::Plain] }];
        travels(&whole(Vec::new()));
        travels(&whole(parts()));
        travels(&Whole { last: Some(Box::new(whole(parts()))), nick: Some("n".to_owned()), ..whole(parts()) });
        travels(&Ok::<_, ()>(whole(parts())));
        travels(&Err::<(), _>("no".to_owned()));
        travels(&(Vec::<i32>::new(), Some(3), ()));
    }

    #[test]
    fn what_is_not_ours_is_garbled_and_nothing_worse() {
        let text = to_text(&whole(vec![Part::Two(1, Some(2))])).unwrap();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert_eq!(from_text::<Whole>(&text[..end]), Err(Garbled), "{}", &text[..end]);
        }
        for text in ["", "<!DOCTYPE html>", "{}", "[]", "null", "[9,1]", "\"\\", "\"\\u12", "99999999999999999999"] {
            assert_eq!(from_text::<Whole>(text), Err(Garbled), "{text}");
            assert_eq!(from_text::<Part>(text), Err(Garbled), "{text}");
        }
        assert_eq!(from_text::<String>("\"\\"), Err(Garbled));
        assert_eq!(from_text::<i32>("99999999999"), Err(Garbled));
    }
}
