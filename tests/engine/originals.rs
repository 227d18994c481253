//! Originals over the wire: how often a bucket is asked for more than crops, what it is sent, and files in its place.

use std::sync::Arc;

use invoice_lens::engine::{EngineCommand, EngineConfig, Interest, OriginalEvent, OriginalSource};
use invoice_lens::model::{InvoiceNr, OriginalFiles};
use invoice_lens::sandbox::{
    RequestKind, RequestRecord, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary,
};

use crate::harness::{Bench, Run, id, nr, numbered, png};

const PROCESS: &str = "image/crop,w_6,h_4,x_2,y_1";

/// Invoices with a crop of `page0.png`, `page1.png`, …, each of 16 × 12 pixels.
fn cropped(count: usize) -> SandboxLibrary {
    (0..count).fold(numbered(count), |library, number| {
        with_crop(library, number, &format!("page{number}.png"))
    })
}

fn with_crop(library: SandboxLibrary, number: usize, key: &str) -> SandboxLibrary {
    library.with_invoice(SandboxInvoice {
        process: Some(PROCESS.to_owned()),
        ..SandboxInvoice::new(&id(number), key)
    })
}

fn bench(library: SandboxLibrary, allows_uncropped: bool) -> Bench {
    let config = SandboxConfig {
        allows_uncropped,
        ..SandboxConfig::with_library(library)
    };
    Bench {
        sandbox: Sandbox::start(config).expect("a free port"),
    }
}

/// One request at a time, and every picture that is opened is fetched anew: what is logged for one that was opened later
/// comes after all that was asked for an earlier one.
fn one_by_one() -> EngineConfig {
    EngineConfig {
        connections: 1,
        bytes_budget: 0,
        pixels_budget: 0,
        ..EngineConfig::default()
    }
}

fn open(run: &mut Run, open: u32) {
    run.told.full.clear();
    run.interest(Interest {
        open: Some(nr(open)),
        originals: vec![nr(open)],
        ..Interest::default()
    });
    run.until("the open picture", |told| !told.full.is_empty());
}

fn uncropped(bench: &Bench) -> Vec<RequestRecord> {
    let log = bench.sandbox.log();
    let objects = log.of(RequestKind::Object).cloned();
    objects
        .filter(|request| request.process.is_none())
        .collect()
}

/// The pages that came, with the sizes of their originals.
fn ready(run: &Run) -> Vec<(String, (u32, u32))> {
    let ready = run.told.originals.iter().filter_map(|event| match event {
        OriginalEvent::Ready { page, picture, .. } => {
            Some((page.object_name().to_owned(), picture.pyramid.full_size()))
        }
        _ => None,
    });
    ready.collect()
}

#[test]
fn a_bucket_that_refuses_gets_one_request_for_all_that_is_opened() {
    let bench = bench(cropped(6), false);
    let mut run = bench.start(one_by_one());
    run.add_numbered(6);
    run.until("all pictures", |told| told.thumbnails.len() == 6);
    for number in [0, 1, 2, 3, 4, 5, 0, 3, 1] {
        open(&mut run, number);
    }
    let refused = uncropped(&bench);
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0].status, Some(403));
    assert_eq!(refused[0].header("referer"), None);
    let log = bench.sandbox.log();
    let mut crops = log.of(RequestKind::Object);
    let taken_out = "&x-oss-process=image%2Fcrop%2Cw_6%2Ch_4%2Cx_2%2Cy_1";
    assert!(
        crops.any(|crop| crop.verbatim && crop.target.replace(taken_out, "") == refused[0].target),
        "the link is sent byte for byte but for its processing"
    );
    assert!(matches!(
        &run.told.originals[..],
        [OriginalEvent::UncroppedRefused { .. }]
    ));
    assert!(
        run.told.failed.is_empty(),
        "the crops are as good as before"
    );
}

#[test]
fn a_bucket_that_allows_it_delivers_every_opened_page_once() {
    let library = with_crop(cropped(3), 3, "page0.png");
    let bench = bench(library, true);
    let mut run = bench.start(EngineConfig::default());
    run.add_numbered(4);
    run.until("all pictures", |told| told.thumbnails.len() == 4);
    for (number, count) in [(0, 1), (3, 2), (2, 3), (0, 4)] {
        open(&mut run, number);
        run.until("its original", |told| told.originals.len() == count);
    }
    let page = |number: u32| (format!("page{number}.png"), (16, 12));
    assert_eq!(ready(&run), [page(0), page(0), page(2), page(0)]);
    let requests = uncropped(&bench);
    let keys: Vec<_> = requests
        .iter()
        .filter_map(|request| request.object_key.as_deref())
        .collect();
    assert_eq!(keys, ["page0.png", "page2.png"]);
}

#[test]
fn a_named_file_is_the_page_and_the_bucket_is_not_asked() {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let mut files = OriginalFiles::default();
    for (name, size) in [("PAGE0.PNG", (40, 30)), ("page1.png", (50, 20))] {
        let path = folder.path().join(name);
        std::fs::write(&path, png(size.0, size.1)).expect("room for a file");
        files.add(path.into());
    }
    let bench = bench(cropped(2), true);
    let mut run = bench.start(EngineConfig::default());
    run.send(EngineCommand::UseOriginals(Arc::new(files)));
    run.add_numbered(2);
    run.interest(Interest {
        open: Some(nr(1)),
        neighbours: vec![nr(0)],
        originals: [1, 0].map(InvoiceNr).to_vec(),
        ..Interest::default()
    });
    run.until("both originals", |told| told.originals.len() == 2);
    let mut sizes = ready(&run);
    sizes.sort();
    let expected = [("page0.png", (40, 30)), ("page1.png", (50, 20))];
    assert_eq!(sizes, expected.map(|(name, size)| (name.to_owned(), size)));
    assert!(run.told.originals.iter().all(|event| matches!(
        event,
        OriginalEvent::Ready {
            source: OriginalSource::File(_),
            ..
        }
    )));
    assert!(uncropped(&bench).is_empty());
}

#[test]
fn a_file_that_went_away_is_told_and_the_crop_stays() {
    let mut files = OriginalFiles::default();
    let folder = tempfile::tempdir().expect("a folder for a while");
    files.add(folder.path().join("page0.png").into());
    let bench = bench(cropped(1), false);
    let mut run = bench.start(EngineConfig::default());
    run.send(EngineCommand::UseOriginals(Arc::new(files)));
    run.add_numbered(1);
    open(&mut run, 0);
    run.until("the failure", |told| !told.originals.is_empty());
    let [OriginalEvent::Failed { failure, .. }] = &run.told.originals[..] else {
        panic!("{:?}", run.told.originals);
    };
    assert_eq!(failure.kind.code(), "original_unreadable");
    assert!(run.told.failed.is_empty());
}
