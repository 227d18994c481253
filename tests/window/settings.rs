//! The window's settings take effect at once: language, theme, size of its contents, panels.

use egui::{Key, Theme};
use egui_kittest::kittest::Queryable as _;
use image::{ImageFormat, RgbImage};
use invoice_lens::model::InvoiceNr;
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{Library, RequestKind, SandboxInvoice, Target};
use invoice_lens::state::{MemoryBudgets, ThemeChoice};

use crate::bench::App;
use crate::pages::{self, ids};

#[test]
fn the_language_changes_at_once() {
    let sandbox = pages::start(pages::numbered(2));
    let mut app = App::reviewing(&sandbox, &ids(2));
    app.until_stage(Stage::Ready, 2);
    app.click_text("settings");
    app.click("简体中文");
    assert!(app.shows("已核 0/2"));
    assert!(app.shows("ID000000，已加载，第 1 张，共 2 张"));
    assert!(!app.shows("Judged 0/2"));
    app.click("English");
    assert!(app.shows("Judged 0/2"));
}

#[test]
fn the_theme_changes_at_once() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    assert_eq!(app.harness.ctx.theme(), Theme::Dark);
    let fill = |app: &App| app.harness.ctx.global_style().visuals.panel_fill;
    let dark = fill(&app);
    app.click_text("settings");
    app.click_text("theme-light");
    assert_eq!(app.state().settings.theme, ThemeChoice::Light);
    assert_eq!(app.harness.ctx.theme(), Theme::Light);
    assert_ne!(fill(&app), dark);
    app.click_text("theme-dark");
    assert_eq!(app.harness.ctx.theme(), Theme::Dark);
    assert_eq!(fill(&app), dark);
}

#[test]
fn the_scale_makes_everything_larger() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    let in_pixels = |app: &App| {
        let name = app.text("start-demo");
        let button = app.harness.get_by_label(&name);
        button.rect().height() * app.harness.ctx.pixels_per_point()
    };
    let before = in_pixels(&app);
    app.click_text("settings");
    app.click("125 %");
    assert!((app.harness.ctx.zoom_factor() - 1.25).abs() < 1e-6);
    let ratio = in_pixels(&app) / before;
    assert!((1.15..1.35).contains(&ratio), "{ratio}");
}

#[test]
fn fewer_downloads_at_one_time_count_from_the_next_one_on() {
    let sandbox = pages::start(pages::numbered(30));
    let gate = sandbox.gate(Target::kind(RequestKind::Object));
    let mut app = App::at(&sandbox);
    app.click_text("settings");
    app.click_text("settings-network");
    app.click("2");
    assert_eq!(app.state().settings.connections, 2);
    app.press(Key::Escape);
    app.begin(sandbox.token(), &ids(30));
    gate.wait_for(2).expect("downloads begin");
    gate.release();
    app.until_stage(Stage::Ready, 30);
    assert_eq!(sandbox.log().most_objects_at_once, 2);
}

#[test]
fn memory_is_set_for_each_part_and_bounds_what_is_fetched_ahead() {
    let mut page = std::io::Cursor::new(Vec::new());
    RgbImage::new(1600, 1100)
        .write_to(&mut page, ImageFormat::Png)
        .expect("a black picture is a PNG");
    let library = (0..5).fold(Library::new(), |library, number| {
        let key = pages::page_key(number);
        library
            .with_object(&key, page.get_ref().clone())
            .with_invoice(SandboxInvoice::new(&pages::id(number), &key))
    });
    let sandbox = pages::start(library);
    let mut app = App::reviewing(&sandbox, &ids(5));
    app.until_stage(Stage::Ready, 5);
    for _ in 0..2 {
        app.press(Key::ArrowRight);
    }
    app.press(Key::Enter);
    // Nine megabytes each with its smaller copies.
    assert_eq!(app.state().neighbours(), [3, 1, 4].map(InvoiceNr));
    app.press(Key::Escape);
    app.click_text("settings");
    app.click_text("settings-reading");
    let less = format!("{} 32", app.text("memory-pixels"));
    app.click(&less);
    let memory = MemoryBudgets {
        pixels_mib: 32,
        ..MemoryBudgets::default()
    };
    assert_eq!(app.state().settings.memory, memory);
    app.press(Key::Escape);
    app.press(Key::Enter);
    assert_eq!(app.open(), Some(InvoiceNr(2)));
    assert_eq!(app.state().neighbours(), [3, 1].map(InvoiceNr));
}

#[test]
fn panels_are_switched_with_their_keys() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::reviewing(&sandbox, &ids(1));
    app.until_stage(Stage::Ready, 1);
    assert!(app.shows("All 1"));
    app.press(Key::F8);
    assert!(!app.shows("All 1"));
    app.press(Key::Enter);
    let file = app.text("details-facts");
    assert!(app.shows(&file));
    app.press(Key::F9);
    assert!(!app.shows(&file));
}
