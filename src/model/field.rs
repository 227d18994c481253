//! What the platform's OCR read of one invoice: its fields, those with a meaning first, the rest as they came.

mod reading;
mod typed;

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::InvoiceType;

/// Fields kept of one invoice.
const MAX_FIELDS: usize = 120;
/// Longest label, in characters.
const MAX_LABEL_CHARS: usize = 40;
/// Longest value, in characters: a remark on an invoice has 230 at most.
pub const MAX_VALUE_CHARS: usize = 400;

/// All that OCR read of one invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// The kind that answered for it.
    pub kind: InvoiceType,
    /// Those with a meaning of their own first, in the order of [`FieldName::NAMED`], each name once.
    pub entries: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub name: FieldName,
    pub value: FieldValue,
}

/// Which field of an invoice it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldName {
    Number,
    Code,
    Date,
    /// With tax: what was paid.
    Total,
    /// Without tax.
    Amount,
    Tax,
    Seller,
    Buyer,
    CheckCode,
    /// By the platform's own label.
    Labelled(Arc<str>),
}

impl FieldName {
    /// Those with a meaning of their own, in the order in which people look for them.
    pub const NAMED: [Self; 9] = [
        Self::Number,
        Self::Code,
        Self::Date,
        Self::Total,
        Self::Amount,
        Self::Tax,
        Self::Seller,
        Self::Buyer,
        Self::CheckCode,
    ];

    /// The name in reports and reviews; behind its kind the key of its text, unless it [is a label](Self::label).
    pub fn code(&self) -> &str {
        match self {
            Self::Number => "number",
            Self::Code => "code",
            Self::Date => "date",
            Self::Total => "total",
            Self::Amount => "amount",
            Self::Tax => "tax",
            Self::Seller => "seller",
            Self::Buyer => "buyer",
            Self::CheckCode => "check_code",
            Self::Labelled(label) => label,
        }
    }

    /// The inverse of [`Self::code`]: any other text is a label.
    pub fn from_code(code: &str) -> Self {
        let named = Self::NAMED.into_iter().find(|it| it.code() == code);
        named.unwrap_or_else(|| Self::Labelled(one_line(code, MAX_LABEL_CHARS).into()))
    }

    /// What the platform calls it, where it has no name here.
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::Labelled(label) => Some(label),
            _ => None,
        }
    }
}

impl Serialize for FieldName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for FieldName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_code(&String::deserialize(deserializer)?))
    }
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    Text(String),
    /// A decimal number as it came, `171.00`, and the sign of its currency, which may be empty.
    Money {
        amount: String,
        symbol: String,
    },
    /// `2024-10-16`, or with its time `2024-10-16 14:06`, as of China.
    Date(String),
    Flag(bool),
    /// A decimal number as it came.
    Number(String),
}

impl FieldValue {
    /// As people write it: `¥171.00`, `2024-10-16`. `None` for a flag, whose words depend on the language.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) | Self::Date(text) | Self::Number(text) => Some(text.into()),
            Self::Money { amount, symbol } => {
                let text = match amount.strip_prefix('-') {
                    Some(amount) => format!("-{symbol}{amount}"),
                    None => format!("{symbol}{amount}"),
                };
                Some(text.into())
            }
            Self::Flag(_) => None,
        }
    }

    /// As programs want it: an amount without its sign, a flag as `true` or `false`.
    pub fn plain(&self) -> &str {
        match self {
            Self::Text(text) | Self::Date(text) | Self::Number(text) => text,
            Self::Money { amount, .. } => amount,
            Self::Flag(true) => "true",
            Self::Flag(false) => "false",
        }
    }
}

impl Fields {
    pub fn get(&self, name: &FieldName) -> Option<&FieldValue> {
        let field = self.entries.iter().find(|it| it.name == *name);
        field.map(|field| &field.value)
    }

    /// Those with a meaning of their own, and the rest.
    pub fn split(&self) -> (&[Field], &[Field]) {
        let named = |field: &Field| field.name.label().is_none();
        self.entries.split_at(self.entries.partition_point(named))
    }
}

/// What a reviewer says of a field that OCR read wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldCorrection {
    pub field: FieldName,
    /// What OCR read, as programs want it; empty where it read nothing.
    pub read: String,
    /// What is right; `None` where it was only marked as wrong.
    pub right: Option<String>,
}

/// A text without control characters and line ends, trimmed and cut.
pub(super) fn one_line(text: &str, max_chars: usize) -> String {
    let mut line = String::new();
    let mut count = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        for c in (!line.is_empty())
            .then_some(' ')
            .into_iter()
            .chain(word.chars())
        {
            if count == max_chars {
                return line;
            }
            line.push(c);
            count += 1;
        }
    }
    line
}

#[cfg(test)]
mod tests;
