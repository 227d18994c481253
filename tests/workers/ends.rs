//! However it ends, no process and no folder is left.
#![cfg(target_os = "linux")]

use std::fs;
use std::process::{Command, Stdio};
use std::thread;

use image::ImageFormat;
use invoice_lens::engine::{Patience, WorkerError};
use invoice_lens::formats::Pixels;
use invoice_lens::sandbox::{
    FaultTarget, RequestKind, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary,
};
use tempfile::TempDir;

use crate::harness::{
    THUMBNAIL, alone, children_of, config, hold, is_there, job, picture, workers,
};

#[test]
fn dropping_a_worker_ends_its_process() {
    let workers = workers(config());
    let mut worker = workers.worker();
    let good = job(&picture(40, 30, ImageFormat::Png), THUMBNAIL);
    worker.decode(&good, Patience::Usual).expect("a good file");
    let process = worker.process_id().expect("it lives");
    assert!(is_there(process));
    drop(worker);
    assert!(!is_there(process), "ended and waited for");
}

#[test]
fn closing_ends_what_is_at_work() {
    let workers = workers(config());
    let mut worker = workers.worker();
    let good = job(&picture(40, 30, ImageFormat::Png), THUMBNAIL);
    worker.decode(&good, Patience::Usual).expect("a good file");
    let process = worker.process_id().expect("it lives");
    // It never answers, and takes no more than a pipe holds.
    hold(process);
    let large = job(&vec![b'x'; 1 << 20], Pixels::Full);
    let working = thread::spawn(move || {
        let result = worker.decode(&large, Patience::Usual);
        (result, worker.decode(&large, Patience::Usual), worker)
    });
    // Whether the job is on its way or not yet begun: it stops.
    workers.close();
    let (first, second, worker) = working.join().expect("no panic");
    assert_eq!(first, Err(WorkerError::Stopped));
    assert_eq!(second, Err(WorkerError::Stopped));
    drop(worker);
    assert!(!is_there(process), "ended and waited for");
}

/// The program at work without a window: a first picture is there, a second one never comes.
fn audit_under_way(sandbox: &Sandbox, temp: &TempDir) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_invoice-lens"))
        .args(["audit", "ID000000", "ID000001", "--report"])
        .arg(temp.path().join("report.json"))
        .args(["--endpoint", &sandbox.endpoint()])
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .env("TMPDIR", temp.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

fn two_invoices() -> Sandbox {
    let library = ["page0.png", "page1.png"]
        .into_iter()
        .zip(["ID000000", "ID000001"])
        .fold(SandboxLibrary::new(), |library, (key, id)| {
            library
                .with_object(key, picture(40, 30, ImageFormat::Png))
                .with_invoice(SandboxInvoice::new(id, key))
        });
    Sandbox::start(SandboxConfig::with_library(library)).expect("a free port")
}

#[test]
fn a_program_that_is_killed_takes_its_workers_along() {
    let _alone = alone();
    let sandbox = two_invoices();
    let temp = TempDir::new().expect("a folder for temporary files");
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object).named("page1.png"));
    let mut audit = audit_under_way(&sandbox, &temp);
    gate.wait_for(1).expect("the second download is under way");
    // A worker's folder is gone as soon as it stands there.
    let stands_nowhere = |process: &u32| {
        let stands = fs::read_link(format!("/proc/{process}/cwd"));
        stands.is_ok_and(|path| path.to_string_lossy().ends_with(" (deleted)"))
    };
    let workers = loop {
        let workers = children_of(audit.id());
        if !workers.is_empty() && workers.iter().all(stands_nowhere) {
            break workers;
        }
        assert!(
            audit.try_wait().is_ok_and(|it| it.is_none()),
            "it ended early"
        );
        thread::yield_now();
    };
    audit.kill().expect("it is our child");
    audit.wait().expect("it is our child");
    for worker in workers {
        // Ends with the process that it watches.
        let watched = Command::new("tail")
            .args(["-f", "/dev/null", "--pid"])
            .arg(worker.to_string())
            .status();
        assert!(watched.expect("tail is everywhere").success());
    }
    gate.release();
    let left = fs::read_dir(temp.path()).expect("our folder");
    assert_eq!(left.count(), 0, "nothing is left, not even the report");
}

#[test]
fn a_run_leaves_nothing_but_its_report() {
    let _alone = alone();
    let sandbox = two_invoices();
    let temp = TempDir::new().expect("a folder for temporary files");
    let mut audit = audit_under_way(&sandbox, &temp);
    assert!(audit.wait().expect("it is our child").success());
    let left = fs::read_dir(temp.path()).expect("our folder");
    let names: Vec<_> = left
        .map(|entry| entry.expect("a name").file_name())
        .collect();
    assert_eq!(names, ["report.json"]);
    assert!(children_of(audit.id()).is_empty());
}
