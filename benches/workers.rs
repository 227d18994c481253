//! What decoding apart costs: the same pictures by threads of this process, by as many worker processes, and by workers
//! without their cage, in turn, so that whatever else the machine does befalls all. Prints a table; the ratio is the part to keep.

#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use invoice_lens::engine::{Patience, THUMBNAIL_SIDE, Worker, WorkerConfig, Workers};
use invoice_lens::formats::{DecodeJob, Limits, Pixels, Pyramid, decode};

/// Both on as many threads as the program has on a machine of two cores.
const THREADS: usize = 2;
/// However busy the machine is, it counts.
const PATIENCE: Duration = Duration::from_mins(5);
/// Of each kind in turn; the middle one counts.
const ROUNDS: usize = 9;

fn main() {
    let config = WorkerConfig {
        program: env!("CARGO_BIN_EXE_invoice-lens").into(),
        thumbnail: PATIENCE,
        full: PATIENCE,
        ..WorkerConfig::default()
    };
    let open = WorkerConfig {
        is_caged: false,
        ..config.clone()
    };
    let workers = Workers::new(config).expect("a thread");
    let open = Workers::new(open).expect("a thread");
    let thumbnail = Pixels::Thumbnail {
        max_side: THUMBNAIL_SIDE,
    };
    println!("{THREADS} threads, pictures a second in the middle of {ROUNDS} rounds");
    println!("| pictures | in this process | in workers | ratio | without their cage | ratio |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (name, bytes, want, count) in [
        (
            "receipt 1.7 Mpx, thumbnail",
            pictures::receipt(0),
            thumbnail,
            100,
        ),
        ("photo 12 Mpx, thumbnail", pictures::photo(0), thumbnail, 16),
        (
            "receipt 1.7 Mpx, full",
            pictures::receipt(0),
            Pixels::Full,
            40,
        ),
        ("photo 12 Mpx, full", pictures::photo(0), Pixels::Full, 6),
    ] {
        let job = DecodeJob {
            bytes,
            want,
            limits: Limits::default(),
        };
        let [apart, open, here] = compare(&workers, &open, &job, count);
        let rate = |time: Duration| (THREADS * count) as f64 / time.as_secs_f64();
        let ratio = rate(apart) / rate(here);
        let of_open = rate(apart) / rate(open);
        println!(
            "| {name} | {:.1} | {:.1} | {ratio:.3} | {:.1} | {of_open:.3} |",
            rate(here),
            rate(apart),
            rate(open),
        );
    }
    restarts(&workers);
}

/// How long `count` jobs on each thread take in workers, in workers without their cage, and in this process.
fn compare(workers: &Workers, open: &Workers, job: &DecodeJob, count: usize) -> [Duration; 3] {
    let by = |workers: &Workers| {
        on_threads(|| {
            let mut worker = workers.worker();
            apart_from_here(&mut worker, job);
            let begun = Instant::now();
            for _ in 0..count {
                apart_from_here(&mut worker, job);
            }
            begun.elapsed()
        })
    };
    let mut apart = Vec::new();
    let mut uncaged = Vec::new();
    let mut here = Vec::new();
    for _ in 0..ROUNDS {
        apart.push(by(workers));
        uncaged.push(by(open));
        here.push(on_threads(|| {
            let begun = Instant::now();
            for _ in 0..count {
                finish(job, decode(job).expect("a picture of our own making"));
            }
            begun.elapsed()
        }));
    }
    [middle(apart), middle(uncaged), middle(here)]
}

fn apart_from_here(worker: &mut Worker, job: &DecodeJob) {
    let decoded = worker.decode(job, Patience::Usual);
    finish(job, decoded.expect("a picture of our own making"));
}

/// What the program makes of it in its own process either way.
fn finish(job: &DecodeJob, decoded: invoice_lens::formats::Decoded) {
    if job.want == Pixels::Full {
        drop(Pyramid::build(decoded.raster));
    }
}

/// The longest that any of the threads took.
fn on_threads(work: impl Fn() -> Duration + Sync) -> Duration {
    thread::scope(|scope| {
        let running: Vec<_> = (0..THREADS).map(|_| scope.spawn(&work)).collect();
        let times = running.into_iter().map(|it| it.join().expect("no panic"));
        times.max().expect("at least one thread")
    })
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// From a file that ended its worker to the next good one's picture.
fn restarts(workers: &Workers) {
    let good = DecodeJob {
        bytes: pictures::receipt(0),
        want: Pixels::Thumbnail {
            max_side: THUMBNAIL_SIDE,
        },
        limits: Limits::default(),
    };
    let mut worker = workers.worker();
    let times = (0..ROUNDS).map(|round| {
        apart_from_here(&mut worker, &good);
        let killer = killer(round);
        worker
            .decode(&killer, Patience::Usual)
            .expect_err("more memory than there is");
        let begun = Instant::now();
        apart_from_here(&mut worker, &good);
        begun.elapsed()
    });
    let time = middle(times.collect());
    println!("\nnext picture after a file that ended its worker: {time:.1?}");
}

/// A picture of nine gigabytes, allowed by its limits; each one is another file.
fn killer(round: usize) -> DecodeJob {
    let mut bmp = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bmp.extend(55_000_u32.to_le_bytes());
    bmp.extend(55_000_u32.to_le_bytes());
    bmp.extend(b"\x01\0\x18\0");
    bmp.extend([0; 24]);
    bmp.extend(vec![0; 1 + round]);
    DecodeJob {
        bytes: Arc::from(bmp),
        want: Pixels::Full,
        limits: Limits {
            max_side: u32::MAX,
            max_pixels: u64::MAX,
            max_whole_pixels: u64::MAX,
            max_alloc_bytes: u64::MAX,
        },
    }
}
