//! What a check of 20,000 invoices that share 200 pictures takes: downloads, memory of all processes, time.

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
const PICTURES: usize = 200;
/// Different ones among the pictures; the program does not know which are alike.
const PRINTS: u32 = 10;

fn main() {
    let ids: Vec<String> = (0..INVOICES)
        .map(|nr| format!("ID01audit{nr:06}"))
        .collect();
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
    println!("{INVOICES} invoices, {PICTURES} pictures of 1.7 Mpx, report written in {took:.1?}");
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
    let key = |number: usize| format!("page{}.jpg", number % PICTURES);
    let mut library = SandboxLibrary::new();
    for number in 0..PICTURES {
        library = library.with_object(&key(number), prints[number % prints.len()].clone());
    }
    for (number, id) in ids.iter().enumerate() {
        let left = 10 * (number / PICTURES % 50);
        library = library.with_invoice(SandboxInvoice {
            region: Some(json!([left, 100, left + 400, 900])),
            ..SandboxInvoice::new(id, &key(number))
        });
    }
    library
}
