//! Whether a zip archive is an OFD document: its directory lists `OFD.xml` at the top. Nothing is unpacked.

/// Entries of the directory that are looked at; no invoice comes near it.
const MAX_ENTRIES: usize = 4096;

/// The end record with the longest comment that it can carry.
const END_RECORD_WITHIN: usize = 22 + 0xFFFF;

/// Where names of entries are searched if the directory is missing, as in a file that was cut short.
const FIRST_ENTRIES_WITHIN: usize = 64 * 1024;

const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const MAIN_FILE: &[u8] = b"OFD.xml";

pub(super) fn is_ofd(bytes: &[u8]) -> bool {
    match directory(bytes) {
        Some(directory) => lists_main_file(directory),
        None => begins_with_main_file(bytes),
    }
}

/// The central directory, from its first entry on.
fn directory(bytes: &[u8]) -> Option<&[u8]> {
    let tail_at = bytes.len().saturating_sub(END_RECORD_WITHIN);
    let tail = &bytes[tail_at..];
    let end = tail.windows(END.len()).rposition(|window| window == END)?;
    let offset = tail.get(end + 16..end + 20)?.first_chunk::<4>()?;
    let directory = bytes.get(u32::from_le_bytes(*offset) as usize..)?;
    directory.starts_with(ENTRY).then_some(directory)
}

fn lists_main_file(mut directory: &[u8]) -> bool {
    for _ in 0..MAX_ENTRIES {
        let Some(name_len) = length_at(directory, 28) else {
            return false;
        };
        if !directory.starts_with(ENTRY) {
            return false;
        }
        let Some(name) = directory.get(46..46 + name_len) else {
            return false;
        };
        if is_main_file(name) {
            return true;
        }
        let extra_len = length_at(directory, 30).unwrap_or(0);
        let comment_len = length_at(directory, 32).unwrap_or(0);
        let next = 46 + name_len + extra_len + comment_len;
        directory = directory.get(next..).unwrap_or_default();
    }
    false
}

fn length_at(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = bytes.get(at..)?.first_chunk::<2>()?;
    Some(usize::from(u16::from_le_bytes(*pair)))
}

/// Writers differ in case and in a leading slash.
fn is_main_file(name: &[u8]) -> bool {
    name.strip_prefix(b"/")
        .unwrap_or(name)
        .eq_ignore_ascii_case(MAIN_FILE)
}

fn begins_with_main_file(bytes: &[u8]) -> bool {
    let start = bytes.get(..FIRST_ENTRIES_WITHIN).unwrap_or(bytes);
    start
        .windows(MAIN_FILE.len())
        .any(|window| window.eq_ignore_ascii_case(MAIN_FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of empty, stored entries.
    fn archive(names: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut directory = Vec::new();
        for name in names {
            let offset = bytes.len() as u32;
            bytes.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
            bytes.extend((name.len() as u16).to_le_bytes());
            bytes.extend([0; 2]);
            bytes.extend(name.as_bytes());
            directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
            directory.extend((name.len() as u16).to_le_bytes());
            directory.extend([0; 12]);
            directory.extend(offset.to_le_bytes());
            directory.extend(name.as_bytes());
        }
        let offset = bytes.len() as u32;
        bytes.extend(&directory);
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend((names.len() as u16).to_le_bytes().repeat(2));
        bytes.extend((directory.len() as u32).to_le_bytes());
        bytes.extend(offset.to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }

    #[test]
    fn the_main_file_makes_an_ofd() {
        for names in [
            ["OFD.xml", "Doc_0/Document.xml"],
            ["Doc_0/Document.xml", "ofd.XML"],
            ["a", "/OFD.xml"],
        ] {
            assert!(is_ofd(&archive(&names)), "{names:?}");
        }
    }

    #[test]
    fn other_archives_are_none() {
        for names in [
            ["[Content_Types].xml", "xl/workbook.xml"],
            ["inner/OFD.xml", "b"],
        ] {
            assert!(!is_ofd(&archive(&names)), "{names:?}");
        }
        assert!(!is_ofd(&archive(&[])));
    }

    #[test]
    fn a_cut_archive_is_judged_by_its_beginning() {
        let whole = archive(&["OFD.xml", "Doc_0/Document.xml"]);
        for cut in 40..whole.len() {
            assert!(is_ofd(&whole[..cut]), "{cut}");
        }
        let other = archive(&["word/document.xml"]);
        for cut in 0..other.len() {
            assert!(!is_ofd(&other[..cut]), "{cut}");
        }
    }
}
