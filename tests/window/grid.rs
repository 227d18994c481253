//! The grid: from loading to tiles, what failed and what is unknown, adding, choosing and searching.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::engine::FailureKind;
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::{Filter, Stage};
use invoice_lens::sandbox::{
    Fault, FaultEffect, FaultTarget, OssErrorAnswer, RequestKind, SandboxInvoice,
};
use invoice_lens::state::NoticeKind;

use crate::harness::App;
use crate::pages::{self, id, ids};

fn gone() -> OssErrorAnswer {
    let message = "The specified key does not exist.";
    OssErrorAnswer::new(404, "NoSuchKey", message, "0026-00000001")
}

#[test]
fn loading_ends_in_named_tiles_and_honest_counts() {
    let sandbox = pages::start(pages::numbered(3));
    let mut asked = ids(3);
    asked.push("IDunknown7".to_owned());
    let mut app = App::reviewing(&sandbox, &asked);
    app.until_settled();
    let names: Vec<_> = app.tiles().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "ID000000, Loaded, 1 of 4",
            "ID000001, Loaded, 2 of 4",
            "ID000002, Loaded, 3 of 4",
            "IDunknown7, Not found on the platform, 4 of 4",
        ]
    );
    assert!(!app.shows("Loaded 4 of 4"), "said while something loads");
    assert!(app.shows("1 not found"));
    assert!(app.draws_outline());
    app.click("Not found 1");
    assert_eq!(app.state().listing.shown(), [InvoiceNr(3)]);
    assert_eq!(app.tiles().len(), 1);
    app.click("All 4");
    assert_eq!(app.tiles().len(), 4);
}

#[test]
fn every_id_and_every_picture_is_asked_for_once() {
    let sandbox = pages::start(pages::numbered(8));
    let mut app = App::reviewing(&sandbox, &ids(8));
    app.until_stage(Stage::Ready, 8);
    let log = sandbox.log();
    let mut asked: Vec<_> = log
        .of(RequestKind::Links)
        .flat_map(|it| it.asked.clone())
        .collect();
    asked.sort();
    assert_eq!(asked, ids(8));
    assert_eq!(log.count(RequestKind::Object), 8);
}

#[test]
fn a_failed_picture_says_why_and_can_be_tried_again() {
    let sandbox = pages::start(pages::numbered(4));
    let on = FaultTarget::kind(RequestKind::Object).named(&pages::page_key(2));
    sandbox.inject(Fault::always(on, FaultEffect::Oss(gone())));
    let mut app = App::reviewing(&sandbox, &ids(4));
    app.until_settled();
    let failure = app.state().library.entries()[2].failure.clone();
    assert_eq!(failure.expect("a reason").kind, FailureKind::FileGone);
    assert!(app.shows(
        "ID000002, The file is no longer stored on the server. Look it up on the platform., 3 of 4"
    ));
    assert!(app.shows_part("1 failed"));
    app.click("Failed 1");
    assert_eq!(app.state().listing.shown(), [InvoiceNr(2)]);
    sandbox.clear_faults();
    app.click_text("tile-retry");
    app.until_stage(Stage::Ready, 4);
    assert!(app.tiles().is_empty(), "nothing failed is left to show");
    assert!(app.shows(&app.text("grid-empty")) || app.state().listing.shown().is_empty());
    app.click("All 4");
    assert!(app.shows("ID000002, Loaded, 3 of 4"));
}

#[test]
fn all_that_failed_is_tried_again_with_one_click() {
    let sandbox = pages::start(pages::numbered(6));
    let on = FaultTarget::kind(RequestKind::Object);
    sandbox.inject(Fault::always(on, FaultEffect::Oss(gone())));
    let mut app = App::reviewing(&sandbox, &ids(6));
    app.until_stage(Stage::Failed, 6);
    sandbox.clear_faults();
    app.click_text("status-retry");
    app.until_stage(Stage::Ready, 6);
    assert!(!app.shows_part("failed"));
}

#[test]
fn arrows_move_the_selection_and_stop_at_the_ends() {
    let sandbox = pages::start(pages::numbered(30));
    let mut app = App::reviewing(&sandbox, &ids(30));
    let current = |app: &App| app.state().current.expect("one is selected").index();
    assert_eq!(current(&app), 0);
    app.press(Key::ArrowLeft);
    assert_eq!(current(&app), 0);
    app.press(Key::ArrowRight);
    assert_eq!(current(&app), 1);
    app.press(Key::ArrowDown);
    let first = app.tile_of(&id(0));
    let is_beside = |rect: &Rect| (rect.top() - first.top()).abs() < 0.5;
    let columns = app
        .tiles()
        .iter()
        .filter(|(_, rect)| is_beside(rect))
        .count();
    assert_eq!(current(&app), 1 + columns);
    app.press(Key::End);
    app.press(Key::ArrowRight);
    assert_eq!(current(&app), 29);
    app.press(Key::Home);
    assert_eq!(current(&app), 0);
}

