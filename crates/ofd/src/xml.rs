//! XML as a tree, read as far as it goes: any prefix, any of the encodings that occur, no declared entities, bounded
//! depth. A part that breaks off in the middle keeps what came before.

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::budget::DrawBudget;
use super::{Error, xml_text};

/// Elements within elements; honest documents have a dozen.
const MAX_DEPTH: usize = 64;

/// An element with everything below it. Names are without prefix.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    text: String,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.is(name))
    }

    pub(super) fn children_named<'a>(
        &'a self,
        name: &'a str,
    ) -> impl Iterator<Item = &'a Element> + 'a {
        self.children.iter().filter(move |child| child.is(name))
    }

    /// The trimmed text of a child, if there is any.
    pub(super) fn child_text(&self, name: &str) -> Option<&str> {
        self.child(name)
            .map(Element::trimmed)
            .filter(|text| !text.is_empty())
    }

    /// An attribute, or a child that holds the same as text.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).or_else(|| self.child_text(name))
    }

    /// Exactly as written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn trimmed(&self) -> &str {
        self.text.trim()
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The root of a document.
pub(super) fn parse(bytes: &[u8], budget: &mut DrawBudget) -> Result<Element, Error> {
    budget.text(bytes.len())?;
    let text = xml_text::decode(bytes)?;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                budget.element()?;
                // The first one open is the document itself.
                if open.len() > MAX_DEPTH {
                    return Err(Error::TooComplex);
                }
                open.push(element(&start, budget)?);
            }
            Ok(Event::Empty(start)) => {
                budget.element()?;
                let element = element(&start, budget)?;
                close_into(&mut open, element);
            }
            Ok(Event::End(_)) => close(&mut open),
            Ok(Event::Text(text)) => push_text(&mut open, &text.xml10_content()),
            Ok(Event::CData(text)) => push_text(&mut open, &text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => push_text(&mut open, &resolved(&reference)),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                budget.skip();
                break;
            }
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let document = open.pop().unwrap_or_default();
    document
        .children
        .into_iter()
        .next()
        .ok_or_else(|| Error::corrupt("a part of it is no XML"))
}

fn element(start: &BytesStart<'_>, budget: &mut DrawBudget) -> Result<Element, Error> {
    let mut attributes = Vec::new();
    for attribute in start.html_attributes().with_checks(false).flatten() {
        budget.element()?;
        attributes.push(named_value(&attribute));
    }
    Ok(Element {
        name: start.local_name().as_ref().to_owned(),
        attributes,
        ..Element::default()
    })
}

fn named_value(attribute: &Attribute<'_>) -> (String, String) {
    let name = attribute.key.local_name().as_ref().to_owned();
    let value = match attribute.normalized_value(XmlVersion::Implicit1_0) {
        Ok(value) => value.into_owned(),
        // An unknown entity stays as it is written.
        Err(_) => attribute.value.as_ref().to_owned(),
    };
    (name, value)
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(element) = open.pop()
    {
        close_into(open, element);
    }
}

fn close_into(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// The five names that XML itself knows, and numbers; anything else stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = reference.xml10_content();
    let known = match name.as_ref() {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        other => return format!("&{other};"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    fn parsed(bytes: &[u8]) -> Element {
        parse(bytes, &mut DrawBudget::new()).expect("there is a root")
    }

    #[test]
    fn prefixes_and_case_do_not_matter() {
        let root = parsed(b"<x:Page xmlns:y='u'><y:Layer y:ID=' 7 '/>\n<layer/></x:Page>");
        assert!(root.is("page"));
        assert_eq!(root.children_named("Layer").count(), 2);
        let layer = root.child("Layer").expect("a layer");
        assert_eq!(layer.attribute("id"), Some("7"));
        assert_eq!(layer.attribute("other"), None);
    }

    #[test]
    fn text_is_unescaped_and_kept_as_written() {
        let root = parsed(b"<T A='&lt;&#65;'> a&amp;b &#x4E2D;<![CDATA[<c>]]>&nope; & </T>");
        assert_eq!(root.text(), " a&b \u{4E2D}<c>&nope; & ");
        assert_eq!(root.attribute("A"), Some("<A"));
    }

    #[test]
    fn entities_are_never_expanded() {
        let bomb = b"<!DOCTYPE a [<!ENTITY b 'cccc'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\
            <a>&b;&x;</a>";
        assert_eq!(parsed(bomb).text(), "&b;&x;");
    }

    #[test]
    fn every_encoding_that_occurs_is_read() {
        let body = "<票>发票</票>";
        let utf16 =
            |unit: fn(u16) -> [u8; 2]| -> Vec<u8> { body.encode_utf16().flat_map(unit).collect() };
        let gbk = |head: &str| {
            let (body, _, _) = GB18030.encode(body);
            [head.as_bytes(), &body].concat()
        };
        let with_mark = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        for bytes in [
            body.as_bytes().to_vec(),
            with_mark(b"\xEF\xBB\xBF", body.into()),
            with_mark(b"\xFF\xFE", utf16(u16::to_le_bytes)),
            with_mark(b"\xFE\xFF", utf16(u16::to_be_bytes)),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            gbk("<?xml version='1.0' encoding='GBK'?>"),
            gbk("<?xml version=\"1.0\" encoding=\"gb2312\" ?>"),
            gbk("<?xml version='1.0' encoding='UTF-8'?>"),
            gbk(""),
        ] {
            let root = parsed(&bytes);
            assert_eq!(
                (root.name.as_str(), root.text()),
                ("票", "发票"),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| ["<a>".repeat(depth), "</a>".repeat(depth)].concat();
        let parse = |depth| parse(nested(depth).as_bytes(), &mut DrawBudget::new()).map(|_| ());
        assert_eq!(parse(MAX_DEPTH), Ok(()));
        assert_eq!(parse(MAX_DEPTH + 1), Err(Error::TooComplex));
        assert_eq!(parse(1_000_000), Err(Error::TooComplex));
    }

    #[test]
    fn what_breaks_off_keeps_its_beginning() {
        let whole = b"<a><b i='1'>x</b><c><d/>";
        for cut in 3..=whole.len() {
            let root = parse(&whole[..cut], &mut DrawBudget::new()).expect("the root is there");
            assert_eq!(root.name, "a");
        }
        assert_eq!(parsed(whole).child("c").map(|c| c.children.len()), Some(1));
        let crossed = parsed(b"<a><b></c></a><d/>");
        assert!(crossed.child("b").is_some());
        for nothing in [&b""[..], b"no markup", b"<", b"\0\0\0\0", b"<!-- -->"] {
            assert!(
                parse(nothing, &mut DrawBudget::new()).is_err(),
                "{nothing:?}"
            );
        }
    }
}
