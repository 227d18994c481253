//! Bytes of XML as text: by its byte order mark, by what its declaration says, or by what fits. Old Chinese writers use
//! GBK and do not always say so.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::Error;

/// Larger ones mean harm.
const MAX_BYTES: usize = 20 << 20;

/// A declaration is at the very beginning and short.
const DECLARATION_WITHIN: usize = 200;

/// The text of an XML file. [`Error::TooMuchMemory`] from 20 MiB on is the only one that there is.
pub fn decode(bytes: &[u8]) -> Result<String, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooMuchMemory);
    }
    // A byte order mark wins over all else; decode() follows it by itself.
    let (text, _, _) = encoding(bytes).decode(bytes);
    Ok(text.into_owned())
}

fn encoding(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [b'<', 0, ..] => return UTF_16LE,
        [0, b'<', ..] => return UTF_16BE,
        _ => {}
    }
    match declared(bytes) {
        // The declaration was read byte by byte, so this it is not, whatever it says.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        Some(encoding) if encoding != UTF_8 => encoding,
        // Older programs write GBK and declare UTF-8, or nothing.
        _ if std::str::from_utf8(bytes).is_err() && is_gb18030(bytes) => GB18030,
        _ => UTF_8,
    }
}

fn is_gb18030(bytes: &[u8]) -> bool {
    GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .is_some()
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..DECLARATION_WITHIN).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start);
    let declaration = start.split_once("<?xml")?.1.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<?xml version=\"1.0\" encoding=\"GBK\"?><票 价=\"１\">￥壹圆</票>";

    #[test]
    fn gbk_is_read_as_declared() {
        let (bytes, _, _) = encoding_rs::GBK.encode(TEXT);
        assert_eq!(decode(&bytes).expect("small"), TEXT);
    }

    #[test]
    fn utf_16_is_read_with_and_without_a_mark() {
        let text = TEXT.replace("GBK", "UTF-16");
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, mark) in [(little, [0xFF, 0xFE]), (big, [0xFE, 0xFF])] {
            assert_eq!(decode(&bytes).expect("small"), text);
            let marked = [mark.as_slice(), &bytes].concat();
            assert_eq!(decode(&marked).expect("small"), text);
        }
    }

    #[test]
    fn a_mark_wins_over_a_wrong_declaration() {
        let bytes = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        assert_eq!(decode(&bytes).expect("small"), TEXT);
    }

    #[test]
    fn gbk_that_calls_itself_utf_8_is_still_read() {
        for declaration in ["<?xml version='1.0' encoding='UTF-8'?>", ""] {
            let text = format!("{declaration}<a>普通发票</a>");
            let (bytes, _, _) = encoding_rs::GBK.encode(&text);
            assert_eq!(decode(&bytes).expect("small"), text);
        }
    }

    #[test]
    fn what_is_declared_wrong_or_not_at_all_is_utf_8() {
        for declaration in [
            "<?xml version='1.0' encoding='UTF-16'?>",
            "<?xml version='1.0' encoding='klingon'?>",
            "<?xml version='1.0' encoding=?>",
            "<?xml encoding",
            "",
        ] {
            let text = format!("{declaration}<a>普通发票</a>");
            assert_eq!(decode(text.as_bytes()).expect("small"), text);
        }
    }

    #[test]
    fn more_than_any_document_needs_is_refused() {
        let error = decode(&vec![b' '; MAX_BYTES + 1]).expect_err("too large");
        assert_eq!(error, Error::TooMuchMemory);
    }
}
