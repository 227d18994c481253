//! A review of 100,000 invoices in the real window: its memory once every thumbnail was there and many were looked at,
//! and how long it takes to open a picture that nobody fetched ahead.

#[expect(dead_code, reason = "not every bench needs all of it")]
mod desktop;
#[expect(dead_code, reason = "not every bench needs all of them")]
mod pictures;
#[expect(dead_code, reason = "not every bench needs all of it")]
mod processes;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use desktop::{Desktop, Screen, is_full_screen, number};
use invoice_lens::formats::{DecodeJob, Limits, Pixels, decode};
use invoice_lens::sandbox::{Bytes, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary};
use serde_json::json;

const INVOICES: usize = 100_000;
/// Pictures that they share; more than any budget holds.
const PICTURES: usize = 3000;
/// Different ones among the pictures; the program does not know which are alike.
const PRINTS: u32 = 10;
/// The last invoices are photos of 12 Mpx, each with a file of its own.
const PHOTOS: usize = 40;
/// Every so many of those is opened, too far from the one before to have been fetched ahead.
const FAR: usize = 8;
/// Until memory that is not needed any more went back to the system.
const REST: Duration = Duration::from_secs(1);
/// Screens that are looked at.
const SCREENS: usize = 30;

fn main() {
    if !desktop::has_programs(&[("Xvfb", "xvfb"), ("xdotool", "xdotool")]) {
        return;
    }
    let ids: Vec<String> = (0..INVOICES)
        .map(|nr| format!("ID01large{nr:06}"))
        .collect();
    let photo = pictures::photo(1);
    let config = SandboxConfig::with_library(library(&ids, &photo));
    let sandbox = Sandbox::start(config).expect("a free port");
    let screen = Screen::start();
    let mut program = Desktop::start(&sandbox, &screen, &ids);
    let loading = program.load();
    let all = program.wait(|frame| number(frame, "ready") == INVOICES as u64);
    println!(
        "{INVOICES} invoices with {PICTURES} pictures: all there {:.1?} after the button",
        all.saturating_sub(loading)
    );
    tell_memory(&program, "once all are there");
    program.focus();
    for _ in 0..SCREENS {
        let before = place(&mut program);
        program.act(&["key", "Next"]);
        program.wait(|frame| is_full_screen(frame) && number(frame, "current") > before);
    }
    tell_memory(&program, &format!("after {SCREENS} screens"));
    let decoding = decoding(&photo);
    println!("a photo of 12 Mpx is decoded in {decoding:.0?}");
    program.act(&["key", "End"]);
    program.wait(|frame| is_full_screen(frame) && number(frame, "current") == INVOICES as u64 - 1);
    for _ in 0..PHOTOS / FAR {
        program.act(&["key", "Return"]);
        let pressed = program.wait(|_| true);
        let shown = program.wait(|frame| frame["open"] == "full");
        let took = shown.saturating_sub(pressed);
        println!(
            "opened {took:.0?} after the key: {:.0?} more than decoding",
            took.saturating_sub(decoding)
        );
        program.act(&["key", "Escape"]);
        program.wait(is_full_screen);
        let before = place(&mut program);
        let steps = ["Left"; FAR];
        program.act(&[&["key"], &steps[..]].concat());
        program
            .wait(|frame| is_full_screen(frame) && number(frame, "current") + FAR as u64 <= before);
    }
    tell_memory(&program, "after the photos");
    println!(
        "all processes together: {} MiB; the window alone at its worst: {} MiB",
        program.together_mib(),
        program.most_resident_mib()
    );
    program.end();
}

/// Of the window, at once and at rest.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing tells when memory was given back"
)]
fn tell_memory(program: &Desktop<'_>, when: &str) {
    let at_once = program.resident_mib();
    thread::sleep(REST);
    let at_rest = program.resident_mib();
    println!("window {when}: {at_once} MiB, {at_rest} MiB at rest");
}

/// Of the chosen invoice.
fn place(program: &mut Desktop<'_>) -> u64 {
    program.last(|frame| number(frame, "current"))
}

/// The middle one of a few.
fn decoding(photo: &Arc<[u8]>) -> Duration {
    let mut times: Vec<Duration> = (0..7)
        .map(|_| {
            let begun = Instant::now();
            let job = DecodeJob {
                bytes: Arc::clone(photo),
                want: Pixels::Full,
                limits: Limits::default(),
            };
            decode(&job).expect("a JPEG of our own making");
            begun.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

fn library(ids: &[String], photo: &[u8]) -> SandboxLibrary {
    let prints: Vec<Bytes> = (0..PRINTS)
        .map(|number| pictures::page(number).to_vec().into())
        .collect();
    let photo = Bytes::from(photo.to_vec());
    let mut library = SandboxLibrary::new();
    let rest = ids.len() - PHOTOS;
    for number in 0..PICTURES {
        let print = prints[number % prints.len()].clone();
        library = library.with_object(&format!("page{number}.jpg"), print);
    }
    for number in 0..PHOTOS {
        library = library.with_object(&format!("photo{number}.jpg"), photo.clone());
    }
    for (number, id) in ids.iter().enumerate() {
        let key = match number.checked_sub(rest) {
            Some(photo) => format!("photo{photo}.jpg"),
            None => format!("page{}.jpg", number % PICTURES),
        };
        let mut invoice = SandboxInvoice::new(id, &key);
        if number >= rest {
            // Its borders are magnified around it, in its own pixels.
            invoice.region = Some(json!([900, 700, 3100, 2300]));
        }
        library = library.with_invoice(invoice);
    }
    library
}
