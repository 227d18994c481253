//! What a live worker knows and may do, as the system tells it.
#![cfg(target_os = "linux")]

use std::fs;

use image::ImageFormat;
use invoice_lens::engine::{Patience, Worker, Workers};

use crate::bench::{THUMBNAIL, config, job, picture, proc_file, workers};

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
    assert_eq!(proc_file(process, "environ"), b"");
    let arguments = proc_file(process, "cmdline");
    let arguments: Vec<_> = arguments.split(|byte| *byte == 0).collect();
    let program = env!("CARGO_BIN_EXE_invoice-lens").as_bytes();
    assert_eq!(arguments, [program, b"decode-worker", b""]);
}

#[test]
fn it_stands_where_no_file_can_be_made() {
    let (_workers, _worker, process) = live();
    let stands = fs::read_link(format!("/proc/{process}/cwd")).expect("it is ours");
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
    let open = fs::read_dir(format!("/proc/{process}/fd")).expect("it is ours");
    let mut pipes = 0;
    for entry in open {
        let entry = entry.expect("a descriptor");
        let link = fs::read_link(entry.path()).expect("an open file");
        // Whoever started the tests may have left something open for all that they start.
        let inherited = fs::read_link(format!("/proc/self/fd/{}", entry.file_name().display()));
        let is_pipe = link.to_string_lossy().starts_with("pipe:");
        assert!(is_pipe || inherited.is_ok_and(|it| it == link), "{link:?}");
        pipes += usize::from(is_pipe);
    }
    assert!(pipes >= 3, "descriptors were looked at");
}
