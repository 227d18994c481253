//! The demo read by the program itself: planted mistakes are found, and clean tickets are left alone.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::demo;
use crate::program::{Program, invoice};

/// The findings that come of reading, without asides.
const OF_READING: [&str; 6] = [
    "text_cut",
    "text_upside_down",
    "number_not_printed",
    "amount_not_printed",
    "date_not_printed",
    "printed_elsewhere",
];

/// The findings that come of pixels, shapes and QR codes, without asides.
const OF_LOOKING: [&str; 14] = [
    "page_claimed",
    "crop_differs",
    "shape_implausible",
    "ink_across",
    "margin_wide",
    "paper_cut",
    "region_nearly_empty",
    "blurred",
    "too_dark",
    "same_picture",
    "alike_picture",
    "qr_differs",
    "qr_outside",
    "qr_several",
];

fn noticed(row: &Value) -> BTreeSet<&str> {
    noticed_of(row, &OF_READING)
}

fn noticed_of<'a>(row: &'a Value, of: &[&str]) -> BTreeSet<&'a str> {
    let findings = row["findings"].as_array().expect("a list");
    let codes = findings.iter().filter_map(|it| it["code"].as_str());
    codes.filter(|code| of.contains(code)).collect()
}

/// Whether what pixels, shapes and codes say of a ticket is as it was planted.
fn is_seen_as_planted(row: &Value, mistake: Option<&str>) -> bool {
    let seen = noticed_of(row, &OF_LOOKING);
    let has_any = |of: &[&str]| of.iter().any(|code| seen.contains(code));
    match mistake {
        Some("cut_off") => has_any(&["ink_across", "paper_cut", "shape_implausible"]),
        Some("too_loose") => has_any(&["margin_wide"]),
        Some("neighbour") => {
            let shares = noticed_of(row, &["region_overlaps"]);
            has_any(&["qr_several"]) || !shares.is_empty()
        }
        // Nothing is wrong, or what is printed says it, or what OCR sent.
        _ => seen.is_empty(),
    }
}

#[test]
fn planted_mistakes_are_read_and_clean_tickets_are_left_alone() {
    // It takes longer than a run keeps silent.
    let report = Program::demo_audit(&["--bills", "--read"]).run().report();
    let mut problems = Vec::new();
    for asked in demo::invoices() {
        let row = invoice(&report, demo::id(asked));
        let found = noticed(row);
        let missing = ["number_not_printed", "amount_not_printed"];
        let lacks_one = missing.iter().any(|code| found.contains(code));
        let is_as_planted = match asked["truth"]["mistake"].as_str() {
            None => found.is_empty(),
            Some("cut_off" | "wrong_ticket") => lacks_one,
            Some("upside_down") => found.contains("text_upside_down"),
            // What these are is seen otherwise.
            Some(_) => !found.contains("text_upside_down"),
        };
        let is_seen = is_seen_as_planted(row, asked["truth"]["mistake"].as_str());
        if !is_as_planted || !is_seen {
            problems.push(format!(
                "{}: {found:?} {} {}",
                asked["id"], row["findings"], row["reading"]
            ));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let wrong = invoice(&report, "5-22bw1Epy0800");
    assert!(
        wrong["findings"].to_string().contains("H313672"),
        "the number is said"
    );
    assert_eq!(wrong["reading"]["number"], "not_printed");
}

#[test]
fn nothing_is_read_unless_it_is_asked_for() {
    let rows = demo::report()["invoices"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["reading"].is_null()));
    assert!(rows.iter().all(|row| noticed(row).is_empty()));
}

#[test]
fn a_run_that_goes_on_reads_what_was_not_read() {
    let audit = ["audit", "--report", "report.json", "--lang", "en"];
    let first = Program::new(&audit).args(&["--demo", demo::ids()[0]]).run();
    let old = first.path("report.json");
    let again = Program::new(&audit)
        .args(&["--read", "--resume", old.to_str().expect("UTF-8")])
        .run();
    let report = again.report();
    assert_eq!(invoice(&report, demo::ids()[0])["status"], "ready");
    assert!(!invoice(&report, demo::ids()[0])["reading"].is_null());
}

#[test]
fn a_run_that_goes_on_keeps_what_was_read() {
    let audit = ["audit", "--report", "report.json", "--lang", "en", "--read"];
    let first = Program::new(&audit).args(&["--demo", demo::ids()[0]]).run();
    let report = first.report();
    let row = invoice(&report, demo::ids()[0]);
    assert!(
        !row["reading"]["lines"]
            .as_array()
            .expect("lines")
            .is_empty()
    );
    // What it is held against is asked for without being told so.
    assert_eq!(row["reading"]["amount"], "printed", "{}", row["fields"]);
    let old = first.path("report.json");
    let again = Program::new(&audit)
        .args(&["--resume", old.to_str().expect("UTF-8")])
        .run();
    let report = again.report();
    let kept = invoice(&report, demo::ids()[0]);
    assert_eq!(kept["reading"], row["reading"]);
    // What the program cannot have written is read anew.
    let mut forged = first.report();
    forged["invoices"][0]["reading"]["lines"][0] = "9".repeat(1_000).into();
    let forged_path = first.path("forged.json");
    std::fs::write(&forged_path, forged.to_string()).expect("a report");
    let again = Program::new(&audit)
        .args(&["--resume", forged_path.to_str().expect("UTF-8")])
        .run();
    let report = again.report();
    let anew = invoice(&report, demo::ids()[0]);
    assert_eq!(anew["reading"], row["reading"]);
}
