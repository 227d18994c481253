//! A few named threads, each with a worker process of its own that turns bytes into pixels, one job at a time.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::formats::{DecodeJob, Decoded, FormatError, Limits, Pixels, Pyramid, fingerprint};

use super::io::Report;
use super::jobs::{Ended, PictureNr};
use super::workers::{Patience, Worker, WorkerConfig, WorkerError, Workers};
use super::{DecodedPixels, Failure, FailureKind, FullPicture};

/// How long closing waits for the threads. Their processes end at once; a thread may be halving a large picture.
const SHUTDOWN: Duration = Duration::from_secs(1);

/// What one thread is to do.
pub(super) struct Task {
    /// `None` if it is an original: nobody can have parts of that, so it comes whole.
    pub picture: Option<PictureNr>,
    pub bytes: Arc<[u8]>,
    pub pixels: Pixels,
    pub patience: Patience,
    pub ended: Box<dyn FnOnce(Result<DecodedPixels, Failure>) -> Ended + Send>,
    pub report: Report,
}

/// The text of a picture is to be read.
pub(super) struct ReadTask {
    pub picture: PictureNr,
    pub bytes: Arc<[u8]>,
    pub most_lines: usize,
    pub report: Report,
}

/// What goes to the threads.
enum Errand {
    /// Start the process, so that the first job finds it ready.
    Warm,
    Decode(Task),
    Read(ReadTask),
}

fn job(mut limits: Limits, bytes: Arc<[u8]>, want: Pixels, is_original: bool) -> DecodeJob {
    if is_original {
        limits.max_whole_pixels = limits.max_pixels;
    }
    DecodeJob {
        bytes,
        want,
        limits,
    }
}

/// One of the threads, seen from outside.
struct DecoderSeat {
    errands: Sender<Errand>,
    is_busy: Arc<AtomicBool>,
    /// What it decoded last, parts of which it may still hold.
    picture: Option<PictureNr>,
    /// Grows with every task given to any of them.
    turn: u64,
}

impl DecoderSeat {
    /// The least is best: free, at work on the same picture last, not on the open one, on anything longest ago.
    fn unfitness(
        &self,
        picture: Option<PictureNr>,
        open: Option<PictureNr>,
    ) -> (bool, bool, bool, u64) {
        let is_of = |other: Option<PictureNr>| other.is_some() && self.picture == other;
        (
            self.is_busy.load(Ordering::Acquire),
            !is_of(picture),
            is_of(open),
            self.turn,
        )
    }
}

/// The threads and their processes end when this is dropped or shut down.
pub(super) struct Decoders {
    seats: Vec<DecoderSeat>,
    /// Parts of it may be asked for next.
    open: Option<PictureNr>,
    workers: Workers,
    /// Disconnected once all threads have ended.
    alive: Receiver<()>,
}

impl Decoders {
    pub fn start(count: usize, limits: Limits, worker: WorkerConfig) -> io::Result<Self> {
        let (life, alive) = channel();
        let mut seats = Vec::with_capacity(count);
        let workers = Workers::new(worker)?;
        for number in 1..=count {
            let (errands, receiver) = channel();
            let is_busy = Arc::<AtomicBool>::default();
            seats.push(DecoderSeat {
                errands,
                is_busy: Arc::clone(&is_busy),
                picture: None,
                turn: 0,
            });
            let life = life.clone();
            let worker = workers.worker();
            thread::Builder::new()
                .name(format!("decoder-{number}"))
                .spawn(move || {
                    work(&receiver, worker, limits, &is_busy);
                    drop(life);
                })?;
        }
        Ok(Self {
            seats,
            open: None,
            workers,
            alive,
        })
    }

    /// Pictures are on their way: each thread starts its process now.
    pub fn warm(&self) {
        for seat in &self.seats {
            drop(seat.errands.send(Errand::Warm));
        }
    }

    /// Other work keeps off where this picture was decoded last, as long as there is another place.
    pub fn set_open(&mut self, picture: Option<PictureNr>) {
        self.open = picture;
    }

    /// The scheduler sends no more than there are threads, so a task starts at once: where the same picture was decoded
    /// last, or else where the last one is longest ago.
    pub fn decode(&mut self, task: Task) {
        self.give(task.picture, Errand::Decode(task));
    }

    /// As for [`Decoders::decode`].
    pub fn read(&mut self, task: ReadTask) {
        self.give(Some(task.picture), Errand::Read(task));
    }

    fn give(&mut self, picture: Option<PictureNr>, errand: Errand) {
        let turns = self.seats.iter().map(|seat| seat.turn);
        let turn = turns.max().unwrap_or_default() + 1;
        let best = self
            .seats
            .iter_mut()
            .min_by_key(|seat| seat.unfitness(picture, self.open));
        let Some(seat) = best else {
            return;
        };
        seat.is_busy.store(true, Ordering::Release);
        (seat.picture, seat.turn) = (picture, turn);
        // Fails only if the thread died, and then nobody waits for pixels in vain: decoding cannot panic.
        drop(seat.errands.send(errand));
    }

