//! The viewer: opening, stepping with pictures at hand, the keys that change the look, and back.

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::geometry::QuarterTurn;
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{FaultTarget, RequestKind, Sandbox};
use invoice_lens::state::Framing;

use crate::harness::{App, holds_picture};
use crate::pages::{self, ids};

/// A review of `count` invoices with the one at `open` opened and its picture there.
fn opened(sandbox: &Sandbox, count: usize, open: u32) -> App {
    let mut app = App::reviewing(sandbox, &ids(count));
    app.until_stage(Stage::Ready, count);
    for _ in 0..open {
        app.press(Key::ArrowRight);
    }
    app.press(Key::Enter);
    app.until("the open picture", |state| {
        holds_picture(state, InvoiceNr(open))
    });
    app
}

#[test]
fn enter_opens_and_escape_returns() {
    let sandbox = pages::start(pages::numbered(5));
    let mut app = opened(&sandbox, 5, 2);
    assert_eq!(app.open(), Some(InvoiceNr(2)));
    assert!(app.shows(&app.text("viewer-canvas")));
    assert!(app.shows("3 / 5"));
    assert!(app.tiles().is_empty());
    app.press(Key::Escape);
    assert_eq!(app.open(), None);
    assert_eq!(app.tiles().len(), 5);
    assert_eq!(app.state().current, Some(InvoiceNr(2)));
    app.press(Key::G);
    assert_eq!(app.open(), Some(InvoiceNr(2)));
    app.click_text("viewer-back");
    assert_eq!(app.open(), None);
}

#[test]
fn arrows_step_and_stop_at_the_ends() {
    let sandbox = pages::start(pages::numbered(3));
    let mut app = opened(&sandbox, 3, 0);
    let mut steps = Vec::new();
    for key in [
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::D,
        Key::ArrowRight,
        Key::A,
        Key::ArrowLeft,
    ] {
        app.press(key);
        steps.push(app.open().expect("it stays open").0);
    }
    assert_eq!(steps, [0, 1, 2, 2, 1, 0]);
    app.click_text("viewer-next");
    assert!(app.shows("2 / 3"));
    app.click_text("viewer-previous");
    assert!(app.shows("1 / 3"));
}

#[test]
fn the_next_picture_is_there_before_it_is_asked_for() {
    let sandbox = pages::start(pages::numbered(6));
    let mut app = opened(&sandbox, 6, 1);
    app.until("the neighbours", |state| {
        holds_picture(state, InvoiceNr(2)) && holds_picture(state, InvoiceNr(0))
    });
    let key = pages::page_key(2);
    let before = sandbox.log().count_object(&key);
    app.harness.key_down(Key::ArrowRight);
    app.harness.step();
    assert_eq!(app.open(), Some(InvoiceNr(2)));
    assert!(
        app.holds_picture(InvoiceNr(2)),
        "in the very frame of the key"
    );
    app.harness.step();
    let loading = app.text("viewer-loading-full");
    assert!(!app.shows(&loading));
    app.until("the next neighbour", |state| {
        holds_picture(state, InvoiceNr(3))
    });
    assert_eq!(
        sandbox.log().count_object(&key),
        before,
        "not fetched again"
    );
}

#[test]
fn presses_that_fall_into_one_frame_all_count() {
    let sandbox = pages::start(pages::numbered(6));
    let mut app = opened(&sandbox, 6, 0);
    press_at_once(&mut app, &[Key::ArrowRight; 3]);
    assert_eq!(app.open(), Some(InvoiceNr(3)));
    app.press(Key::Escape);
    press_at_once(&mut app, &[Key::ArrowLeft; 2]);
    assert_eq!(app.state().current, Some(InvoiceNr(1)));
}

#[test]
fn presses_that_fall_into_one_frame_count_in_their_order() {
    let sandbox = pages::start(pages::numbered(6));
    let mut app = opened(&sandbox, 6, 5);
    app.press(Key::Escape);
    let third = [Key::Home, Key::ArrowRight, Key::ArrowRight, Key::Enter];
    press_at_once(&mut app, &third);
    assert_eq!(app.open(), Some(InvoiceNr(2)));
    press_at_once(&mut app, &[Key::ArrowRight, Key::Escape, Key::End]);
    assert_eq!(app.open(), None);
    assert_eq!(app.state().current, Some(InvoiceNr(5)));
    press_at_once(&mut app, &[Key::Enter, Key::ArrowLeft]);
    assert_eq!(app.open(), Some(InvoiceNr(4)));
}

/// All in one frame, as when the frame before took long.
fn press_at_once(app: &mut App, keys: &[Key]) {
    let event = |key, pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let presses = keys
        .iter()
        .map(|key| [event(*key, true), event(*key, false)]);
    let events = &mut app.harness.input_mut().events;
    events.extend(presses.flatten());
    app.harness.step();
}

