//! Reading: small before fast, since each type that is read is a copy of all of this in the browser's program.

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::Garbled;

/// Reads a value that `to_text` wrote.
///
/// # Errors
/// Where the text is not what this release writes of a `T`.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, Garbled> {
    let mut reader = Reader { rest: text };
    let value = T::deserialize(&mut reader)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(Garbled) }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn takes(&mut self, text: &str) -> bool {
        let after = self.rest.strip_prefix(text);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn wants(&mut self, text: &str) -> Result<(), Garbled> {
        if self.takes(text) { Ok(()) } else { Err(Garbled) }
    }

    fn number(&mut self) -> Result<i64, Garbled> {
        let end = self.rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        number.parse().map_err(|_| Garbled)
    }

    fn text(&mut self) -> Result<String, Garbled> {
        self.wants("\"")?;
        let mut text = String::new();
        loop {
            let at = self.rest.find(['"', '\\']).ok_or(Garbled)?;
            text.push_str(&self.rest[..at]);
            let quote = self.rest.as_bytes()[at] == b'"';
            self.rest = &self.rest[at + 1..];
            if quote {
                return Ok(text);
            }
            let escape = self.rest.chars().next().ok_or(Garbled)?;
            self.rest = &self.rest[escape.len_utf8()..];
            text.push(match escape {
                'n' => '\n',
                'u' => {
                    let code = self.rest.get(..4).and_then(|code| u32::from_str_radix(code, 16).ok());
                    self.rest = self.rest.get(4..).ok_or(Garbled)?;
                    code.and_then(char::from_u32).ok_or(Garbled)?
                }
                other => other,
            });
        }
    }

    /// What stands in brackets; `null` is an empty list that was left out.
    fn list<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Garbled> {
        if self.takes("null") {
            return visitor.visit_seq(Items { reader: self, at: At::End });
        }
        self.wants("[")?;
        let value = visitor.visit_seq(Items { reader: self, at: At::Start })?;
        self.wants("]")?;
        Ok(value)
    }
}

macro_rules! each {
    ($($method:ident)+ => |$reader:ident, $visitor:ident| $body:expr) => {
        $(fn $method<V: Visitor<'de>>(self, $visitor: V) -> Result<V::Value, Garbled> {
            let $reader = self;
            $body
        })+
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = Garbled;

    each!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        => |reader, visitor| visitor.visit_i64(reader.number()?));
    each!(deserialize_bool => |reader, visitor| visitor.visit_bool(reader.number()? == 1));
    each!(deserialize_str deserialize_string => |reader, visitor| visitor.visit_string(reader.text()?));
    each!(deserialize_seq => |reader, visitor| reader.list(visitor));
    each!(deserialize_any deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf deserialize_identifier deserialize_ignored_any
        => |_reader, _visitor| Err(Garbled));

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Garbled> {
        self.wants("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Garbled> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Garbled> {
        if self.takes("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Garbled> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Garbled> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Garbled> {
        self.list(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Garbled> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Garbled> {
        self.wants("[")?;
        let value = visitor.visit_map(Items { reader: self, at: At::Start })?;
        self.wants("]")?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Garbled> {
        let holds = self.takes("[");
        let value = visitor.visit_enum(Variant { reader: self })?;
        if holds {
            self.wants("]")?;
        }
        Ok(value)
    }
}

#[derive(PartialEq)]
enum At {
    Start,
    Inside,
    End,
}

/// What stands in a list.
struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    at: At,
}

impl Items<'_, '_> {
    /// Whether another one follows.
    fn goes_on(&mut self) -> Result<bool, Garbled> {
        if self.at == At::End || self.reader.rest.starts_with(']') {
            return Ok(false);
        }
        if self.at == At::Inside {
            self.reader.wants(",")?;
        }
        self.at = At::Inside;
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Garbled;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Garbled> {
        if self.goes_on()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

/// Keys and values in turn.
impl<'de> MapAccess<'de> for Items<'_, '_> {
    type Error = Garbled;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Garbled> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Garbled> {
        self.next_element_seed(seed)?.ok_or(Garbled)
    }
}

/// The number of a variant, and what it holds.
struct Variant<'r, 'a> {
    reader: &'r mut Reader<'a>,
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Garbled;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Garbled> {
        let number = u32::try_from(self.reader.number()?).map_err(|_| Garbled)?;
        let number: U32Deserializer<Garbled> = number.into_deserializer();
        Ok((seed.deserialize(number)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Garbled;

    fn unit_variant(self) -> Result<(), Garbled> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Garbled> {
        self.reader.wants(",")?;
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Garbled> {
        visitor.visit_seq(Items { reader: self.reader, at: At::Inside })
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Garbled> {
        visitor.visit_seq(Items { reader: self.reader, at: At::Inside })
    }
}