    /// Gives up what is being decoded now; it ends with a failure that nobody needs to hear.
    pub fn abort(&self) {
        self.workers.stop_all();
    }

    pub fn shut_down(self) {
        self.workers.close();
        drop(self.seats);
        if self.alive.recv_timeout(SHUTDOWN) == Err(RecvTimeoutError::Timeout) {
            log::debug!("a picture is still being worked on; its thread is left to itself");
        }
    }
}

fn work(errands: &Receiver<Errand>, mut worker: Worker, limits: Limits, is_busy: &AtomicBool) {
    while let Ok(errand) = errands.recv() {
        let task = match errand {
            Errand::Decode(task) => task,
            Errand::Read(task) => {
                read(task, &mut worker, limits, is_busy);
                worker.revive();
                continue;
            }
            Errand::Warm => {
                worker.revive();
                continue;
            }
        };
        let (ended, report) = (task.ended, task.report);
        let job = job(limits, task.bytes, task.pixels, task.picture.is_none());
        let decoding = || decode(&mut worker, &job, task.patience);
        let result = catch_unwind(AssertUnwindSafe(decoding));
        let crashed = || Err(Failure::new(FailureKind::DecoderFailed, ""));
        // The next task may follow from what is reported.
        is_busy.store(false, Ordering::Release);
        report(ended(result.unwrap_or_else(|_panic| crashed())));
        worker.revive();
    }
}

fn read(task: ReadTask, worker: &mut Worker, limits: Limits, is_busy: &AtomicBool) {
    let job = job(limits, task.bytes, Pixels::Full, false);
    let reading = || worker.read(&job, task.most_lines);
    let result = catch_unwind(AssertUnwindSafe(reading));
    is_busy.store(false, Ordering::Release);
    let result = match result {
        Ok(Ok(text)) => Ok(Arc::new(text)),
        Ok(Err(error)) => Err(Failure::from(&error)),
        Err(_panic) => Err(Failure::new(FailureKind::DecoderFailed, "")),
    };
    let picture = task.picture;
    (task.report)(Ended::Read { picture, result });
}

fn decode(
    worker: &mut Worker,
    job: &DecodeJob,
    patience: Patience,
) -> Result<DecodedPixels, Failure> {
    let Decoded { mut facts, raster } = match worker.decode(job, patience) {
        Ok(decoded) => decoded,
        Err(WorkerError::Format(FormatError::DataFile(data))) => {
            return Ok(DecodedPixels::Data(data.into()));
        }
        Err(error) => return Err(Failure::from(&error)),
    };
    // Of the file itself, whatever whoever decoded it says.
    facts.fingerprint = fingerprint(&job.bytes);
    if job.want.has_smaller_copies() {
        let pyramid = Pyramid::build(raster);
        return Ok(DecodedPixels::Picture(Arc::new(FullPicture {
            facts,
            pyramid,
        })));
    }
    let raster = Arc::new(raster);
    Ok(DecodedPixels::Raster { facts, raster })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_to_where_it_was_unless_that_is_busy() {
        let seat = |picture: u32, turn, is_busy: bool| DecoderSeat {
            errands: channel().0,
            is_busy: Arc::new(is_busy.into()),
            picture: Some(PictureNr(picture)),
            turn,
        };
        let best = |seats: &[DecoderSeat], picture| {
            let open = Some(PictureNr(7));
            let order = |it: &usize| seats[*it].unfitness(picture, open);
            (0..seats.len()).min_by_key(order)
        };
        let mut seats = [seat(5, 2, false), seat(6, 3, false), seat(7, 1, false)];
        assert_eq!(best(&seats, Some(PictureNr(6))), Some(1));
        assert_eq!(best(&seats, Some(PictureNr(7))), Some(2));
        assert_eq!(best(&seats, Some(PictureNr(9))), Some(0), "longest ago");
        assert_eq!(best(&seats, None), Some(0), "not where the open one was");
        seats[1].is_busy.store(true, Ordering::Release);
        assert_eq!(best(&seats, Some(PictureNr(6))), Some(0));
        seats[0].is_busy.store(true, Ordering::Release);
        assert_eq!(best(&seats, None), Some(2), "nowhere else");
        seats[0].is_busy.store(false, Ordering::Release);
        seats[0].picture = None;
        seats[2].picture = None;
        assert_eq!(best(&seats, None), Some(2), "originals are not known");
    }

    #[test]
    fn an_original_comes_whole() {
        let limits = Limits {
            max_whole_pixels: 1000,
            ..Limits::default()
        };
        let most = |is_original| {
            let job = job(limits, [].into(), Pixels::Full, is_original);
            job.limits.max_whole_pixels
        };
        assert_eq!((most(false), most(true)), (1000, limits.max_pixels));
    }
}