#[test]
fn what_is_not_loaded_yet_opens_with_its_state() {
    let sandbox = pages::start(pages::numbered(2));
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object));
    let mut app = App::reviewing(&sandbox, &ids(2));
    app.until_stage(Stage::Loading, 2);
    app.press(Key::Enter);
    assert_eq!(app.open(), Some(InvoiceNr(0)));
    assert!(!app.draws_outline());
    gate.release();
    app.until("the open picture", |state| {
        holds_picture(state, InvoiceNr(0))
    });
    assert!(app.draws_outline());
}

#[test]
fn the_region_hides_while_its_key_is_held() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = opened(&sandbox, 1, 0);
    assert!(app.draws_outline());
    app.harness.key_down(Key::H);
    app.settle();
    assert!(!app.draws_outline());
    app.harness.key_up(Key::H);
    app.settle();
    assert!(app.draws_outline());
    app.press_with(Modifiers::SHIFT, Key::H);
    assert!(!app.draws_outline(), "switched off");
    app.press_with(Modifiers::SHIFT, Key::H);
    assert!(app.draws_outline());
}

#[test]
fn keys_change_the_look() {
    let sandbox = pages::start(pages::numbered(2));
    let mut app = opened(&sandbox, 2, 0);
    let framing = |app: &App| app.state().viewer.as_ref().expect("open").framing;
    let turn = |app: &App| app.state().viewer.as_ref().expect("open").turn;
    assert_eq!(framing(&app), Framing::Region);
    app.press(Key::F);
    assert_eq!(framing(&app), Framing::Whole);
    app.press(Key::Z);
    assert_eq!(framing(&app), Framing::Region);
    app.press(Key::R);
    assert_eq!(turn(&app), QuarterTurn::Right);
    app.press_with(Modifiers::SHIFT, Key::R);
    assert_eq!(turn(&app), QuarterTurn::None);
    app.press_with(Modifiers::COMMAND, Key::Num1);
    let Framing::Free(viewport) = framing(&app) else {
        panic!("{:?}", framing(&app));
    };
    assert!((viewport.zoom - 1.0).abs() < 1e-9);
    app.press(Key::R);
    app.press(Key::ArrowRight);
    assert_eq!(
        turn(&app),
        QuarterTurn::None,
        "the next page is looked at afresh"
    );
    assert_eq!(framing(&app), Framing::Region);
    app.press(Key::F);
    app.press(Key::L);
    app.press(Key::ArrowLeft);
    assert_eq!(framing(&app), Framing::Whole, "the view is locked");
    let dims = app.state().settings.dims_outside;
    app.press(Key::B);
    assert_eq!(app.state().settings.dims_outside, !dims);
}

#[test]
fn turning_turns_the_view_and_no_number() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = opened(&sandbox, 1, 0);
    let before = app.state().library.entries()[0].located.clone();
    app.press(Key::R);
    assert!(app.draws_outline());
    let after = app.state().library.entries()[0].located.clone();
    assert_eq!(format!("{before:?}"), format!("{after:?}"));
}

#[test]
fn the_wheel_zooms_at_the_pointer_and_dragging_moves_the_page() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = opened(&sandbox, 1, 0);
    let canvas = app.harness.get_by_label(&app.text("viewer-canvas")).rect();
    app.harness.hover_at(canvas.center());
    app.event(Event::Zoom(2.0));
    let look = |app: &App| match app.state().viewer.as_ref().expect("open").framing {
        Framing::Free(viewport) => viewport,
        other => panic!("{other:?}"),
    };
    let zoomed = look(&app);
    app.harness.drag_at(canvas.center());
    app.harness
        .hover_at(canvas.center() + egui::vec2(30.0, -20.0));
    app.harness
        .drop_at(canvas.center() + egui::vec2(30.0, -20.0));
    app.settle();
    let moved = look(&app).centre - zoomed.centre;
    let expected = euclid::vec2(-30.0 / zoomed.zoom, 20.0 / zoomed.zoom);
    assert!(
        (moved - expected).length() < 0.01,
        "{moved:?} for {expected:?}"
    );
}

#[test]
fn the_id_is_copied_from_the_viewer() {
    let sandbox = pages::start(pages::numbered(3));
    let mut app = opened(&sandbox, 3, 1);
    app.harness.event(Event::Copy);
    app.harness.step();
    let copied = &app.harness.output().platform_output.commands;
    let is_id = |command: &egui::OutputCommand| matches!(command, egui::OutputCommand::CopyText(text) if text == "ID000001");
    assert!(copied.iter().any(is_id), "{copied:?}");
    app.settle();
    assert!(app.shows("Copied: ID000001"));
}

#[test]
fn the_sheet_of_keys_opens_and_closes() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = opened(&sandbox, 1, 0);
    app.press(Key::F1);
    assert!(app.shows(&app.text("help-fit")));
    app.press(Key::Escape);
    assert!(!app.state().shows_help);
    assert_eq!(
        app.open(),
        Some(InvoiceNr(0)),
        "the key closed the sheet alone"
    );
}
