//! File names made from invoice IDs, which come from outside and may hold anything.

use std::collections::HashSet;

/// Leaves room for an extension and a folder under the limits of every common file system.
const MAX_CHARS: usize = 100;

/// Names that Windows reserves for devices, whatever extension follows.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

/// Names of the files of one folder. Texts that differ only in what no name may hold get a number.
#[derive(Debug, Default)]
pub struct FileNames(HashSet<String>);

impl FileNames {
    /// A name for this text, with an ending such as `.png`; each is given once.
    pub fn name(&mut self, text: &str, ending: &str) -> String {
        let stem = safe_file_name(text);
        let mut name = format!("{stem}{ending}");
        let mut number = 2;
        // Some file systems take upper and lower case for the same.
        while !self.0.insert(name.to_lowercase()) {
            name = format!("{stem}-{number}{ending}");
            number += 1;
        }
        name
    }
}

/// A name (without extension) that is valid on every system and never leads out of its folder.
///
/// ASCII letters, digits, `-` and `.` are kept, everything else becomes `_`. Different IDs can yield the same name.
fn safe_file_name(id: &str) -> String {
    let mut name: String = id
        .chars()
        .take(MAX_CHARS)
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') {
                c
            } else {
                '_'
            }
        })
        .collect();
    // A leading dot hides a file, a trailing one is dropped by Windows.
    if name.starts_with('.') {
        name.replace_range(..1, "_");
    }
    if name.ends_with('.') {
        name.pop();
        name.push('_');
    }
    if name.is_empty() || is_device(&name) {
        name.insert(0, '_');
    }
    name
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_uppercase();
    let numbered = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    match DEVICES.iter().position(|device| *device == numbered) {
        Some(index) if index < 4 => stem == numbered,
        Some(_) => stem.len() == numbered.len() + 1,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_given_once() {
        let mut names = FileNames::default();
        let given = ["a:b", "A?b", "a_b", "c"].map(|text| names.name(text, ".png"));
        assert_eq!(given, ["a_b.png", "A_b-2.png", "a_b-3.png", "c.png"]);
    }

    #[test]
    fn ids_of_the_platform_keep_their_name() {
        for id in [
            "ID01xO4NESQ6gD",
            "a-b.c",
            "CONSOLE",
            "COM",
            "COM10",
            "x.con",
        ] {
            assert_eq!(safe_file_name(id), id);
        }
    }

    #[test]
    fn nothing_leads_out_of_the_folder_or_breaks_a_name() {
        for (id, expected) in [
            ("", "_"),
            (".", "_"),
            ("..", "__"),
            ("../../etc/passwd", "_._.._etc_passwd"),
            ("C:\\a b", "C__a_b"),
            (".hidden", "_hidden"),
            ("ends.", "ends_"),
            ("发票\0\n\u{202e}", "_____"),
            ("con", "_con"),
            ("NUL.txt", "_NUL.txt"),
            ("Com1", "_Com1"),
        ] {
            assert_eq!(safe_file_name(id), expected, "{id:?}");
        }
    }

    #[test]
    fn the_length_is_bounded() {
        assert_eq!(safe_file_name(&"票".repeat(5000)).len(), MAX_CHARS);
    }
}
