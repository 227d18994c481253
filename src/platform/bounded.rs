//! JSON from outside read into no more memory than it may cost, whatever its shape: small pieces cost far more than their
//! text, an empty object between two commas a hundred times as much.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// What one value costs, and its place in a list that grew to twice its length.
const VALUE_BYTES: usize = 2 * size_of::<Value>();
/// What the first member of an object costs: its node has room for eleven.
const MAP_BYTES: usize = 11 * (size_of::<String>() + size_of::<Value>()) + 32;
/// What each member costs beside its value.
const MEMBER_BYTES: usize = size_of::<String>() + size_of::<Value>();

/// What may still be spent on an answer.
pub(super) struct AnswerBudget(Cell<usize>);

impl AnswerBudget {
    pub fn new(bytes: usize) -> Self {
        Self(Cell::new(bytes))
    }

    fn spend<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let left = self.0.get().checked_sub(bytes);
        self.0
            .set(left.ok_or_else(|| E::custom("more in it than is ever kept"))?);
        Ok(())
    }
}

/// A value within a budget.
#[derive(Clone, Copy)]
pub(super) struct Bounded<'a>(pub &'a AnswerBudget);

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<Value, E> {
        Ok(Number::from_f64(it).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Value, E> {
        self.0.spend(it.len())?;
        Ok(it.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self)? {
            self.0.spend(VALUE_BYTES)?;
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let node = if map.is_empty() { MAP_BYTES } else { 0 };
            self.0.spend(node + MEMBER_BYTES + name.len())?;
            map.insert(name, members.next_value_seed(self)?);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, bytes: usize) -> Option<Value> {
        let budget = AnswerBudget::new(bytes);
        let mut text = serde_json::Deserializer::from_str(text);
        Bounded(&budget).deserialize(&mut text).ok()
    }

    #[test]
    fn what_fits_is_read_as_it_is() {
        let text = r#"{"a":[1,-2,2.5,"x",null,true],"b":{"c":{}}}"#;
        assert_eq!(read(text, 9999), serde_json::from_str(text).ok());
    }

    #[test]
    fn small_pieces_cost_what_they_cost() {
        for piece in ["0", "[]", "{\"\":0}", "\"\"", "[[]]"] {
            let many = format!("[{}{piece}]", format!("{piece},").repeat(9999));
            assert!(read(&many, 100_000).is_none(), "{piece}");
            assert!(read(&many, 20_000_000).is_some(), "{piece}");
        }
    }
}
