//! A line on standard error, as all that this program prints there: without secrets, and without minding that nobody hears.

use std::io::{self, Write as _};

use super::redact;

/// Prints a line of text on standard error. Where that is full or closed there is nobody to be told, and no work stops
/// for it.
pub fn say(text: &str) {
    drop(writeln!(io::stderr(), "{}", redact(text)));
}
