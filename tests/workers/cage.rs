//! What a live worker knows and may do, as the system tells it.
#![cfg(target_os = "linux")]

use std::{fs, io};

use image::ImageFormat;
use invoice_lens::engine::{Patience, Worker, Workers};

use crate::harness::{THUMBNAIL, config, job, picture, proc_file, workers};

/// A worker that has just decoded something.
fn live() -> (Workers, Worker, u32) {
    let workers = workers(config());
    let mut worker = workers.worker();
    let good = job(&picture(40, 30, ImageFormat::Png), THUMBNAIL);
    worker.decode(&good, Patience::Usual).expect("a good file");
    let process = worker.process_id().expect("it lives");
    (workers, worker, process)
}

#[test]
fn nothing_is_in_its_environment_or_its_arguments() {
    let (_workers, _worker, process) = live();
    match fs::read(format!("/proc/{process}/environ")) {
        Ok(environment) => assert_eq!(environment, b""),
        Err(error) => assert_refused(&error),
    }
    let arguments = proc_file(process, "cmdline");
    let arguments: Vec<_> = arguments.split(|byte| *byte == 0).collect();
    let program = env!("CARGO_BIN_EXE_invoice-lens").as_bytes();
    assert_eq!(arguments, [program, b"decode-worker", b""]);
}

#[test]
fn it_stands_where_no_file_can_be_made() {
    let (_workers, _worker, process) = live();
    let stands = match fs::read_link(format!("/proc/{process}/cwd")) {
        Ok(stands) => stands,
        Err(error) => return assert_refused(&error),
    };
    let stands = stands.to_str().expect("an English name");
    assert!(stands.ends_with(" (deleted)"), "{stands}");
    let folder = stands.trim_end_matches(" (deleted)");
    assert!(!std::path::Path::new(folder).exists(), "{folder}");
}

#[test]
fn its_limits_are_set_and_cannot_be_raised() {
    let (_workers, _worker, process) = live();
    let limits = String::from_utf8(proc_file(process, "limits")).expect("ASCII");
    for (name, most) in [
        ("Max address space", "1073741824"),
        ("Max core file size", "0"),
        ("Max file size", "0"),
        ("Max open files", "32"),
    ] {
        let line = limits.lines().find_map(|line| line.strip_prefix(name));
        let values: Vec<_> = line.expect("a known limit").split_whitespace().collect();
        assert_eq!(values[..2], [most, most], "{name}");
    }
}

#[test]
fn its_only_files_are_its_pipes() {
    let (_workers, _worker, process) = live();
    let open = match fs::read_dir(format!("/proc/{process}/fd")) {
        Ok(open) => open,
        Err(error) => return assert_refused(&error),
    };
    let mut pipes = 0;
    for entry in open {
        let entry = entry.expect("a descriptor");
        let link = fs::read_link(entry.path()).expect("an open file");
        assert!(link.to_string_lossy().starts_with("pipe:"), "{link:?}");
        pipes += 1;
    }
    assert!(pipes >= 3, "descriptors were looked at");
}

/// A worker hides from everybody but the system's administrator, as whom tests are run in containers.
fn assert_refused(error: &io::Error) {
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
}
