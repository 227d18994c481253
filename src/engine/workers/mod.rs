//! Decoding apart: files are decoded by worker processes, which may crash, hang or run out of memory in the window's
//! stead. A worker is this same program, started again with [`SUBCOMMAND`]; jobs go in at its standard input and
//! pixels come out at its standard output.

mod cage;
mod child;
mod cpu_time;
mod error;
mod fork;
mod innocence;
mod poison_files;
mod process;
mod watch;
mod workbook;
mod worker;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::formats::{DecodeJob, Pixels};

pub use cage::keeps_files_away;
pub use child::serve;
pub use error::WorkerError;
#[cfg(any(test, fuzzing))]
pub(crate) use workbook::read_answer as read_workbook_answer;
pub use workbook::read_workbook;
pub use worker::Worker;

use innocence::Suspicion;
use poison_files::PoisonFiles;
use watch::WorkerWatch;

/// A file of this size may hold so many pixels that a thumbnail takes as long as the picture.
const LARGE_FILE_BYTES: usize = 8 << 20;

/// The command that makes a worker of the program.
pub const SUBCOMMAND: &str = "decode-worker";

/// The option of [`SUBCOMMAND`] that leaves the cage open.
pub const WITHOUT_CAGE: &str = "without-cage";

/// Which program decodes, and how long it may take. Times count in full where the processor was free for it; on a
/// machine that is too busy they stretch up to fourfold.
#[derive(Clone, Debug)]
pub struct WorkerConfig {
    /// The program to start with [`SUBCOMMAND`]: by default this one.
    pub program: PathBuf,
    /// For a thumbnail, unless its file is very large.
    pub thumbnail: Duration,
    /// For everything else.
    pub full: Duration,
    /// For either, when the user asks once more for what took too long.
    pub patient: Duration,
    /// From starting the program to its first word. Virus scanners take their time.
    pub start: Duration,
    /// Whether workers are kept from everything but decoding. Only a benchmark says no.
    pub is_caged: bool,
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self {
            // Without a name the start fails, and that is told.
            program: std::env::current_exe().unwrap_or_default(),
            thumbnail: Duration::from_secs(5),
            full: Duration::from_secs(10),
            patient: Duration::from_mins(1),
            start: Duration::from_secs(15),
            is_caged: true,
        }
    }
}

/// How long a job may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// As long as its kind may take; what killed a worker before is not tried at all.
    Usual,
    /// The user asked for another, longer try of this very file.
    Long,
}

impl WorkerConfig {
    fn limit(&self, job: &DecodeJob, patience: Patience) -> Duration {
        let is_quick =
            matches!(job.want, Pixels::Thumbnail { .. }) && job.bytes.len() < LARGE_FILE_BYTES;
        match patience {
            Patience::Long => self.patient,
            Patience::Usual if is_quick => self.thumbnail,
            Patience::Usual => self.full,
        }
    }
}

/// What all workers have in common.
struct SharedByWorkers {
    config: WorkerConfig,
    watch: WorkerWatch,
    poison_files: PoisonFiles,
    suspicion: Suspicion,
}

/// Makes workers and ends them all.
#[derive(Clone)]
pub struct Workers(Arc<SharedByWorkers>);

impl Workers {
    /// Starts no process yet.
    pub fn new(config: WorkerConfig) -> io::Result<Self> {
        Ok(Self(Arc::new(SharedByWorkers {
            config,
            watch: WorkerWatch::start()?,
            poison_files: PoisonFiles::default(),
            suspicion: Suspicion::default(),
        })))
    }

    /// One more worker, for one thread: its process must not outlive the thread that uses it.
    pub fn worker(&self) -> Worker {
        Worker::new(Arc::clone(&self.0))
    }

    /// Ends what is being decoded now with [`WorkerError::Stopped`].
    pub fn stop_all(&self) {
        self.0.watch.stop_all();
    }

    /// The same, and nothing is decoded any more.
    pub fn close(&self) {
        self.0.watch.close();
    }
}
