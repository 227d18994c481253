//! A few named threads, each with a worker process of its own that turns bytes into pixels, one job at a time.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::formats::{DecodeJob, Decoded, FormatError, Limits, Pyramid, Want};
use crate::geometry::PictureSize;
use crate::model::PictureFacts;

use super::io::Report;
use super::jobs::{DecodedPixels, Ended, Pixels};
use super::workers::{Patience, Worker, WorkerConfig, WorkerError, Workers};
use super::{Failure, FailureKind, Picture};

/// How long closing waits for the threads. Their processes end at once; a thread may be halving a large picture.
const SHUTDOWN: Duration = Duration::from_secs(1);

/// What one thread is to do.
pub(super) struct Task {
    pub bytes: Arc<[u8]>,
    pub pixels: Pixels,
    pub patience: Patience,
    pub ended: Box<dyn FnOnce(Result<DecodedPixels, Failure>) -> Ended + Send>,
    pub report: Report,
}

/// What goes to the threads.
enum Errand {
    /// Start the process, so that the first job finds it ready.
    Warm,
    Decode(Task),
}

#[derive(Clone, Copy)]
struct Settings {
    thumbnail_side: u32,
    limits: Limits,
}

/// The threads and their processes end when this is dropped or shut down.
pub(super) struct Decoders {
    errands: Sender<Errand>,
    threads: usize,
    workers: Workers,
    /// Disconnected once all threads have ended.
    alive: Receiver<()>,
}

impl Decoders {
    pub fn start(
        count: usize,
        thumbnail_side: u32,
        limits: Limits,
        worker: WorkerConfig,
    ) -> io::Result<Self> {
        let (errands, receiver) = channel::<Errand>();
        let (life, alive) = channel();
        let receiver = Arc::new(Mutex::new(receiver));
        let workers = Workers::new(worker)?;
        let settings = Settings {
            thumbnail_side,
            limits,
        };
        for number in 1..=count {
            let receiver = Arc::clone(&receiver);
            let life = life.clone();
            let worker = workers.worker();
            thread::Builder::new()
                .name(format!("decoder-{number}"))
                .spawn(move || {
                    work(&receiver, worker, settings);
                    drop(life);
                })?;
        }
        Ok(Self {
            errands,
            threads: count,
            workers,
            alive,
        })
    }

    /// Pictures are on their way: each thread starts its process now.
    pub fn warm(&self) {
        for _ in 0..self.threads {
            drop(self.errands.send(Errand::Warm));
        }
    }

    /// The scheduler sends no more than there are threads, so a task starts at once.
    pub fn decode(&self, task: Task) {
        // Fails only if every thread died, and then nobody waits for pixels in vain: decoding cannot panic.
        drop(self.errands.send(Errand::Decode(task)));
    }

    /// Gives up what is being decoded now; it ends with a failure that nobody needs to hear.
    pub fn abort(&self) {
        self.workers.stop_all();
    }

    pub fn shut_down(self) {
        self.workers.close();
        drop(self.errands);
        if self.alive.recv_timeout(SHUTDOWN) == Err(RecvTimeoutError::Timeout) {
            log::debug!("a picture is still being worked on; its thread is left to itself");
        }
    }
}

fn work(errands: &Mutex<Receiver<Errand>>, mut worker: Worker, settings: Settings) {
    loop {
        let next = errands
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let task = match next {
            Ok(Errand::Decode(task)) => task,
            Ok(Errand::Warm) => {
                worker.revive();
                continue;
            }
            Err(_) => return,
        };
        let Task {
            bytes,
            pixels,
            patience,
            ended,
            report,
        } = task;
        let decoding = || decode(&mut worker, bytes, pixels, patience, settings);
        let result = catch_unwind(AssertUnwindSafe(decoding));
        let crashed = || Err(Failure::new(FailureKind::DecoderFailed, ""));
        report(ended(result.unwrap_or_else(|_panic| crashed())));
        worker.revive();
    }
}

fn decode(
    worker: &mut Worker,
    bytes: Arc<[u8]>,
    pixels: Pixels,
    patience: Patience,
    settings: Settings,
) -> Result<DecodedPixels, Failure> {
    let want = match pixels {
        Pixels::Thumbnail => Want::Thumbnail {
            max_side: settings.thumbnail_side,
        },
        Pixels::Full => Want::Full,
        Pixels::Page(page) => Want::Page { page },
        Pixels::Part(part) => Want::Part(part),
        Pixels::Edges(cut) => Want::Edges(cut),
    };
    let job = DecodeJob {
        bytes,
        want,
        limits: settings.limits,
    };
    let decoded = match worker.decode(&job, patience) {
        Ok(decoded) => decoded,
        Err(WorkerError::Format(FormatError::DataFile(data))) => {
            return Ok(DecodedPixels::Data(data.into()));
        }
        Err(error) => return Err(Failure::from(&error)),
    };
    let facts = facts(&decoded);
    Ok(match pixels {
        Pixels::Thumbnail => DecodedPixels::Thumbnail {
            facts,
            raster: Arc::new(decoded.raster),
        },
        Pixels::Full | Pixels::Page(_) => DecodedPixels::Full(Arc::new(Picture {
            facts,
            pyramid: Pyramid::build(decoded.raster),
        })),
        Pixels::Part(_) => DecodedPixels::Part(Arc::new(decoded.raster)),
        Pixels::Edges(_) => DecodedPixels::Edges(Arc::new(decoded.raster)),
    })
}

fn facts(decoded: &Decoded) -> PictureFacts {
    PictureFacts {
        size: PictureSize::new(decoded.width, decoded.height),
        mime: decoded.media_type.mime(),
        orientation: decoded.orientation,
        frames: decoded.frames,
        complete: decoded.complete,
        substituted: decoded.substituted,
        skipped: decoded.skipped,
    }
}
