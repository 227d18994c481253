//! The start panel: what it says in both languages, and how it takes token, IDs and files.

use std::sync::Arc;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use invoice_lens::app::{FileDialogs, Launch};
use invoice_lens::id_list::IdListError;
use invoice_lens::locale::Lang;
use invoice_lens::model::paste::PasteReport;
use invoice_lens::review::Stage;
use invoice_lens::state::{Choice, ChoicePurpose, NoticeKind, ReadError, Screen, State};

use crate::harness::{App, Look, english};
use crate::{pages, workbooks};

#[test]
fn it_speaks_both_languages() {
    for (lang, sentence, demo) in [
        (
            Lang::ZhCn,
            "逐张核对 OCR 是否框对了每张票据",
            "用演示票据试用",
        ),
        (
            Lang::En,
            "Check by eye that OCR found every ticket in the right place",
            "Try with demo invoices",
        ),
    ] {
        let launch = Launch {
            lang: Some(lang),
            ..english()
        };
        let app = App::launch(Look::default(), launch);
        assert!(app.shows(sentence), "{lang:?}");
        assert!(app.shows(demo), "{lang:?}");
    }
}

#[test]
fn loading_waits_for_all_that_is_needed() {
    let sandbox = pages::start(pages::numbered(2));
    let mut app = App::at(&sandbox);
    let is_enabled = |app: &App, count| {
        let name = app.with("start-load", count);
        let load = app.harness.get_by_label(&name);
        !load.accesskit_node().is_disabled()
    };
    assert!(app.shows(&app.text("start-missing-token")));
    assert!(!is_enabled(&app, 0));
    app.type_token(sandbox.token());
    assert!(app.shows(&app.text("start-missing-ids")));
    assert!(!is_enabled(&app, 0));
    app.paste_ids(&pages::ids(2).join("\n"));
    assert!(!app.shows(&app.text("start-missing-ids")));
    assert!(is_enabled(&app, 2));
}

#[test]
fn the_token_is_shown_to_nobody() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    app.type_token("the-secret-token");
    let field = app.harness.get_by_role(Role::PasswordInput);
    let shown = field.value().expect("a field has a value");
    assert_eq!(shown.chars().count(), "the-secret-token".len(), "{shown}");
    for node in app.harness.root().children_recursive() {
        let node = node.accesskit_node();
        for text in [
            node.label(),
            node.value(),
            node.placeholder().map(str::to_owned),
        ] {
            let text = text.unwrap_or_default();
            assert!(!text.contains("secret"), "{text}");
        }
    }
}

#[test]
fn a_mixed_text_is_counted_and_explained() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    let id = |number: usize| format!("ID01test{number:06}");
    let mut lines: Vec<String> = (0..250)
        .map(|n| format!("“{}”，{}", id(2 * n), id(2 * n + 1)))
        .collect();
    lines.insert(2, "合计 171.00".to_owned());
    lines.insert(3, id(0));
    app.paste_ids(&lines.join("\n"));
    let report = "252 lines, 500 IDs, 1 duplicate, 1 left out";
    assert!(app.shows(report), "{:?}", app.state().pasted);
    assert!(app.shows("Load 500 invoices"));
    assert!(!app.shows_part("is not an ID"));
    app.click_text("start-show");
    assert!(app.shows("Line 3: “合计 171.00” is not an ID"));
    assert!(app.shows("Line 4: “ID01test000000” is a duplicate"));
    app.click_text("start-hide");
    assert!(!app.shows_part("is not an ID"));
    app.paste_ids(&"合计\n".repeat(250));
    app.click_text("start-show");
    assert!(app.shows("… and 51 more"), "{:?}", app.state().pasted);
}

#[test]
fn a_dropped_file_is_read_as_if_it_were_pasted() {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let file = folder.path().join("发票.txt");
    std::fs::write(&file, format!("{}\r\n", pages::ids(3).join("\r\n"))).expect("room for a file");
    let sandbox = pages::start(pages::numbered(3));
    let mut app = App::at(&sandbox);
    app.drop_file(file);
    app.until("the file's IDs", |state| state.pasted.ids.len() == 3);
    let field = app.harness.get_by_role(Role::MultilineTextInput);
    let shown = field.value().expect("a field has a value");
    assert_eq!(PasteReport::parse(&shown), app.state().pasted);
}

#[test]
fn a_dropped_workbook_is_read_apart_and_its_other_sheets_are_listed() {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let file = |name: &str, sheets: &[workbooks::Sheet<'_>]| {
        let path = folder.path().join(name);
        std::fs::write(&path, workbooks::xls(sheets)).expect("room for a file");
        path
    };
    let ids = pages::ids(3);
    let november = [(0, 0, "票据ID"), (1, 0, &ids[0]), (2, 0, &ids[1])];
    let october = [(4, 0, "ID01october001")];
    let sandbox = pages::start(pages::numbered(3));
    let mut app = App::at(&sandbox);
    app.drop_file(file(
        "ids.xls",
        &[("十月", &october), ("十一月", &november)],
    ));
    app.until("the file's IDs", |state| state.pasted.ids.len() == 2);
    assert_eq!(
        app.state().notice,
        Some(NoticeKind::SheetRead("十一月".to_owned()))
    );
    app.click_text("start-show");
    assert!(app.shows("Sheet “十月”, line 5: “ID01october001” is not on the sheet that was read"));
    let far = [(0, 0, &*ids[2]), (u16::MAX, u16::MAX, "x")];
    app.drop_file(file("far.xls", &[("a", &far)]));
    let is_refused = |state: &State| matches!(state.notice, Some(NoticeKind::FileFailed(_)));
    app.until("the notice", is_refused);
    assert!(app.shows_part("takes too much memory or time"));
    assert_eq!(app.state().pasted.ids.len(), 2, "what was there stays");
}

