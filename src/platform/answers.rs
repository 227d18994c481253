//! What the platform's answers look like on the wire: lenient where the platform is known to vary.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::model::region::RawRegion;
use crate::model::{InvoiceId, plain_line};

use super::bounded::{AnswerBudget, Bounded};
use super::lenient::{Each, Leniently, NameOf, Reads, Text};

/// Body of the links call.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LinksRequest<'a> {
    pub invoice_id: Vec<&'a str>,
}

/// Body of the token call.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TokenRequest<'a> {
    pub app_key: &'a str,
    pub app_security: &'a str,
}

/// Any answer: the documented part of one of the calls, or an error that came under status 200.
pub(super) struct WireAnswer<I = Vec<Value>> {
    pub items: Option<I>,
    pub value: Option<Value>,
    /// The error's code as text, whichever name and JSON type it has.
    pub code: Option<String>,
    pub message: String,
    /// The number under which the platform finds the request, or nothing.
    pub trace: String,
}

/// Most memory that the content of an answer may cost; one that would cost more is refused.
const CONTENT_BYTES: usize = 12 << 20;
/// Most bytes read of what an error says: more than a token has, so that none is cut in two before it is taken out.
const MAX_SAID_BYTES: usize = 64 * 1024;

impl WireAnswer {
    /// `None` where `body` is no JSON object, or has more in it than is ever kept. What nobody knows is passed over.
    pub fn read(body: &[u8]) -> Option<Self> {
        let budget = AnswerBudget::new(CONTENT_BYTES);
        Self::read_within(body, &budget, ListWithinBudget(&budget))
    }

    /// The same of a call that answers a list without a name.
    pub fn read_list(body: &[u8]) -> Option<Vec<Value>> {
        let budget = AnswerBudget::new(CONTENT_BYTES);
        let mut body = serde_json::Deserializer::from_slice(body);
        ListWithinBudget(&budget).deserialize(&mut body).ok()?
    }
}

impl WireAnswer<Vec<WireLink>> {
    /// The same of a call for links: of its items only what is wanted of those that were asked for.
    pub fn read_links(body: &[u8], asked: &[InvoiceId]) -> Option<Self> {
        let budget = AnswerBudget::new(CONTENT_BYTES);
        Self::read_within(body, &budget, WireLinks(asked))
    }
}

impl<I> WireAnswer<I> {
    fn read_within<'de, S>(body: &'de [u8], budget: &AnswerBudget, items: S) -> Option<Self>
    where
        S: DeserializeSeed<'de, Value = Option<I>> + Copy,
    {
        let mut body = serde_json::Deserializer::from_slice(body);
        let answer = AnswerVisitor { budget, items };
        let answer = (&mut body).deserialize_map(answer).ok()?;
        body.end().ok()?;
        Some(answer)
    }
}

/// Any list within a budget; `None` of anything else.
#[derive(Clone, Copy)]
struct ListWithinBudget<'a>(&'a AnswerBudget);

impl<'de> DeserializeSeed<'de> for ListWithinBudget<'_> {
    type Value = Option<Vec<Value>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Ok(match Bounded(self.0).deserialize(deserializer)? {
            Value::Array(items) => Some(items),
            _ => None,
        })
    }
}

struct AnswerVisitor<'a, S> {
    budget: &'a AnswerBudget,
    items: S,
}

