//! What reports cost: 100,000 rows in each format, without pictures, and 2,000 with pictures in a workbook, from the list
//! of IDs to the file.

#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;
#[expect(dead_code, reason = "not every bench needs all of it")]
mod processes;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use invoice_lens::model::{Deed, Event, InvoiceId, Learned, Stamp, TicketState, Verdict};
use invoice_lens::sandbox::{Bytes, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary};
use invoice_lens::store::{Record, ReviewFile};
use processes::{Peak, Watch};
use serde_json::json;

const ROWS: usize = 100_000;
const WITH_PICTURES: usize = 2_000;
/// Different pictures among those, of which `PRINTS` look different.
const PICTURES: usize = 200;
const PRINTS: u32 = 10;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let review = folder.path().join("large.ilens");
    make(&review);
    println!("| report | s | processor, s | MiB at most | MB |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for ending in ["xlsx", "csv", "json", "html"] {
        let to = folder.path().join(format!("out.{ending}"));
        let mut report = program();
        report.arg("report").arg(&review).arg("--to").arg(&to);
        // Nobody may fetch a picture: each row says so in its place.
        report.env_remove("INVOICE_LENS_TOKEN");
        run(&format!("{ROWS} rows, {ending}"), report, None, &to);
    }
    let ids: Vec<String> = (0..WITH_PICTURES).map(|nr| id(nr).to_string()).collect();
    let sandbox = Sandbox::start(SandboxConfig::with_library(library(&ids)));
    let sandbox = sandbox.expect("a free port");
    let to = folder.path().join("pictures.xlsx");
    let mut audit = program();
    audit
        .args(["audit", "-", "--endpoint", &sandbox.endpoint()])
        .arg("--report")
        .arg(&to)
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .stdin(Stdio::piped());
    let name = format!("{WITH_PICTURES} rows with pictures, xlsx");
    run(&name, audit, Some(&ids), &to);
}

fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_invoice-lens"));
    program.stdout(Stdio::null()).stderr(Stdio::null());
    program
}

/// Runs it to its end and prints a row of the table.
fn run(name: &str, mut program: Command, ids: Option<&[String]>, to: &Path) {
    let (before, begun) = (processes::time_of_ended(), Instant::now());
    let mut running = program.spawn().expect("the program starts");
    let watch = Watch::start(running.id());
    if let Some(ids) = ids {
        processes::feed(&mut running, ids);
    }
    let status = running.wait().expect("it ends");
    assert!(status.success(), "{name}: {status}");
    let (took, peak) = (begun.elapsed(), watch.end());
    let worked = processes::time_of_ended().saturating_sub(before);
    let size = std::fs::metadata(to).expect("there").len();
    println!(
        "| {name} | {:.1} | {:.1} | {} | {:.1} |",
        took.as_secs_f64(),
        worked.as_secs_f64(),
        Peak::mib(peak.together),
        size as f64 / 1e6
    );
}

fn id(nr: usize) -> InvoiceId {
    InvoiceId::new(&format!("ID01bench{nr:06}")).expect("an ID")
}

/// A review of which everything is judged, with fields as the platform sends them.
fn make(path: &Path) {
    let ids: Vec<InvoiceId> = (0..ROWS).map(id).collect();
    let mut file = ReviewFile::create(path, "https://a.example").expect("made");
    let all = Record::of_ids(ids.clone(), Stamp::now(), "reviewer".into());
    file.append(&all).expect("written");
    for (batch, ids) in ids.chunks(2_000).enumerate() {
        let learned = |(nr, id): (usize, &InvoiceId)| (id.clone(), learned(2_000 * batch + nr));
        let batch: Vec<_> = ids.iter().enumerate().map(learned).collect();
        file.learn(&batch).expect("written");
    }
    for record in ids.iter().enumerate().map(verdict) {
        file.append(&record).expect("written");
    }
}

/// Three invoices are on each page.
fn learned(nr: usize) -> Learned {
    let page = nr / 3;
    serde_json::from_value(json!({
        "file_name": format!("20261102-103025-{page:06}.jpg"),
        "source": "ocr",
        "page": format!("bucket.oss-cn-beijing.example.com/corporation/20261102-103025-{page:06}.jpg"),
        "chain": "image/crop,x_901,y_58,w_764,h_911",
        "region": {"numbers": [901.0, 58.0, 1665.0, 969.0], "not_numbers": false},
        "facts": null,
        "particulars": {"bill": {"number": "B24000123"}, "type": "invoice", "fields": {
            "kind": "invoice",
            "entries": [
                {"name": "number", "value": {"text": "24312000000012345678"}},
                {"name": "date", "value": {"date": "2026-11-02"}},
                {"name": "total", "value": {"money": {"amount": "1647.10", "symbol": "¥"}}},
                {"name": "seller", "value": {"text": "上海餐饮管理有限公司"}}
            ]
        }},
    }))
    .expect("as it is kept")
}

fn verdict((nr, id): (usize, &InvoiceId)) -> Record {
    let verdict = match nr % 20 {
        0 => Verdict::Wrong(None),
        1 => Verdict::Unsure,
        _ => Verdict::Correct,
    };
    let event = Event {
        stamp: Stamp::now(),
        reviewer: "reviewer".into(),
        invoice: Some(id.clone()),
        base: None,
        deed: Deed::Judged { verdict, on: None },
    };
    let state = TicketState::default().after(&event);
    Record {
        states: state.map(|state| (id.clone(), state)).into_iter().collect(),
        event,
    }
}

fn library(ids: &[String]) -> SandboxLibrary {
    let prints = (0..PRINTS).map(|number| pictures::receipt(number).to_vec().into());
    let prints: Vec<Bytes> = prints.collect();
    let key = |number: usize| format!("page{}.jpg", number % PICTURES);
    let objects = (0..PICTURES).map(|number| (key(number), prints[number % prints.len()].clone()));
    let library = objects.fold(SandboxLibrary::new(), |library, (key, bytes)| {
        library.with_object(&key, bytes)
    });
    ids.iter()
        .enumerate()
        .fold(library, |library, (number, id)| {
            let left = 10 * (number / PICTURES % 50);
            library.with_invoice(SandboxInvoice {
                region: Some(json!([left, 100, left + 400, 900])),
                ..SandboxInvoice::new(id, &key(number))
            })
        })
}
