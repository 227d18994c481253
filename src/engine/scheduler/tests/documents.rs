//! Pages, parts and data: sent once for each time the window says that it lacks them.

use std::sync::Arc;

use super::{Ran, Rig, calls, decodes, failures, fetches, nr};
use crate::engine::config::EngineConfig;
use crate::engine::jobs::Ended;
use crate::engine::{DecodedPixels, EngineEvent, Failure, FailureKind, Interest};
use crate::formats::{DataFile, PagePart, Pixels};

const PART: PagePart = PagePart {
    page: 0,
    scale: 2,
    shrink: 1,
    left: 0,
    top: 0,
    width: 10,
    height: 10,
};

/// The first of the pages, then the part, then the others.
fn open(pages: Vec<u32>, part: Option<PagePart>) -> Interest {
    let mut of_open: Vec<Pixels> = pages.into_iter().map(Pixels::Page).collect();
    if let Some(part) = part {
        of_open.insert(of_open.len().min(1), Pixels::Part(part));
    }
    Interest {
        open: Some(nr(0)),
        of_open,
        ..Interest::default()
    }
}

/// What came of documents, in order: pages by number, those that failed as negative, 100 for a part, 200 for data.
fn pieces(events: &[EngineEvent]) -> Vec<i64> {
    events
        .iter()
        .filter_map(|event| match event {
            EngineEvent::Pixels { pixels, result, .. } => match (pixels, result) {
                (Pixels::Page(page), Ok(_)) => Some(i64::from(*page)),
                (Pixels::Page(page), Err(_)) => Some(-i64::from(*page)),
                (Pixels::Part(_), Ok(DecodedPixels::Raster { .. })) => Some(100),
                (Pixels::Full, Ok(DecodedPixels::Data(_))) => Some(200),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

#[test]
fn pages_and_parts_come_before_what_is_next_to_them() {
    let mut rig = Rig::with_documents(3);
    rig.run_dry();
    rig.events();
    rig.scheduler.set_interest(Interest {
        neighbours: vec![nr(1)],
        ..open(vec![3, 4], Some(PART))
    });
    let mut order = Vec::new();
    loop {
        let begun = decodes(&rig.jobs());
        let Some((picture, pixels)) = begun.first() else {
            break;
        };
        order.extend(begun.iter().map(|(_, pixels)| *pixels));
        for (picture, pixels) in begun.iter().skip(1).chain([&(*picture, *pixels)]) {
            rig.decoded(*picture, *pixels);
        }
    }
    let expected = [
        Pixels::Full,
        Pixels::Page(3),
        Pixels::Part(PART),
        Pixels::Page(4),
        Pixels::Full,
    ];
    assert_eq!(order, expected);
    let mut came = pieces(&rig.events());
    came.sort_unstable();
    assert_eq!(came, [3, 4, 100]);
    // The window has them all now, then loses one.
    rig.scheduler.set_interest(open(Vec::new(), None));
    assert_eq!(rig.run_dry(), Ran::default());
    rig.scheduler.set_interest(open(vec![4], None));
    assert_eq!(rig.run_dry(), Ran::default(), "it was kept");
    assert_eq!(pieces(&rig.events()), [4]);
}

#[test]
fn a_page_that_cannot_be_drawn_harms_nothing_else_and_is_tried_once() {
    let mut rig = Rig::with_documents(1);
    rig.run_dry();
    rig.scheduler.set_interest(open(vec![1], Some(PART)));
    rig.events();
    loop {
        let begun = decodes(&rig.jobs());
        if begun.is_empty() {
            break;
        }
        for (picture, pixels) in begun {
            if pixels == Pixels::Full {
                rig.decoded(picture, pixels);
            } else {
                let result = Err(Failure::new(FailureKind::Corrupt, ""));
                rig.end(Ended::Decoded {
                    picture,
                    pixels,
                    result,
                });
            }
        }
    }
    let events = rig.events();
    assert_eq!(pieces(&events), [-1]);
    assert!(failures(&events).is_empty());
    rig.scheduler.set_interest(open(vec![1], Some(PART)));
    assert_eq!(rig.run_dry(), Ran::default());
}

#[test]
fn a_picture_has_parts_and_no_pages() {
    let mut rig = Rig::with_invoices(1);
    rig.run_dry();
    rig.scheduler.set_interest(open(vec![1], Some(PART)));
    let ran = rig.run_dry();
    assert_eq!(ran.decodes, 2, "the full picture and the part");
    assert_eq!(pieces(&rig.events()), [100]);
}

#[test]
fn the_file_of_what_is_looked_at_in_parts_is_kept_until_it_is_left() {
    let mut config = EngineConfig {
        bytes_budget: 0,
        ..EngineConfig::default()
    };
    config.decode.max_whole_pixels = 0;
    let mut rig = Rig::new(config);
    rig.add(1);
    rig.run_dry();
    let asked = |rig: &mut Rig, part: Option<PagePart>| {
        rig.scheduler.set_interest(open(Vec::new(), part));
        let ran = rig.run_dry();
        (ran.fetches, ran.decodes)
    };
    assert_eq!(asked(&mut rig, None), (1, 1), "there is no room for it");
    let further = |left| Some(PagePart { left, ..PART });
    assert_eq!(asked(&mut rig, further(1)), (0, 1));
    assert_eq!(asked(&mut rig, further(2)), (0, 1));
    rig.scheduler.set_interest(Interest::default());
    assert_eq!(asked(&mut rig, further(3)), (1, 1), "left in between");
}

#[test]
fn data_is_read_once_and_told_to_all_who_show_it() {
    let mut rig = Rig::with_invoices(2);
    rig.look(&[0, 1], None);
    let call = calls(rig.jobs()).remove(0);
    rig.answer_with(call.0, &call.1, |_| "same.xml".into());
    let (picture, _) = fetches(&rig.jobs()).remove(0);
    rig.deliver(picture);
    let [(_, pixels)] = decodes(&rig.jobs())[..] else {
        panic!("one look");
    };
    let data = DataFile {
        root: "receipt".to_owned(),
        invoice: None,
        fields: Vec::new(),
    };
    rig.end(Ended::Decoded {
        picture,
        pixels,
        result: Ok(DecodedPixels::Data(Arc::new(data))),
    });
    let told = rig.events();
    let summaries: Vec<_> = told
        .iter()
        .filter_map(|event| match event {
            EngineEvent::Data { invoices, summary } => Some((invoices.clone(), &*summary.title)),
            _ => None,
        })
        .collect();
    assert_eq!(summaries, [(vec![nr(0), nr(1)], "receipt")]);
    assert!(failures(&told).is_empty() && pieces(&told).is_empty());
    rig.scheduler.set_interest(open(vec![1], Some(PART)));
    assert_eq!(rig.run_dry(), Ran::default(), "the data was kept");
    assert_eq!(pieces(&rig.events()), [200]);
}
