//! The log of frames: what it says of a run from the start panel to an open picture.

use std::time::Instant;

use egui::Key;
use invoice_lens::app::{FrameLogLaunch, Launch};
use invoice_lens::review::Stage;
use serde_json::Value;

use crate::harness::{App, Look, english};
use crate::pages::{self, ids};

fn number(line: &Value, field: &str) -> f64 {
    line[field]
        .as_f64()
        .unwrap_or_else(|| panic!("no number {field} in {line}"))
}

#[test]
fn every_frame_says_what_it_cost_and_showed() {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let path = folder.path().join("frames.jsonl");
    let sandbox = pages::start(pages::numbered(3));
    let launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        frame_log: Some(FrameLogLaunch {
            path: path.clone(),
            since: Instant::now(),
        }),
        ..english()
    };
    let mut app = App::launch(Look::default(), launch);
    app.begin(sandbox.token(), &ids(3));
    app.until_stage(Stage::Ready, 3);
    app.press(Key::Enter);
    let open = app.open().expect("the first is open");
    app.until_drawn("the picture", |app| app.holds_picture(open));

    let text = std::fs::read_to_string(&path).expect("the log was written");
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    let times: Vec<f64> = lines.iter().map(|line| number(line, "t_ms")).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert!(lines.iter().all(|line| number(line, "cpu_ms") > 0.0));
    assert!(lines[0]["last_frame_ms"].is_null() && number(&lines[0], "uploads") > 0.0);

    let is = |line: &&Value, field: &str, value: f64| (number(line, field) - value).abs() < 0.5;
    let grid = lines.iter().rfind(|line| is(line, "tiles", 3.0));
    let grid = grid.expect("a frame with all tiles");
    for field in ["tiles_ready", "invoices", "ready"] {
        assert!(is(&grid, field, 3.0), "{field}: {grid}");
    }
    assert_eq!(grid["open"], "none");
    assert_eq!(lines.last().expect("many")["open"], "full");
    let pixels: f64 = lines.iter().map(|line| number(line, "upload_px")).sum();
    assert!(pixels > 0.0);
}

#[test]
fn a_log_that_cannot_be_written_stops_nobody() {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let launch = Launch {
        frame_log: Some(FrameLogLaunch {
            path: folder.path().to_owned(),
            since: Instant::now(),
        }),
        ..english()
    };
    let mut app = App::launch(Look::default(), launch);
    app.settle();
    assert!(app.shows(&app.text("start-demo")));
}
