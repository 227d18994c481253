//! Judging in the real window: by keys alone, kept in a file, taken back, and gone on with another day.

use std::path::Path;

use egui::{Key, Modifiers};
use invoice_lens::app::Launch;
use invoice_lens::model::{InvoiceNr, Verdict};
use invoice_lens::review::{Filter, Judged, Stage};
use invoice_lens::sandbox::Sandbox;
use invoice_lens::state::{Keeping, Screen, State};
use invoice_lens::store::{Access, recent};

use crate::harness::{App, Look, english};
use crate::pages::{self, ids};

pub fn launch(folder: &Path) -> Launch {
    Launch {
        reviews: Some(folder.to_owned()),
        ..english()
    }
}

/// A window with these invoices loaded, whose review is kept in the folder.
pub fn reviewing(folder: &Path, sandbox: &Sandbox, count: usize) -> App {
    let launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        ..launch(folder)
    };
    let mut app = App::launch(Look::default(), launch);
    app.begin(sandbox.token(), &ids(count));
    app.until_stage(Stage::Ready, count);
    app.until("its file", is_kept);
    app.settle();
    app
}

/// The demo with all that it shows, its review kept in the folder.
pub fn demo(folder: &Path) -> App {
    let launch = Launch {
        is_demo: true,
        ..launch(folder)
    };
    let mut app = App::launch(Look::default(), launch);
    app.until("the demo", |state| {
        state.screen == Screen::Review && state.library.is_complete()
    });
    app
}

fn is_kept(state: &State) -> bool {
    matches!(&state.judging.keeping, Keeping::Kept { access, .. } if *access == Access::Write)
}

pub fn all_saved(state: &State) -> bool {
    state.judging.unsaved() == 0
}

#[test]
fn the_demo_is_judged_with_one_key_a_ticket_and_all_of_it_is_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = demo(folder.path());
    app.until("its file", is_kept);
    app.settle();
    let total = app.state().library.len();
    let mut keys = 0_u32;
    let mut press = |app: &mut App, key| {
        app.press(key);
        keys += 1;
    };
    // What may be correct; then those for which there is nothing that could be.
    while app.state().library.count_judged_as(Judged::Not) > 0 {
        let before = app.state().library.count_verdicts();
        press(&mut app, Key::Num1);
        assert_eq!(app.state().library.count_verdicts(), before + 1);
        // Another tile may have to be scrolled to and loaded.
        app.settle();
    }
    assert!(app.shows(&app.text("word-all-judged")));
    app.click(&format!(
        "{} {}",
        app.text("filter-cannot-be-judged"),
        app.state().library.count_judged_as(Judged::Cannot)
    ));
    let left = app.state().library.count_judged_as(Judged::Cannot);
    for _ in 0..left {
        press(&mut app, Key::Num2);
        app.settle();
    }
    assert_eq!(app.state().library.count_verdicts(), total);
    let a_key_each = f64::from(keys) / total as f64;
    assert!(a_key_each <= 1.1, "{keys} keys for {total} tickets");
    app.until("all on the disk", all_saved);
    for _ in 0..total {
        app.press_with(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(app.state().library.count_verdicts(), 0);
    app.until("all on the disk", all_saved);
    assert!(
        recent(folder.path()).is_empty(),
        "the demo's review is no recent one"
    );
}

#[test]
fn a_review_goes_on_another_day_with_and_without_a_token() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(4));
    let mut app = reviewing(folder.path(), &sandbox, 4);
    app.press(Key::Num1);
    app.press(Key::Num3);
    assert_eq!(app.state().current, Some(InvoiceNr(2)));
    app.until("all on the disk", all_saved);
    app.click_text("top-new");
    app.until("the list of reviews", |state| {
        !state.reviews.recent.is_empty()
    });
    app.settle();
    let found = &app.state().reviews.recent[0];
    assert_eq!((found.judged, found.total), (2, 4));
    let name = format!("{}, 2 of 4 judged", found.name());
    // The token of a moment ago is for the same platform.
    app.click(&name);
    app.until_stage(Stage::Ready, 4);
    assert_eq!(app.state().library.count_verdicts(), 2);
    assert!(!app.state().needs_token());
    drop((app, sandbox));

    // Another day without one it opens, shows its verdicts and asks for it.
    let mut app = App::launch(Look::default(), launch(folder.path()));
    app.until("the list of reviews", |state| {
        !state.reviews.recent.is_empty()
    });
    app.settle();
    app.click(&name);
    app.until("the review", |state| state.screen == Screen::Review);
    app.until("the question for a token", State::needs_token);
    assert_eq!(app.state().library.count_verdicts(), 2);
    assert_eq!(
        app.state().library.count(Stage::Ready),
        4,
        "what was learned is known"
    );
    assert_eq!(app.state().current, Some(InvoiceNr(2)));
    app.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(
        app.state().library.count_verdicts(),
        1,
        "an earlier day's verdict is undone"
    );
}

