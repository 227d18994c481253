//! What is built into the program and under which licences, as `examples/list_licences.rs` wrote it down.

use std::cell::OnceCell;
use std::io::Read as _;

use flate2::read::GzDecoder;
use serde::Deserialize;

const LIST: &[u8] = include_bytes!("../../../assets/licences.gz");

/// Something of others that is built in.
#[derive(Deserialize)]
pub struct LicensedPart {
    pub name: String,
    pub version: String,
    /// As the part itself names it.
    pub licence: String,
    /// The place of its text among all.
    text: usize,
}

#[derive(Default, Deserialize)]
struct LicenceList {
    parts: Vec<LicensedPart>,
    texts: Vec<String>,
}

/// Unpacked when it is first looked at.
#[derive(Default)]
pub struct Licences(OnceCell<LicenceList>);

impl Licences {
    pub fn parts(&self) -> &[LicensedPart] {
        &self.0.get_or_init(unpacked).parts
    }

    pub fn text(&self, part: &LicensedPart) -> &str {
        let texts = &self.0.get_or_init(unpacked).texts;
        texts.get(part.text).map_or("", String::as_str)
    }
}

fn unpacked() -> LicenceList {
    let mut json = String::new();
    let read = GzDecoder::new(LIST).read_to_string(&mut json);
    read.ok()
        .and_then(|_| serde_json::from_str(&json).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_licence_and_its_text() {
        let list = unpacked();
        assert!(list.parts.len() > 100, "{}", list.parts.len());
        for part in &list.parts {
            assert!(!part.licence.is_empty(), "{}", part.name);
            let text = list.texts.get(part.text).expect("its text");
            assert!(text.len() > 200, "{}: {text}", part.name);
        }
    }
}
