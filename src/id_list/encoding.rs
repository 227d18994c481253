//! Which encoding a text is in: what editors, spreadsheets and shells in China write.

use encoding_rs::{Encoding, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// By byte order mark, else by the zeros of UTF-16 (`PowerShell` pipes without a mark), else UTF-8, else GBK, which is
/// what Excel writes in China; `None` for what is no text.
pub fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode(bytes).0.into_owned());
    }
    let encodings = if bytes.contains(&0) {
        [wide(bytes)?, UTF_8]
    } else {
        [UTF_8, GBK]
    };
    let text = encodings
        .iter()
        .find_map(|it| it.decode_without_bom_handling_and_without_replacement(bytes))?;
    (!text.contains('\0')).then(|| text.into_owned())
}

/// Lists of IDs are mostly ASCII: every other byte is zero then.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |first: usize| {
        let bytes = bytes.iter().skip(first).step_by(2);
        bytes.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let is_half = |count: usize| 4 * count > bytes.len();
    match (even, odd) {
        _ if bytes.len() % 2 == 1 => None,
        (0, odd) if is_half(odd) => Some(UTF_16LE),
        (even, 0) if is_half(even) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "发票ID,金额\nID01xO4jZjprrx,171";

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn every_usual_encoding_is_read() {
        let marked = format!("\u{feff}{TEXT}");
        let (gbk, _, _) = GBK.encode(TEXT);
        for bytes in [
            TEXT.as_bytes().to_vec(),
            marked.as_bytes().to_vec(),
            utf16(&marked, u16::to_le_bytes),
            utf16(&marked, u16::to_be_bytes),
            utf16(TEXT, u16::to_le_bytes),
            utf16(TEXT, u16::to_be_bytes),
            gbk.into_owned(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Some(TEXT), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        for bytes in [
            &b"PK\x03\x04\x14\x00\x00\x00"[..],
            b"\0\0\0\0",
            b"a\0b",
            b"\xFF\xD8\xFF\xE0",
        ] {
            assert_eq!(decode(bytes), None, "{bytes:?}");
        }
    }
}
