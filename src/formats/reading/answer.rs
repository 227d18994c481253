//! The answer to a job of reading as a frame on a pipe: all of it is in the head.

use std::io::{self, Read, Write};

use crate::formats::FormatError;
use crate::formats::pipe::{WireError, read_head, write_frame};
use crate::model::PageText;

pub(crate) fn write_answer(
    out: &mut impl Write,
    answer: &Result<PageText, FormatError>,
) -> io::Result<()> {
    write_frame(out, answer, &[])
}

pub(crate) fn read_answer(
    input: &mut impl Read,
) -> Result<Result<PageText, FormatError>, WireError> {
    let (answer, body_bytes) = read_head::<Result<PageText, FormatError>>(input)?;
    if body_bytes > 0 {
        return Err(WireError::Nonsense("pixels that nobody asked for"));
    }
    match answer {
        Ok(text) if text.is_plausible() => Ok(Ok(text)),
        Ok(_) => Err(WireError::Nonsense("an impossible text")),
        Err(error) => Ok(Err(error.tidied())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PictureSize;
    use crate::model::TextLine;

    #[test]
    fn a_reading_arrives_as_it_was_sent_or_not_at_all() {
        let text = PageText {
            size: PictureSize::new(60, 40),
            is_read: true,
            lines: vec![TextLine {
                corners: [[1.0, 2.0], [30.0, 2.0], [30.0, 9.5], [1.0, 9.5]],
                text: Some("发票号码 34752871".into()),
                turned: Some(false),
            }],
            look: None,
        };
        for answer in [Ok(text.clone()), Err(FormatError::Empty)] {
            let mut bytes = Vec::new();
            write_answer(&mut bytes, &answer).expect("memory takes anything");
            assert_eq!(read_answer(&mut bytes.as_slice()), Ok(answer));
            for cut in 0..bytes.len() {
                assert_eq!(read_answer(&mut &bytes[..cut]), Err(WireError::Gone));
            }
        }
        let mut bytes = Vec::new();
        let mut far = text;
        far.lines[0].corners[0] = [1e9, 0.0];
        write_answer(&mut bytes, &Ok(far)).expect("memory takes anything");
        let answer = read_answer(&mut bytes.as_slice());
        assert!(matches!(answer, Err(WireError::Nonsense(_))));
    }
}
