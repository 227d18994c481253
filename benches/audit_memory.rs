//! What a check of 20,000 invoices takes, a hundred to a picture, once side by side and once all over each other: downloads,
//! memory of the program and of all processes, time.
//!
//! `cargo bench --bench audit_memory [-- PROGRAM] [COUNT]`

#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;
#[expect(dead_code, reason = "not every bench needs all of it")]
mod processes;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use invoice_lens::sandbox::{
    Bytes, RequestKind, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary,
};
use processes::{Peak, Watch};
use serde_json::json;

const INVOICES: usize = 20_000;
/// Invoices that share a picture.
const TO_A_PICTURE: usize = 100;
/// Different ones among the pictures; the program does not know which are alike.
const PRINTS: u32 = 10;
/// Of a picture, in pixels.
const SIZE: (usize, usize) = (1100, 1545);
/// Tickets that lie side by side.
const IN_A_ROW: usize = 10;

/// How the tickets of a picture lie on it.
#[derive(Clone, Copy, Debug)]
enum Layout {
    /// No region touches another.
    SideBySide,
    /// Every invoice has findings that name others.
    AllOverEachOther,
}

impl Layout {
    fn region(self, place: usize) -> [usize; 4] {
        let (width, height) = (SIZE.0 / IN_A_ROW, SIZE.1 / IN_A_ROW);
        match self {
            Self::SideBySide => {
                let (left, top) = (place % IN_A_ROW * width, place / IN_A_ROW * height);
                [left, top, left + width - 1, top + height - 1]
            }
            Self::AllOverEachOther => {
                let left = 10 * (place % 50);
                [left, 100, left + 400, 900]
            }
        }
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let count = args.find_map(|it| it.parse().ok()).unwrap_or(INVOICES);
    let program = std::env::args().skip(1).find(|it| Path::new(it).is_file());
    let program = program.unwrap_or_else(|| env!("CARGO_BIN_EXE_invoice-lens").to_owned());
    let ids: Vec<String> = (0..count).map(|nr| format!("ID01audit{nr:06}")).collect();
    println!("{count} invoices, {TO_A_PICTURE} to a picture of 1.7 Mpx; memory in MiB");
    println!(
        "{:<16}  program alone  all at one time  each at its worst  seconds  downloads  calls for links",
        "regions"
    );
    for layout in [Layout::SideBySide, Layout::AllOverEachOther] {
        run(&program, &ids, layout);
    }
}

fn run(program: &str, ids: &[String], layout: Layout) {
    let config = SandboxConfig::with_library(library(ids, layout));
    let sandbox = Sandbox::start(config).expect("a free port");
    let folder = tempfile::tempdir().expect("a folder for the report");
    let begun = Instant::now();
    let mut program = Command::new(program)
        .args(["audit", "-", "--report", "report.json", "--endpoint"])
        .arg(sandbox.endpoint())
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let watch = Watch::start(program.id());
    processes::feed(&mut program, ids);
    assert!(program.wait().is_ok_and(|status| status.success()));
    let (took, peak) = (begun.elapsed(), watch.end());
    println!(
        "{:<16}  {:>13}  {:>15}  {:>17}  {:>7.1}  {:>9}  {:>15}",
        format!("{layout:?}"),
        Peak::mib(peak.alone),
        Peak::mib(peak.together),
        Peak::mib(peak.apart),
        took.as_secs_f64(),
        sandbox.log().count(RequestKind::Object),
        sandbox.log().count(RequestKind::Links),
    );
}

fn library(ids: &[String], layout: Layout) -> SandboxLibrary {
    let prints: Vec<Bytes> = (0..PRINTS)
        .map(|number| pictures::receipt(number).to_vec().into())
        .collect();
    let pictures = ids.len().div_ceil(TO_A_PICTURE);
    let key = |number: usize| format!("page{}.jpg", number % pictures);
    let mut library = SandboxLibrary::new();
    for number in 0..pictures {
        library = library.with_object(&key(number), prints[number % prints.len()].clone());
    }
    for (number, id) in ids.iter().enumerate() {
        library = library.with_invoice(SandboxInvoice {
            region: Some(json!(layout.region(number / pictures))),
            ..SandboxInvoice::new(id, &key(number))
        });
    }
    library
}
