//! Pictures that look like each other, made up.

use std::sync::Arc;

use super::*;
use crate::engine::EngineEvent;
use crate::geometry::PictureSize;
use crate::model::{
    Codes, Field, FieldName, FieldValue, Fields, FindingCode, InvoiceType, PageText, PictureFacts,
    TextLine,
};
use crate::review::fixtures::{facts, library_on};

const TICKET: [f64; 4] = [100.0, 100.0, 900.0, 700.0];
const BESIDE: [f64; 4] = [1000.0, 100.0, 1800.0, 700.0];
/// Three bits differ, all of them in the first part.
const LIKENESS: u64 = 0x1234_5678_9abc_def0;
const LIKE_IT: u64 = LIKENESS ^ 0b10101;

fn library(tickets: &[(&str, [f64; 4], u64)]) -> Library {
    let pages = tickets.iter().map(|(page, region, _)| (*page, *region));
    let mut library = library_on(pages);
    for (nr, (_, _, likeness)) in (0..).map(InvoiceNr).zip(tickets) {
        show(&mut library, nr, *likeness);
    }
    library
}

fn show(library: &mut Library, nr: InvoiceNr, likeness: u64) {
    library.apply(&EngineEvent::Thumbnail {
        invoices: vec![nr],
        facts: PictureFacts {
            fingerprint: u64::from(nr.0) + 1,
            ..facts()
        },
        raster: None,
    });
    let size = facts().size;
    // Read, and nothing was there to be read.
    let mut text = PageText::nothing(size, true);
    text.look = Some(Arc::new(looked(size, likeness)));
    library.apply(&EngineEvent::PictureRead {
        invoices: vec![nr],
        text: Arc::new(text),
    });
}

fn looked(size: PictureSize, likeness: u64) -> Look {
    Look {
        size,
        shrink: 1.0,
        marks: Vec::new(),
        cells: Vec::new(),
        columns: 1,
        codes: Codes::default(),
        likeness,
    }
}

fn numbered(library: &mut Library, nr: u32, number: &str) {
    let fields = Fields {
        kind: InvoiceType::Train,
        entries: vec![Field {
            name: FieldName::Number,
            value: FieldValue::Text(number.to_owned()),
        }],
    };
    library.apply(&EngineEvent::FieldsCame(vec![(
        InvoiceNr(nr),
        Arc::new(fields),
    )]));
}

/// Of each, which other one it is said to look like.
fn told(library: &Library) -> Vec<Option<&str>> {
    let of = |entry: &'_ Entry| {
        let mut findings = entry.seen_findings.iter();
        let alike = findings.find(|it| it.code == FindingCode::AlikePicture)?;
        library
            .entries()
            .iter()
            .map(|it| it.id.as_str())
            .find(|id| **id == *alike.subject)
    };
    library.entries().iter().map(of).collect()
}

#[test]
fn a_picture_scaled_anew_is_told_on_both_sides_and_another_one_is_not() {
    let library = library(&[
        ("a.jpg", TICKET, LIKENESS),
        ("b.jpg", TICKET, LIKE_IT),
        ("c.jpg", TICKET, !LIKENESS),
        ("d.jpg", TICKET, 0),
        ("e.jpg", TICKET, 0),
    ]);
    let id = |nr: u32| library.get(InvoiceNr(nr)).map(|it| it.id.as_str());
    assert_eq!(told(&library), [id(1), id(0), None, None, None]);
}

#[test]
fn tickets_of_one_page_or_in_different_places_are_not_alike() {
    let same_page = library(&[("a.jpg", TICKET, LIKENESS), ("a.jpg", TICKET, LIKE_IT)]);
    assert_eq!(told(&same_page), [None, None]);
    let beside = library(&[("a.jpg", TICKET, LIKENESS), ("b.jpg", BESIDE, LIKE_IT)]);
    assert_eq!(told(&beside), [None, None]);
}

