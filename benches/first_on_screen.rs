//! What is on screen comes first: 100,000 invoices are loading when the window goes to the end, is dragged to the middle,
//! and searches for one. How long until every tile in view has its picture, and what the frames cost meanwhile.

#[expect(dead_code, reason = "not every bench needs all of it")]
mod desktop;
#[expect(dead_code, reason = "not every bench needs all of it")]
mod processes;

use std::io::Cursor;
use std::time::Duration;

use desktop::{Desktop, Screen, is_full_screen, number};
use image::{ImageFormat, Rgb, RgbImage};
use invoice_lens::sandbox::{Bytes, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary};
use serde_json::json;

const INVOICES: usize = 100_000;
/// Different ones among the pictures; the program does not know which are alike.
const PRINTS: u32 = 10;
/// Invoices that are there when the window is moved.
const LOADED: u64 = 200;
/// Of the scroll bar: near its top, and in its middle.
const BAR: [[&str; 2]; 2] = [["1274", "118"], ["1274", "440"]];
/// One from the last third.
const SEARCHED: usize = 77_777;

fn main() {
    if !desktop::has_programs(&[("Xvfb", "xvfb"), ("xdotool", "xdotool")]) {
        return;
    }
    for pictures in [3000, INVOICES] {
        measure(pictures);
    }
}

fn measure(pictures: usize) {
    let ids: Vec<String> = (0..INVOICES).map(id).collect();
    let config = SandboxConfig::with_library(library(&ids, pictures));
    let sandbox = Sandbox::start(config).expect("a free port");
    let screen = Screen::start();
    let mut program = Desktop::start(&sandbox, &screen, &ids);
    let begun = program.load();
    program.wait(|frame| number(frame, "ready") >= LOADED);
    program.focus();
    program.wait(|_| true);
    program.take_costs();

    let last = INVOICES as u64 - 1;
    let end = program.acted(&["key", "End"]);
    let shown = program.wait(|frame| is_full_screen(frame) && number(frame, "current") == last);
    tell(&mut program, "End", shown.saturating_sub(end));

    let [top, middle] = BAR;
    // At the end of the bar now: a press far above the handle takes hold of it there.
    let press = ["mousemove", top[0], top[1], "mousedown", "1"];
    program.act(&press);
    let drag = program.acted(&["mousemove", middle[0], middle[1]]);
    program.wait(|frame| !is_full_screen(frame));
    let shown = program.wait(is_full_screen);
    program.act(&["mouseup", "1"]);
    tell(&mut program, "dragged", shown.saturating_sub(drag));

    program.act(&["key", "ctrl+f"]);
    program.wait(|_| true);
    let search = program.acted(&["type", "--delay", "0", &id(SEARCHED)]);
    let shown = program.wait(|frame| is_full_screen(frame) && number(frame, "tiles") == 1);
    tell(&mut program, "searched", shown.saturating_sub(search));

    if pictures < INVOICES {
        let all = program.wait(|frame| number(frame, "ready") == INVOICES as u64);
        tell(&mut program, "all", all.saturating_sub(begun));
    }
    program.end();
}

fn tell(program: &mut Desktop<'_>, what: &str, took: Duration) {
    let ready = program.last(|frame| number(frame, "ready"));
    let mut costs = program.take_costs();
    costs.sort_by(f64::total_cmp);
    let frames = costs.len();
    let at = |part: f64| costs.get((frames as f64 * part) as usize).copied();
    println!(
        "{what}: {:.2} s, with {ready} of {INVOICES} there; {frames} frames, median {:.1} ms, p99 {:.1} ms",
        took.as_secs_f64(),
        at(0.5).unwrap_or_default(),
        at(0.99).unwrap_or_default(),
    );
}

fn id(nr: usize) -> String {
    format!("ID01first{nr:06}")
}

/// A small one: what is measured is the order of things, not decoding.
fn print(number: u32) -> Vec<u8> {
    let shade = |x: u32, y: u32| Rgb([(x + 20 * number) as u8, y as u8, (x ^ y) as u8]);
    let picture = RgbImage::from_fn(300, 420, shade);
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("a small picture is a JPEG");
    bytes.into_inner()
}

fn library(ids: &[String], pictures: usize) -> SandboxLibrary {
    let prints: Vec<Bytes> = (0..PRINTS)
        .map(|number| Bytes::from(print(number)))
        .collect();
    let mut library = SandboxLibrary::new();
    for number in 0..pictures {
        let print = prints[number % prints.len()].clone();
        library = library.with_object(&format!("page{number}.jpg"), print);
    }
    for (number, id) in ids.iter().enumerate() {
        let key = format!("page{}.jpg", number % pictures);
        let mut invoice = SandboxInvoice::new(id, &key);
        invoice.region = Some(json!([20, 20 + number % 90, 200, 200 + number % 90]));
        library = library.with_invoice(invoice);
    }
    library
}
