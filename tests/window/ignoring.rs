//! Kinds of findings that are to say nothing in a review: from their row among the filters and from a ticket's details.

use egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::Queryable as _;
use invoice_lens::locale::{Lang, Locale};
use invoice_lens::model::{FindingCode, Severity};
use invoice_lens::review::Filter;
use invoice_lens::state::State;

use crate::harness::App;
use crate::judging::{all_saved, demo};

/// A kind that the demo has, and how many tickets have it: none of them has another one that is worth a look.
pub fn a_kind(state: &State) -> (FindingCode, usize) {
    let kinds = state.library.findings().iter().copied();
    let is_alone = |code: &FindingCode| {
        let entries = state.library.entries().iter();
        let mut with_it = entries.filter(|it| it.finding_codes().any(|other| other == *code));
        with_it.all(|it| {
            let mut others = it.finding_codes().filter(|other| other != code);
            others.all(|other| other.severity() == Severity::Info)
        })
    };
    let counts = state.listing.counts();
    let mut counted = kinds.map(|code| (code, counts.of(Filter::Finding(code))));
    counted
        .find(|(code, count)| code.severity() > Severity::Info && *count > 0 && is_alone(code))
        .expect("the demo has such a finding")
}

fn right_click(app: &mut App, name: &str) {
    let pos = app.harness.get_by_label(name).rect().center();
    let button = |pressed| Event::PointerButton {
        pos,
        button: PointerButton::Secondary,
        pressed,
        modifiers: Modifiers::default(),
    };
    let events = [Event::PointerMoved(pos), button(true), button(false)];
    app.harness.input_mut().events.extend(events);
    app.harness.step();
    app.settle();
}

#[test]
fn a_kind_is_ignored_from_its_row_and_heeded_again_from_a_ticket() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = demo(folder.path());
    app.until_settled();
    app.settle();
    let (code, count) = a_kind(app.state());
    let before = Filter::Findings.count(&app.state().library);
    let locale = Locale::new(Lang::En);
    let kind = locale.finding_name(code.code());
    let name = |key: &str| locale.with(key, &[("finding", kind.as_str().into())]);
    let row = format!("{kind} {count}");
    app.harness.get_by_label(&row).scroll_to_me();
    app.settle();
    right_click(&mut app, &row);
    app.click(&name("finding-ignore"));
    assert!(app.state().library.ignored().has(code));
    let after = Filter::Findings.count(&app.state().library);
    assert_eq!(after, before - count);
    assert!(app.shows(&name("word-ignored")));
    app.until("it on the disk", all_saved);
    // Quiet, and still to be found.
    app.click(&row);
    assert_eq!(app.state().listing.shown().len(), count);
    app.press(Key::Enter);
    assert!(app.open().is_some());
    app.click(&name("finding-heed"));
    assert!(!app.state().library.ignored().has(code));
    app.press_with(Modifiers::COMMAND, Key::Z);
    assert!(app.state().library.ignored().has(code), "undone");
    app.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(Filter::Findings.count(&app.state().library), before);
}
