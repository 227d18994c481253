//! Pictures: downloaded once, in the order of interest, sent when they are looked at.

use euclid::point2;
use invoice_lens::engine::{Answer, EngineCommand, EngineConfig, Interest, News};
use invoice_lens::formats::Pixels;
use invoice_lens::geometry::{EdgeCut, PictureBox, PictureSize, Side};
use invoice_lens::model::InvoiceNr;
use invoice_lens::sandbox::{FaultTarget, RequestKind, SandboxInvoice, SandboxLibrary, Thumb};

use crate::harness::{Bench, id, nr, numbered, png, visible};

#[test]
fn one_picture_is_one_download() {
    let crop = |number: usize, process: &str| SandboxInvoice {
        process: Some(process.to_owned()),
        ..SandboxInvoice::new(&id(number), "page.png")
    };
    let library = SandboxLibrary::new()
        .with_object("page.png", png(20, 10))
        .with_invoice(crop(0, "image/crop,w_6,h_4,x_2,y_1"))
        .with_invoice(crop(1, "image/crop,w_6,h_4,x_2,y_1"))
        .with_invoice(crop(2, "image/crop,w_5,h_5"));
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..3));
    run.add_numbered(3);
    run.until("all thumbnails", |told| told.thumbnails.len() == 3);
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 2);
    assert_eq!(run.told.sizes[&nr(1)], (6, 4));
    assert_eq!(run.told.sizes[&nr(2)], (5, 5));
    let key = |number| match &run.told.answers[&nr(number)] {
        Answer::Found(invoice) => invoice.picture_key.clone(),
        Answer::NotFound => panic!("invoice {number} is known"),
    };
    assert_eq!(key(0), key(1));
    assert_eq!(key(0).page, key(2).page);
    assert_ne!(key(0), key(2));
}

#[test]
fn the_last_word_is_told_apart_from_those_that_pass() {
    let bench = Bench::with_library(numbered(3));
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..3));
    run.add_numbered(3);
    run.until("the last word on three thumbnails", |told| {
        told.thumbnails.len() == 3 && told.news.last() == Some(&News::Last)
    });
    assert!(run.told.news.contains(&News::Passing));
}

#[test]
fn full_pictures_are_told_apart_from_what_passes() {
    let bench = Bench::with_library(numbered(2));
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(2);
    run.interest(Interest {
        open: Some(nr(0)),
        neighbours: vec![nr(1)],
        ..visible(0..2)
    });
    // What is said may be read before the word that it is there.
    run.until("both full pictures and the word of one", |told| {
        told.full.len() == 2 && told.news.contains(&News::Full)
    });
    let news = &run.told.news;
    // One of them may have been the last word of all.
    let full = news.iter().filter(|news| **news == News::Full).count();
    assert!((1..=2).contains(&full), "{news:?}");
}

#[test]
fn opening_what_was_fetched_needs_no_network() {
    let library = SandboxLibrary::new()
        .with_object("page.png", png(400, 300))
        .with_invoice(SandboxInvoice {
            thumb: Thumb::SameAsUrl,
            ..SandboxInvoice::new(&id(0), "page.png")
        });
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..1));
    run.add_numbered(1);
    run.until("the thumbnail", |told| {
        told.thumbnails.get(&nr(0)) == Some(&true)
    });
    run.interest(Interest {
        open: Some(nr(0)),
        ..visible(0..1)
    });
    run.until("the full picture", |told| told.full.len() == 1);
    assert_eq!(run.told.full[0].1.pyramid.full_size(), (400, 300));
    let log = bench.sandbox.log();
    assert_eq!(
        (
            log.count(RequestKind::Links),
            log.count(RequestKind::Object)
        ),
        (1, 1)
    );
}