#[test]
fn a_file_that_cannot_be_read_says_so() {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    app.drop_file(folder.path().join("gone.txt"));
    app.until("the notice", |state| state.notice.is_some());
    let notice = &app.state().notice;
    assert!(matches!(
        notice,
        Some(NoticeKind::FileFailed(ReadError::List(IdListError::Io(_))))
    ));
    assert!(app.shows_part("The file cannot be read"));
    app.click_text("notice-close");
    assert!(!app.shows_part("The file cannot be read"));
}

#[test]
fn the_demo_shows_its_invoices_without_a_token() {
    let mut app = App::launch(Look::default(), english());
    app.click_text("start-demo");
    app.until("the demo", |state| state.screen == Screen::Review);
    assert!(app.state().library.len() >= 40);
    assert!(app.shows(&app.text("top-demo")));
}

#[test]
fn a_launch_for_the_demo_goes_straight_to_its_grid() {
    let launch = Launch {
        is_demo: true,
        ..english()
    };
    let mut app = App::launch(Look::default(), launch);
    app.until("the demo", |state| state.screen == Screen::Review);
    app.until("a first picture", |state| {
        let mut entries = state.library.entries().iter();
        entries.any(|entry| entry.located.is_some())
    });
    assert!(app.state().library.len() >= 40);
    assert!(!app.tiles().is_empty());
}

#[test]
fn a_table_says_its_column_and_lets_another_be_taken() {
    let sandbox = pages::start(pages::numbered(2));
    let mut app = App::at(&sandbox);
    app.type_token(sandbox.token());
    app.paste_ids("票据ID\t单据ID\nID000000\tID000001\nID000001\t\n合计\t");
    let source = "from column “票据ID”: 2 of 3 rows";
    assert!(app.shows(source), "{:?}", app.state().pasted);
    app.click(source);
    app.click("column “单据ID”");
    app.until("the other column", |state| {
        !state.is_reading_ids && state.pasted.bills.len() == 1
    });
    assert!(app.shows("from column “单据ID”: 1 of 3 rows"));
}

#[test]
fn the_way_back_to_the_lists_loses_nothing() {
    let sandbox = pages::start(pages::numbered(3));
    let mut app = App::reviewing(&sandbox, &pages::ids(3));
    app.until_stage(Stage::Ready, 3);
    app.click_text("top-new");
    app.until("the start page with its IDs", |state| {
        state.screen == Screen::Start && state.pasted.ids.len() == 3
    });
    assert!(app.shows(&app.text("start-has-token")));
    let load = app.with("start-load", 3);
    app.click(&load);
    app.until("the review", |state| state.screen == Screen::Review);
    app.until_stage(Stage::Ready, 3);
}

#[test]
fn an_address_that_leads_nowhere_is_mended_in_place() {
    let sandbox = pages::start(pages::numbered(2));
    let launch = Launch {
        // Nothing listens there.
        endpoint: Some("http://127.0.0.1:9".to_owned()),
        ..english()
    };
    let mut app = App::launch(Look::default(), launch);
    app.begin(sandbox.token(), &pages::ids(2));
    app.until("the notice", |state| state.wrong_address().is_some());
    let field = app.text("start-address");
    app.harness
        .get_by_role_and_label(Role::TextInput, &field)
        .focus();
    app.settle();
    app.press_with(Modifiers::COMMAND, Key::A);
    app.event(Event::Text(sandbox.endpoint()));
    app.click_text("address-retry");
    app.until_stage(Stage::Ready, 2);
    assert!(app.state().wrong_address().is_none());
}

#[test]
fn a_list_is_read_from_a_path() {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let path = folder.path().join("list.txt");
    std::fs::write(&path, pages::ids(4).join("\n")).expect("written");
    let sandbox = pages::start(pages::numbered(4));
    let mut app = App::at(&sandbox);
    app.click_text("start-file");
    let field = app.text("start-file-path");
    app.harness
        .get_by_role_and_label(Role::TextInput, &field)
        .focus();
    app.settle();
    app.event(Event::Text(format!("\"{}\"", path.display())));
    app.click_text("start-file-read");
    app.until("its IDs", |state| state.pasted.ids.len() == 4);
}

#[test]
fn a_list_is_chosen_in_the_systems_dialog() {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let path = folder.path().join("list.txt");
    std::fs::write(&path, pages::ids(4).join("\n")).expect("written");
    let mut app = choosing(Choice::Place(path));
    app.until("its IDs", |state| state.pasted.ids.len() == 4);
    assert_eq!(app.state().choosing.open, None);
}

#[test]
fn where_there_is_no_dialog_the_path_is_asked_for() {
    let mut app = choosing(Choice::NoDialog);
    app.until("the answer", |state| state.choosing.missing_for.is_some());
    app.settle();
    assert!(app.shows(&app.text("choose-none")));
    // A dialog that somebody closes is another matter.
    let mut app = choosing(Choice::Nothing);
    app.until("the answer", |state| state.choosing.open.is_none());
    app.settle();
    assert!(!app.shows(&app.text("choose-none")));
}

/// The start page once the dialog for a list was asked for, which gives this.
fn choosing(choice: Choice) -> App {
    let answer = move |purpose| {
        assert_eq!(purpose, ChoicePurpose::List);
        choice.clone()
    };
    let launch = Launch {
        file_dialogs: FileDialogs::Instead(Arc::new(answer)),
        ..english()
    };
    let mut app = App::launch(Look::default(), launch);
    app.click_text("start-file");
    app.click_text("choose-file");
    app
}
