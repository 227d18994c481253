//! Bills: the documents of the platform that invoices are attached to, and which invoices each of them has.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{InvoiceId, InvoiceType};

/// Longest text taken for a bill's number or ID.
const MAX_CHARS: usize = 64;
/// Shortest one.
const MIN_CHARS: usize = 5;
/// Longest text kept of a tag.
const MAX_TAG_CHARS: usize = 80;

/// How a bill was named: by the number that people see, or by the ID that the platform gave it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillKey {
    /// `B24000123`.
    Number(Arc<str>),
    /// `j7sbyDMhYUpU00`.
    Id(Arc<str>),
}

impl BillKey {
    /// `None` where the text cannot be a bill's number.
    pub fn number(text: &str) -> Option<Self> {
        is_key(text).then(|| Self::Number(text.into()))
    }

    /// `None` where the text cannot be a bill's ID.
    pub fn id(text: &str) -> Option<Self> {
        is_key(text).then(|| Self::Id(text.into()))
    }

    /// What stands in a place for bills, told apart by its shape: capital letters and then digits are a number.
    pub fn new(text: &str) -> Option<Self> {
        if is_number(text) {
            Self::number(text)
        } else {
            Self::id(text)
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Number(text) | Self::Id(text) => text,
        }
    }

    pub fn is_id(&self) -> bool {
        matches!(self, Self::Id(_))
    }
}

impl fmt::Display for BillKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn is_key(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (MIN_CHARS..=MAX_CHARS).contains(&text.len())
        && text.bytes().all(is_part)
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a text has the shape of a bill's number: one to four capital letters, which `ID` is not, and six to fourteen
/// digits.
pub fn is_number(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = &text[letters..];
    !text.starts_with("ID")
        && (1..=4).contains(&letters)
        && (6..=14).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// One invoice of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillInvoice {
    pub id: InvoiceId,
    /// `None` where the platform did not say.
    pub kind: Option<InvoiceType>,
}

/// A bill with its invoices, in the platform's order, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillContents {
    pub bill: BillKey,
    pub invoices: Vec<BillInvoice>,
}

/// What the platform itself holds against an invoice, in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RiskTag(Arc<str>);

impl RiskTag {
    /// On one line, cut where it gets long; `None` where nothing is said.
    pub fn new(text: &str) -> Option<Self> {
        let text = super::field::one_line(text, MAX_TAG_CHARS);
        (!text.is_empty()).then(|| Self(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_ids_by_their_shape() {
        for text in ["B24000123", "D21000073", "BX2024000001"] {
            assert!(
                matches!(BillKey::new(text), Some(BillKey::Number(_))),
                "{text}"
            );
        }
        for text in [
            "j7sbyDMhYUpU00",
            "ID01bill0000001",
            "ID011234567890",
            "6_kcgINHfcbI00",
        ] {
            assert!(matches!(BillKey::new(text), Some(BillKey::Id(_))), "{text}");
        }
        for text in [
            "",
            "B1",
            "单据一二三四",
            "corp:1:2000000",
            "expense",
            "B24 000123",
        ] {
            assert_eq!(BillKey::new(text), None, "{text}");
        }
    }

    #[test]
    fn a_tag_is_one_short_line() {
        let tag = RiskTag::new(" 存在疑似\n发票重复\u{7} ").expect("said");
        assert_eq!(tag.as_str(), "存在疑似 发票重复");
        let long = RiskTag::new(&"长".repeat(500)).expect("said");
        assert_eq!(long.as_str().chars().count(), MAX_TAG_CHARS);
        assert_eq!(RiskTag::new(" \n"), None);
    }
}
