//! An embedded stand-in for the expense platform and its OSS bucket, on loopback.
//!
//! Serves `--demo`, `invoice-lens sandbox` and the tests, for which alone it can misbehave (`faults`). It was written from the platform's documents alone and uses
//! nothing else of this crate: what the program believes of links, crops and tokens is tested against this.

mod answer;
mod api;
mod bill_files;
mod bucket;
mod clock;
mod config;
#[cfg(feature = "faults")]
mod faults;
mod handle;
mod library;
mod log;
mod manifest;
mod oss_error;
mod process;
mod query;
mod received;
mod server;
#[cfg(not(feature = "faults"))]
mod serving;
mod signature;
mod tokens;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use axum::body::Bytes;

pub use self::config::SandboxConfig;
#[cfg(feature = "faults")]
pub use self::faults::{Fault, FaultEffect, FaultTarget, Gate, WaitError};
pub use self::handle::{Sandbox, SandboxError};
pub use self::library::{SandboxInvoice, SandboxLibrary, Thumb};
pub use self::log::{RequestKind, RequestLog, RequestRecord};
pub use self::manifest::LibraryError;
pub use self::oss_error::OssErrorAnswer;

/// Locks `mutex` even if a test panicked while it held the lock: every value kept here is valid at each step.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