#[test]
fn the_number_decides_where_it_is_known() {
    let mut library = library(&[("a.jpg", TICKET, LIKENESS), ("b.jpg", TICKET, LIKE_IT)]);
    let both = |library: &Library| told(library).iter().filter(|it| it.is_some()).count();
    assert_eq!(both(&library), 2);
    numbered(&mut library, 0, "34752871");
    assert_eq!(both(&library), 0, "one alone is known");
    numbered(&mut library, 1, "34752871");
    assert_eq!(both(&library), 2);
    numbered(&mut library, 1, "34752999");
    assert_eq!(both(&library), 0);
}

#[test]
fn what_nobody_read_yet_speaks_for_nothing() {
    let mut library = library(&[("a.jpg", TICKET, LIKENESS), ("b.jpg", TICKET, LIKE_IT)]);
    let both = |library: &Library| told(library).iter().filter(|it| it.is_some()).count();
    read_as(&mut library, 1, &[], |text| text.is_read = false);
    assert_eq!(both(&library), 0, "only looked at");
    // Of a page with many lines some are not read: what stands there may tell them apart.
    let unread = |text: &mut PageText| {
        for line in &mut text.lines {
            // As long as a number is.
            (line.corners[1][0], line.corners[2][0]) = (400.0, 400.0);
            line.text = None;
        }
    };
    read_as(&mut library, 1, &["26994861533928912529"], unread);
    assert_eq!(both(&library), 0, "a line is left");
    read(&mut library, 1, &[]);
    assert_eq!(both(&library), 2);
}

/// The picture is read anew.
fn read(library: &mut Library, nr: u32, lines: &[&str]) {
    read_as(library, nr, lines, |_| {});
}

fn read_as(library: &mut Library, nr: u32, lines: &[&str], change: impl FnOnce(&mut PageText)) {
    let nr = InvoiceNr(nr);
    let Some(text) = library.get(nr).and_then(|it| it.text.clone()) else {
        panic!("it was looked at");
    };
    let line = |(top, text): (u16, &&str)| {
        let (top, bottom) = (f32::from(top), f32::from(top) + 20.0);
        TextLine {
            corners: [[200.0, top], [600.0, top], [600.0, bottom], [200.0, bottom]],
            text: Some((*text).to_owned()),
            turned: None,
        }
    };
    let mut text = PageText::clone(&text);
    text.is_read = true;
    text.lines = (150..).step_by(30).zip(lines).map(line).collect();
    change(&mut text);
    library.apply(&EngineEvent::PictureRead {
        invoices: vec![nr],
        text: Arc::new(text),
    });
}

#[test]
fn what_was_read_decides_before_anything_else_is_known() {
    let mut library = library(&[("a.jpg", TICKET, LIKENESS), ("b.jpg", TICKET, LIKE_IT)]);
    let both = |library: &Library| told(library).iter().filter(|it| it.is_some()).count();
    let labels = ["中国铁路祝您旅途愉快", "限乘当日当次车", "检票口一层"];
    let ticket = |lines: &[&'static str]| [&labels, lines].concat();
    read(
        &mut library,
        0,
        &ticket(&["26994861533928912529", "¥553.00元"]),
    );
    assert_eq!(both(&library), 2, "one alone was read");
    read(
        &mut library,
        1,
        &ticket(&["26994861533928999999", "¥553.00元"]),
    );
    assert_eq!(both(&library), 0, "another number");
    read(
        &mut library,
        1,
        &ticket(&["２６994861533928912529", "¥558.00元"]),
    );
    assert_eq!(both(&library), 2, "the same with a slip");
    let other = ["上海市出租汽车", "车号沪A12345", "单价2.70", "里程12.5公里"];
    read(&mut library, 1, &other);
    assert_eq!(both(&library), 0, "hardly a line is the same");
    read(&mut library, 1, &other[..1]);
    assert_eq!(both(&library), 2, "next to nothing was read");
    // What is known of both is more than what was read.
    read(&mut library, 1, &other);
    numbered(&mut library, 0, "34752871");
    numbered(&mut library, 1, "34752871");
    assert_eq!(both(&library), 2);
}
