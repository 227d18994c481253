//! A region is corrected by hand in the real window: by keys and by a handle, kept, taken back, done again, and found
//! in the report of its review.

use std::process::Command;

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::model::{InvoiceNr, Verdict};
use invoice_lens::review::Stage;
use invoice_lens::sandbox::Sandbox;
use invoice_lens::state::{Framing, Keeping, Screen};
use invoice_lens::store::ReviewAddress;
use serde_json::Value;

use crate::harness::{App, Look, holds_picture};
use crate::judging::{all_saved, launch, reviewing};
use crate::pages;

/// Where the stand-in says that OCR put every region.
const OCR: [f64; 4] = [20.0, 15.0, 100.0, 75.0];

/// A kept review with its first ticket open.
fn opened(folder: &std::path::Path, sandbox: &Sandbox, count: usize) -> App {
    let mut app = reviewing(folder, sandbox, count);
    app.press(Key::Enter);
    app.until("the open picture", |state| {
        holds_picture(state, InvoiceNr(0))
    });
    app
}

/// Left, top, right, bottom of what is being drawn.
fn drawn(app: &App) -> Option<[f64; 4]> {
    let rect = app.state().region_edit.as_ref()?.rect();
    Some([rect.min.x, rect.min.y, rect.max.x, rect.max.y])
}

fn corrected(app: &App, nr: usize) -> Option<[f64; 4]> {
    app.state().library.entries()[nr].ticket.corrected
}

fn zoom(app: &App) -> f32 {
    match app.state().viewer.as_ref().expect("open").framing {
        Framing::Free(viewport) => viewport.zoom as f32,
        other => panic!("the view holds still: {other:?}"),
    }
}

/// Takes hold of what is there, moves in two steps and lets go.
fn drag(app: &mut App, from: Pos2, by: Vec2) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::default(),
    };
    app.event(Event::PointerMoved(from));
    app.event(button(from, true));
    app.event(Event::PointerMoved(from + by / 2.0));
    app.event(Event::PointerMoved(from + by));
    app.event(button(from + by, false));
}

