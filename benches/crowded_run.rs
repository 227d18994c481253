//! What a whole `audit` of 20,000 tickets takes of the processors, from 10 to 2,000 of them to a page, with as many downloads
//! in each case: in turn, three times. Then the frames of the window while it loads the same, once each.
//!
//! `cargo bench --bench crowded_run [-- PROGRAM [COUNT]]`

#[expect(dead_code, reason = "not every bench needs all of it")]
mod desktop;
#[expect(dead_code, reason = "not every bench needs all of it")]
mod processes;

use std::io::Cursor;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use desktop::{Desktop, Screen, number};
use image::{ImageFormat, Rgb, RgbImage};
use invoice_lens::sandbox::{RequestKind, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary};
use serde_json::json;

const INVOICES: usize = 20_000;
/// Tickets to a page.
const CROWDS: [usize; 4] = [10, 50, 200, 2000];
/// Tickets to a picture: a page of many is delivered in several qualities, so that there are as many pictures.
const TO_A_PICTURE: usize = 10;
const ROUNDS: usize = 3;
/// Of each page, in pixels.
const SIZE: (usize, usize) = (500, 1000);
/// Of a ticket at most, in pixels of its page.
const SIDE: usize = 50;

fn main() {
    let count = std::env::args().skip(1).find_map(|it| it.parse().ok());
    let count = count.unwrap_or(INVOICES);
    println!("tickets a page  processor, s  seconds  downloads");
    let mut costs = [const { Vec::new() }; CROWDS.len()];
    for _ in 0..ROUNDS {
        for (costs, crowd) in costs.iter_mut().zip(CROWDS) {
            costs.push(run(count, crowd));
        }
    }
    let middles = costs.map(|mut costs| {
        costs.sort();
        costs[ROUNDS / 2].as_secs_f64()
    });
    for (crowd, middle) in CROWDS.iter().zip(middles) {
        let times = middle / middles[0];
        println!("{crowd} a page: {middle:.2} s in the middle, {times:.2} times as much");
    }
    if desktop::has_programs(&[("Xvfb", "xvfb"), ("xdotool", "xdotool")]) {
        let screen = Screen::start();
        println!("tickets a page  frames  median, ms  p99, ms  slowest, ms  loaded after, s");
        for crowd in CROWDS {
            tell_frames(&screen, count, crowd);
        }
    }
}

/// Frames of the window from the first ticket to the last one's picture, by their processor time.
fn tell_frames(screen: &Screen, count: usize, crowd: usize) {
    let ids = ids(count);
    let config = SandboxConfig::with_library(library(&ids, crowd));
    let sandbox = Sandbox::start(config).expect("a free port");
    let mut program = Desktop::start(&sandbox, screen, &ids);
    let begun = program.load();
    let all = program.wait(|frame| number(frame, "ready") == number(frame, "invoices"));
    let mut costs = program.take_costs();
    costs.sort_by(f64::total_cmp);
    let at = |part: usize| costs[(costs.len() - 1) * part / 100];
    println!(
        "{crowd:>14}  {:>6}  {:>10.2}  {:>7.2}  {:>11.2}  {:>15.1}",
        costs.len(),
        at(50),
        at(99),
        at(100),
        all.saturating_sub(begun).as_secs_f64(),
    );
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|nr| format!("ID01crowd{nr:06}")).collect()
}

fn run(count: usize, crowd: usize) -> Duration {
    let ids = ids(count);
    let config = SandboxConfig::with_library(library(&ids, crowd));
    let sandbox = Sandbox::start(config).expect("a free port");
    let folder = tempfile::tempdir().expect("a folder for the report");
    let (begun, before) = (Instant::now(), processes::time_of_ended());
    let mut program = Command::new(env!("CARGO_BIN_EXE_invoice-lens"))
        .args(["audit", "-", "--report", "report.json", "--endpoint"])
        .arg(sandbox.endpoint())
        .env("INVOICE_LENS_TOKEN", sandbox.token())
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    processes::feed(&mut program, &ids);
    assert!(program.wait().is_ok_and(|status| status.success()));
    let cost = processes::time_of_ended().saturating_sub(before);
    println!(
        "{crowd:>14}  {:>12.2}  {:>7.1}  {:>9}",
        cost.as_secs_f64(),
        begun.elapsed().as_secs_f64(),
        sandbox.log().count(RequestKind::Object)
    );
    cost
}

fn library(ids: &[String], crowd: usize) -> SandboxLibrary {
    let page = RgbImage::from_fn(SIZE.0 as u32, SIZE.1 as u32, |x, y| {
        Rgb([if (x / 4 + y / 9) % 3 == 0 { 40 } else { 230 }; 3])
    });
    let mut bytes = Cursor::new(Vec::new());
    page.write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("memory takes any picture");
    let bytes = bytes.into_inner();
    let mut library = SandboxLibrary::new();
    for number in 0..ids.len().div_ceil(crowd) {
        library = library.with_object(&format!("page{number}.jpg"), bytes.clone());
    }
    let side = SIDE.min((SIZE.0 * SIZE.1 / crowd).isqrt());
    let in_a_row = SIZE.0 / side;
    for (number, id) in ids.iter().enumerate() {
        let (page, place) = (number / crowd, number % crowd);
        let (left, top) = (place % in_a_row * side, place / in_a_row * side);
        library = library.with_invoice(SandboxInvoice {
            region: Some(json!([left, top, left + side - 1, top + side - 1])),
            process: Some(processing(place / TO_A_PICTURE)),
            ..SandboxInvoice::new(id, &format!("page{page}.jpg"))
        });
    }
    library
}

/// Of the pictures of a page each another one, and all of them of the whole page.
fn processing(picture: usize) -> String {
    let (name, quality) = (["q", "Q"][picture / 100], 100 - picture % 100);
    format!("image/quality,{name}_{quality}")
}
