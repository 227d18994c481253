//! Whether a zip archive is an OFD document: its directory lists `OFD.xml` at the top. One without its directory, as it is
//! where a file was cut short, is one unless it begins like another kind. Nothing is unpacked.

/// Entries of the directory that are looked at; no document comes near it.
const MAX_ENTRIES: usize = 4096;

/// The end record with the longest comment that it can carry.
const END_RECORD_WITHIN: usize = 22 + 0xFFFF;

/// Where names of entries are searched if the directory is missing, as in a file that was cut short.
const FIRST_ENTRIES_WITHIN: usize = 64 * 1024;

const FIRST_ENTRY: &[u8] = b"PK\x03\x04";
const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const MAIN_FILE: &[u8] = b"OFD.xml";

/// Beginnings of names in documents of offices, in programs and in pictures' sources, in lower case.
const OTHERS: [&[u8]; 9] = [
    b"[content_types].xml",
    b"_rels/",
    b"docprops/",
    b"word/",
    b"xl/",
    b"ppt/",
    b"meta-inf/",
    b"mimetype",
    b"customxml/",
];

/// Whether these bytes are an OFD file, whole or cut short, by the names in their zip archive.
pub fn is_ofd(bytes: &[u8]) -> bool {
    match directory(bytes) {
        Some(directory) => lists_main_file(directory),
        None => begins_like_one(bytes),
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

/// Writers put `OFD.xml` anywhere among the entries, so that it may be what was cut off.
fn begins_like_one(bytes: &[u8]) -> bool {
    let start = bytes.get(..FIRST_ENTRIES_WITHIN).unwrap_or(bytes);
    let mut spots = start.windows(MAIN_FILE.len());
    if spots.any(|spot| spot.eq_ignore_ascii_case(MAIN_FILE)) {
        return true;
    }
    let mut names = start
        .windows(FIRST_ENTRY.len())
        .enumerate()
        .filter(|(_, window)| *window == FIRST_ENTRY)
        .filter_map(|(at, _)| {
            let length = length_at(start, at + 26)?;
            start.get(at + 30..at + 30 + length)
        })
        .peekable();
    let is_another = |name: &[u8]| OTHERS.iter().any(|begin| begins_with(name, begin));
    names.peek().is_some() && !names.any(is_another)
}

fn begins_with(name: &[u8], begin: &[u8]) -> bool {
    let start = name.get(..begin.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(begin))
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
        for names in [
            ["OFD.xml", "Doc_0/Document.xml"],
            ["Doc_0/Pages/Page_0/Content.xml", "OFD.xml"],
        ] {
            let whole = archive(&names);
            for cut in 30 + names[0].len()..whole.len() {
                assert!(is_ofd(&whole[..cut]), "{names:?} {cut}");
            }
        }
        let other = archive(&["word/document.xml"]);
        for cut in 0..other.len() {
            assert!(!is_ofd(&other[..cut]), "{cut}");
        }
    }
}
