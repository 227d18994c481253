//! How long a page takes to draw, 2000 px wide: of an invoice as OFD and one as PDF, both made here, or of the files named
//! on the command line. Beside each PDF, a whole `pdftoppm` process that writes the same, where there is one. Prints a
//! table.

mod made;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs};

use invoice_lens::formats::{DecodeJob, Limits, Pixels, decode};

/// Drawings of each file after the first one, which also reads fonts.
const ROUNDS: usize = 20;

fn main() {
    println!(
        "first page at 2000 px, ms: the first drawing, the middle of {ROUNDS} more, the best of them"
    );
    println!("| file | first | middle | best | `pdftoppm` |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    // What cargo itself adds begins with a hyphen.
    let named: Vec<String> = env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    if named.is_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in [("invoice.ofd", made::ofd()), ("invoice.pdf", made::pdf())] {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("room for a file");
            measure(&path);
        }
    }
    for path in named {
        measure(Path::new(&path));
    }
}

fn measure(path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Ok(bytes) = fs::read(path) else {
        println!("| {name} | cannot be read | | | |");
        return;
    };
    let job = DecodeJob {
        bytes: Arc::from(bytes),
        want: Pixels::Full,
        limits: Limits::default(),
    };
    let begun = Instant::now();
    if let Err(error) = decode(&job) {
        println!("| {name} | {error} | | | |");
        return;
    }
    let first = begun.elapsed();
    let mut further = times(|| decode(&job).is_ok());
    further.sort_unstable();
    println!(
        "| {name} | {} | {} | {} | {} |",
        millis(first),
        millis(further[ROUNDS / 2]),
        millis(further[0]),
        other(path).map_or_else(String::new, millis),
    );
}

fn times(mut draw: impl FnMut() -> bool) -> Vec<Duration> {
    let time = |_round| {
        let begun = Instant::now();
        assert!(draw(), "what could be drawn once can be drawn again");
        begun.elapsed()
    };
    (0..ROUNDS).map(time).collect()
}

/// The middle of as many whole processes of another renderer, if it is installed and the file is for it.
fn other(path: &Path) -> Option<Duration> {
    if path.extension()? != "pdf" {
        return None;
    }
    let folder = tempfile::tempdir().ok()?;
    let options = "-scale-to-x 2000 -scale-to-y -1 -f 1 -l 1";
    let run = || {
        let status = Command::new("pdftoppm")
            .args(options.split(' '))
            .arg(path)
            .arg(folder.path().join("page"))
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    run().then(|| {
        let mut times = times(run);
        times.sort_unstable();
        times[ROUNDS / 2]
    })
}

fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e3)
}
