//! Any XML as a flat list of fields with their depth. Bounded in depth and number; no document type is followed and no
//! entity expanded, so that nothing is read that is not in the file.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde::{Deserialize, Serialize};

use crate::formats::FormatError;

/// Invoices nest six levels deep.
const MAX_DEPTH: usize = 64;

/// A hundred lines of goods have about a thousand fields.
const MAX_FIELDS: usize = 200_000;

/// An element or an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct XmlField {
    /// How many elements it stands in; 0 is the outermost one.
    pub depth: u16,
    /// Without a namespace's prefix; an attribute's begins with `@`.
    pub name: String,
    /// The element's own text, not that of elements in it, without space around it.
    pub value: String,
}

pub(super) fn read(text: &str) -> Result<Vec<XmlField>, FormatError> {
    let mut reader = Reader::from_str(text);
    let mut list = FieldList::default();
    loop {
        let event = reader
            .read_event()
            .map_err(|error| FormatError::corrupt(&error.to_string()))?;
        match event {
            Event::Start(start) => {
                list.open(&start)?;
            }
            Event::Empty(start) => {
                list.open(&start)?;
                list.close();
            }
            Event::End(_) => list.close(),
            Event::Text(text) => list.add_text(&text.xml10_content()),
            Event::CData(text) => list.add_text(&text.xml10_content()),
            Event::GeneralRef(reference) => list.add_reference(&reference),
            Event::Eof if list.open.is_empty() => return Ok(list.fields),
            Event::Eof => return Err(FormatError::Incomplete),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

#[derive(Default)]
struct FieldList {
    fields: Vec<XmlField>,
    /// Places in `fields` of the elements that are open.
    open: Vec<usize>,
}

impl FieldList {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), FormatError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(FormatError::corrupt("its elements are nested too deep"));
        }
        let depth = self.open.len() as u16;
        self.open.push(self.fields.len());
        self.push(
            depth,
            local(start.name().as_ref()).to_owned(),
            String::new(),
        )?;
        for attribute in start.attributes().with_checks(false) {
            // One that is not well-formed says nothing; its element still does.
            let Ok(attribute) = attribute else { continue };
            let key = attribute.key.as_ref();
            if key == "xmlns" || key.starts_with("xmlns:") {
                continue;
            }
            let value = match attribute.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => value.trim().to_owned(),
                // An entity that is not known stays as it is written.
                Err(_) => attribute.value.as_ref().to_owned(),
            };
            self.push(depth + 1, format!("@{}", local(key)), value)?;
        }
        Ok(())
    }

    fn push(&mut self, depth: u16, name: String, value: String) -> Result<(), FormatError> {
        if self.fields.len() >= MAX_FIELDS {
            return Err(FormatError::TooMuchMemory);
        }
        self.fields.push(XmlField { depth, name, value });
        Ok(())
    }

    fn close(&mut self) {
        if let Some(at) = self.open.pop() {
            let value = &mut self.fields[at].value;
            let trimmed = value.trim();
            if trimmed.len() != value.len() {
                *value = trimmed.to_owned();
            }
        }
    }

    /// Text outside the outermost element is none.
    fn add_text(&mut self, text: &str) {
        if let Some(at) = self.open.last() {
            let value = &mut self.fields[*at].value;
            // Space between elements in it.
            if !value.is_empty() || !text.trim().is_empty() {
                value.push_str(text);
            }
        }
    }

    /// The five that XML itself knows, and characters by number; any other stays as it is written.
    fn add_reference(&mut self, reference: &BytesRef<'_>) {
        if let Ok(Some(c)) = reference.resolve_char_ref() {
            self.add_text(c.encode_utf8(&mut [0; 4]));
            return;
        }
        match quick_xml::escape::resolve_xml_entity(reference) {
            Some(text) => self.add_text(text),
            None => self.add_text(&format!("&{};", &**reference)),
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