#[test]
fn a_click_selects_and_a_double_click_opens() {
    let sandbox = pages::start(pages::numbered(5));
    let mut app = App::reviewing(&sandbox, &ids(5));
    app.until_stage(Stage::Ready, 5);
    let at = app.tile_of(&id(3)).center();
    click_at(&app, at);
    app.settle();
    assert_eq!(app.state().current, Some(InvoiceNr(3)));
    assert_eq!(app.open(), None);
    // Long enough that the clicks to come are no further ones of the same series.
    app.harness.run_steps(60);
    let at = app.tile_of(&id(1)).center();
    click_at(&app, at);
    click_at(&app, at);
    app.settle();
    assert_eq!(app.open(), Some(InvoiceNr(1)));
}

fn click_at(app: &App, pos: Pos2) {
    app.harness.hover_at(pos);
    for pressed in [true, false] {
        app.harness.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
}

#[test]
fn pasted_ids_join_the_grid() {
    let sandbox = pages::start(pages::numbered(6));
    let mut app = App::reviewing(&sandbox, &ids(4));
    app.until_stage(Stage::Ready, 4);
    app.event(Event::Paste(format!(
        "{}\n{}\n{}\n合计",
        id(3),
        id(4),
        id(5)
    )));
    app.until("the notice", |state| state.notice.is_some());
    let notice = NoticeKind::Added {
        bills: 0,
        repeated: 0,
        added: 2,
        known: 1,
        rejected: 1,
    };
    assert_eq!(app.state().notice, Some(notice));
    assert!(app.shows("2 added, 1 already listed, 1 not IDs"));
    app.until_stage(Stage::Ready, 6);
    assert!(app.shows("ID000005, Loaded, 6 of 6"));
    app.event(Event::Paste("nothing of use".to_owned()));
    app.until("the other notice", |state| {
        state.notice == Some(NoticeKind::NothingToAdd)
    });
    assert_eq!(app.state().library.len(), 6);
}

#[test]
fn a_dropped_file_joins_the_grid() {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let file = folder.path().join("more.csv");
    std::fs::write(&file, ids(5).join("\n")).expect("room for a file");
    let sandbox = pages::start(pages::numbered(5));
    let mut app = App::reviewing(&sandbox, &ids(2));
    app.drop_file(file);
    app.until_stage(Stage::Ready, 5);
    assert_eq!(app.tiles().len(), 5);
}

#[test]
fn search_narrows_the_grid_and_keys_go_to_the_field() {
    let sandbox = pages::start(pages::numbered(12));
    let mut app = App::reviewing(&sandbox, &ids(12));
    app.until_stage(Stage::Ready, 12);
    app.press_with(Modifiers::COMMAND, Key::F);
    let search = app.text("top-search");
    assert!(app.harness.get_by_label(&search).is_focused());
    app.event(Event::Text("id00001".to_owned()));
    assert_eq!(app.state().listing.shown(), [InvoiceNr(10), InvoiceNr(11)]);
    app.press(Key::G);
    assert_eq!(
        app.open(),
        None,
        "a letter typed into the search opens nothing"
    );
    app.click("Loaded 2");
    assert!(app.state().listing.view.filters.has(Filter::Ready));
    assert_eq!(app.state().listing.shown().len(), 2);
}

#[test]
fn tickets_of_one_page_can_be_shown_together() {
    let library = pages::numbered(3).with_invoice(SandboxInvoice::new("ID000099", "page0.png"));
    let sandbox = pages::start(library);
    let mut asked = ids(3);
    asked.push("ID000099".to_owned());
    let mut app = App::reviewing(&sandbox, &asked);
    app.until_stage(Stage::Ready, 4);
    let names = |app: &App| -> Vec<String> {
        let tiles = app.tiles().into_iter();
        tiles.map(|(name, _)| name[..8].to_owned()).collect()
    };
    assert_eq!(
        names(&app),
        ["ID000000", "ID000001", "ID000002", "ID000099"]
    );
    app.click_text("order");
    app.click_text("order-by-page");
    assert_eq!(
        names(&app),
        ["ID000000", "ID000099", "ID000001", "ID000002"]
    );
    // Keys follow what is shown.
    app.press(Key::Home);
    app.press(Key::ArrowRight);
    app.press(Key::Enter);
    assert_eq!(app.open(), Some(InvoiceNr(3)));
    app.press(Key::ArrowRight);
    assert_eq!(app.open(), Some(InvoiceNr(1)));
}

#[test]
fn a_new_review_begins_empty_with_what_was_entered() {
    let sandbox = pages::start(pages::numbered(3));
    let mut app = App::reviewing(&sandbox, &ids(3));
    app.until_stage(Stage::Ready, 3);
    app.click_text("top-new");
    assert_eq!(app.state().library.len(), 0);
    app.until("what was entered", |state| {
        !state.is_reading_ids && state.pasted.ids.len() == 3
    });
    app.click(&app.with("start-load", 3));
    app.until_stage(Stage::Ready, 3);
    assert_eq!(app.tiles().len(), 3);
}
