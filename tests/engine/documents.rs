//! Documents: the first page is the picture, further pages and sharper parts come when they are asked for, and data
//! comes as data.

use invoice_lens::engine::{DecodedPixels, EngineConfig, Interest};
use invoice_lens::formats::{PagePart, Pixels};
use invoice_lens::sandbox::{RequestKind, SandboxInvoice, SandboxLibrary};

use crate::files::{INVOICE_XML, pdf};
use crate::harness::{Bench, id, nr, visible};

const PAGES: [&str; 3] = ["0 g 0 0 20 10 re f", "0 g 100 0 20 10 re f", ""];

fn bench() -> Bench {
    let library = SandboxLibrary::new()
        .with_object("a.pdf", pdf(&PAGES))
        .with_object("b.xml", INVOICE_XML.as_bytes().to_vec())
        .with_invoice(SandboxInvoice::new(&id(0), "a.pdf"))
        .with_invoice(SandboxInvoice::new(&id(1), "b.xml"))
        .with_invoice(SandboxInvoice::new(&id(2), "b.xml"));
    Bench::with_library(library)
}

#[test]
fn pages_and_parts_come_when_they_are_wanted() {
    let bench = bench();
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..1));
    run.add_numbered(1);
    run.until("the thumbnail", |told| told.thumbnails.len() == 1);
    assert_eq!(
        run.told.sizes[&nr(0)],
        (2000, 1000),
        "as regions are counted"
    );
    let part = PagePart {
        page: 1,
        scale: 4,
        shrink: 1,
        left: 900,
        top: 800,
        width: 200,
        height: 200,
    };
    run.interest(Interest {
        open: Some(nr(0)),
        of_open: vec![
            Pixels::Page(1),
            Pixels::Part(part),
            Pixels::Page(2),
            Pixels::Page(7),
        ],
        ..Interest::default()
    });
    run.until("all there is", |told| {
        told.documents.len() == 4 && told.full.len() == 1
    });
    for (pixels, result) in &run.told.documents {
        match (pixels, result) {
            (Pixels::Page(page), Ok(DecodedPixels::Picture(picture))) => {
                assert!((1..3).contains(page));
                let raster = picture.pyramid.level(0);
                assert_eq!(raster.size(), (2000, 1000));
                let is_black = raster.rgba(1050, 950) == Some([0, 0, 0, 255]);
                assert_eq!(is_black, *page == 1);
            }
            (Pixels::Page(page), Err(_)) => assert_eq!(*page, 7),
            (Pixels::Part(drawn), Ok(DecodedPixels::Raster { raster, .. })) => {
                assert_eq!((*drawn, raster.size()), (part, (800, 800)));
                assert_eq!(raster.rgba(399, 700), Some([255; 4]));
                assert_eq!(raster.rgba(400, 700), Some([0, 0, 0, 255]));
            }
            other => panic!("nobody asked for {other:?}"),
        }
    }
    assert!(
        run.told.failed.is_empty(),
        "the document is no worse for a page that is not there"
    );
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 1);
}

#[test]
fn data_is_summed_up_for_all_and_whole_for_the_open_one() {
    let bench = bench();
    let mut run = bench.start(EngineConfig::default());
    run.interest(visible(0..3));
    run.add_numbered(3);
    run.until("the data", |told| {
        told.data.len() == 2 && told.thumbnails.len() == 1
    });
    assert_eq!(run.told.data[&nr(2)], "电子发票（普通发票）");
    assert!(run.told.documents.is_empty() && run.told.failed.is_empty());
    for _ in 0..2 {
        run.told.documents.clear();
        run.interest(Interest {
            open: Some(nr(1)),
            ..Interest::default()
        });
        run.until("the whole data", |told| !told.documents.is_empty());
        let [(Pixels::Full, Ok(DecodedPixels::Data(data)))] = run.told.documents.as_slice() else {
            panic!("{:?}", run.told.documents);
        };
        assert_eq!(data.invoice.as_ref().expect("an invoice").total, "106.00");
        run.interest(visible(0..1));
        run.until_interest_was_read();
    }
    assert_eq!(bench.sandbox.log().count(RequestKind::Object), 2);
}
