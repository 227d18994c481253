//! What is shown and in which order: search, filters of several groups, views with names, going to a number.

use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::model::{FindingCode, InvoiceNr};
use invoice_lens::review::{Filter, ListOrder, Stage};
use invoice_lens::sandbox::{Sandbox, SandboxInvoice};

use crate::harness::{App, Look, english};
use crate::keyring::saved;
use crate::pages::{self, id, ids};

/// Twelve invoices; two more share a page, and all of one lies outside of it.
fn mixed() -> (Sandbox, Vec<String>) {
    let mut outside = SandboxInvoice::new("ID000099", "page0.png");
    outside.region = Some(serde_json::json!([500, 500, 600, 600]));
    let sandbox = pages::start(pages::numbered(12).with_invoice(outside));
    let mut asked = ids(12);
    asked.push("ID000099".to_owned());
    (sandbox, asked)
}

fn type_search(app: &mut App, text: &str) {
    app.press_with(Modifiers::COMMAND, Key::F);
    app.event(Event::Text(text.to_owned()));
}

fn shown(app: &App) -> Vec<usize> {
    let shown = app.state().listing.shown().iter();
    shown.map(|nr| nr.index()).collect()
}

#[test]
fn a_search_says_how_many_it_found_and_escape_takes_it_back() {
    let (sandbox, asked) = mixed();
    let mut app = App::reviewing(&sandbox, &asked);
    app.until_stage(Stage::Ready, 13);
    app.press(Key::End);
    type_search(&mut app, "id00001");
    assert!(app.shows("2 of 13"));
    assert!(app.shows("All 2"), "filters count what was found");
    assert!(app.shows("Loaded 2"));
    app.press(Key::Enter);
    assert_eq!(app.state().current, Some(InvoiceNr(10)));
    app.press(Key::ArrowRight);
    assert_eq!(
        app.state().current,
        Some(InvoiceNr(11)),
        "the grid has the keys"
    );
    app.press_with(Modifiers::COMMAND, Key::F);
    app.press(Key::Escape);
    assert!(!app.shows("2 of 13"));
    assert_eq!(shown(&app).len(), 13);
    type_search(&mut app, "0099");
    assert_eq!(shown(&app), [12]);
    app.click_text("search-clear");
    assert_eq!(shown(&app).len(), 13);
    let name = app.text("top-search");
    let field = app.harness.get_by_label(&name).rect();
    assert!(field.width() >= 140.0, "{field:?}");
}

#[test]
fn filters_of_several_groups_hold_together() {
    let (sandbox, asked) = mixed();
    let look = Look {
        size: vec2(1200.0, 1200.0),
        ..Look::default()
    };
    let mut app = App::at_with(&sandbox, look);
    app.begin(sandbox.token(), &asked);
    app.until_stage(Stage::Ready, 13);
    let outside = FindingCode::RegionOutsidePicture;
    assert_eq!(app.state().library.findings(), [outside]);
    app.click("Outside the picture 1");
    assert_eq!(shown(&app), [12]);
    app.click("PNG 1");
    assert_eq!(shown(&app), [12]);
    assert!(app.shows("Loaded 1"), "beside the other choices");
    app.click("No findings 12");
    assert_eq!(shown(&app).len(), 12, "instead of the other finding");
    app.click("Shares a page 1");
    assert_eq!(shown(&app), [0]);
    app.click("Shares a page 1");
    assert_eq!(shown(&app).len(), 12, "a second click takes it back");
    app.click("Findings: all 13");
    app.click("PNG 13");
    assert!(app.state().listing.view.filters.is_all());
}

#[test]
fn a_number_or_an_id_is_gone_to() {
    let (sandbox, asked) = mixed();
    let mut app = App::reviewing(&sandbox, &asked);
    app.until_stage(Stage::Ready, 13);
    let go = |app: &mut App, text: &str| {
        app.press_with(Modifiers::COMMAND, Key::G);
        app.event(Event::Text(text.to_owned()));
        app.press(Key::Enter);
    };
    go(&mut app, "7");
    assert_eq!(app.state().current, Some(InvoiceNr(6)));
    go(&mut app, &id(3));
    assert_eq!(app.state().current, Some(InvoiceNr(3)));
    app.press(Key::Enter);
    assert_eq!(app.open(), Some(InvoiceNr(3)));
    go(&mut app, "13");
    assert_eq!(app.open(), Some(InvoiceNr(12)), "in the viewer too");
    go(&mut app, "77");
    assert!(app.shows(&app.text("go-to-nowhere")));
    app.press(Key::Escape);
    assert!(!app.shows(&app.text("go-to-nowhere")));
    assert_eq!(app.open(), Some(InvoiceNr(12)));
}

#[test]
fn a_view_with_a_name_is_there_after_a_restart() {
    let (sandbox, asked) = mixed();
    let mut app = App::reviewing(&sandbox, &asked);
    app.until_stage(Stage::Ready, 13);
    app.click("Has findings 1");
    app.click_text("order");
    app.click_text("order-by-file-name");
    app.click_text("order");
    let name = app.text("views-name");
    app.harness.get_by_label(&name).focus();
    app.settle();
    app.event(Event::Text("look twice".to_owned()));
    app.click_text("views-save");
    let stored = saved(&mut app);
    drop(app);
    let launch = invoice_lens::app::Launch {
        endpoint: Some(sandbox.endpoint()),
        ..english()
    };
    let mut app = App::launch_stored(Look::default(), launch, Box::new(stored));
    app.begin(sandbox.token(), &asked);
    app.until_stage(Stage::Ready, 13);
    assert_eq!(shown(&app).len(), 13);
    app.click_text("order");
    app.click("look twice");
    assert_eq!(shown(&app), [12]);
    let view = &app.state().listing.view;
    assert!(view.filters.has(Filter::Findings));
    assert_eq!(view.order, ListOrder::ByFileName);
}

#[test]
fn in_a_narrow_window_filters_are_a_row_of_chips() {
    let (sandbox, asked) = mixed();
    let look = Look {
        size: vec2(1024.0, 640.0),
        ..Look::default()
    };
    let mut app = App::at_with(&sandbox, look);
    app.begin(sandbox.token(), &asked);
    app.until_stage(Stage::Ready, 13);
    assert!(app.shows("All 13"));
    assert!(!app.shows("Loaded 13"), "behind its chip");
    let chips = ["filter-verdicts", "filter-noticed", "filter-loading"];
    let rects = chips.map(|key| app.harness.get_by_label(&app.text(key)).rect());
    assert!(rects[0].right() <= rects[1].left() && rects[1].right() <= rects[2].left());
    app.click_text("filter-noticed");
    app.click("Has findings 1");
    assert_eq!(shown(&app), [12]);
    app.click("All 13");
    assert_eq!(shown(&app).len(), 13);
}
