//! Bills in the place of IDs, and what OCR read beside the ticket: marked as wrong by keys and by a click, taken back,
//! found again on another day and in the report.

use egui::Key;
use invoice_lens::model::{BillKey, FieldName, InvoiceType};
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{Sandbox, SandboxConfig, SandboxLibrary};
use invoice_lens::state::{Screen, State};

use crate::harness::{App, Look, holds_picture};
use crate::judging::{all_saved, launch};

fn demo() -> Sandbox {
    let library = SandboxLibrary::demo().expect("the demo's library");
    Sandbox::start(SandboxConfig::with_library(library)).expect("there is a free port")
}

/// The start page with these texts pasted and a token typed, and Enter.
fn begun(folder: &std::path::Path, sandbox: &Sandbox, pasted: &str) -> App {
    let mut launch = launch(folder);
    launch.endpoint = Some(sandbox.endpoint());
    let mut app = App::launch(Look::default(), launch);
    app.type_token(sandbox.token());
    app.paste_ids(pasted);
    app.press_with(egui::Modifiers::COMMAND, Key::Enter);
    app.until("the review", |state| state.screen == Screen::Review);
    app
}

fn has_fields(state: &State) -> bool {
    state.looked_at().is_some_and(|nr| {
        let entry = state.library.get(nr).expect("an invoice");
        entry.particulars.fields.is_some()
    })
}

/// What is said of the open ticket's field.
fn said(app: &App, field: &FieldName) -> String {
    let nr = app.open().expect("one is open");
    let entry = app.state().library.get(nr).expect("an invoice");
    match entry.ticket.correction(field) {
        None => "nothing".to_owned(),
        Some(correction) => correction.right.clone().unwrap_or("wrong".to_owned()),
    }
}

#[test]
fn bills_give_their_invoices_and_those_that_have_none_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = demo();
    let mut app = begun(folder.path(), &sandbox, "B26110001\nB26110002\nB26119999");
    app.until("the bills' invoices", |state| state.library.len() == 5);
    app.until_stage(Stage::Ready, 5);
    app.until("the bill without any", |state| {
        state.bills.empty().len() == 1 && state.bills.waiting() == 0
    });
    let bill = app.state().bills.empty().next().cloned();
    assert_eq!(bill, BillKey::new("B26119999"));
    assert!(app.shows_part("B26119999"));
    let entries = app.state().library.entries().iter();
    let of_first = entries.filter(|it| it.particulars.bill == BillKey::new("B26110001"));
    assert_eq!(of_first.count(), 3);

    // The same bills on another day are the same review.
    app.press(Key::Num1);
    app.until("the verdict on the disk", all_saved);
    drop(app);
    let mut app = begun(folder.path(), &sandbox, "B26110001\nB26110002\nB26119999");
    app.until("the review goes on", |state| {
        state.library.count_verdicts() == 1
    });
    assert_eq!(app.state().library.len(), 5);
}

#[test]
fn a_field_is_marked_by_keys_put_right_and_found_on_another_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = demo();
    let mut app = begun(folder.path(), &sandbox, "B26110001");
    app.until_stage(Stage::Ready, 3);
    app.press(Key::Enter);
    app.until("the open picture", |state| {
        state.looked_at().is_some_and(|nr| holds_picture(state, nr))
    });
    app.until("what OCR read", has_fields);
    let nr = app.open().expect("one is open");
    let kind = app.state().library.get(nr).map(|it| &it.particulars.kind);
    assert_eq!(kind, Some(&Some(InvoiceType::Invoice)));
    assert!(app.shows_part("¥686.00"), "as people write it");

    app.press(Key::V);
    app.press(Key::Num3);
    assert_eq!(said(&app, &FieldName::Total), "wrong");
    assert_eq!(app.state().library.count_verdicts(), 0, "no digit judges");
    app.press_with(egui::Modifiers::COMMAND, Key::A);
    app.event(egui::Event::Text("868.00".to_owned()));
    app.press(Key::Enter);
    assert_eq!(said(&app, &FieldName::Total), "868.00");

    // By a click, and without what is right.
    let name = app.text("field-number");
    let locale = invoice_lens::locale::Locale::shared(invoice_lens::locale::Lang::En);
    let button = locale.with("field-mark-one", &[("field", name.into())]);
    app.click(&button);
    assert_eq!(said(&app, &FieldName::Number), "wrong");
    app.press(Key::Escape);
    assert_eq!(
        said(&app, &FieldName::Number),
        "nothing",
        "it was not meant"
    );
    app.press_with(egui::Modifiers::COMMAND, Key::Z);
    assert_eq!(said(&app, &FieldName::Number), "wrong");
    app.press_with(egui::Modifiers::COMMAND, Key::Z);
    assert_eq!(said(&app, &FieldName::Number), "nothing");
    app.until("all on the disk", all_saved);
    drop(app);

    let mut app = begun(folder.path(), &sandbox, "B26110001");
    app.until_stage(Stage::Ready, 3);
    app.press(Key::Enter);
    app.until("what was said", |state| {
        state.looked_at().is_some_and(|nr| {
            let entry = state.library.get(nr).expect("an invoice");
            !entry.ticket.corrections().is_empty()
        })
    });
    assert_eq!(said(&app, &FieldName::Total), "868.00");
}
