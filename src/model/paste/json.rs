//! IDs from pasted JSON: an array of texts, the links call's body or its answer.

use serde_json::Value;

/// Keys whose texts are IDs; the texts of other keys are links, names and the like.
const ID_KEYS: [&str; 5] = ["invoiceId", "invoiceIds", "id", "ids", "codeOrIds"];

/// The texts of a JSON document that may be IDs with the line each first stands on;
/// `None` where the text is no JSON array or object.
pub(super) fn pieces(text: &str) -> Option<Vec<(usize, String)>> {
    if !text.trim_start().starts_with(['[', '{']) {
        return None;
    }
    let value = serde_json::from_str::<Value>(text).ok()?;
    let mut found = Vec::new();
    collect(&value, true, &mut found);
    Some(with_lines(text, found))
}

fn collect(value: &Value, is_id: bool, found: &mut Vec<String>) {
    match value {
        Value::String(text) if is_id => found.push(text.clone()),
        Value::Number(number) if is_id => found.push(number.to_string()),
        Value::Array(values) => {
            for value in values {
                collect(value, is_id, found);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                let is_container = value.is_array() || value.is_object();
                let is_id = ID_KEYS.contains(&key.as_str());
                if is_id || is_container {
                    collect(value, is_id, found);
                }
            }
        }
        _ => {}
    }
}

/// Finds the texts again, in order, to say on which line each stands.
fn with_lines(text: &str, found: Vec<String>) -> Vec<(usize, String)> {
    let mut line = 1;
    let mut offset = 0;
    found
        .into_iter()
        .map(|piece| {
            if let Some(at) = text[offset..].find(piece.as_str()) {
                line += text[offset..offset + at].matches('\n').count();
                offset += at;
            }
            (line, piece)
        })
        .collect()
}
