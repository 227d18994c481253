//! Workbooks read apart: a spreadsheet of some kilobytes can ask for a hundred gigabytes, or end its reader. The frames
//! are those of decoding; the answer's body is the text.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::formats::pipe::{self, WireError};
use crate::id_list::{IdList, IdListError, MAX_BYTES};

use super::{WorkerConfig, WorkerError, Workers};

/// Longest name of a sheet that is taken, in characters; spreadsheets allow 31.
const MAX_NAME_CHARS: usize = 64;
/// Longest part of an error's text that is taken, in characters.
const MAX_DETAIL_CHARS: usize = 160;

/// All of an answer but the text.
#[derive(Serialize, Deserialize)]
struct WorkbookHead {
    /// The sheet that was read.
    result: Result<Option<String>, IdListError>,
}

/// Reads a workbook in a process of its own, with the limits of decoding.
pub fn read_workbook(config: WorkerConfig, bytes: &[u8]) -> Result<IdList, IdListError> {
    let workers = Workers::new(config).map_err(|error| failed(error.kind().to_string()))?;
    match workers.worker().read_workbook(bytes) {
        Ok(answer) => answer,
        Err(WorkerError::OutOfMemory | WorkerError::TimedOut(_)) => Err(IdListError::TooMuch),
        Err(error) => Err(failed(error.to_string())),
    }
}

fn failed(detail: String) -> IdListError {
    IdListError::Workbook(detail)
}

pub(super) fn write_answer(
    out: &mut impl Write,
    answer: Result<IdList, IdListError>,
) -> io::Result<()> {
    let (result, text) = match answer {
        Ok(list) => (Ok(list.sheet), list.text),
        Err(error) => (Err(error), String::new()),
    };
    pipe::write_frame(out, &WorkbookHead { result }, &[text.as_bytes()])
}

pub(crate) fn read_answer(input: &mut impl Read) -> Result<Result<IdList, IdListError>, WireError> {
    let (head, body_bytes) = pipe::read_head::<WorkbookHead>(input)?;
    if body_bytes > MAX_BYTES {
        return Err(WireError::Nonsense("a text too long"));
    }
    let mut text = vec![0; body_bytes as usize];
    input.read_exact(&mut text)?;
    let text = String::from_utf8(text).map_err(|_bytes| WireError::Nonsense("no text"))?;
    Ok(match head.result {
        Ok(sheet) => Ok(IdList {
            text,
            sheet: sheet.map(|name| tidied(&name, MAX_NAME_CHARS)),
        }),
        Err(IdListError::Workbook(detail)) => {
            Err(IdListError::Workbook(tidied(&detail, MAX_DETAIL_CHARS)))
        }
        Err(IdListError::Io(detail)) => Err(IdListError::Io(tidied(&detail, MAX_DETAIL_CHARS))),
        Err(error) => Err(error),
    })
}

fn tidied(text: &str, most: usize) -> String {
    let is_plain = |c: &char| !c.is_control();
    text.chars().filter(is_plain).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Result<IdList, IdListError>, WireError> {
        read_answer(&mut &*bytes)
    }

    #[test]
    fn an_answer_arrives_as_it_was_sent_or_not_at_all() {
        let list = IdList {
            text: "ID01xO4jZjprrx\t1".to_owned(),
            sheet: Some("十一月".to_owned()),
        };
        for answer in [Ok(list), Err(IdListError::TooLarge)] {
            let mut bytes = Vec::new();
            write_answer(&mut bytes, answer.clone()).expect("memory takes anything");
            assert_eq!(read(&bytes), Ok(answer));
            for cut in 0..bytes.len() {
                assert_eq!(read(&bytes[..cut]), Err(WireError::Gone), "{cut}");
            }
        }
    }

    #[test]
    fn words_of_the_other_end_are_made_short_and_printable() {
        let detail = "\u{1b}[2J".repeat(100);
        let mut bytes = Vec::new();
        let answer = Err(IdListError::Workbook(detail));
        write_answer(&mut bytes, answer).expect("memory takes anything");
        let Ok(Err(IdListError::Workbook(detail))) = read(&bytes) else {
            panic!("a well-formed answer");
        };
        assert!(detail.len() <= MAX_DETAIL_CHARS && !detail.contains('\u{1b}'));
        let endless = [&4_u32.to_le_bytes()[..], &u64::MAX.to_le_bytes(), b"{}{}"].concat();
        assert!(matches!(read(&endless), Err(WireError::Nonsense(_))));
    }
}
