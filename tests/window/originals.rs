//! Originals: named in the window or dropped on it, drawn in the place of crops, and asked for at a bucket.

use std::path::Path;

use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;
use image::{Rgb, RgbImage};
use invoice_lens::engine::OriginalSource;
use invoice_lens::model::{FindingCode, InvoiceNr};
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{
    FaultTarget, RequestKind, Sandbox, SandboxConfig, SandboxInvoice, SandboxLibrary,
};
use invoice_lens::state::{NoticeKind, State};
use serde_json::json;

use crate::harness::App;
use crate::pages;
use crate::pictures::{CORNERS, compare, open, place, viewing, zoom_to};
use crate::png::png;
use crate::renderer;
use crate::seen::Side;
use crate::turned::turned_jpeg;

const ID: &str = "ID01original1";
const KEY: &str = "20261102-091444-911.png";
const FIRST: InvoiceNr = InvoiceNr(0);

/// A light ticket on dark ground.
pub fn page(size: (u32, u32), ticket: [u32; 4]) -> RgbImage {
    let [left, top, right, bottom] = ticket;
    RgbImage::from_fn(size.0, size.1, |x, y| {
        let is_ticket = (left..right).contains(&x) && (top..bottom).contains(&y);
        Rgb(if is_ticket { [250; 3] } else { [60; 3] })
    })
}

/// One invoice of a page, with this crop.
fn library(page: Vec<u8>, region: [u32; 4], process: &str) -> SandboxLibrary {
    let invoice = SandboxInvoice {
        region: Some(json!(region)),
        process: Some(process.to_owned()),
        ..SandboxInvoice::new(ID, KEY)
    };
    SandboxLibrary::new()
        .with_object(KEY, page)
        .with_invoice(invoice)
}

/// A photographed page whose link shows a corner without the ticket.
fn far_crop() -> SandboxLibrary {
    let ticket = [304, 208, 912, 608];
    let process = "image/crop,w_200,h_150,x_0,y_0,g_nw";
    library(png(&page((1200, 800), ticket)), ticket, process)
}

fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for a while");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("room for a file");
    }
    folder
}

/// A folder that holds the stored page under its own name.
fn folder_of(library: &SandboxLibrary) -> tempfile::TempDir {
    let bytes = library.object_bytes(KEY).expect("it is in the library");
    folder_with(&[(KEY, &bytes)])
}

fn is_from_file(state: &State) -> bool {
    let original = state.original(FIRST).map(|(original, _)| &original.source);
    matches!(original, Some(OriginalSource::File(_)))
}

fn reviewing(sandbox: &Sandbox) -> App {
    let mut app = App::reviewing(sandbox, &sandbox.ids());
    app.until_stage(Stage::Ready, sandbox.ids().len());
    app
}

fn drop_and_wait(app: &mut App, place: &Path) {
    app.drop_file(place.to_path_buf());
    app.until("the original", is_from_file);
}

fn sandbox_that_allows(library: SandboxLibrary) -> Sandbox {
    let config = SandboxConfig {
        allows_uncropped: true,
        ..SandboxConfig::with_library(library)
    };
    Sandbox::start(config).expect("there is a free port")
}

#[test]
fn a_dropped_folder_is_counted_and_its_file_becomes_the_page() {
    let library = far_crop();
    let other = library.object_bytes(KEY).expect("it is there");
    let folder = folder_with(&[("Other.png", &other), (&KEY.to_uppercase(), &other)]);
    let sandbox = pages::start(library);
    let mut app = reviewing(&sandbox);
    app.drop_file(folder.path().to_path_buf());
    app.until("the notice", |state| state.notice.is_some());
    assert!(app.shows("2 files taken; originals match 1 invoice"));
    assert!(app.state().pasted.ids.is_empty());
    app.press(Key::Enter);
    app.until("the original", is_from_file);
    assert!(app.shows(&app.text("placement-original-file")));
    // With the crop in its place again, the badge and the facts say so.
    app.press(Key::C);
    assert!(!app.shows(&app.text("placement-original-file")));
    assert!(app.shows_part("Server crop at +0, +0"));
    // The notice lies over the tools until it goes by itself or is closed.
    app.click_text("notice-close");
    app.click_text("viewer-original");
    assert!(app.shows(&app.text("placement-original-file")));
    // Nothing else is asked for; the folder outlives the review.
    let log = sandbox.log();
    let mut objects = log.of(RequestKind::Object);
    assert!(objects.all(|request| request.process.is_some()));
}

