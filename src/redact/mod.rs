//! The last look at a text before it leaves the program: what stands behind a secret's name is taken out.
//!
//! Types that hold secrets print nothing already. This is for what slips past them: a library's log line, a message of
//! a server that echoes a request, the text of a panic. It knows names, not values, and takes out rather too much.

mod key;
mod say;
mod unit;
mod value;
mod writer;

use std::borrow::Cow;
use std::ops::Range;

use unit::{Unit, units};

pub use say::say;
pub use writer::RedactingWriter;

/// Stands where a secret was.
const MARK: &str = "…";

/// `text` without the values of secrets: in addresses, JSON, XML, headers and what `{:?}` makes of them, each also
/// percent-encoded or escaped, several times over.
pub fn redact(text: &str) -> Cow<'_, str> {
    if !key::may_occur(text) {
        return Cow::Borrowed(text);
    }
    let units = units(text);
    let spans = secrets(&units);
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for span in spans {
        shown.push_str(&text[from..span.start]);
        shown.push_str(MARK);
        from = span.end;
    }
    shown.push_str(&text[from..]);
    Cow::Owned(shown)
}

/// Where secrets stand, in bytes of the text, in order and apart from each other.
fn secrets(units: &[Unit]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let found = match key::at(units, at) {
            Some(key) => value::after(units, &key),
            None => value::user_info(units, at).into_iter().collect(),
        };
        let end = found.last().map_or(at + 1, |last| last.end);
        let in_bytes = |range: Range<usize>| units[range.start].start..units[range.end - 1].end;
        spans.extend(found.into_iter().map(in_bytes));
        at = end;
    }
    spans
}

#[cfg(test)]
mod tests;
