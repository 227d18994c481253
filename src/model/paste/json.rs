//! Texts that look like JSON: documents of the platform, curl lines, a program's literals. Read leniently, value by value,
//! so that a comma too many or a quote of another kind loses nothing.

use std::ops::Range;

/// Keys whose values are IDs of invoices, lower case; the values of other keys are links, names and the like.
const ID_KEYS: [&str; 4] = ["invoiceid", "invoiceids", "invoice_id", "invoice_ids"];
/// Keys whose values are bills, by number or by ID.
const BILL_KEYS: [&str; 9] = [
    "codeorids",
    "flowid",
    "flowids",
    "flowcode",
    "flowcodes",
    "billid",
    "billids",
    "billcode",
    "billno",
];
/// Keys whose values may be IDs of anything: a request's, a bill's.
const WEAK_KEYS: [&str; 2] = ["id", "ids"];

/// Digits in brackets that are a remark, `[12]`, and no list of numbers.
const MAX_REMARK: usize = 4;

/// One text, number or word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub range: Range<usize>,
    pub place: JsonPlace,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonPlace {
    /// In a list of its own, or under a key of IDs.
    ForIds,
    /// Under a key of IDs of anything.
    Perhaps,
    /// Under a key of bills.
    ForBills,
    /// Under another key.
    Other,
    /// It is a key itself.
    Key,
}

/// The values of a cleaned text; `None` where it does not look like JSON.
pub(super) fn values(text: &str) -> Option<Vec<Value>> {
    let start = if begins_document(text.trim_start()) {
        text.find(['[', '{'])?
    } else {
        let key = id_key(text)?;
        let mut outer = text[..key].match_indices(['[', '{']).map(|(at, _)| at);
        outer
            .find(|at| begins_document(&text[*at..]))
            .or_else(|| text[..key].rfind('{'))?
    };
    let mut reader = JsonReader {
        text,
        at: start,
        frames: Vec::new(),
        values: Vec::new(),
        quoted: 0,
    };
    reader.read();
    // Brackets alone are no JSON: a link in Markdown, a remark.
    let is_number = |value: &Value| {
        let word = &text[value.range.clone()];
        word.len() > MAX_REMARK && word.bytes().all(|it| it.is_ascii_digit())
    };
    let looks_like_it = reader.quoted > 0 || reader.values.iter().any(is_number);
    looks_like_it.then_some(reader.values)
}

/// Whether a bracket opens a document or a list, and no remark or mark of a log: `[INFO]`, `[2026-03-07 10:00]`.
fn begins_document(text: &str) -> bool {
    let is_quote = |c: char| matches!(c, '"' | '\'' | '\\');
    if let Some(rest) = text.strip_prefix('{') {
        let next = rest.trim_start().chars().next();
        return next.is_none_or(|c| is_quote(c) || c == '}' || c.is_ascii_alphabetic());
    }
    let Some(rest) = text.strip_prefix('[') else {
        return false;
    };
    let rest = rest.trim_start();
    if rest.starts_with(|c: char| is_quote(c) || matches!(c, '{' | '[' | '(')) {
        return true;
    }
    let is_end = |c: char| !(c.is_ascii_digit() || c == ',' || c.is_ascii_whitespace());
    rest.trim_start_matches(|c| !is_end(c)).starts_with(']')
}

/// Where a quoted key of invoices or bills stands, behind the first bracket.
fn id_key(text: &str) -> Option<usize> {
    let mut from = text.find(['{', '['])?;
    let next = |from: usize| {
        let names = ["nvoice", "odeOrIds"].into_iter();
        names.filter_map(|name| text[from..].find(name)).min()
    };
    while let Some(found) = next(from) {
        let at = from + found;
        let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        from = text.len() - rest.len();
        let rest = rest.trim_start_matches(['"', '\'', '\\']);
        if rest.trim_start_matches(' ').starts_with(':') {
            return Some(at);
        }
    }
    None
}

/// An open bracket.
struct OpenBracket {
    is_object: bool,
    /// What its values are, until a key says otherwise.
    place: JsonPlace,
    /// Of an object: what the value after the last key is.
    next: Option<JsonPlace>,
}

struct JsonReader<'a> {
    text: &'a str,
    at: usize,
    frames: Vec<OpenBracket>,
    values: Vec<Value>,
    quoted: usize,
}

