//! What looking at a picture and reading it costs, over the pages of the demo: of each the best of three, in milliseconds.
//! The detector alone is told by white pages of the same sizes, which have no line to be read. Prints a table, and the
//! memory that reading adds to a process that decodes.

#[expect(dead_code, reason = "not every bench needs all of it")]
mod processes;

use std::fs;
use std::io::Cursor;
use std::time::{Duration, Instant};

use image::{ImageFormat, Rgb, RgbImage};
use invoice_lens::formats::{DecodeJob, Decoder, Limits, MOST_LINES, Pixels, Reader, look};

const TRIES: usize = 3;
/// Lines of a page that the program was meant to read at most.
const FEW_LINES: usize = 12;

/// Of all pages together.
#[derive(Default)]
struct Sums {
    pages: u32,
    lines: usize,
    directions: usize,
    read: usize,
    decoding: Duration,
    looking: Duration,
    detecting: Duration,
    few: Duration,
    all: Duration,
}

fn main() {
    let (mut decoder, mut reader) = (Decoder::default(), Reader::default());
    let mut sums = Sums::default();
    let mut looks = Vec::new();
    let pages: Vec<Vec<u8>> = pages();
    for page in &pages {
        let _: Duration = best(|| drop(decoder.decode(&job(page))));
    }
    let own = std::process::id();
    let before = processes::field(own, "status", "VmHWM:");
    for page in &pages {
        let job = job(page);
        let picture = decoder.decode(&job).expect("the demo's own");
        let looking = best(|| drop(look(&picture.raster, picture.facts.size)));
        looks.push(looking);
        let (width, height) = picture.raster.size();
        let white = self::job(&encoded(&RgbImage::from_pixel(
            width,
            height,
            Rgb([255; 3]),
        )));
        let mut time = |job: &DecodeJob, lines: usize| {
            best(|| drop(reader.read(&mut decoder, job, lines).expect("a picture")))
        };
        let (bare_white, white) = (time(&white, 0), time(&white, 1));
        let (bare, few, all) = (time(&job, 0), time(&job, FEW_LINES), time(&job, MOST_LINES));
        let text = reader
            .read(&mut decoder, &job, MOST_LINES)
            .expect("a picture");
        sums.pages += 1;
        sums.lines += text.lines.len();
        sums.directions += text.lines.iter().filter(|it| it.turned.is_some()).count();
        sums.read += text.lines.iter().filter(|it| it.text.is_some()).count();
        sums.decoding += bare.saturating_sub(looking);
        sums.looking += looking;
        sums.detecting += white.saturating_sub(bare_white);
        sums.few += few.saturating_sub(bare);
        sums.all += all.saturating_sub(bare);
    }
    let after = processes::field(own, "status", "VmHWM:");
    looks.sort();
    let a_page = |it: Duration| it.as_secs_f64() * 1000.0 / f64::from(sums.pages);
    println!(
        "{} pages: {:.1} lines a page, of which {:.1} are asked how they stand and {:.1} are read",
        sums.pages,
        sums.lines as f64 / f64::from(sums.pages),
        sums.directions as f64 / f64::from(sums.pages),
        sums.read as f64 / f64::from(sums.pages),
    );
    println!("ms a page on average:");
    println!(
        "decoding                      {:8.1}",
        a_page(sums.decoding)
    );
    println!(
        "looking                       {:8.1} (middle {:.1})",
        a_page(sums.looking),
        looks[looks.len() / 2].as_secs_f64() * 1000.0
    );
    println!(
        "finding lines                 {:8.1}",
        a_page(sums.detecting)
    );
    println!(
        "reading {FEW_LINES} lines at most      {:8.1}",
        a_page(sums.few)
    );
    println!(
        "reading {MOST_LINES} lines at most      {:8.1}",
        a_page(sums.all)
    );
    let more = sums.all.saturating_sub(sums.few);
    let more_lines = sums
        .read
        .saturating_sub(FEW_LINES * sums.pages as usize)
        .max(1);
    println!(
        "one line more                 {:8.1}",
        more.as_secs_f64() * 1000.0 / more_lines as f64
    );
    println!(
        "most memory: {} MiB before, {} MiB more for reading",
        before >> 20,
        after.saturating_sub(before) >> 20
    );
}

/// The demo's pictures of whole pages.
fn pages() -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = fs::read_dir("assets/demo")
        .expect("the demo is there")
        .filter_map(|it| Some(it.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|it| it == "jpg" || it == "png")
        })
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read(path).expect("it is readable"))
        .collect()
}

fn job(file: &[u8]) -> DecodeJob {
    DecodeJob {
        bytes: file.into(),
        want: Pixels::Full,
        limits: Limits::default(),
    }
}

fn encoded(picture: &RgbImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture
        .write_to(&mut out, ImageFormat::Jpeg)
        .expect("memory takes any picture");
    out.into_inner()
}

fn best(mut what: impl FnMut()) -> Duration {
    let times = (0..TRIES).map(|_| {
        let begun = Instant::now();
        what();
        begun.elapsed()
    });
    times.min().unwrap_or_default()
}
