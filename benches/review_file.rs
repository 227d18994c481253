//! What a review of 100,000 invoices costs on the disk: making it, a verdict, opening it again, its size.

use std::path::Path;
use std::time::{Duration, Instant};

use invoice_lens::model::{Deed, Event, InvoiceId, Learned, Stamp, TicketState, Verdict};
use invoice_lens::store::{Record, ReviewFile};

const INVOICES: usize = 100_000;
/// Verdicts that are timed one by one.
const TIMED: usize = 2_000;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.ilens");
    let ids: Vec<InvoiceId> = (0..INVOICES).map(id).collect();
    let begun = Instant::now();
    let mut file = made(&path, &ids);
    println!(
        "made with {INVOICES} invoices and what was learned of them in {:.2} s",
        begun.elapsed().as_secs_f64()
    );

    let mut times: Vec<Duration> = Vec::new();
    for id in ids.iter().cycle().take(TIMED) {
        let record = verdict(id);
        let begun = Instant::now();
        file.append(&record).expect("written");
        times.push(begun.elapsed());
    }
    times.sort();
    let at = |share: f64| times[((TIMED - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "a verdict on the disk: median {:.2} ms, p99 {:.2} ms",
        at(0.5),
        at(0.99)
    );

    for id in &ids[TIMED..] {
        file.append(&verdict(id)).expect("written");
    }
    drop(file);
    let size = std::fs::metadata(&path).expect("there").len();
    println!("all judged: {:.1} MB", size as f64 / 1e6);

    let begun = Instant::now();
    let file = ReviewFile::open(&path).expect("opened");
    let contents = file.contents().expect("read");
    assert_eq!(
        (contents.ids.len(), contents.states.len()),
        (INVOICES, INVOICES)
    );
    println!("opened and read in {:.2} s", begun.elapsed().as_secs_f64());
}

fn id(nr: usize) -> InvoiceId {
    InvoiceId::new(&format!("ID01bench{nr:06}")).expect("an ID")
}

fn verdict(id: &InvoiceId) -> Record {
    let event = Event {
        stamp: Stamp::now(),
        reviewer: "reviewer".into(),
        invoice: Some(id.clone()),
        base: None,
        deed: Deed::Judged {
            verdict: Verdict::Correct,
            on: None,
        },
    };
    let state = TicketState::default().after(&event);
    Record {
        states: state.map(|state| (id.clone(), state)).into_iter().collect(),
        event,
    }
}

fn made(path: &Path, ids: &[InvoiceId]) -> ReviewFile {
    let mut file = ReviewFile::create(path, "https://a.example").expect("made");
    let all = Record::of_ids(ids.to_vec(), Stamp::now(), "reviewer".into());
    file.append(&all).expect("written");
    let learned: Learned = serde_json::from_value(serde_json::json!({
        "file_name": "20261102-103025-1793586625512.jpg",
        "source": "ocr",
        "page": "bucket.oss-cn-beijing.example.com/corporation/20261102-103025-1793586625512.jpg",
        "chain": "image/crop,x_901,y_58,w_764,h_911",
        "region": {"numbers": [901.0, 58.0, 1665.0, 969.0], "not_numbers": false},
        "facts": null,
    }))
    .expect("as it is kept");
    for batch in ids.chunks(2_000) {
        let batch: Vec<_> = batch
            .iter()
            .map(|id| (id.clone(), learned.clone()))
            .collect();
        file.learn(&batch).expect("written");
    }
    file
}