#[test]
fn the_same_list_goes_on_and_can_start_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(3));
    let mut app = reviewing(folder.path(), &sandbox, 3);
    app.press(Key::Num7);
    app.until("all on the disk", all_saved);
    drop(app);
    let mut app = reviewing(folder.path(), &sandbox, 3);
    assert_eq!(app.state().library.count_judged_as(Judged::Unsure), 1);
    app.click_text("review-start-anew");
    app.until("its file", is_kept);
    assert_eq!(app.state().library.count_verdicts(), 0);
    assert_eq!(
        recent(folder.path()).len(),
        2,
        "the other one is left as it was"
    );
}

#[test]
fn a_filter_that_hides_what_is_judged_skips_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(6));
    let mut app = reviewing(folder.path(), &sandbox, 6);
    app.click(&format!("{} 6", app.text("filter-unjudged")));
    for nr in 0..6 {
        assert_eq!(app.state().current, Some(InvoiceNr(nr)));
        app.press(Key::Num1);
        app.settle();
    }
    assert_eq!(app.state().library.count_judged_as(Judged::Correct), 6);
    assert_eq!(app.tiles().len(), 6, "nothing moves by itself");
    app.click_text("list-refresh");
    assert!(app.state().listing.view.filters.has(Filter::Unjudged));
    assert!(app.tiles().is_empty());
}

#[test]
fn a_key_that_is_held_down_judges_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(5));
    let mut app = reviewing(folder.path(), &sandbox, 5);
    for repeat in [false, true, true, true] {
        app.event(egui::Event::Key {
            key: Key::Num1,
            physical_key: Some(Key::Num1),
            pressed: true,
            repeat,
            modifiers: Modifiers::NONE,
        });
    }
    assert_eq!(app.state().library.count_verdicts(), 1);
    app.click_text("settings");
    app.press(Key::Num2);
    assert_eq!(app.state().library.count_verdicts(), 1, "behind a menu");
}

#[test]
fn own_words_and_notes_are_typed_in_the_bar() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(3));
    let mut app = reviewing(folder.path(), &sandbox, 3);
    app.press(Key::Num8);
    app.settle();
    app.event(egui::Event::Text("stamp covers it".to_owned()));
    app.press(Key::Enter);
    app.settle();
    let words = app.state().library.entries()[0].ticket.verdict().cloned();
    let reason = words
        .as_ref()
        .and_then(Verdict::reason)
        .map(|it| it.code().to_owned());
    assert_eq!(reason.as_deref(), Some("stamp covers it"));
    assert_eq!(app.state().current, Some(InvoiceNr(1)));
    app.press(Key::M);
    app.settle();
    app.event(egui::Event::Text("ask 1 supplier".to_owned()));
    app.press(Key::Enter);
    app.settle();
    assert_eq!(
        &*app.state().library.entries()[1].ticket.note,
        "ask 1 supplier"
    );
    assert_eq!(
        app.state().library.count_verdicts(),
        1,
        "a digit in a text is no verdict"
    );
}
