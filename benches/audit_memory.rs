//! What a check of 20,000 invoices takes, a hundred to a picture: downloads, memory of all processes, time.
//!
//! `cargo bench --bench audit_memory [-- COUNT]`

#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;
#[expect(dead_code, reason = "not every bench needs all of it")]
mod processes;

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

fn main() {
    let count = std::env::args().skip(1).find_map(|it| it.parse().ok());
    let count = count.unwrap_or(INVOICES);
    let ids: Vec<String> = (0..count).map(|nr| format!("ID01audit{nr:06}")).collect();
    let config = SandboxConfig::with_library(library(&ids));
    let sandbox = Sandbox::start(config).expect("a free port");
    let folder = tempfile::tempdir().expect("a folder for the report");
    let begun = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_invoice-lens"))
        .args([
            "audit",
            "-",
            "--report",
            "report.json",
            "--endpoint",
            &sandbox.endpoint(),
        ])
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let watch = Watch::start(program.id());
    processes::feed(&mut program, &ids);
    assert!(program.wait().is_ok_and(|status| status.success()));
    let (took, peak) = (begun.elapsed(), watch.end());
    println!(
        "{count} invoices, {TO_A_PICTURE} to a picture of 1.7 Mpx, report written in {took:.1?}"
    );
    println!("downloads: {}", sandbox.log().count(RequestKind::Object));
    println!(
        "calls for links: {}",
        sandbox.log().count(RequestKind::Links)
    );
    println!(
        "memory of all processes at one time: {} MiB",
        Peak::mib(peak.together)
    );
    println!("each at its worst, added up: {} MiB", Peak::mib(peak.apart));
}

fn library(ids: &[String]) -> SandboxLibrary {
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
        let left = 10 * (number / pictures % 50);
        library = library.with_invoice(SandboxInvoice {
            region: Some(json!([left, 100, left + 400, 900])),
            ..SandboxInvoice::new(id, &key(number))
        });
    }
    library
}
