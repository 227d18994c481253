//! XML invoices: data without a face. Every field of any XML as a list, and of a fully digitalised invoice what is
//! printed on one. Values stay the strings that they are, but for times, which are written as people do; nothing of it is
//! calculated with.

mod digital;
mod fields;
#[cfg(test)]
mod tests;
mod time;

use std::fmt;

use ofd::xml_text;
use serde::{Deserialize, Serialize};

pub use digital::{DigitalInvoice, Line, Party};
pub use fields::XmlField;

use super::FormatError;

/// What an XML file says. Its text for logs holds nothing of that.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Name of the outermost element.
    pub root: String,
    /// Where the file is a fully digitalised invoice.
    pub invoice: Option<Box<DigitalInvoice>>,
    /// All elements and attributes, in the order of the file.
    pub fields: Vec<XmlField>,
}

/// The few words that stand for the file where there is little room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSummary {
    /// Of an invoice its kind, else the name of the outermost element.
    pub title: String,
    pub number: String,
    pub date: String,
    pub seller: String,
    pub total: String,
}

/// Reads the file. `bytes` is some kind of XML already.
pub(super) fn read(bytes: &[u8]) -> Result<DataFile, FormatError> {
    let text = xml_text::decode(bytes)?;
    let fields = fields::read(&text)?;
    let Some(root) = fields.first() else {
        return Err(FormatError::corrupt("there is no element in it"));
    };
    Ok(DataFile {
        root: root.name.clone(),
        invoice: digital::read(&fields).map(Box::new),
        fields,
    })
}

impl fmt::Debug for DataFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataFile({} fields)", self.fields.len())
    }
}

impl DataFile {
    pub fn summary(&self) -> DataSummary {
        match &self.invoice {
            Some(invoice) => DataSummary {
                title: invoice.title(),
                number: invoice.number.clone(),
                date: invoice.date.clone(),
                seller: invoice.seller.name.clone(),
                total: invoice.total.clone(),
            },
            None => DataSummary {
                title: self.root.clone(),
                ..DataSummary::default()
            },
        }
    }

    /// Memory that it takes, about, for cache budgets.
    pub fn byte_len(&self) -> usize {
        let field = |field: &XmlField| size_of::<XmlField>() + field.name.len() + field.value.len();
        // What the invoice holds is a copy of some of the fields.
        2 * self.fields.iter().map(field).sum::<usize>()
    }
}
