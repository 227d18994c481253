//! Several tickets at once in the real window: selections, and whole screens of them.

use std::path::Path;

use egui::{Event, Key, Modifiers, PointerButton, vec2};
use invoice_lens::app::Launch;
use invoice_lens::model::{InvoiceNr, Verdict};
use invoice_lens::review::{Judged, Stage};
use invoice_lens::sandbox::Sandbox;
use invoice_lens::state::{State, Word};

use crate::harness::{App, Look};
use crate::judging::{demo, launch};
use crate::pages::{self, ids};

/// A window of this size with so many invoices loaded, whose review is kept in the folder.
fn reviewing(folder: &Path, sandbox: &Sandbox, count: usize, width: f32, height: f32) -> App {
    let launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        ..launch(folder)
    };
    let look = Look {
        size: vec2(width, height),
        ..Look::default()
    };
    let mut app = App::launch(look, launch);
    app.begin(sandbox.token(), &ids(count));
    app.until_stage(Stage::Ready, count);
    app.settle();
    app
}

fn is_sharp(state: &State) -> bool {
    !state.sight.screen.is_empty() && state.acceptance().unseen == 0
}

fn accept(app: &mut App) {
    app.until("a sharp screen", is_sharp);
    app.press_with(Modifiers::COMMAND, Key::Enter);
}

fn by_sheet(app: &App) -> usize {
    let entries = app.state().library.entries().iter();
    entries.filter(|entry| entry.ticket.is_by_sheet()).count()
}

/// Clicks in the middle of a tile while these keys are held.
fn click_tile(app: &mut App, id: &str, modifiers: Modifiers) {
    let pos = app.tile_of(id).center();
    let button = |pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers,
    };
    let held = Event::ModifiersChanged(modifiers);
    let events = [held, Event::PointerMoved(pos), button(true), button(false)];
    app.harness.input_mut().events.extend(events);
    app.harness.step();
    app.event(Event::ModifiersChanged(Modifiers::NONE));
}

#[test]
fn the_demo_is_judged_by_screens_with_a_fraction_of_the_keys() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = demo(folder.path());
    app.settle();
    let total = app.state().library.len();
    let entries = app.state().library.entries().iter();
    let is_suspicious = |it: &&invoice_lens::review::Entry| {
        it.located.as_ref().is_some_and(|it| it.is_suspicious())
    };
    let clean = entries
        .filter(|it| it.can_be_correct() && !is_suspicious(it))
        .count();
    let mut keys = 1_u32;
    app.press(Key::S);
    assert!(app.state().shows_sheet());
    loop {
        let before = app.state().current;
        accept(&mut app);
        keys += 1;
        if app.state().current == before {
            break;
        }
    }
    assert_eq!(by_sheet(&app), clean, "all without a warning, and no other");
    assert_eq!(app.state().library.count_verdicts(), clean);
    let each = f64::from(keys) / clean as f64;
    assert!(each <= 0.2, "{keys} keys for {clean} tickets");

    // What has a warning is looked at one by one, without leaving the mode.
    app.press(Key::N);
    keys += 1;
    while app.state().library.count_judged_as(Judged::Not) > 0 {
        app.until("a sharp screen", |state| {
            state
                .sight
                .ready
                .contains(&state.current.unwrap_or(InvoiceNr(0)))
        });
        let before = app.state().library.count_verdicts();
        app.press(Key::Num1);
        keys += 1;
        assert_eq!(app.state().library.count_verdicts(), before + 1);
    }
    // What cannot be correct is wrong, all of it at once.
    let left = app.state().library.count_judged_as(Judged::Cannot);
    app.press(Key::S);
    app.click(&format!("{} {left}", app.text("filter-cannot-be-judged")));
    app.press_with(Modifiers::COMMAND, Key::A);
    assert_eq!(app.state().selection.len(), left);
    app.press(Key::Num2);
    keys += 3;
    assert_eq!(app.state().library.count_verdicts(), total);
    let each = f64::from(keys) / total as f64;
    assert!(each <= 0.5, "{keys} keys for {total} tickets");
    app.until("all on the disk", |state| state.judging.unsaved() == 0);
    let mut undone = 0;
    while app.state().judging.can_undo() {
        app.press_with(Modifiers::COMMAND, Key::Z);
        undone += 1;
    }
    assert_eq!(app.state().library.count_verdicts(), 0);
    assert!(undone <= keys, "{undone} steps back");
    app.until("all on the disk", |state| state.judging.unsaved() == 0);
}

#[test]
fn a_filter_that_hides_what_is_judged_skips_none_by_screens() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(30));
    let mut app = reviewing(folder.path(), &sandbox, 30, 1100.0, 880.0);
    app.click(&format!("{} 30", app.text("filter-unjudged")));
    app.press(Key::S);
    let mut next = 0;
    while app.state().library.count_verdicts() < 30 {
        app.until("a sharp screen", is_sharp);
        let screen = app.state().sight.screen.clone();
        assert_eq!(screen[0], InvoiceNr(next));
        next += screen.len() as u32;
        // None of the tiles is cut off.
        let bar = app.harness.ctx.content_rect();
        assert_eq!(app.tiles().len(), screen.len());
        assert!(app.tiles().iter().all(|(_, rect)| bar.contains_rect(*rect)));
        app.press_with(Modifiers::COMMAND, Key::Enter);
    }
    assert_eq!(by_sheet(&app), 30);
    app.until("all on the disk", |state| state.judging.unsaved() == 0);
    drop((app, sandbox));

    // Another day the file says the same, and its screens are taken back as screens.
    let recent = invoice_lens::store::recent(folder.path());
    let contents = invoice_lens::store::read(&recent[0].path).expect("readable");
    assert!(contents.states.iter().all(|(_, it)| it.is_by_sheet()));
    let undo = contents.history.to_undo().expect("the last screen");
    assert_eq!(undo.events.len(), 1);
    assert!(undo.invoices.len() > 1);
}

