//! Files made to do harm, all of them made here, through the real worker processes: each becomes a picture or a failure
//! that says why, nothing takes this process down, and the next good file is always shown.

mod bytes;
mod corpus;
mod fonts;
mod jpeg;
mod markup;
mod mutants;
mod ofd;
mod others;
mod pdf;
mod png;
mod tiff;
mod wrong;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use image::ImageFormat;
use invoice_lens::engine::{Failure, Patience, Worker, WorkerConfig, WorkerError, Workers};
use invoice_lens::formats::{DecodeJob, Decoded, Limits, Pixels};

use corpus::{Corpus, Fate, Hostile, small};
use mutants::Dice;

const THUMBNAIL: Pixels = Pixels::Thumbnail { max_side: 320 };
/// What takes longer never ends.
const HANGS: Duration = Duration::from_mins(1);
/// As long as a file is waited for that may take for ever.
const SHORT: Duration = Duration::from_secs(3);
/// Workers at one time.
const WORKERS: usize = 2;
const MUTANTS: usize = 5_000;
const DOCUMENT_MUTANTS: usize = 900;
/// What the mutants are drawn with; `HOSTILE_SEED` in the environment draws others.
const SEED: u64 = 20_261_122;

/// Those that wait so long for a file.
fn workers(limit: Duration) -> Workers {
    let config = WorkerConfig {
        program: env!("CARGO_BIN_EXE_invoice-lens").into(),
        thumbnail: limit,
        full: limit,
        start: HANGS,
        ..WorkerConfig::default()
    };
    Workers::new(config).expect("a thread")
}

fn job(bytes: &[u8], want: Pixels) -> DecodeJob {
    DecodeJob {
        bytes: bytes.into(),
        want,
        limits: Limits::default(),
    }
}

/// Everything in the list, one kind after another: all of it at once would take a gigabyte.
const KINDS: [fn(&mut Corpus); 8] = [
    png::add_to,
    jpeg::add_to,
    others::add_to,
    tiff::add_to,
    wrong::add_to,
    markup::add_to,
    pdf::add_to,
    ofd::add_to,
];

/// A worker and what came of the files that it was given.
struct Tester {
    /// Waits long enough for the largest picture on the busiest machine; only a file that hangs costs as much.
    worker: Worker,
    /// Waits for [`SHORT`].
    hasty: Worker,
    good: DecodeJob,
    seen: Seen,
}

#[derive(Default)]
struct Seen {
    fates: BTreeMap<&'static str, usize>,
    /// From the death of a worker to the next good picture.
    slowest_return: Duration,
    complaints: Vec<String>,
}

impl Seen {
    fn add(&mut self, other: Self) {
        for (fate, count) in other.fates {
            *self.fates.entry(fate).or_default() += count;
        }
        self.slowest_return = self.slowest_return.max(other.slowest_return);
        self.complaints.extend(other.complaints);
    }
}

impl Tester {
    fn new(patient: &Workers, hasty: &Workers) -> Self {
        Self {
            worker: patient.worker(),
            hasty: hasty.worker(),
            good: job(&small(ImageFormat::Jpeg), THUMBNAIL),
            seen: Seen::default(),
        }
    }

    fn test(
        &mut self,
        name: &str,
        bytes: &[u8],
        want: Pixels,
        is_slow: bool,
    ) -> Result<(), &'static str> {
        let job = job(bytes, want);
        let worker = if is_slow {
            &mut self.hasty
        } else {
            &mut self.worker
        };
        let result = worker.decode(&job, Patience::Usual);
        let died = Instant::now();
        if worker.process_id().is_none() {
            worker.revive();
            let shown = worker.decode(&self.good, Patience::Usual);
            self.seen.slowest_return = self.seen.slowest_return.max(died.elapsed());
            if shown.is_err() {
                self.complain(name, "the next good file was not shown");
            }
        }
        let fate = match &result {
            Ok(decoded) => {
                self.look_at(name, decoded, want);
                Ok(())
            }
            Err(error @ WorkerError::TimedOut(_)) if !is_slow => {
                self.complain(name, &error.to_string());
                Err(Failure::from(error).kind.code())
            }
            Err(error @ (WorkerError::CannotStart(_) | WorkerError::Stopped)) => {
                self.complain(name, &error.to_string());
                Err(Failure::from(error).kind.code())
            }
            Err(error) => Err(Failure::from(error).kind.code()),
        };
        let code = fate.err().unwrap_or("picture");
        *self.seen.fates.entry(code).or_default() += 1;
        fate
    }

    fn look_at(&mut self, name: &str, decoded: &Decoded, want: Pixels) {
        let (width, height) = decoded.raster.size();
        let is_as_asked = if let Pixels::Thumbnail { max_side } = want {
            width.max(height) <= max_side
        } else {
            let pixels = u64::from(decoded.facts.size.width) * u64::from(decoded.facts.size.height);
            let is_smaller = (width, height) != decoded.facts.size.to_tuple();
            is_smaller == (pixels > Limits::default().max_pixels)
        };
        if !is_as_asked {
            self.complain(name, "a picture of another size");
        }
    }

    fn test_named(&mut self, file: &Hostile) {
        for want in [THUMBNAIL, Pixels::Full] {
            let came = self.test(&file.name, &file.bytes, want, file.fate == Fate::Slow);
            let is_right = match file.fate {
                Fate::Picture => came.is_ok(),
                Fate::Fails(code) => came == Err(code),
                Fate::Either | Fate::Slow => true,
            };
            if !is_right {
                self.complain(&file.name, &format!("{came:?} instead of {:?}", file.fate));
            }
        }
    }

    fn complain(&mut self, name: &str, what: &str) {
        self.seen.complaints.push(format!("{name}: {what}"));
    }
}

