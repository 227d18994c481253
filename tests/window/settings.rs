//! The window's settings take effect at once: language, theme, size of its contents, panels.

use egui::{Event, Key, Modifiers, Role, Theme, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use image::{ImageFormat, RgbImage};
use invoice_lens::app::Launch;
use invoice_lens::locale::{Lang, Locale};
use invoice_lens::managed::{Managed, Preset};
use invoice_lens::model::InvoiceNr;
use invoice_lens::platform::{Endpoint, ProxyChoice};
use invoice_lens::report::Format;
use invoice_lens::review::{Filter, ListOrder, Stage};
use invoice_lens::sandbox::{FaultTarget, RequestKind, SandboxInvoice, SandboxLibrary};
use invoice_lens::state::{MemoryBudgets, SettingsPage, ThemeChoice};
use invoice_lens::ui::commands::Command;

use crate::harness::{App, Look, english};
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
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object));
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
    let library = (0..5).fold(SandboxLibrary::new(), |library, number| {
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

/// What an administrator locked: a platform that nobody has, and no proxy.
pub fn managed() -> Managed {
    Managed {
        by: "IT, ext. 1234".to_owned(),
        platform: Some(Preset {
            value: Endpoint::parse("https://expenses.example.com").expect("an address"),
            is_locked: true,
        }),
        proxy: Some(Preset {
            value: ProxyChoice::Direct,
            is_locked: true,
        }),
        ..Managed::default()
    }
}

#[test]
fn what_an_administrator_locked_is_shown_with_who_did_and_stays() {
    let mut app = App::launch(
        Look::default(),
        Launch {
            managed: managed(),
            ..english()
        },
    );
    assert!(app.shows("https://expenses.example.com"));
    assert!(app.shows("Set for this machine by IT, ext. 1234"));
    assert_eq!(app.state().settings.proxy, "direct");
    app.click_text("settings");
    app.click_text("settings-network");
    assert!(app.shows_part("IT, ext. 1234"));
    app.click_text("proxy-system");
    assert_eq!(app.state().settings.proxy, "direct");
}

#[test]
fn a_kind_that_is_switched_off_is_found_by_a_search_and_counts_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = crate::judging::demo(folder.path());
    app.until_settled();
    app.settle();
    let (code, _) = crate::ignoring::a_kind(app.state());
    let count = |app: &App| Filter::Finding(code).count(&app.state().library);
    assert!(count(&app) > 0);
    let before = Filter::Findings.count(&app.state().library);
    app.click_text("settings");
    app.click_text("settings-search");
    let locale = Locale::new(Lang::En);
    let name = locale.finding_name(code.code());
    app.event(Event::Text(name.to_uppercase()));
    app.click(&name);
    assert_eq!(count(&app), 0);
    assert!(Filter::Findings.count(&app.state().library) < before);
    assert_eq!(app.state().settings.findings_off, [code.code()]);
}

#[test]
fn the_suspicious_come_first_by_one_key_and_go_back_by_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = crate::judging::demo(folder.path());
    app.until_settled();
    app.settle();
    let listed = app.state().listing.shown().to_vec();
    app.press(Key::O);
    assert_eq!(app.state().listing.view.order, ListOrder::ByFinding);
    let shown = app.state().listing.shown();
    let worst = |nr: &InvoiceNr| {
        let entry = app.state().library.get(*nr).expect("it is shown");
        entry.finding_codes().map(|code| entry.weight(code)).max()
    };
    let weights: Vec<_> = shown.iter().map(worst).collect();
    assert!(
        weights.windows(2).all(|pair| pair[0] >= pair[1]),
        "{weights:?}"
    );
    app.press(Key::O);
    assert_eq!(app.state().listing.shown(), listed);
    app.click_text("order-suspicious");
    assert_eq!(app.state().listing.view.order, ListOrder::ByFinding);
}

#[test]
fn reports_begin_with_what_the_settings_say() {
    let sandbox = pages::start(pages::numbered(2));
    let mut app = App::reviewing(&sandbox, &ids(2));
    app.until_stage(Stage::Ready, 2);
    app.click_text("settings");
    app.click_text("settings-reports");
    app.click_text("export-csv");
    app.click_text("export-xlsx");
    assert_eq!(app.state().settings.report.formats(), [Format::Csv]);
    app.press(Key::Escape);
    app.press_with(Modifiers::COMMAND, Key::S);
    let csv = app.text("export-csv");
    let is_on = |app: &App, name: &str| {
        let node = app.harness.get_by_label(name);
        node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    assert!(is_on(&app, &csv));
    assert!(!is_on(&app, &app.text("export-xlsx")));
}

#[test]
fn settings_are_reset_only_after_a_question() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    app.click_text("settings");
    app.click_text("settings-network");
    app.click("2");
    app.click_text("settings-transfer");
    app.click_text("settings-reset-ask");
    app.click_text("settings-reset-keep");
    assert_eq!(app.state().settings.connections, 2);
    app.click_text("settings-reset-ask");
    app.click_text("settings-reset-go");
    assert_ne!(app.state().settings.connections, 2);
}