impl JsonReader<'_> {
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                // Outside of all, a remark.
                b'(' | b'[' if self.frames.is_empty() && !self.begins_list() => self.at += 1,
                b'{' | b'[' | b'(' => self.open(*byte == b'{'),
                b'}' | b']' | b')' => {
                    self.frames.pop();
                    self.value_ended();
                    self.at += 1;
                }
                b',' => {
                    self.value_ended();
                    self.at += 1;
                }
                b'"' => self.string(b'"'),
                b'\'' if self.opens_string() => self.string(b'\''),
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' => self.word(),
                _ => self.at += 1,
            }
        }
    }

    fn begins_list(&self) -> bool {
        begins_document(&self.text[self.at..])
    }

    fn place(&self) -> JsonPlace {
        let frame = self.frames.last();
        frame.map_or(JsonPlace::ForIds, |it| it.next.unwrap_or(it.place))
    }

    fn open(&mut self, is_object: bool) {
        let place = match self.frames.last() {
            // The whole of it is a container, not under any key.
            None => JsonPlace::ForIds,
            Some(_) => self.place(),
        };
        // A text in an object stands under a key; in a list it is what the list is.
        let place = if is_object { JsonPlace::Other } else { place };
        self.frames.push(OpenBracket {
            is_object,
            place,
            next: None,
        });
        self.at += 1;
    }

    fn value_ended(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.next = None;
        }
    }

    /// Whether a single quote opens a text, and is no apostrophe and no shell's.
    fn opens_string(&self) -> bool {
        let before = self.text[..self.at].trim_end().bytes().next_back();
        matches!(before, Some(b'[' | b'{' | b',' | b':' | b'('))
    }

    fn string(&mut self, quote: u8) {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut end = start;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'\\' => end += 2,
                b'\n' => break,
                byte if *byte == quote => break,
                _ => end += 1,
            }
        }
        let end = end.min(bytes.len());
        self.at = (end + 1).min(bytes.len());
        self.quoted += 1;
        self.take(start..end);
    }

    fn word(&mut self) {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:+".contains(byte);
        let bytes = self.text.as_bytes();
        let start = self.at;
        let length = bytes[start..].iter().take_while(|it| is_part(it)).count();
        // A key without quotes ends in its colon.
        let text = self.text[start..start + length].trim_end_matches(':');
        self.at = start + text.len().max(1);
        self.take(start..self.at);
    }

    /// A text or a word: a key where a colon follows in an object, else a value.
    fn take(&mut self, range: Range<usize>) {
        let follows = self.text.get(self.at..).unwrap_or_default().trim_start();
        let place = self.place();
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if frame.is_object && follows.starts_with(':') {
            let key = self.text[range.clone()].to_ascii_lowercase();
            let key = key.trim_matches('\\');
            frame.next = Some(match key {
                _ if ID_KEYS.contains(&key) => JsonPlace::ForIds,
                _ if BILL_KEYS.contains(&key) => JsonPlace::ForBills,
                _ if WEAK_KEYS.contains(&key) => JsonPlace::Perhaps,
                _ => JsonPlace::Other,
            });
            let place = JsonPlace::Key;
            self.values.push(Value { range, place });
        } else {
            self.values.push(Value { range, place });
        }
    }
}

/// The text of a value with its escapes read, where it has any.
pub(super) fn unescaped(text: &str) -> Option<String> {
    if !text.contains('\\') {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                let code = u32::from_str_radix(&digits, 16)
                    .ok()
                    .and_then(char::from_u32);
                plain.push(code.unwrap_or(' '));
            }
            Some('n' | 'r' | 't') => plain.push(' '),
            Some(other) => plain.push(other),
            None => {}
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, JsonPlace)> {
        let values = values(text).unwrap_or_default();
        let values = values.into_iter().filter(|it| it.place != JsonPlace::Key);
        values.map(|it| (&text[it.range], it.place)).collect()
    }

    #[test]
    fn values_are_told_apart_by_their_key() {
        use JsonPlace::{ForIds, Other, Perhaps};
        assert_eq!(read(r#"["a","b"]"#), [("a", ForIds), ("b", ForIds)]);
        assert_eq!(read("[244420,7]"), [("244420", ForIds), ("7", ForIds)]);
        assert_eq!(
            read(r#"{"items":[{"id":"a","url":"http://b","n":1}],"count":2}"#),
            [
                ("a", Perhaps),
                ("http://b", Other),
                ("1", Other),
                ("2", Other)
            ]
        );
        assert_eq!(
            read(r#"{"invoiceId":["a","b",],}"#),
            [("a", ForIds), ("b", ForIds)]
        );
        assert_eq!(
            read("{'ids': ('a', 'b')}"),
            [("a", Perhaps), ("b", Perhaps)]
        );
        assert_eq!(
            read("curl 'https://x' --data-raw '{\n \"invoiceId\":[\"a\"]\n}'"),
            [("a", ForIds)]
        );
        assert_eq!(
            read("{\"id\":\"a\"}\n{\"id\":\"b\"}"),
            [("a", Perhaps), ("b", Perhaps)]
        );
        assert_eq!(read(r#"{"invoiceId":"a \" b"}"#), [(r#"a \" b"#, ForIds)]);
        let log = r#"[03-07 10:00,12] [http-nio-1] {"invoiceId":"a"} (ticket 7)"#;
        assert_eq!(read(log), [("a", ForIds)]);
    }

    #[test]
    fn other_texts_are_no_json() {
        for text in [
            "",
            "ID01",
            "[see](x)",
            "{remark}",
            "票据 invoiceId: x",
            "it's [fine]",
            "[图片]\n\"好的\"\nB24000123",
        ] {
            assert_eq!(values(text), None, "{text}");
        }
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(unescaped("plain"), None);
        assert_eq!(
            unescaped(r"a\u200bb\/c\n").as_deref(),
            Some("a\u{200b}b/c ")
        );
    }
}
