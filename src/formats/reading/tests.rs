//! The demo's pages are read as they are printed.

use std::path::Path;

use super::*;
use crate::formats::{Limits, Pixels};

fn read(file: &str) -> PageText {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/demo")
        .join(file);
    let job = DecodeJob {
        bytes: std::fs::read(path).expect("a page of the demo").into(),
        want: Pixels::Full,
        limits: Limits::default(),
    };
    let mut reader = Reader::default();
    reader
        .read(&mut Decoder::default(), &job, MOST_LINES)
        .expect("a reading")
}

#[test]
fn what_is_printed_is_read() {
    let text = read("scan-01.jpg");
    let says = |what: &str| {
        let mut texts = text.lines.iter().filter_map(|line| line.text.as_deref());
        texts.any(|text| text.contains(what))
    };
    assert!(says("34752871"));
    assert!(says("2260.00"));
    assert!(text.lines.iter().all(|line| line.turned != Some(true)));
}

#[test]
fn a_look_that_crashes_takes_nothing_along_that_was_read() {
    let read = |is_read| {
        let read = PageText {
            lines: vec![TextLine {
                corners: [[1.0, 2.0], [30.0, 2.0], [30.0, 9.5], [1.0, 9.5]],
                text: Some("34752871".into()),
                turned: Some(false),
            }],
            ..PageText::nothing(PictureSize::new(60, 40), is_read)
        };
        looked_at(read, || panic!("a picture made for it"))
    };
    let text = read(true).expect("the lines");
    assert_eq!((text.lines.len(), text.look), (1, None));
    // Where nothing was to be read, nothing is left to be told.
    assert_eq!(read(false), Err(FormatError::Crashed));
}

#[test]
fn print_on_its_head_is_seen_and_read() {
    let text = read("scan-02.jpg");
    let looked_at = text.lines.iter().filter_map(|line| line.turned);
    let (turned, upright): (Vec<bool>, Vec<bool>) = looked_at.partition(|it| *it);
    assert!(
        turned.len() > 2 * upright.len(),
        "{} {}",
        turned.len(),
        upright.len()
    );
    let mut texts = text.lines.iter().filter_map(|line| line.text.as_deref());
    assert!(texts.any(|text| text.contains("13047154")));
}