#[test]
fn exceptions_are_clicked_and_the_button_accepts_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(30));
    let mut app = reviewing(folder.path(), &sandbox, 30, 1100.0, 880.0);
    app.press(Key::S);
    app.until("a sharp screen", is_sharp);
    let per = app.state().sight.screen.len();
    click_tile(&mut app, "ID000001", Modifiers::NONE);
    click_tile(&mut app, "ID000002", Modifiers::NONE);
    app.press(Key::Num3);
    click_tile(&mut app, "ID000000", Modifiers::NONE);
    click_tile(&mut app, "ID000003", Modifiers::NONE);
    // Clicks in quick succession on other tiles open nothing, and one more takes a mark back.
    click_tile(&mut app, "ID000004", Modifiers::NONE);
    click_tile(&mut app, "ID000003", Modifiers::NONE);
    assert_eq!(app.open(), None);
    let verdict =
        |app: &App, nr: usize| app.state().library.entries()[nr].ticket.verdict().cloned();
    assert_eq!(verdict(&app, 1), Some(Verdict::Wrong(None)));
    assert_eq!(verdict(&app, 3), None);
    app.click(&app.with("sheet-accept", per - 4));
    assert_eq!(by_sheet(&app), per - 4);
    assert_eq!(verdict(&app, 1), Some(Verdict::Wrong(None)));
    assert_eq!(app.state().current, Some(InvoiceNr(per as u32)));
    app.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(by_sheet(&app), 0);
    assert_eq!(app.state().sight.screen[0], InvoiceNr(0), "on that screen");
    app.press_with(Modifiers::COMMAND, Key::Y);
    assert_eq!(by_sheet(&app), per - 4);
    // A key that is held down looks at nothing between its repeats.
    app.until("a sharp screen", is_sharp);
    for _ in 0..3 {
        app.event(Event::Key {
            key: Key::Enter,
            physical_key: Some(Key::Enter),
            pressed: true,
            repeat: true,
            modifiers: Modifiers::COMMAND,
        });
    }
    assert_eq!(by_sheet(&app), per - 4);
    // Opened and closed, the screen is the same.
    app.press(Key::PageDown);
    app.until("a sharp screen", is_sharp);
    let screen = app.state().sight.screen.clone();
    app.press(Key::ArrowRight);
    app.press(Key::Enter);
    assert_eq!(app.open(), Some(screen[1]));
    app.press(Key::Escape);
    assert_eq!(app.state().sight.screen, screen);
}

#[test]
fn a_selection_of_more_than_twenty_asks() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(24));
    let mut app = reviewing(folder.path(), &sandbox, 24, 1800.0, 1300.0);
    app.press_with(Modifiers::COMMAND, Key::A);
    assert!(app.shows_part("24 selected"));
    app.press(Key::Num1);
    assert!(app.shows(&app.text("selection-title")));
    assert_eq!(app.state().library.count_verdicts(), 0);
    app.press(Key::Num2);
    assert_eq!(app.state().library.count_verdicts(), 0, "behind a question");
    app.press(Key::Escape);
    assert!(!app.shows(&app.text("selection-title")));
    assert_eq!(app.state().selection.len(), 24);
    app.press(Key::Num1);
    app.press(Key::Enter);
    assert_eq!(app.state().library.count_judged_as(Judged::Correct), 24);
    assert_eq!(app.open(), None, "Enter was the answer");
    app.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(app.state().library.count_verdicts(), 0);
    app.press_with(Modifiers::COMMAND, Key::A);
    app.press(Key::Escape);
    assert!(app.state().selection.is_empty());
}

#[test]
fn tiles_are_selected_with_ctrl_and_shift() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = pages::start(pages::numbered(40));
    let mut app = reviewing(folder.path(), &sandbox, 40, 1100.0, 880.0);
    click_tile(&mut app, "ID000001", Modifiers::COMMAND);
    click_tile(&mut app, "ID000003", Modifiers::COMMAND);
    click_tile(&mut app, "ID000006", Modifiers::SHIFT);
    assert_eq!(app.state().selection.len(), 5);
    app.press_with(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(app.state().selection.len(), 4);
    let (name, _) = &app.tiles()[1];
    assert!(name.contains(&app.text("selection-selected")), "{name}");
    app.press(Key::Num7);
    assert_eq!(app.state().library.count_judged_as(Judged::Unsure), 4);
    assert_eq!(app.state().current, Some(InvoiceNr(6)), "the next unjudged");
    // Of more than the window shows, those that it shows.
    app.press(Key::Home);
    app.press_with(Modifiers::COMMAND, Key::A);
    app.press(Key::Num1);
    app.press(Key::Enter);
    let judged = app.state().library.count_judged_as(Judged::Correct);
    assert!((1..40).contains(&judged), "{judged}");
    let word = Word::Many {
        corrected: 0,
        judged,
        left_out: 40 - judged,
    };
    assert_eq!(app.state().judging.word, Some(word));
    click_tile(&mut app, "ID000001", Modifiers::COMMAND);
    click_tile(&mut app, "ID000002", Modifiers::NONE);
    assert!(app.state().selection.is_empty());
}