#[test]
fn borders_are_cut_out_of_the_file_that_is_there() {
    let library = SandboxLibrary::new()
        .with_object("page.png", png(250, 200))
        .with_invoice(SandboxInvoice::new(&id(0), "page.png"));
    let bench = Bench::with_library(library);
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..1));
    run.add_numbered(1);
    run.until("the thumbnail", |told| !told.thumbnails.is_empty());
    let region = PictureBox::new(point2(40.0, 30.0), point2(220.0, 200.0));
    let cut = EdgeCut::around(region, PictureSize::new(250, 200)).expect("in the picture");
    run.interest(Interest {
        of_visible: vec![(nr(0), Pixels::Edges(cut))],
        ..visible(0..1)
    });
    run.until("the borders", |told| !told.edges.is_empty());
    let (sent, raster) = &run.told.edges[0];
    assert_eq!((*sent, raster.size()), (cut, cut.packed_size()));
    for side in Side::ALL {
        let (window, place) = (cut.window(side), cut.packed(side));
        let (along, across) = (20, cut.depth() - 1);
        let (dx, dy) = if side.is_level() {
            (along, across)
        } else {
            (across, along)
        };
        let expected = [window.min.x as u32 + dx, window.min.y as u32 + dy, 7, 255];
        let found = raster.rgba(along, place.min.y + across);
        assert_eq!(
            found.map(|it| it.map(u32::from)),
            Some(expected),
            "{side:?}"
        );
    }
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 1);
}

#[test]
fn what_is_on_screen_comes_first_then_ahead_then_the_rest() {
    let bench = Bench::with_library(numbered(30));
    let gate = bench.sandbox.gate(FaultTarget::kind(RequestKind::Object));
    let mut run = bench.start(EngineConfig {
        connections: 1,
        ..EngineConfig::default()
    });
    run.interest(Interest {
        visible: vec![nr(20), nr(21)],
        ahead: vec![nr(25)],
        ..Interest::default()
    });
    run.add_numbered(30);
    for begun in 1..4 {
        run.until("a download", |told| told.loading.len() == begun);
        gate.wait_for(1).expect("one download at a time");
        gate.let_through(1);
    }
    run.until("a picture of the rest is loading", |told| {
        told.loading.contains(&nr(0))
    });
    run.interest(visible(28..29));
    run.until_interest_was_read();
    gate.release();
    run.until("all pictures", |told| told.thumbnails.len() == 30);
    let log = bench.sandbox.log();
    let order: Vec<_> = log
        .of(RequestKind::Object)
        .filter_map(|request| request.object_key.clone())
        .collect();
    let expected = [20, 21, 25, 0, 28, 1, 2].map(|number| format!("page{number}.png"));
    assert_eq!(order[..7], expected);
}

#[test]
fn a_thumbnail_let_go_comes_back_without_the_network() {
    let bench = Bench::with_library(numbered(4));
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..2));
    run.add_numbered(4);
    run.until("all pictures", |told| told.thumbnails.len() == 4);
    let with_pixels = |number| run.told.thumbnails[&nr(number)];
    assert_eq!([0, 1, 2, 3].map(with_pixels), [true, true, false, false]);
    run.told.thumbnails.clear();
    run.interest(visible(1..4));
    run.send(EngineCommand::Dropped(vec![nr(1)]));
    run.until("pixels of three", |told| told.thumbnails.len() == 3);
    assert!(run.told.thumbnails.values().all(|has_pixels| *has_pixels));
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 4);
}

#[test]
fn pictures_one_after_the_other_are_fetched_ahead() {
    let bench = Bench::with_library(numbered(12));
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(12);
    for open in 0..12 {
        run.interest(Interest {
            open: Some(nr(open)),
            neighbours: (open + 1..12).take(4).map(InvoiceNr).collect(),
            held: (open..12)
                .filter(|&number| run.told.has_full(number))
                .map(InvoiceNr)
                .collect(),
            ..Interest::default()
        });
        run.until("the open picture", |told| told.has_full(open));
    }
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 12);
}