/// Runs `work` for every number below `count`, shared among the workers.
fn on_workers(count: usize, work: impl Fn(&mut Tester, usize) + Sync) -> Seen {
    let (patient, hasty) = (workers(HANGS), workers(SHORT));
    let next = AtomicUsize::new(0);
    let mut seen = Seen::default();
    thread::scope(|scope| {
        let testers: Vec<_> = (0..WORKERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut tester = Tester::new(&patient, &hasty);
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= count {
                            return tester.seen;
                        }
                        work(&mut tester, number);
                    }
                })
            })
            .collect();
        for tester in testers {
            seen.add(tester.join().expect("no file takes this process down"));
        }
    });
    println!("{:?}, slowest return {:?}", seen.fates, seen.slowest_return);
    seen
}

#[test]
fn every_file_of_the_list_becomes_what_it_has_to() {
    let mut names = BTreeSet::new();
    let mut seen = Seen::default();
    let mut count = 0;
    for add_kind in KINDS {
        let mut corpus = Corpus::default();
        add_kind(&mut corpus);
        let files = corpus.0;
        count += files.len();
        names.extend(files.iter().map(|file| file.name.clone()));
        seen.add(on_workers(files.len(), |tester, number| {
            let begun = Instant::now();
            tester.test_named(&files[number]);
            if begun.elapsed() > Duration::from_secs(2) {
                println!("{}: {:?}", files[number].name, begun.elapsed());
            }
        }));
    }
    assert_eq!(names.len(), count, "every file has a name of its own");
    assert!(count >= 1_300, "{count} files");
    assert!(
        seen.complaints.is_empty(),
        "\n{}",
        seen.complaints.join("\n")
    );
    assert_eq!(seen.fates.values().sum::<usize>(), 2 * count);
    assert!(seen.fates["picture"] > 500, "{:?}", seen.fates);
}

fn damaged_files_do_no_harm(count: usize, originals: &[Vec<u8>]) -> Seen {
    let asked = std::env::var("HOSTILE_SEED");
    let seed = asked.map_or(SEED, |it| it.parse().expect("a number"));
    println!("HOSTILE_SEED={seed}");
    let mut dice = Dice::new(seed);
    let files: Vec<_> = (0..count)
        .map(|_| mutants::mutant(originals, &mut dice))
        .collect();
    let came = on_workers(files.len(), |tester, number| {
        let want = if number % 2 == 0 {
            THUMBNAIL
        } else {
            Pixels::Full
        };
        let name = format!("file {number} of seed {seed}");
        // Any failure is a good one here, as long as it is one of the file's. Damage may make any PDF one that
        // takes for ever.
        let is_slow = files[number].starts_with(b"%PDF");
        tester
            .test(&name, &files[number], want, is_slow)
            .unwrap_or_default();
    });
    assert!(
        came.complaints.is_empty(),
        "\n{}",
        came.complaints.join("\n")
    );
    assert_eq!(came.fates.values().sum::<usize>(), count);
    assert!(came.fates["picture"] > count / 20, "{:?}", came.fates);
    came
}

#[test]
fn five_thousand_damaged_files_do_no_harm() {
    let came = damaged_files_do_no_harm(MUTANTS, &mutants::originals());
    assert!(came.fates.len() > 5, "{:?}", came.fates);
}

#[test]
fn hundreds_of_damaged_documents_do_no_harm() {
    let came = damaged_files_do_no_harm(DOCUMENT_MUTANTS, &mutants::documents());
    for fate in ["data_file", "corrupt", "cut_short"] {
        assert!(came.fates.contains_key(fate), "{fate}: {:?}", came.fates);
    }
}