impl<'de, I, S> Visitor<'de> for AnswerVisitor<'_, S>
where
    S: DeserializeSeed<'de, Value = Option<I>> + Copy,
{
    type Value = WireAnswer<I>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer of the platform")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<WireAnswer<I>, A::Error> {
        const NAMES: [&str; 9] = [
            "items",
            "value",
            // In the order in which they are believed.
            "errorCode",
            "code",
            "errorMessage",
            "message",
            "msg",
            "traceId",
            "requestId",
        ];
        let mut said: [Option<String>; NAMES.len() - 2] = Default::default();
        let (mut items, mut value) = (None, None);
        while let Some(name) = members.next_key_seed(NameOf(&NAMES))? {
            match name {
                Some(0) => items = members.next_value_seed(self.items)?,
                Some(1) => value = Some(members.next_value_seed(Bounded(self.budget))?),
                Some(at) => {
                    said[at - 2] = members.next_value_seed(Leniently(Text(MAX_SAID_BYTES)))?;
                }
                None => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        let [
            error_code,
            code,
            error_message,
            message,
            msg,
            trace_id,
            request_id,
        ] = said;
        Ok(WireAnswer {
            code: error_code.or(code),
            message: error_message.or(message).or(msg).unwrap_or_default(),
            trace: trace_id.or(request_id).unwrap_or_default(),
            items,
            value: value.filter(|value| !value.is_null()),
        })
    }
}

/// Longest name kept; what would act on a screen instead of being seen is left out of it.
const MAX_NAME_CHARS: usize = 255;
/// Most bytes read of a name or an ID.
const MAX_NAME_BYTES: usize = 4 * MAX_NAME_CHARS;
/// Most bytes read of a link: more than any has that is taken.
const MAX_LINK_BYTES: usize = 17 * 1024;

/// One item of the links answer. A field of an unexpected type is as good as missing.
#[derive(Debug, Default)]
pub(super) struct WireLink {
    /// Empty where the item does not even say which invoice it is about.
    pub id: String,
    pub url: Option<String>,
    pub thumb_url: Option<String>,
    pub source: String,
    pub file_name: String,
    pub region: RawRegion,
}

impl WireLink {
    /// The link to fetch. The documented samples give the same string twice, so the second one only
    /// stands in where the first is missing.
    pub fn link(&self) -> &str {
        [&self.url, &self.thumb_url]
            .into_iter()
            .flatten()
            .find(|link| !link.is_empty())
            .map_or("", String::as_str)
    }
}

/// The first item of each of these IDs, in the order in which they come.
#[derive(Clone, Copy)]
struct WireLinks<'a>(&'a [InvoiceId]);

impl<'de> DeserializeSeed<'de> for WireLinks<'_> {
    type Value = Option<Vec<WireLink>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let mut open: HashSet<&str> = self.0.iter().map(InvoiceId::as_str).collect();
        let keep = |kept: &mut Vec<WireLink>, link: WireLink| {
            if open.remove(link.id.as_str()) {
                kept.push(link);
            }
        };
        Leniently(Each(LinkReader, keep, PhantomData)).deserialize(deserializer)
    }
}

#[derive(Clone, Copy)]
struct LinkReader;

impl<'de> Reads<'de> for LinkReader {
    type Made = WireLink;

    fn members<A: MapAccess<'de>>(self, mut members: A) -> Result<WireLink, A::Error> {
        const NAMES: [&str; 6] = ["id", "url", "thumbUrl", "source", "fileName", "region"];
        let name = || Leniently(Text(MAX_NAME_BYTES));
        let link = || Leniently(Text(MAX_LINK_BYTES));
        let shown = |it: Option<String>| plain_line(&it.unwrap_or_default(), MAX_NAME_CHARS);
        let mut read = WireLink::default();
        while let Some(which) = members.next_key_seed(NameOf(&NAMES))? {
            match which {
                Some(0) => read.id = members.next_value_seed(name())?.unwrap_or_default(),
                Some(1) => read.url = members.next_value_seed(link())?,
                Some(2) => read.thumb_url = members.next_value_seed(link())?,
                Some(3) => read.source = shown(members.next_value_seed(name())?),
                Some(4) => read.file_name = shown(members.next_value_seed(name())?),
                Some(_) => read.region = members.next_value_seed(Leniently(RegionReader))?,
                None => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(read)
    }
}

/// Absent and null are an empty region. Numbers may come as texts.
struct RegionReader;

impl<'de> Reads<'de> for RegionReader {
    type Made = RawRegion;

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawRegion, A::Error> {
        let mut region = RawRegion::default();
        while let Some(number) = list.next_element_seed(Leniently(NumberReader))? {
            region.push(number);
        }
        Ok(region)
    }

    fn other(self) -> RawRegion {
        let mut region = RawRegion::default();
        region.push(None);
        region
    }
}

struct NumberReader;

impl Reads<'_> for NumberReader {
    type Made = Option<f64>;

    fn text(self, text: &str) -> Option<f64> {
        RawRegion::number_in(text)
    }

    fn number(self, number: serde_json::Number) -> Option<f64> {
        number.as_f64()
    }
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
