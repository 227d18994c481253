//! Lists of IDs as they are given: arguments, standard input, text files in whichever encoding, workbooks. What comes out
//! is a text for [`crate::model::paste`], which finds the IDs in it.

mod encoding;
mod workbook;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::paste::LIST_END;

pub use encoding::decode as decode_text;
pub use workbook::read as read_workbook;

/// Largest file that is taken for a list of IDs: a million of the longest IDs.
pub const MAX_BYTES: u64 = 64 << 20;

/// What the name of a file with a list ends in.
const ENDINGS: [&str; 6] = ["txt", "csv", "tsv", "xlsx", "xls", "json"];

/// A text with IDs, and what has to be said of where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdList {
    pub text: String,
    /// Of a workbook the sheet that was read: the one with the most IDs.
    pub sheet: Option<String>,
}

/// How workbooks are read: [`read_workbook`], or the same in a process that may die of a file.
pub type WorkbookReader<'a> = &'a dyn Fn(&[u8]) -> Result<IdList, IdListError>;

/// Why a list cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum IdListError {
    #[error("the file is larger than a list of IDs may be")]
    TooLarge,
    #[error("the file cannot be read: {0}")]
    Io(String),
    #[error("the file is no text")]
    NotText,
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    #[error("reading the workbook takes too much memory or time")]
    TooMuch,
    /// An argument that names a file which is not there.
    #[error("there is no such file")]
    NoFile,
}

impl IdListError {
    fn io(error: &std::io::Error) -> Self {
        Self::Io(error.kind().to_string())
    }
}

/// The lists of several files, one after the other; the first that cannot be read ends it.
pub fn read_files(paths: &[PathBuf], workbooks: WorkbookReader<'_>) -> Result<IdList, IdListError> {
    let read = |path: &PathBuf| read_file(path, workbooks);
    let lists: Result<Vec<IdList>, IdListError> = paths.iter().map(read).collect();
    Ok(joined(lists?))
}

/// What arguments give: `-` stands for standard input, a path to a file for what is in it, anything else for an ID. A
/// path that leads nowhere is none of these.
pub fn read_arguments(
    arguments: &[String],
    input: impl FnOnce() -> std::io::Result<Vec<u8>>,
    workbooks: WorkbookReader<'_>,
) -> Result<IdList, ArgumentError> {
    let mut input = Some(input);
    let mut lists = Vec::new();
    for argument in arguments {
        let list = match (argument.as_str(), &mut input) {
            ("-", input) => {
                let read = input.take().map_or_else(|| Ok(Vec::new()), |read| read());
                let bytes = read.map_err(|error| IdListError::io(&error));
                bytes.and_then(|bytes| from_bytes(&bytes, workbooks))
            }
            (text, _) if Path::new(text).is_file() => read_file(Path::new(text), workbooks),
            (text, _) if names_a_file(text) => Err(IdListError::NoFile),
            (text, _) => Ok(IdList {
                text: text.to_owned(),
                sheet: None,
            }),
        };
        lists.push(list.map_err(|error| ArgumentError {
            argument: argument.clone(),
            error,
        })?);
    }
    Ok(joined(lists))
}

/// Which argument could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{argument}: {error}")]
pub struct ArgumentError {
    pub argument: String,
    pub error: IdListError,
}

/// Whether a text is meant as a path: no ID has a separator or such an ending.
fn names_a_file(text: &str) -> bool {
    let ending = Path::new(text).extension().and_then(|it| it.to_str());
    let is_list = |ending: &str| ENDINGS.iter().any(|it| ending.eq_ignore_ascii_case(it));
    text.contains(['/', '\\']) || ending.is_some_and(is_list)
}

fn joined(lists: Vec<IdList>) -> IdList {
    let sheet = lists.iter().find_map(|list| list.sheet.clone());
    let texts: Vec<String> = lists.into_iter().map(|list| list.text).collect();
    IdList {
        text: texts.join(&format!("\n{LIST_END}")),
        sheet,
    }
}

fn read_file(path: &Path, workbooks: WorkbookReader<'_>) -> Result<IdList, IdListError> {
    let bytes = File::open(path).and_then(read_within);
    from_bytes(&bytes.map_err(|error| IdListError::io(&error))?, workbooks)
}

/// All that can be read, but not much more than a list may have.
pub fn read_within(input: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// By content, never by name.
fn from_bytes(bytes: &[u8], workbooks: WorkbookReader<'_>) -> Result<IdList, IdListError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(IdListError::TooLarge);
    }
    if workbook::is_workbook(bytes) {
        return workbooks(bytes);
    }
    let text = encoding::decode(bytes).ok_or(IdListError::NotText)?;
    Ok(IdList { text, sheet: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(arguments: &[&str], input: &[u8]) -> Result<IdList, ArgumentError> {
        let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
        read_arguments(&arguments, || Ok(input.to_vec()), &read_workbook)
    }

    #[test]
    fn arguments_are_ids_files_or_standard_input() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("list of ids");
        std::fs::write(&path, "ID01file0000001\n").expect("written");
        let path = path.to_str().expect("text");
        let list = arguments(&["ID01xO4jZjprrx", path, "-"], b"ID01input000001").expect("read");
        let between = |c: char| c.is_whitespace() || c == LIST_END;
        let lines = list.text.split(between).filter(|it| !it.is_empty());
        let lines: Vec<&str> = lines.collect();
        assert_eq!(
            lines,
            ["ID01xO4jZjprrx", "ID01file0000001", "ID01input000001"]
        );
    }

    #[test]
    fn a_path_that_leads_nowhere_is_no_id() {
        for text in [
            "ids.txt",
            "./ids",
            "folder/ids",
            "C:\\ids.XLSX",
            "list.json",
            "a.csv",
        ] {
            let error = arguments(&[text], b"").expect_err("there is no such file");
            assert_eq!(
                (error.argument.as_str(), error.error),
                (text, IdListError::NoFile)
            );
        }
        for text in ["ID01xO4jZjprrx", "corp::23312000000123878916:2", "no.such"] {
            assert_eq!(arguments(&[text], b"").expect("an ID").text, text);
        }
    }

    #[test]
    fn a_missing_or_binary_file_says_so() {
        let error =
            read_file(Path::new("no such file"), &read_workbook).expect_err("it is not there");
        assert!(matches!(error, IdListError::Io(_)));
        assert_eq!(
            from_bytes(b"\x89PNG\r\n\x1a\n\0\0", &read_workbook),
            Err(IdListError::NotText)
        );
    }
}
