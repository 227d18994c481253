//! What the program does before anything else, so that no secret leaves it by accident: no core dumps, no other process
//! that reads its memory, and the last look of [`redact`] at every log line and at the text of every panic. And how it
//! keeps its memory, and how many files it may have open.

mod heap;

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write as _};
use std::panic::{self, PanicHookInfo};
use std::thread;

use log::LevelFilter;

use crate::redact::redact;

pub use heap::{Housekeeper, give_back_memory, set_large_blocks_apart};

/// Names the log's levels, as everywhere in Rust.
const RUST_LOG: &str = "RUST_LOG";
/// Those who carry the keyring's secrets over the bus, where they stand without a name; never more than warnings.
const QUIET: [&str; 5] = [
    "zbus",
    "zvariant",
    "secret_service",
    "zbus_secret_service_keyring_store",
    "keyring_core",
];

/// Takes hold of everything by which a secret could leave unseen. Before the first secret is read, and once.
pub fn guard() {
    let dumps = forbid_core_dumps();
    panic::set_hook(Box::new(say_panic));
    start_logging();
    if let Err(error) = dumps {
        log::warn!("core dumps stay possible: {}", error.kind());
    }
    hide_memory();
    if let Err(error) = raise_open_files() {
        log::warn!("no more files can be open than usual: {}", error.kind());
    }
}

/// Links to many hosts are as many connections, and many systems let a program open a thousand files unless it asks.
#[cfg(unix)]
fn raise_open_files() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    /// As many as every system lets a program ask for.
    const OPEN_FILES: u64 = 8192;

    let limit = getrlimit(Resource::Nofile);
    let wanted = limit
        .maximum
        .map_or(OPEN_FILES, |most| most.min(OPEN_FILES));
    if limit.current.is_some_and(|current| current < wanted) {
        setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(wanted),
                maximum: limit.maximum,
            },
        )?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn raise_open_files() -> io::Result<()> {
    Ok(())
}

/// Where the kernel cannot keep decoders from other processes, this one closes itself to them. It does so only there:
/// desktops look into a process before they open a file dialog for it, and would no longer be able to.
#[cfg(target_os = "linux")]
fn hide_memory() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    if crate::engine::keeps_files_away() {
        return;
    }
    log::warn!(
        "this kernel has no Landlock: decoders are kept from writing, connecting and starting programs, not from reading files"
    );
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        log::warn!(
            "other processes may read this one's memory: {}",
            error.kind()
        );
    }
}

#[cfg(not(target_os = "linux"))]
fn hide_memory() {}

/// A core dump is the memory with all its secrets as a file, to be kept by whichever program collects them.
#[cfg(unix)]
fn forbid_core_dumps() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    Ok(setrlimit(Resource::Core, none)?)
}

#[cfg(not(unix))]
fn forbid_core_dumps() -> io::Result<()> {
    // Windows writes dumps only where an administrator asked for them.
    Ok(())
}

/// As `RUST_LOG` says, of the libraries below as well; without it our warnings and everybody's errors.
fn start_logging() {
    let mut builder = env_logger::Builder::new();
    match std::env::var(RUST_LOG) {
        Ok(filters) => {
            builder.parse_filters(&filters);
            for name in QUIET {
                builder.filter_module(name, LevelFilter::Warn);
            }
        }
        Err(_unset) => {
            builder
                .filter_level(LevelFilter::Error)
                .filter_module("invoice_lens", LevelFilter::Warn);
        }
    }
    builder.format(|out, record| {
        let line = format!("[{} {}] {}", record.level(), record.target(), record.args());
        writeln!(out, "{}", redact(&line))
    });
    builder.init();
}

fn say_panic(info: &PanicHookInfo<'_>) {
    let thread = thread::current();
    let mut text = format!("thread '{}' {info}", thread.name().unwrap_or("?"));
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        text = format!("{text}\n{backtrace}");
    }
    // Where nobody hears it there is nobody to be told.
    drop(writeln!(io::stderr(), "{}", redact(&text)));
}