#[test]
fn diagnostics_say_what_it_runs_on_and_nothing_of_the_review() {
    let sandbox = pages::start(pages::numbered(2));
    let mut app = App::reviewing(&sandbox, &ids(2));
    app.until_stage(Stage::Ready, 2);
    app.click_text("settings");
    app.click_text("settings-about");
    let name = app.text("about-copy");
    app.harness.get_by_label(&name).click();
    let copied = |app: &App| {
        let commands = app.harness.output().platform_output.commands.iter();
        let mut texts = commands.filter_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        texts.next()
    };
    let text = (0..4).find_map(|_| {
        app.harness.step();
        copied(&app)
    });
    let text = text.expect("it is on the clipboard");
    assert!(text.contains(env!("CARGO_PKG_VERSION")), "{text}");
    assert!(text.contains("invoices: 2"), "{text}");
    for part in [
        sandbox.token(),
        &sandbox.endpoint(),
        &ids(2)[0],
        "http",
        "127.0.0.1",
    ] {
        assert!(!text.contains(part), "{part} in {text}");
    }
    assert!(app.shows_part("serde_json"), "what is built in is listed");
}

#[test]
fn the_start_page_opens_settings_by_their_key_while_a_field_has_the_focus() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    app.type_token("typed");
    app.press_with(Modifiers::COMMAND, Key::Comma);
    assert_eq!(app.state().settings_page, Some(SettingsPage::General));
    app.press(Key::Escape);
    assert_eq!(app.state().settings_page, None);
}

#[test]
fn what_cannot_be_imported_is_said_in_the_dialog_and_the_path_stays() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    app.click_text("settings");
    app.click_text("settings-transfer");
    app.click_text("settings-file-import");
    app.event(Event::Text("/nowhere/settings.json".to_owned()));
    app.click_text("settings-import-go");
    app.until("the answer", |state| state.notice.is_some());
    app.settle();
    // Behind the dialog as a notice, and within it.
    let said = app
        .harness
        .query_all_by_label_contains("/nowhere/settings.json: ");
    assert_eq!(said.count(), 2);
    let field = app.text("settings-file-import");
    let field = app.harness.get_by_role_and_label(Role::TextInput, &field);
    assert_eq!(
        field.accesskit_node().value().as_deref(),
        Some("/nowhere/settings.json")
    );
}

#[test]
fn what_tab_goes_to_comes_into_view() {
    let sandbox = pages::start(pages::numbered(1));
    let look = Look {
        size: vec2(900.0, 420.0),
        ..Look::default()
    };
    let launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        ..english()
    };
    let mut app = App::launch(look, launch);
    let screen = app.harness.ctx.content_rect();
    for _ in 0..14 {
        app.press(Key::Tab);
        app.settle();
        let focused = app.harness.ctx.memory(egui::Memory::focused);
        let response = focused.and_then(|id| app.harness.ctx.read_response(id));
        let Some(rect) = response.map(|it| it.rect) else {
            continue;
        };
        assert!(
            screen.expand(1.0).contains_rect(rect),
            "{rect:?} in {screen:?}"
        );
    }
}

#[test]
fn a_key_that_another_command_has_changes_hands_only_after_a_question() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    let locale = Locale::new(Lang::En);
    let name = |key: &str| locale.text(key).into_owned();
    let title = |command: Command| name(command.title());
    let add = |command: Command| locale.with("keys-add", &[("what", title(command).into())]);
    let ask = |app: &mut App| {
        app.click_text("settings-search");
        app.event(Event::Text(title(Command::Help)));
        app.click(&add(Command::Help));
        assert!(app.shows(&name("keys-press")));
        app.press(Key::X);
    };
    app.click_text("settings");
    ask(&mut app);
    assert!(app.state().settings.keys.is_empty());
    app.click_text("keys-keep");
    assert!(app.state().settings.keys.is_empty());
    assert!(!app.shows(&name("keys-keep")));
    app.click(&add(Command::Help));
    app.press(Key::X);
    app.click_text("keys-take");
    let keys = &app.state().settings.keys;
    let has = |command: Command| keys[command.id()].contains(&"X".to_owned());
    assert!(has(Command::Help) && !has(Command::JudgeWrong), "{keys:?}");
}

#[test]
fn a_search_finds_settings_by_the_words_that_people_use_and_says_their_page() {
    let sandbox = pages::start(pages::numbered(1));
    let mut app = App::at(&sandbox);
    app.click_text("settings");
    for (word, page, found) in [
        ("token", "settings-network", "settings-trust"),
        ("dark mode", "settings-general", "settings-theme"),
        ("代理", "settings-network", "proxy"),
        ("network", "settings-network", "settings-connections"),
    ] {
        app.click_text("settings-search");
        app.press_with(Modifiers::COMMAND, Key::A);
        app.event(Event::Text(word.to_owned()));
        assert!(app.shows(&app.text(found)), "{word}");
        let page = app.text(page);
        let named = app.harness.query_all_by_role_and_label(Role::Label, &page);
        assert_eq!(named.count(), 1, "{word}");
    }
}
