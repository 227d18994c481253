//! A dropped list of IDs: a text file in whichever encoding a Chinese Excel or editor wrote it.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, GBK, UTF_8};

use crate::state::ReadError;

/// Largest file that is taken for a list of IDs: a million of the longest IDs.
const MAX_BYTES: u64 = 64 << 20;

/// The texts of several files, one after the other; the first that cannot be read ends it.
pub fn read_all(paths: &[PathBuf]) -> Result<String, ReadError> {
    let texts: Result<Vec<String>, ReadError> = paths.iter().map(|path| read(path)).collect();
    Ok(texts?.join("\n"))
}

fn read(path: &Path) -> Result<String, ReadError> {
    let failed = |error: std::io::Error| ReadError::Io(error.kind().to_string());
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    decode(&bytes).ok_or(ReadError::NotText)
}

/// By byte order mark, else UTF-8, else GBK, which is what Excel writes in China; `None` for what is no text.
fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode(bytes).0.into_owned());
    }
    if bytes.contains(&0) {
        return None;
    }
    for encoding in [UTF_8, GBK] {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            return Some(text.into_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_is_read() {
        let text = "发票ID,金额\nID01xO4jZjprrx,171";
        let utf16: Vec<u8> = "\u{feff}"
            .chars()
            .chain(text.chars())
            .collect::<String>()
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let (gbk, _, _) = GBK.encode(text);
        for bytes in [text.as_bytes(), &utf16, &gbk] {
            assert_eq!(decode(bytes).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_workbook_is_no_text() {
        assert_eq!(decode(b"PK\x03\x04\x14\x00\x00\x00"), None);
    }

    #[test]
    fn a_missing_file_says_so() {
        let error = read(Path::new("no such file")).expect_err("it is not there");
        assert!(matches!(error, ReadError::Io(_)));
    }
}