#[test]
fn pictures_and_lists_can_be_dropped_together() {
    let library = far_crop();
    let folder = folder_of(&library);
    let list = folder.path().join("ids.csv");
    std::fs::write(&list, ID).expect("room for a file");
    let sandbox = pages::start(library);
    let mut app = App::at(&sandbox);
    app.drop_files(vec![list, folder.path().join(KEY)]);
    app.until("both", |state| {
        state.pasted.ids.len() == 1 && state.originals.files().len() == 1
    });
    let taken = NoticeKind::OriginalsTaken {
        taken: 1,
        matched: 0,
        repeated: 0,
        is_cut: false,
    };
    assert_eq!(app.state().notice, Some(taken));
    app.type_token(sandbox.token());
    app.click(&app.with("start-load", 1));
    app.until_stage(Stage::Ready, 1);
    assert_eq!(app.state().originals.matched(), 1);
    // A new review finds the same files.
    app.click_text("top-new");
    assert_eq!(app.state().originals.files().len(), 1);
}

#[test]
fn a_folder_is_named_by_its_path_and_forgotten() {
    let library = far_crop();
    let folder = folder_of(&library);
    let sandbox = pages::start(library);
    let mut app = reviewing(&sandbox);
    // A picture that arrives between two frames would move the panel under the pointer.
    open(&mut app, ID);
    let field = app.text("originals-path");
    let name = |app: &mut App, path: &Path| {
        app.harness.get_by_label(&field).focus();
        app.settle();
        app.event(Event::Text(format!("\"{}\"", path.display())));
        app.click_text("originals-use");
    };
    name(&mut app, &folder.path().join("gone"));
    app.until("the notice", |state| state.notice.is_some());
    assert!(app.shows_part("This folder or file cannot be read"));
    name(&mut app, folder.path());
    app.until("the original", is_from_file);
    app.press(Key::Escape);
    app.click_text("originals");
    assert!(app.shows("1 file, matching 1 invoice"));
    app.click_text("originals-forget");
    assert!(app.state().originals.files().is_empty());
    assert!(app.state().original(FIRST).is_none());
}

#[test]
fn a_message_that_comes_while_a_path_is_typed_does_not_take_the_keyboard() {
    let library = far_crop();
    let folder = folder_of(&library);
    let sandbox = pages::start(library);
    let mut app = reviewing(&sandbox);
    let probe = sandbox.gate(FaultTarget::kind(RequestKind::Object));
    open(&mut app, ID);
    probe.wait_for(1).expect("the bucket is asked for the page");
    let field = app.text("originals-path");
    app.harness.get_by_label(&field).focus();
    app.settle();
    let path = folder.path().display().to_string();
    let (start, end) = path.split_at(path.len() / 2);
    app.event(Event::Text(start.to_owned()));
    drop(probe);
    app.until("the refusal", |state| {
        let entry = state.library.get(FIRST).expect("the only one");
        let invoice = entry.invoice.as_ref().expect("described");
        state
            .originals
            .is_uncropped_refused(&invoice.picture_key.page)
    });
    app.event(Event::Text(end.to_owned()));
    app.press(Key::Enter);
    app.until("the original", is_from_file);
}

#[test]
fn a_file_of_another_page_is_told_and_not_drawn() {
    let other = png(&page((150, 100), [10, 10, 20, 20]));
    let folder = folder_with(&[(KEY, &other)]);
    let sandbox = pages::start(far_crop());
    let mut app = reviewing(&sandbox);
    app.press(Key::Enter);
    app.drop_file(folder.path().to_path_buf());
    app.until("the finding", |state| {
        let located = state.library.get(FIRST).and_then(|it| it.located.as_ref());
        let mut findings = located.into_iter().flat_map(|it| &it.findings);
        findings.any(|it| it.code == FindingCode::OriginalMismatch)
    });
    assert!(app.state().original(FIRST).is_none());
    assert!(app.shows_part("(150 × 100 px) is not the page's original"));
    assert!(app.shows_part("Server crop at +0, +0"));
}

#[test]
fn an_original_stands_in_for_a_crop_that_the_server_refuses() {
    let library = library(
        png(&page((1200, 800), [304, 208, 912, 608])),
        [304, 208, 912, 608],
        "image/crop,w_10,h_10,x_5000,y_0",
    );
    let folder = folder_of(&library);
    let sandbox = pages::start(library);
    let mut app = App::reviewing(&sandbox, &sandbox.ids());
    app.until_stage(Stage::Failed, 1);
    app.press(Key::Enter);
    assert!(!app.draws_outline());
    drop_and_wait(&mut app, folder.path());
    assert!(app.draws_outline());
    assert!(app.shows_part("The link's crop lies outside the picture"));
}