#[test]
fn a_region_is_corrected_by_keys_and_by_hand_and_handed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(2));
    let mut app = opened(folder.path(), &sandbox, 2);
    app.click_text("region-edit");
    assert_eq!(drawn(&app), Some(OCR));
    app.press_with(Modifiers::SHIFT, Key::ArrowRight);
    app.press(Key::ArrowDown);
    assert_eq!(drawn(&app), Some([30.0, 16.0, 110.0, 76.0]));
    assert_eq!(app.open(), Some(InvoiceNr(0)), "arrows do not step");
    app.press_with(Modifiers::COMMAND, Key::ArrowUp);
    app.press_with(Modifiers::ALT, Key::ArrowLeft);
    app.press_with(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(drawn(&app), Some([29.0, 6.0, 110.0, 75.0]));

    // A border by its handle, then the whole by its inside. The view holds still.
    let before = app.state().viewer.as_ref().expect("open").framing;
    let handle = app.harness.get_by_label("Handle left").rect().center();
    let by = vec2(-5.0, 3.0) * zoom(&app);
    drag(&mut app, handle, by);
    assert_eq!(drawn(&app), Some([24.0, 6.0, 110.0, 75.0]));
    let top = app.harness.get_by_label("Handle top left").rect().center();
    let by = vec2(4.0, 5.0) * zoom(&app);
    drag(&mut app, top + Vec2::splat(60.0), by);
    assert_eq!(drawn(&app), Some([28.0, 11.0, 114.0, 80.0]));
    assert_eq!(app.state().viewer.as_ref().expect("open").framing, before);
    app.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(
        drawn(&app),
        Some([24.0, 6.0, 110.0, 75.0]),
        "a drag is one step"
    );

    let kept = Some([24.0, 6.0, 110.0, 75.0]);
    app.press(Key::Enter);
    assert_eq!(corrected(&app, 0), kept);
    assert!(app.shows(&app.text("region-word-kept")));
    assert_eq!(app.state().library.count_verdicts(), 0);
    assert_eq!(app.open(), Some(InvoiceNr(0)));
    app.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(corrected(&app, 0), None);
    app.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(corrected(&app, 0), kept);

    // A verdict keeps what was drawn, then moves on.
    app.press(Key::E);
    app.press(Key::ArrowLeft);
    app.press(Key::Num3);
    let kept = [23.0, 6.0, 109.0, 75.0];
    assert_eq!(corrected(&app, 0), Some(kept));
    let ticket = &app.state().library.entries()[0].ticket;
    assert!(matches!(ticket.verdict(), Some(Verdict::Wrong(Some(_)))));
    assert_eq!(app.open(), Some(InvoiceNr(1)));
    app.until("all on the disk", all_saved);
    let Keeping::Kept {
        at: ReviewAddress::File(path),
        ..
    } = app.state().judging.keeping.clone()
    else {
        panic!("it is kept");
    };
    // Left as a person leaves it, so that what was learned of the pictures is kept as well.
    app.press(Key::Escape);
    app.click_text("top-new");
    drop((app, sandbox));

    // Another day, and without a window.
    let mut app = App::launch(Look::default(), launch(folder.path()));
    app.until("the list of reviews", |state| {
        !state.reviews.recent.is_empty()
    });
    app.settle();
    let name = app.state().reviews.recent[0].name();
    app.click(&format!("{name}, 1 of 2 judged"));
    app.until("the review", |state| state.screen == Screen::Review);
    assert_eq!(corrected(&app, 0), Some(kept));
    drop(app);
    let to = folder.path().join("report.json");
    let ended = Command::new(env!("CARGO_BIN_EXE_invoice-lens"))
        .args(["report".as_ref(), path.as_os_str()])
        .args(["--to".as_ref(), to.as_os_str()])
        .output()
        .expect("it runs");
    assert!(ended.status.success(), "{ended:?}");
    let text = std::fs::read_to_string(to).expect("written");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let row = &report["invoices"][0];
    assert_eq!(row["corrected_region"], serde_json::json!([23, 6, 109, 75]));
    assert_eq!(row["reason"], "cut_off");
    // Both share 77 × 60, of what they cover together.
    let (shared, own, ocr) = (77.0 * 60.0, 86.0 * 69.0, 80.0 * 60.0);
    let iou = row["corrected_iou"].as_f64();
    let iou = iou.unwrap_or_else(|| panic!("{row}"));
    assert!((iou - shared / (own + ocr - shared)).abs() < 1e-3, "{iou}");
    assert!(report["invoices"][1]["corrected_region"].is_null());
}

#[test]
fn escape_gives_up_the_edit_and_not_the_ticket() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(2));
    let mut app = opened(folder.path(), &sandbox, 2);
    app.press(Key::E);
    app.press(Key::ArrowRight);
    app.press(Key::Escape);
    assert!(app.state().region_edit.is_none());
    assert_eq!(corrected(&app, 0), None);
    assert_eq!(app.open(), Some(InvoiceNr(0)));
    app.press(Key::ArrowRight);
    assert_eq!(app.open(), Some(InvoiceNr(1)), "arrows step again");
}

#[test]
fn a_corrected_tile_says_so_and_the_region_goes_back_to_what_ocr_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(2));
    let mut app = opened(folder.path(), &sandbox, 2);
    app.press(Key::E);
    app.press(Key::ArrowRight);
    app.press(Key::G);
    assert_eq!(app.open(), None);
    assert_eq!(corrected(&app, 0), Some([21.0, 15.0, 101.0, 75.0]));
    let names: Vec<String> = app.tiles().into_iter().map(|(name, _)| name).collect();
    let says_so = names.iter().map(|it| it.contains("region corrected"));
    assert_eq!(says_so.collect::<Vec<_>>(), [true, false], "{names:?}");
    app.press(Key::Enter);
    app.press(Key::Delete);
    assert_eq!(corrected(&app, 0), None);
    app.until_stage(Stage::Ready, 2);
    app.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(corrected(&app, 0), Some([21.0, 15.0, 101.0, 75.0]));
}
