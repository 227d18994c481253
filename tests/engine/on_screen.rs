//! What is on screen overtakes all else on its way to a window that reads late, and nothing is lost on that way.

use std::collections::BTreeMap;

use invoice_lens::engine::{EngineConfig, EngineEvent, Interest, News};
use invoice_lens::model::InvoiceNr;
use invoice_lens::sandbox::{FaultTarget, RequestKind};

use crate::harness::{Bench, Run, id, nr, numbered, visible};

const INVOICES: u32 = 300;

/// So little room that it is taken long before all is said, and links asked for in small parts.
fn narrow() -> EngineConfig {
    EngineConfig {
        events: 16,
        chunk: 20,
        links_ahead: 40,
        ..EngineConfig::default()
    }
}

/// What was said of each invoice, in order.
fn said(events: &[EngineEvent]) -> BTreeMap<InvoiceNr, Vec<&'static str>> {
    let mut said: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for event in events {
        let (what, invoices) = of(event);
        for nr in invoices {
            said.entry(nr).or_default().push(what);
        }
    }
    said
}

fn of(event: &EngineEvent) -> (&'static str, Vec<InvoiceNr>) {
    match event {
        EngineEvent::Answered(answers) => ("answered", answers.iter().map(|it| it.0).collect()),
        EngineEvent::Loading { invoices } => ("loading", invoices.clone()),
        EngineEvent::Thumbnail {
            invoices,
            raster: None,
            ..
        } => ("decoded", invoices.clone()),
        EngineEvent::Thumbnail { invoices, .. } => ("thumbnail", invoices.clone()),
        EngineEvent::Run(_) => ("run", Vec::new()),
        other => panic!("nothing else is said: {other:?}"),
    }
}

/// Reads to the end: all is told of every invoice, once and in order, and then nothing is under way.
///
/// What was decoded while nobody looked at it is told without its pixels, which follow once somebody does.
fn read_to_the_end(run: &mut Run) {
    run.take_in();
    run.until("all pictures and the last word", |told| {
        told.thumbnails.len() == INVOICES as usize && told.news.last() == Some(&News::Last)
    });
    let said = said(&run.events);
    assert_eq!(said.len(), INVOICES as usize);
    for (nr, said) in said {
        let [answered, loading, pictures @ ..] = &said[..] else {
            panic!("{nr:?}: {said:?}");
        };
        assert_eq!([*answered, *loading], ["answered", "loading"], "{nr:?}");
        let once: [&[&str]; 3] = [&["decoded"], &["thumbnail"], &["decoded", "thumbnail"]];
        assert!(once.contains(&pictures), "{nr:?}: {said:?}");
    }
}

#[test]
fn what_is_looked_at_comes_first_to_whom_reads_late_and_then_all_else_once() {
    let bench = Bench::with_library(numbered(INVOICES as usize));
    let last = INVOICES - 1;
    let page = format!("page{last}.png");
    let gate = bench
        .sandbox
        .gate(FaultTarget::kind(RequestKind::Object).named(&page));
    let mut run = bench.start(narrow());
    run.add_numbered(INVOICES as usize);
    run.until_stuck();
    run.interest(visible(last..INVOICES));
    gate.wait_for(1)
        .expect("it is fetched although nobody reads");
    // Nothing is the last word while that download is under way.
    run.forget_wakes();
    gate.release();
    run.hear_without_reading(News::Last);
    let downloads = bench.sandbox.log().count(RequestKind::Object);
    assert!(downloads < 100, "{downloads} downloads nobody hears of");

    run.take_in();
    let invoices = run.events.iter().map(of).filter(|it| it.0 != "run");
    let first: Vec<_> = invoices.take(3).collect();
    let of_last = ["answered", "loading", "thumbnail"].map(|what| (what, vec![nr(last)]));
    assert_eq!(first, of_last);
    assert!(run.told.thumbnails[&nr(last)], "with its pixels");
    read_to_the_end(&mut run);
}

/// A screen of more than there is room for, left for another one before anybody read a word of it.
#[test]
fn a_window_that_reads_nothing_for_long_holds_up_nothing_once_it_reads() {
    let bench = Bench::with_library(numbered(INVOICES as usize));
    let mut run = bench.start(narrow());
    run.interest(visible(0..200));
    run.add_numbered(INVOICES as usize);
    run.hear_without_reading(News::Stuck);
    run.interest(visible(200..INVOICES));
    run.interest(Interest {
        ahead: (0..100).map(InvoiceNr).collect(),
        ..visible(280..INVOICES)
    });
    read_to_the_end(&mut run);
    for number in 280..INVOICES {
        assert!(
            run.told.thumbnails[&nr(number)],
            "pixels of {}",
            id(number as usize)
        );
    }
}
