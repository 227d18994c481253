//! A few named threads that turn bytes into pixels, one job each at a time.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::formats::{self, DecodeJob, Decoded, FormatError, Limits, Pyramid, Want};
use crate::geometry::PictureSize;
use crate::model::PictureFacts;

use super::io::Report;
use super::jobs::{DecodedPixels, Ended, Pixels};
use super::{Failure, FailureKind, Picture};

/// Decoders recurse and keep tables on the stack; the default of a thread is on the small side for them.
const STACK_BYTES: usize = 8 * 1024 * 1024;
/// How long closing waits for pictures being decoded. A decoder that takes longer is left to itself.
const SHUTDOWN: Duration = Duration::from_secs(1);

/// What one thread is to do.
pub(super) struct Task {
    pub bytes: Arc<[u8]>,
    pub pixels: Pixels,
    pub ended: Box<dyn FnOnce(Result<DecodedPixels, Failure>) -> Ended + Send>,
    pub report: Report,
}

#[derive(Clone, Copy)]
struct Settings {
    thumbnail_side: u32,
    limits: Limits,
}

/// The threads end when this is dropped or shut down.
pub(super) struct Decoders {
    tasks: Sender<Task>,
    /// Disconnected once all threads have ended.
    alive: Receiver<()>,
}

impl Decoders {
    pub fn start(count: usize, thumbnail_side: u32, limits: Limits) -> io::Result<Self> {
        let (tasks, receiver) = channel::<Task>();
        let (life, alive) = channel();
        let receiver = Arc::new(Mutex::new(receiver));
        let settings = Settings {
            thumbnail_side,
            limits,
        };
        for number in 1..=count {
            let receiver = Arc::clone(&receiver);
            let life = life.clone();
            thread::Builder::new()
                .name(format!("decoder-{number}"))
                .stack_size(STACK_BYTES)
                .spawn(move || {
                    work(&receiver, settings);
                    drop(life);
                })?;
        }
        Ok(Self { tasks, alive })
    }

    /// The scheduler sends no more than there are threads, so a task starts at once.
    pub fn decode(&self, task: Task) {
        // Fails only if every thread died, and then nobody waits for pixels in vain: decoding cannot panic.
        drop(self.tasks.send(task));
    }

    pub fn shut_down(self) {
        drop(self.tasks);
        if self.alive.recv_timeout(SHUTDOWN) == Err(RecvTimeoutError::Timeout) {
            log::debug!("a picture is still being decoded; its thread is left to itself");
        }
    }
}

fn work(tasks: &Mutex<Receiver<Task>>, settings: Settings) {
    loop {
        let next = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = next else {
            return;
        };
        let Task {
            bytes,
            pixels,
            ended,
            report,
        } = task;
        let result = catch_unwind(AssertUnwindSafe(|| decode(bytes, pixels, settings)));
        let crashed = || Err(Failure::new(FailureKind::DecoderFailed, ""));
        report(ended(result.unwrap_or_else(|_panic| crashed())));
    }
}

fn decode(bytes: Arc<[u8]>, pixels: Pixels, settings: Settings) -> Result<DecodedPixels, Failure> {
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
    let decoded = match formats::decode(&job) {
        Ok(decoded) => decoded,
        Err(FormatError::DataFile(data)) => return Ok(DecodedPixels::Data(data.into())),
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
