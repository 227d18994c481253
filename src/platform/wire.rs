//! What the platform's answers look like on the wire: lenient where the platform is known to vary.

use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeSeed as _, Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::model::plain_line;
use crate::model::region::RawRegion;

use super::bounded::{Bounded, Budget};

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
pub(super) struct WireAnswer {
    pub items: Option<Vec<Value>>,
    pub value: Option<Value>,
    /// The error's code as text, whichever name and JSON type it has.
    pub code: Option<String>,
    pub message: String,
    /// The number under which the platform finds the request, or nothing.
    pub trace: String,
}

/// Most memory that the content of an answer may cost; one that would cost more is refused.
const CONTENT_BYTES: usize = 16 << 20;

impl WireAnswer {
    /// `None` where `body` is no JSON object, or has more in it than is ever kept. What nobody knows is passed over.
    pub fn read(body: &[u8]) -> Option<Self> {
        let mut body = serde_json::Deserializer::from_slice(body);
        let answer = (&mut body).deserialize_map(AnswerVisitor).ok()?;
        body.end().ok()?;
        Some(answer)
    }

    /// The same of a call that answers a list without a name.
    pub fn read_list(body: &[u8]) -> Option<Vec<Value>> {
        let budget = Budget::new(CONTENT_BYTES);
        let mut body = serde_json::Deserializer::from_slice(body);
        match Bounded(&budget).deserialize(&mut body) {
            Ok(Value::Array(items)) => Some(items),
            _ => None,
        }
    }
}

struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = WireAnswer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer of the platform")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<WireAnswer, A::Error> {
        /// In the order in which they are believed.
        const NAMES: [&str; 7] = [
            "errorCode",
            "code",
            "errorMessage",
            "message",
            "msg",
            "traceId",
            "requestId",
        ];
        let budget = Budget::new(CONTENT_BYTES);
        let mut said: [Option<String>; NAMES.len()] = Default::default();
        let (mut items, mut value) = (None, None);
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "items" => items = Some(members.next_value_seed(Bounded(&budget))?),
                "value" => value = Some(members.next_value_seed(Bounded(&budget))?),
                name => match NAMES.iter().position(|it| *it == name) {
                    Some(at) => said[at] = text(&members.next_value_seed(Bounded(&budget))?),
                    None => drop(members.next_value::<IgnoredAny>()?),
                },
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
            items: match items {
                Some(Value::Array(items)) => Some(items),
                _ => None,
            },
            value: value.filter(|value| !value.is_null()),
        })
    }
}

/// Longest name kept; what would act on a screen instead of being seen is left out of it.
const MAX_NAME_CHARS: usize = 255;

/// One item of the links answer. A field of an unexpected type is as good as missing.
pub(super) struct WireLink {
    pub id: String,
    pub url: Option<String>,
    pub thumb_url: Option<String>,
    pub source: String,
    pub file_name: String,
    pub region: RawRegion,
}

impl WireLink {
    /// `None` where the item does not even say which invoice it is about.
    pub fn read(item: &Value) -> Option<Self> {
        let field = |name| item.get(name).and_then(text);
        Some(Self {
            id: field("id")?,
            url: field("url"),
            thumb_url: field("thumbUrl"),
            source: plain_line(&field("source").unwrap_or_default(), MAX_NAME_CHARS),
            file_name: plain_line(&field("fileName").unwrap_or_default(), MAX_NAME_CHARS),
            region: RawRegion::from_json(item.get("region")),
        })
    }

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

/// A string or a number as text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
