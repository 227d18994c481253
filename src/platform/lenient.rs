//! JSON from outside read straight into what is wanted of it: whatever is not expected is passed over without being kept.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What is made of one value. What a reader says nothing of makes the default.
pub(super) trait Reads<'de>: Sized {
    type Made: Default;

    fn text(self, _text: &str) -> Self::Made {
        self.other()
    }

    fn number(self, _number: serde_json::Number) -> Self::Made {
        self.other()
    }

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Made, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.other())
    }

    fn members<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Made, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.other())
    }

    /// Of anything else but null, which is as good as nothing.
    fn other(self) -> Self::Made {
        Self::Made::default()
    }
}

/// A value of any kind by way of a reader.
pub(super) struct Leniently<R>(pub R);

impl<'de, R: Reads<'de>> DeserializeSeed<'de> for Leniently<R> {
    type Value = R::Made;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<R::Made, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Reads<'de>> Visitor<'de> for Leniently<R> {
    type Value = R::Made;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<R::Made, E> {
        Ok(R::Made::default())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<R::Made, E> {
        Ok(self.0.other())
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<R::Made, E> {
        Ok(self.0.number(it.into()))
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<R::Made, E> {
        Ok(self.0.number(it.into()))
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<R::Made, E> {
        let number = serde_json::Number::from_f64(it);
        Ok(number.map_or_else(R::Made::default, |it| self.0.number(it)))
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<R::Made, E> {
        Ok(self.0.text(it))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<R::Made, A::Error> {
        self.0.list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<R::Made, A::Error> {
        self.0.members(members)
    }
}

/// A text or a number as text, of at most so many bytes.
#[derive(Clone, Copy)]
pub(super) struct Text(pub usize);

impl Reads<'_> for Text {
    type Made = Option<String>;

    fn text(self, text: &str) -> Option<String> {
        Some(text[..text.floor_char_boundary(self.0)].to_owned())
    }

    fn number(self, number: serde_json::Number) -> Option<String> {
        Some(number.to_string())
    }
}

/// The place of a member's name among these.
pub(super) struct NameOf<'a>(pub &'a [&'a str]);

impl<'de> DeserializeSeed<'de> for NameOf<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameOf<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|it| *it == name))
    }
}

/// Each element of a list by way of a reader, handed to whoever keeps it or not. `None` of anything but a list.
pub(super) struct Each<R, K, T>(pub R, pub K, pub PhantomData<T>);

impl<'de, R, K, T: Default> Reads<'de> for Each<R, K, T>
where
    R: Reads<'de> + Clone,
    K: FnMut(&mut T, R::Made),
{
    type Made = Option<T>;

    fn list<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Option<T>, A::Error> {
        let mut kept = T::default();
        while let Some(made) = list.next_element_seed(Leniently(self.0.clone()))? {
            (self.1)(&mut kept, made);
        }
        Ok(Some(kept))
    }
}
