//! Tells kinds of text apart by their beginning: an XML invoice, a server's error document, a web page, JSON.
//! Nothing is parsed or expanded, so no document can do harm here.

/// What a text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Markup {
    Html,
    ServerError { code: String },
    Xml,
    Json,
    None,
}

/// Root elements and comments come early; more than this is never looked at.
const LOOK_AT_BYTES: usize = 8 * 1024;

/// A bucket's error codes are names like `AccessDenied`.
const MAX_CODE_CHARS: usize = 64;

/// Elements that begin a page or a fragment of one.
const HTML_ROOTS: [&str; 11] = [
    "html", "head", "body", "title", "meta", "script", "style", "div", "p", "h1", "center",
];

pub(super) fn classify(bytes: &[u8]) -> Markup {
    let text = beginning(bytes);
    match root(&text) {
        Root::Html => Markup::Html,
        Root::Element(name) if is_one_of(name, &HTML_ROOTS) => Markup::Html,
        Root::Element("Error") if text.contains("<Code>") => Markup::ServerError {
            code: error_code(&text),
        },
        Root::Element("svg") => Markup::None,
        Root::Element(_) => Markup::Xml,
        Root::None if is_json(&text) => Markup::Json,
        Root::None => Markup::None,
    }
}

/// The first few thousand characters. Names of elements are ASCII in every encoding that invoices use, so what is not
/// UTF-16 may be read as UTF-8 here.
fn beginning(bytes: &[u8]) -> String {
    let bytes = bytes.get(..LOOK_AT_BYTES).unwrap_or(bytes);
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [b'<', 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, b'<', ..] => utf16(bytes, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes
        .as_chunks::<2>()
        .0
        .iter()
        .map(|pair| unit(*pair))
        .collect();
    String::from_utf16_lossy(&units)
}

enum Root<'a> {
    /// A document type that says so.
    Html,
    /// Local name of the first element.
    Element(&'a str),
    None,
}

/// Walks over declarations and comments to the first element.
fn root(text: &str) -> Root<'_> {
    let mut rest = text.trim_start();
    loop {
        let skipped = if rest.starts_with("<?") {
            after(rest, "?>")
        } else if rest.starts_with("<!--") {
            after(rest, "-->")
        } else if let Some(declared) = rest.strip_prefix("<!") {
            let mut words = declared.split(|c: char| c.is_whitespace() || c == '>');
            if words.nth(1).is_some_and(|w| w.eq_ignore_ascii_case("html")) {
                return Root::Html;
            }
            after_declaration(rest)
        } else {
            return element(rest);
        };
        let Some(skipped) = skipped else {
            // A declaration that does not end within what is looked at is still XML.
            return Root::Element("");
        };
        rest = skipped.trim_start();
        if rest.is_empty() {
            return Root::Element("");
        }
    }
}

fn element(rest: &str) -> Root<'_> {
    let Some(inner) = rest.strip_prefix('<') else {
        return Root::None;
    };
    let end = inner
        .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .unwrap_or(inner.len());
    let name = &inner[..end];
    // A Chinese name in GBK reads as replacement characters here.
    let begins_name = |c: char| c.is_alphabetic() || c == '_' || c == char::REPLACEMENT_CHARACTER;
    if !name.starts_with(begins_name) {
        return Root::None;
    }
    Root::Element(name.rsplit(':').next().unwrap_or(name))
}

fn after<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    text.split_once(end).map(|(_, rest)| rest)
}

/// Behind a document type, whose internal subset may hold further `>`.
fn after_declaration(text: &str) -> Option<&str> {
    let end = text.find('>')?;
    match text.find('[') {
        Some(subset) if subset < end => after(text, "]>").or_else(|| after(text, "]\n>")),
        _ => text.get(end + 1..),
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Only letters, digits, `.`, `-` and `_` are kept: the rest of an error document may quote a link.
fn error_code(text: &str) -> String {
    let code: String = after(text, "<Code>")
        .unwrap_or_default()
        .chars()
        .take_while(|c| *c != '<')
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .take(MAX_CODE_CHARS)
        .collect();
    if code.is_empty() {
        "unknown".to_owned()
    } else {
        code
    }
}

fn is_json(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !c.is_whitespace());
    match marks.next() {
        Some('{') => matches!(marks.next(), Some('"' | '}')),
        Some('[') => matches!(
            marks.next(),
            Some('{' | '[' | ']' | '"' | '-' | '0'..='9' | 't' | 'f' | 'n')
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_document_yields_its_code_and_nothing_else() {
        let text =
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>AccessDenied</Code>\n  \
            <Message>Request has expired.</Message></Error>";
        let expected = Markup::ServerError {
            code: "AccessDenied".into(),
        };
        assert_eq!(classify(text), expected);
    }

    #[test]
    fn a_forged_code_is_reduced_to_harmless_characters() {
        let text = format!(
            "<Error><Code>a&b?c={}</Code></Error>",
            "x\n\u{202e}".repeat(100)
        );
        let Markup::ServerError { code } = classify(text.as_bytes()) else {
            unreachable!("an Error element with a Code");
        };
        assert!(code.starts_with("abcxx"), "{code}");
        assert_eq!(code.len(), MAX_CODE_CHARS);
    }

    #[test]
    fn xml_is_known_in_every_encoding_and_dress() {
        let utf16 = |text: &str| {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect::<Vec<_>>()
        };
        let bomb = "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a \"<b>\">]><EInvoice/>";
        for bytes in [
            b"<EInvoice><Header/></EInvoice>".to_vec(),
            b"\xEF\xBB\xBF<?xml version=\"1.0\"?><EInvoice/>".to_vec(),
            b"  \n<!-- made by a tax bureau --><fp:eInvoice xmlns:fp='x'>".to_vec(),
            b"<?xml version='1.0' encoding='GBK'?><\xB7\xA2\xC6\xB1/>".to_vec(),
            b"<?xml version='1.0'".to_vec(),
            bomb.as_bytes().to_vec(),
            utf16("<?xml version=\"1.0\" encoding=\"UTF-16\"?><EInvoice/>"),
            utf16("<EInvoice/>")[2..].to_vec(),
        ] {
            assert_eq!(classify(&bytes), Markup::Xml, "{bytes:?}");
        }
    }

    #[test]
    fn pages_are_known_with_and_without_a_doctype() {
        for text in [
            "<!doctype HTML>",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"><html>",
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>",
            "\n <HTML lang=zh><head>",
            "<!-- portal --><script>location='/login'</script>",
        ] {
            assert_eq!(classify(text.as_bytes()), Markup::Html, "{text}");
        }
    }

    #[test]
    fn json_and_plain_text_are_told_apart() {
        for text in ["{}", " {\"a\":1}", "[]", "[1,2]", "[{\"a\":1}]"] {
            assert_eq!(classify(text.as_bytes()), Markup::Json, "{text}");
        }
        for text in [
            "hello",
            "{hello}",
            "[hello",
            "1 < 2",
            "<",
            "< p >",
            "<svg></svg>",
        ] {
            assert_eq!(classify(text.as_bytes()), Markup::None, "{text}");
        }
    }
}
