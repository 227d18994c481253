//! No secret is shown by the window, read out by assistive tools, copied, or left behind in its settings.

use std::fmt::Write as _;
use std::time::Duration;

use egui::Key;
use egui_kittest::kittest::NodeT as _;
use invoice_lens::app::Launch;
use invoice_lens::sandbox::{Fault, FaultTarget, RequestKind};
use invoice_lens::state::Screen;

use crate::canaries::{Canaries, answers_of_bucket, answers_of_calls, cookie, platform};
use crate::harness::{App, Look, english};
use crate::keyring::saved;
use crate::pages::{self, ids};

/// Nobody listens there.
const ELSEWHERE: &str = "127.0.0.1:9";

/// Everything that the window says at this moment, and what it would write if it were closed now.
fn said(app: &mut App) -> String {
    let mut said = String::new();
    for node in app.harness.root().children_recursive() {
        let node = node.accesskit_node();
        for text in [node.label(), node.value(), node.description()] {
            said.push_str(&text.unwrap_or_default());
            said.push('\n');
        }
    }
    for command in &app.harness.output().platform_output.commands {
        writeln!(said, "{command:?}").expect("memory takes it");
    }
    writeln!(said, "{:?}", app.state()).expect("memory takes it");
    let stored = saved(app);
    assert!(!stored.0.is_empty(), "settings are kept");
    writeln!(said, "{:?}", stored.0).expect("memory takes it");
    said
}

#[test]
fn no_failure_of_a_picture_shows_a_secret() {
    let count = answers_of_bucket(&platform(pages::numbered(1)), ELSEWHERE).len() + 1;
    let sandbox = platform(pages::numbered(count));
    let effects = answers_of_bucket(&sandbox, ELSEWHERE);
    sandbox.inject(Fault::always(FaultTarget::any(), cookie()));
    for (number, effect) in effects.into_iter().enumerate() {
        let page = FaultTarget::kind(RequestKind::Object).named(&pages::page_key(number));
        sandbox.inject(Fault::always(page, effect));
    }
    // A bucket that does nothing but fail is waited for; here that is over soon.
    let mut launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        ..english()
    };
    launch.engine.retry.probe = Duration::from_millis(100);
    launch.engine.retry.host_patience = Duration::from_secs(2);
    let mut app = App::launch(Look::default(), launch);
    app.click_text("way-key");
    app.type_key(sandbox.app_key(), sandbox.app_security());
    let mut all = said(&mut app);
    app.paste_ids(&ids(count).join("\n"));
    app.click(&app.with("start-load", count));
    app.until("the review", |state| state.screen == Screen::Review);
    app.until_settled();
    all.push_str(&said(&mut app));
    // Every invoice in the viewer, with its details.
    app.press(Key::Home);
    app.press(Key::Enter);
    for _ in 0..count {
        all.push_str(&said(&mut app));
        app.press(Key::D);
    }
    assert!(all.contains("NoSuchKey"), "the bucket's words are shown");
    let canaries = Canaries::of(&sandbox);
    canaries.assert_known(&["issued token", "app security", "signature"]);
    canaries.assert_absent("window", all.as_bytes());
}

#[test]
fn no_failure_of_a_call_shows_a_secret() {
    for effect in answers_of_calls(RequestKind::Links, ELSEWHERE) {
        let sandbox = platform(pages::numbered(1));
        let what = format!("{effect:?}");
        let calls = FaultTarget::kind(RequestKind::Links);
        sandbox.inject(Fault::always(calls, effect));
        let mut app = App::reviewing(&sandbox, &ids(1));
        app.until("the trouble", |state| {
            let is_blocked = format!("{:?}", state.run).starts_with("Blocked");
            let mut entries = state.library.entries().iter();
            is_blocked || entries.all(|entry| entry.stage.is_settled())
        });
        app.press(Key::Enter);
        let said = said(&mut app);
        Canaries::of(&sandbox).assert_absent(&what, said.as_bytes());
    }
}