#[test]
fn a_bucket_is_asked_once_and_what_it_says_is_shown() {
    let region = json!([10, 10, 50, 40]);
    let mut library = pages::numbered(4);
    for number in 0..4 {
        library = library.with_invoice(SandboxInvoice {
            region: Some(region.clone()),
            process: Some("image/crop,w_40,h_30,x_10,y_10".to_owned()),
            ..SandboxInvoice::new(&pages::id(number), &pages::page_key(number))
        });
    }
    let uncropped = |sandbox: &Sandbox| {
        let log = sandbox.log();
        let objects = log.of(RequestKind::Object);
        objects.filter(|it| it.process.is_none()).count()
    };
    let sandbox = pages::start(library.clone());
    let mut app = reviewing(&sandbox);
    let refused = app.text("originals-refused");
    app.press(Key::Enter);
    app.until("the refusal", |state| {
        let invoice = state.library.entries()[0].invoice.as_ref().expect("known");
        let page = &invoice.picture_key.page;
        state.originals.is_uncropped_refused(page)
    });
    for number in 1..4 {
        app.press(Key::ArrowRight);
        app.until("the next picture", |state| {
            crate::harness::holds_picture(state, InvoiceNr(number))
        });
        assert!(app.shows(&refused), "{number}");
    }
    assert_eq!(uncropped(&sandbox), 1);

    let sandbox = sandbox_that_allows(library);
    let mut app = reviewing(&sandbox);
    app.press(Key::Enter);
    for number in 0..3 {
        app.until("the original", |state| {
            state.original(InvoiceNr(number)).is_some()
        });
        assert!(app.shows(&app.text("placement-original-server")));
        assert!(!app.shows(&refused));
        app.press(Key::ArrowRight);
    }
    app.until("the last original", |state| {
        state.original(InvoiceNr(3)).is_some()
    });
    assert_eq!(uncropped(&sandbox), 4);
}

#[test]
fn the_outline_is_on_the_ticket_of_the_original() {
    draws_on_the_ticket("far", far_crop());
}

#[test]
fn the_outline_is_on_the_ticket_of_an_original_that_was_turned() {
    // Stored lying on its side; the crop counts stored pixels, as servers do.
    let stored = [208, 304, 608, 912];
    let file = turned_jpeg(&page((800, 1200), stored), 6);
    let process = "image/crop,w_400,h_608,x_208,y_304,g_nw";
    draws_on_the_ticket("turned-stored", library(file, stored, process));
    // Stored x counts down as seen y counts up: this region fits the page only as it is seen.
    let file = turned_jpeg(&page((800, 1200), [304, 96, 608, 304]), 6);
    let seen = [896, 304, 1104, 608];
    let process = "image/crop,w_16,h_16,x_0,y_0";
    draws_on_the_ticket("turned-seen", library(file, seen, process));
}

/// Drops the folder with the stored page and holds the outline against the ticket in the original's pixels.
fn draws_on_the_ticket(case: &str, library: SandboxLibrary) {
    if !renderer::is_there() {
        return;
    }
    let folder = folder_of(&library);
    let sandbox = pages::start(library);
    for density in [1.0, 1.5] {
        let mut app = viewing(&sandbox, &[ID], density);
        drop_and_wait(&mut app, folder.path());
        app.click_text("notice-close");
        let name = |view: &str| format!("original-{case}-{density}-{view}");
        let fit = compare(&mut app, &name("fit"), Side::ALL);
        app.press(Key::R);
        compare(&mut app, &name("right"), Side::ALL);
        for _ in 0..3 {
            app.press(Key::R);
        }
        for (corner, sides) in CORNERS {
            zoom_to(&mut app, place(&fit, sides, density), 4.0, density);
            compare(&mut app, &name(&format!("400-{corner}")), sides);
            app.press(Key::Z);
        }
    }
}

#[test]
fn the_demo_with_a_folder_of_originals_is_drawn_in_both_themes() {
    if !renderer::is_there() {
        return;
    }
    let library = SandboxLibrary::demo().expect("the demo is embedded");
    let is_cropped = |it: &&SandboxInvoice| it.process.is_some() && it.region.is_some();
    let invoice = library.invoices().find(is_cropped).expect("most are");
    let (id, key) = (invoice.id.clone(), invoice.object_key.clone());
    let bytes = library.object_bytes(&key).expect("it is in the demo");
    let folder = folder_with(&[(&key, &bytes)]);
    for theme in [egui::Theme::Dark, egui::Theme::Light] {
        let look = crate::harness::Look {
            theme,
            ..crate::harness::Look::default()
        };
        let launch = invoice_lens::app::Launch {
            is_demo: true,
            ..crate::harness::english()
        };
        let mut app = App::launch(look, launch);
        app.until("the demo", |state| !state.library.is_empty());
        app.until_settled();
        open(&mut app, &id);
        let nr = app.open().expect("it is open");
        app.drop_file(folder.path().to_path_buf());
        app.until("the original", |state| state.original(nr).is_some());
        let image = renderer::render(&mut app, &format!("original-demo-{theme:?}"));
        assert!(crate::seen::colours(&image) > 200);
    }
}
