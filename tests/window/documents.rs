//! Documents in the window: pages to turn, sharper the closer one looks, and XML as a card.

use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{SandboxInvoice, SandboxLibrary};
use invoice_lens::state::State;
use serde_json::json;

use crate::files::{INVOICE_XML, pdf};
use crate::harness::{App, holds_picture};
use crate::pages;

const FIRST: InvoiceNr = InvoiceNr(0);

fn library() -> SandboxLibrary {
    let page = "0.2 g 0 0 200 100 re f 1 g 20 10 150 80 re f";
    let mut document = SandboxInvoice::new("doc00001", "a.pdf");
    document.region = Some(json!([200, 100, 1700, 900]));
    SandboxLibrary::new()
        .with_object("a.pdf", pdf(&[page, page, ""]))
        .with_object("b.xml", INVOICE_XML.as_bytes().to_vec())
        .with_object(
            "c.xml",
            b"<receipt><shop name='Shop'>Kiosk</shop></receipt>".to_vec(),
        )
        .with_invoice(document)
        .with_invoice(SandboxInvoice::new("xml00001", "b.xml"))
        .with_invoice(SandboxInvoice::new("xml00002", "c.xml"))
}

fn opened(id: &str) -> (App, invoice_lens::sandbox::Sandbox) {
    let sandbox = pages::start(library());
    let mut app = App::reviewing(&sandbox, &[id.to_owned()]);
    app.until_settled();
    app.press(Key::Enter);
    app.until("what was opened", |state| state.has_picture(FIRST));
    (app, sandbox)
}

fn page_of(state: &State) -> u32 {
    state.viewer.as_ref().expect("open").page
}

fn has_page(state: &State, page: u32) -> bool {
    let entry = state.library.get(FIRST).expect("the only one");
    let invoice = entry.invoice.as_ref().expect("described");
    let page = state.documents.page(&invoice.picture_key, page);
    page.is_some_and(Result::is_ok)
}

#[test]
fn pages_are_turned_and_the_region_stays_on_its_own() {
    let (mut app, _sandbox) = opened("doc00001");
    assert!(holds_picture(app.state(), FIRST));
    assert!(app.shows("Page 1 / 3"));
    assert!(app.draws_outline());
    app.until("the next page, before it is asked for", |state| {
        has_page(state, 1)
    });
    app.press(Key::PageDown);
    assert_eq!(page_of(app.state()), 1);
    assert!(app.shows("Page 2 / 3"));
    assert!(!app.draws_outline(), "no region is on it");
    app.until("the last page", |state| has_page(state, 2));
    app.click_text("viewer-page-next");
    assert!(app.shows("Page 3 / 3"));
    app.press(Key::PageDown);
    assert_eq!(page_of(app.state()), 2, "there is no other");
    app.click_text("viewer-page-previous");
    app.press(Key::PageUp);
    assert!(app.shows("Page 1 / 3"));
    assert!(app.draws_outline());
    assert_eq!(app.open(), Some(FIRST));
}

#[test]
fn a_page_is_drawn_sharper_where_it_is_looked_at_closely() {
    let (mut app, _sandbox) = opened("doc00001");
    let sharp = |state: &State, page: u32| {
        let entry = state.library.get(FIRST).expect("the only one");
        let invoice = entry.invoice.as_ref().expect("described");
        let parts = state.documents.parts(&invoice.picture_key);
        let sharp = parts.iter().rev().find(|it| it.part.page == page);
        sharp.map(|sharp| (sharp.part, sharp.raster.size()))
    };
    app.settle();
    assert_eq!(
        sharp(app.state(), 0),
        None,
        "the whole page needs no more pixels"
    );
    let canvas = app.harness.get_by_label(&app.text("viewer-canvas")).rect();
    app.harness.hover_at(canvas.center());
    app.event(Event::Zoom(8.0));
    app.until("the sharper part", |state| sharp(state, 0).is_some());
    let (part, size) = sharp(app.state(), 0).expect("just seen");
    assert!(part.scale >= 2);
    assert_eq!(size, (part.width * part.scale, part.height * part.scale));
    app.press(Key::PageDown);
    app.until("the next page", |state| has_page(state, 1));
    assert_eq!(sharp(app.state(), 0), None, "let go with its page");
}

#[test]
fn an_xml_invoice_is_a_card() {
    let (mut app, _sandbox) = opened("xml00001");
    assert_eq!(app.state().library.count(Stage::NoPicture), 1);
    for text in [
        "电子发票（普通发票）",
        "25000000000000000002",
        "2026-01-02",
        "甲公司",
        "乙公司",
        "*餐饮服务*餐费",
        "6%",
        "壹佰零陆圆整",
        "106.00",
    ] {
        assert!(app.shows(text), "{text}");
    }
    assert!(!app.shows("IssueTime"), "folded at first");
    app.click("All fields (21)");
    assert!(app.shows("EInvoice") || app.shows_part("EInvoice"));
    app.press(Key::Escape);
    assert_eq!(app.open(), None);
}

#[test]
fn other_xml_is_its_fields_and_they_are_found() {
    let (mut app, _sandbox) = opened("xml00002");
    assert!(app.shows_part("receipt"));
    assert!(app.shows("Kiosk") && app.shows("@name"));
    let search = app.text("xml-search");
    app.harness.get_by_label(&search).focus();
    app.settle();
    app.event(Event::Text("nowhere".to_owned()));
    assert!(!app.shows("Kiosk"));
    assert!(app.shows(&app.text("xml-nothing-found")));
}
