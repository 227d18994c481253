//! Thumbnails a second by this program's worker process and by `vipsthumbnail`, whole runs in turn, so that whatever
//! else the machine does befalls both. Both are to have one core: start it with `taskset`.

#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use invoice_lens::engine::{Patience, WorkerConfig, Workers};
use invoice_lens::formats::{DecodeJob, Limits, Pixels};

const SIDE: u32 = 256;
/// Of each in turn; the middle one counts.
const ROUNDS: usize = 7;
/// Draws the picture of this number as a JPEG.
type Draw = fn(u32) -> Arc<[u8]>;
/// However busy the machine is, it counts.
const PATIENCE: Duration = Duration::from_mins(5);

fn main() {
    if !has_vips() {
        println!("vipsthumbnail is not there (Debian: libvips-tools): nothing to compare with");
        return;
    }
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    if cores != 1 {
        println!("on {cores} cores; for one: taskset -c 0 cargo bench --bench compare_thumbnails");
    }
    let folder = tempfile::tempdir().expect("a folder for pictures");
    println!("thumbnails of {SIDE} px a second, in the middle of {ROUNDS} runs of each in turn");
    println!("| pictures | this program | vipsthumbnail | ratio | least and greatest ratio |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let kinds: [(&str, usize, Draw); 3] = [
        ("receipts, 1.7 Mpx", 100, pictures::receipt),
        ("grainy receipts, 1.7 Mpx", 60, pictures::grainy_receipt),
        ("photos, 12 Mpx", 12, pictures::photo),
    ];
    for (name, count, picture) in kinds {
        let files = write(folder.path(), name, count, picture);
        compare(name, &files, folder.path());
    }
}

fn has_vips() -> bool {
    let mut vips = Command::new("vipsthumbnail");
    vips.arg("--version").stdout(Stdio::null());
    vips.status().is_ok_and(|status| status.success())
}

fn write(folder: &Path, name: &str, count: usize, picture: Draw) -> Vec<PathBuf> {
    let file = |number: usize| {
        let path = folder.join(format!("{name}-{number}.jpg"));
        fs::write(&path, picture(number as u32)).expect("room for a picture");
        path
    };
    (0..count).map(file).collect()
}

fn compare(name: &str, files: &[PathBuf], folder: &Path) {
    let rounds = (0..ROUNDS).map(|round| {
        // Each is first as often as second.
        if round % 2 == 0 {
            let ours = time(|| run_here(files));
            (ours, time(|| run_vips(files, folder)))
        } else {
            let theirs = time(|| run_vips(files, folder));
            (time(|| run_here(files)), theirs)
        }
    });
    let (ours, theirs): (Vec<f64>, Vec<f64>) = rounds.unzip();
    let mut ratios: Vec<f64> = ours.iter().zip(&theirs).map(|(a, b)| b / a).collect();
    ratios.sort_by(f64::total_cmp);
    let (ours, theirs) = (middle(ours), middle(theirs));
    let rate = |secs: f64| files.len() as f64 / secs;
    println!(
        "| {name} | {:.1} | {:.1} | {:.2} | {:.2} to {:.2} |",
        rate(ours),
        rate(theirs),
        theirs / ours,
        ratios[0],
        ratios[ROUNDS - 1]
    );
}

/// Seconds that the work takes.
fn time(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64()
}

/// From starting the worker process to the last thumbnail in this one.
fn run_here(files: &[PathBuf]) {
    let config = WorkerConfig {
        program: env!("CARGO_BIN_EXE_invoice-lens").into(),
        thumbnail: PATIENCE,
        ..WorkerConfig::default()
    };
    let workers = Workers::new(config).expect("a thread");
    let mut worker = workers.worker();
    for file in files {
        let job = DecodeJob {
            bytes: fs::read(file).expect("just written").into(),
            want: Pixels::Thumbnail { max_side: SIDE },
            limits: Limits::default(),
        };
        let decoded = worker.decode(&job, Patience::Usual);
        let (width, height) = decoded.expect("a JPEG of our own making").raster.size();
        assert_eq!(width.max(height), SIDE);
    }
}

/// It writes its thumbnails to files; without compression, which this program does not do either.
fn run_vips(files: &[PathBuf], folder: &Path) {
    let mut vips = Command::new("vipsthumbnail");
    vips.arg("--size").arg(SIDE.to_string());
    vips.arg("-o").arg(folder.join("%s.ppm")).args(files);
    assert!(vips.status().is_ok_and(|it| it.success()), "vipsthumbnail");
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
