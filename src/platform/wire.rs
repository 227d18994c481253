//! What the platform's answers look like on the wire: lenient where the platform is known to vary.

use serde::Serialize;
use serde_json::Value;

use crate::model::region::RawRegion;

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

impl WireAnswer {
    /// `None` where `body` is no JSON object.
    pub fn read(body: &[u8]) -> Option<Self> {
        let Ok(Value::Object(mut object)) = serde_json::from_slice(body) else {
            return None;
        };
        let first = |names: &[&str]| names.iter().find_map(|name| text(object.get(*name)?));
        Some(Self {
            code: first(&["errorCode", "code"]),
            message: first(&["errorMessage", "message", "msg"]).unwrap_or_default(),
            trace: first(&["traceId", "requestId"]).unwrap_or_default(),
            items: match object.remove("items") {
                Some(Value::Array(items)) => Some(items),
                _ => None,
            },
            value: object.remove("value").filter(|value| !value.is_null()),
        })
    }
}

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
            source: field("source").unwrap_or_default(),
            file_name: field("fileName").unwrap_or_default(),
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
