//! The list of a review of 100,000 invoices that loads while a search is open: what a frame pays for following what came
//! since the last one, and what making list and counts anew costs, in turn.

use std::sync::Arc;
use std::time::{Duration, Instant};

use invoice_lens::engine::{Answer, EngineEvent};
use invoice_lens::geometry::PictureSize;
use invoice_lens::model::region::RawRegion;
use invoice_lens::model::{
    Invoice, InvoiceId, InvoiceNr, MediaType, PageKey, PictureFacts, PictureKey,
};
use invoice_lens::review::{Library, Listing, View};

const INVOICES: u32 = 100_000;
/// Invoices that change from one frame to the next: a few, and as many as a frame takes in.
const CHANGES: [u32; 2] = [50, 2_000];
const FRAMES: u32 = 40;
/// A search that finds a tenth, and one that finds nearly nothing.
const SEARCHES: [&str; 2] = ["7 of the day", "077777"];

fn main() {
    for changes in CHANGES {
        for search in SEARCHES {
            measure(changes, search);
        }
    }
}

fn measure(changes: u32, search: &str) {
    let mut library = Library::default();
    library.add((0..INVOICES).map(id).collect());
    let view = View {
        search: search.to_owned(),
        ..View::default()
    };
    let mut followed = Listing::default();
    followed.view.clone_from(&view);
    followed.refresh(&library);
    let (mut following, mut anew) = (Vec::new(), Vec::new());
    for frame in 0..FRAMES {
        let numbers = (frame * changes..(frame + 1) * changes).map(|nr| nr % INVOICES);
        let described = numbers.clone().map(|nr| {
            let found = Answer::Found(Arc::new(invoice(nr)));
            (InvoiceNr(nr), found)
        });
        library.learn(&EngineEvent::Answered(described.collect()));
        library.learn(&EngineEvent::Thumbnail {
            invoices: numbers.map(InvoiceNr).collect(),
            facts: facts(),
            raster: None,
        });
        library.compare_touched();
        let begun = Instant::now();
        followed.refresh(&library);
        following.push(begun.elapsed());
        let begun = Instant::now();
        let mut fresh = Listing::default();
        fresh.view.clone_from(&view);
        fresh.refresh(&library);
        anew.push(begun.elapsed());
        assert_eq!(followed.shown(), fresh.shown());
        assert_eq!(followed.counts(), fresh.counts());
    }
    let [following, anew] = [following, anew].map(|mut it| {
        it.sort();
        let at = |share: f64| it[((it.len() - 1) as f64 * share) as usize];
        [at(0.5), at(1.0)].map(milliseconds)
    });
    println!(
        "{changes} changes a frame, search for {search:?}: following {:.2} ms (slowest {:.2}), anew {:.2} ms (slowest {:.2})",
        following[0], following[1], anew[0], anew[1],
    );
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn id(nr: u32) -> InvoiceId {
    InvoiceId::new(&format!("ID01bench{nr:06}")).expect("an ID")
}

/// Each on a page of its own.
fn invoice(nr: u32) -> Invoice {
    Invoice {
        nr: InvoiceNr(nr),
        id: id(nr),
        picture_key: PictureKey {
            page: PageKey::new(&format!("files.example/{nr}.jpg")),
            process: "".into(),
        },
        region: RawRegion::new([20.0, 20.0, 200.0, 200.0]),
        source: "ocr".into(),
        file_name: format!("scan {nr} of the day.jpg").into(),
    }
}

fn facts() -> PictureFacts {
    PictureFacts::whole(PictureSize::new(300, 420), MediaType::Jpeg)
}
