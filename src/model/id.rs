//! The name of an invoice: what a user pastes and what the platform is asked for.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest text taken for an ID. The longest documented shape, `corp::20 digits:n`, has 38 characters.
const MAX_CHARS: usize = 128;
/// Shortest text taken for an ID; shorter words in a pasted table are column names or counts.
const MIN_CHARS: usize = 6;

/// One pasted ID, already cleaned (see [`super::paste`]): ASCII letters, digits, `-`, `_` and `:`, at least one digit.
///
/// A `:` belongs to the ID; `corp:code:number` names a VAT invoice by its printed code and number.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InvoiceId(Arc<str>);

/// Why a text is no invoice ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    #[error("too short for an invoice ID")]
    TooShort,
    #[error("longer than {MAX_CHARS} characters")]
    TooLong,
    #[error("a character that no invoice ID has")]
    Character,
    #[error("no digit in it")]
    NoDigit,
}

impl InvoiceId {
    pub fn new(text: &str) -> Result<Self, InvalidId> {
        if text.len() > MAX_CHARS {
            return Err(InvalidId::TooLong);
        }
        if !text.chars().all(is_id_char) {
            return Err(InvalidId::Character);
        }
        if text.len() < MIN_CHARS {
            return Err(InvalidId::TooShort);
        }
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(InvalidId::NoDigit);
        }
        Ok(Self(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether `c` may stand in an invoice ID.
pub(super) fn is_id_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')
}

impl fmt::Debug for InvoiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for InvoiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for InvoiceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for InvoiceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

/// Place of an invoice in the review, counted from 0 in the order in which IDs were added.
///
/// Window and background both number what was added in the same order, so this stands for the ID in messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InvoiceNr(pub u32);

impl InvoiceNr {
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The number of the invoice at `index` in the review's order.
    pub fn from_index(index: usize) -> Self {
        Self(index as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_shapes_are_ids() {
        for text in [
            "ID01xO4jZjprrx",
            "5-sbyDJSOI0800",
            "Tdk3tgber501v0:044002105112:13116949",
            "Tdk3tgber501v0::23312000000123878916",
            "Tdk3tgber501v0::23312000000123878916:2",
        ] {
            assert_eq!(InvoiceId::new(text).expect("documented").as_str(), text);
        }
    }

    #[test]
    fn what_is_no_id_says_why() {
        assert_eq!(InvoiceId::new("A1"), Err(InvalidId::TooShort));
        assert_eq!(InvoiceId::new("invoiceId"), Err(InvalidId::NoDigit));
        assert_eq!(InvoiceId::new("171.00"), Err(InvalidId::Character));
        assert_eq!(InvoiceId::new("发票编号123"), Err(InvalidId::Character));
        assert_eq!(
            InvoiceId::new(&"7".repeat(MAX_CHARS + 1)),
            Err(InvalidId::TooLong)
        );
    }
}
