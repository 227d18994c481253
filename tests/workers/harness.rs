//! Workers of the real program and of stand-ins for it, files for them, and what the system says of processes.

use std::fs;
use std::io::Cursor;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use invoice_lens::engine::{WorkerConfig, Workers};
use invoice_lens::formats::{DecodeJob, Limits, Pixels};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use tempfile::TempDir;

/// What a worker says first.
pub const HELLO: &str = concat!("invoice-lens ", env!("CARGO_PKG_VERSION"), " decodes\\n");

pub const THUMBNAIL: Pixels = Pixels::Thumbnail { max_side: 100 };

/// Only a test that fails ever waits this long.
const PATIENCE: Duration = Duration::from_mins(1);

/// Held by tests that look at all child processes of this one.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The real program, patient.
pub fn config() -> WorkerConfig {
    WorkerConfig {
        program: env!("CARGO_BIN_EXE_invoice-lens").into(),
        thumbnail: PATIENCE,
        full: PATIENCE,
        patient: PATIENCE,
        start: PATIENCE,
        is_caged: true,
    }
}

pub fn workers(config: WorkerConfig) -> Workers {
    Workers::new(config).expect("a thread")
}

pub fn job(bytes: &[u8], want: Pixels) -> DecodeJob {
    DecodeJob {
        bytes: bytes.into(),
        want,
        limits: Limits::default(),
    }
}

/// A job under whose limits a file may ask for as much memory as it likes.
pub fn unlimited(bytes: &[u8]) -> DecodeJob {
    DecodeJob {
        limits: Limits {
            max_side: u32::MAX,
            max_pixels: u64::MAX,
            max_whole_pixels: u64::MAX,
            max_alloc_bytes: u64::MAX,
        },
        ..job(bytes, Pixels::Full)
    }
}

pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 7]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image)
        .write_to(&mut bytes, format)
        .expect("memory takes a small picture");
    bytes.into_inner()
}

/// The head of a bitmap, and a few pixels of the many that it announces.
pub fn bitmap_of(side: u32) -> Vec<u8> {
    let mut bytes = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bytes.extend(side.to_le_bytes());
    bytes.extend(side.to_le_bytes());
    bytes.extend(b"\x01\0\x18\0");
    bytes.extend([0; 24 + 300]);
    bytes
}

/// A shell script in the place of the program: it says a worker's first word, and then does as it is told.
pub struct StandIn {
    _folder: TempDir,
    pub path: PathBuf,
}

impl StandIn {
    pub fn that(says: &str, does: &str) -> Self {
        let folder = TempDir::new().expect("a folder for temporary files");
        let path = folder.path().join("worker");
        let script = format!("#!/bin/sh\nprintf '{says}'\n{does}\n");
        fs::write(&path, script).expect("the folder can be written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("it is our file");
        Self {
            _folder: folder,
            path,
        }
    }

    pub fn config(&self) -> WorkerConfig {
        WorkerConfig {
            program: self.path.clone(),
            ..config()
        }
    }
}

/// Ends the process, and waits until it did; it is not waited for as a child.
pub fn kill(process: u32) {
    let pid = Pid::from_raw(process as i32).expect("a process has a number");
    kill_process(pid, Signal::KILL).expect("it is our child");
    // A signal takes its time to arrive, and the process has ended only when its last thread has.
    let ended = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    waitid(WaitId::Pid(pid), ended).expect("it is our child");
}

/// Makes the process stand still where it is.
pub fn hold(process: u32) {
    signal(process, Signal::STOP, "T");
}

/// A signal takes its time to arrive.
fn signal(process: u32, signal: Signal, until: &str) {
    let pid = Pid::from_raw(process as i32).expect("a process has a number");
    kill_process(pid, signal).expect("it is our child");
    while stat(process, 0).is_some_and(|state| state != until) {
        std::thread::yield_now();
    }
}

/// A file of `/proc/PID`, its parts apart by zero bytes or lines.
pub fn proc_file(process: u32, name: &str) -> Vec<u8> {
    fs::read(Path::new("/proc").join(process.to_string()).join(name))
        .expect("the process is there, and ours")
}

pub fn is_there(process: u32) -> bool {
    Path::new("/proc").join(process.to_string()).exists()
}

/// Processes that this one started and that have not been waited for.
pub fn children_of(parent: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").expect("Linux keeps its processes there");
    all.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|process| parent_of(*process) == Some(parent))
        .collect()
}

/// `None` if the process is gone already.
fn parent_of(process: u32) -> Option<u32> {
    stat(process, 1)?.parse().ok()
}

/// The state (0) or the parent (1) of a process.
fn stat(process: u32, field: usize) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // They come behind the name in parentheses.
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(field).map(str::to_owned)
}
