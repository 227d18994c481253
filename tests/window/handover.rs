//! Handing the review over: the export dialog writes what was chosen, the page of figures opens lists of what it counts.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::Stage;
use invoice_lens::state::NoticeKind;

use crate::harness::App;
use crate::pages::{self, ids};

/// Types into a field in the place of what it has.
fn fill(app: &mut App, field: &str, text: &str) {
    let name = app.text(field);
    let at = app.harness.get_by_role_and_label(Role::TextInput, &name);
    let at = at.rect().center();
    app.click_at(at);
    app.press_with(Modifiers::COMMAND, Key::A);
    app.event(Event::Text(text.to_owned()));
}

#[test]
fn an_export_is_written_with_pictures_while_the_window_goes_on() {
    let sandbox = pages::start(pages::numbered(3));
    let mut app = App::reviewing(&sandbox, &ids(3));
    app.until_stage(Stage::Ready, 3);
    app.press(Key::Num2);
    let folder = tempfile::tempdir().expect("a folder");
    app.press_with(Modifiers::COMMAND, Key::S);
    assert!(app.shows("Wrong only (1)"));
    fill(
        &mut app,
        "export-folder",
        folder.path().to_str().expect("text"),
    );
    fill(&mut app, "export-file", "handed over");
    app.click_text("export-html");
    app.click_text("export-go");
    app.until("the report", |state| state.exporting.running.is_none());
    assert_eq!(app.state().exporting.page, None);
    let notice = &app.state().notice;
    assert!(
        matches!(notice, Some(NoticeKind::Exported { others: 1, .. })),
        "{notice:?}"
    );
    let html = std::fs::read_to_string(folder.path().join("handed over.html")).expect("written");
    assert_eq!(html.matches("data:image/jpeg").count(), 3);
    assert!(folder.path().join("handed over.xlsx").is_file());
    let files = std::fs::read_dir(folder.path()).expect("listed");
    assert_eq!(files.count(), 2, "nothing is left beside them");
}

#[test]
fn a_folder_that_is_not_there_is_said_in_the_dialog() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::reviewing(&sandbox, &ids(1));
    app.until_stage(Stage::Ready, 1);
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing");
    app.press_with(Modifiers::COMMAND, Key::S);
    fill(&mut app, "export-folder", missing.to_str().expect("text"));
    app.click_text("export-go");
    app.until("its end", |state| state.exporting.trouble.is_some());
    assert!(app.shows_part("missing"));
    app.press(Key::Escape);
    assert_eq!(app.state().exporting.page, None);
}

#[test]
fn counts_open_the_lists_behind_them_and_a_sample_is_drawn() {
    let sandbox = pages::start(pages::numbered(4));
    let mut app = App::reviewing(&sandbox, &ids(4));
    app.until_stage(Stage::Ready, 4);
    app.press_with(Modifiers::COMMAND, Key::I);
    app.click("Not judged  4");
    let third = pages::id(2);
    assert!(app.shows(&third));
    app.click_text("figures-back");
    fill(&mut app, "sample-size", "2");
    fill(&mut app, "sample-seed", "7");
    app.click_text("sample-draw");
    let sample = app.state().sample().expect("drawn");
    assert_eq!((sample.invoices.len(), sample.seed), (2, 7));
    app.click("Not judged  4");
    app.click(&third);
    assert_eq!(app.open(), Some(InvoiceNr(2)));
    assert_eq!(app.state().exporting.page, None);
}
