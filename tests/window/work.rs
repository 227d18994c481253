//! The work in the background as the window steers it: stopping, going on, and another token.

use std::time::Duration;

use invoice_lens::app::Launch;
use invoice_lens::engine::{FailureKind, RunState, Wait};
use invoice_lens::review::Stage;
use invoice_lens::sandbox::{Fault, FaultEffect, FaultTarget, OssErrorAnswer, RequestKind};
use invoice_lens::state::State;

use crate::harness::{App, Look, english};
use crate::pages::{self, ids};

#[test]
fn stopping_stops_and_going_on_goes_on() {
    let sandbox = pages::start(pages::numbered(30));
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object));
    let mut app = App::reviewing(&sandbox, &ids(30));
    gate.wait_for(1).expect("downloads begin");
    app.until("loading tiles", |state| {
        state.library.count(Stage::Loading) > 0
    });
    app.click_text("status-pause");
    app.until("the stop", |state| matches!(state.run, RunState::Paused));
    assert!(app.shows(&app.text("status-paused")));
    let begun = sandbox.log().count(RequestKind::Object);
    assert!(begun < 30, "{begun} downloads at once");
    gate.release();
    let answered = sandbox.wait_answered(RequestKind::Object, begun);
    answered.expect("what was under way ends");
    app.settle();
    assert_eq!(sandbox.log().count(RequestKind::Object), begun);
    app.click_text("status-resume");
    app.until_stage(Stage::Ready, 30);
    assert!(matches!(app.state().run, RunState::Running));
    assert!(!app.shows(&app.text("status-paused")));
}

#[test]
fn a_new_review_is_not_stopped_because_the_last_one_was() {
    let sandbox = pages::start(pages::numbered(2));
    let gate = sandbox.gate(FaultTarget::kind(RequestKind::Object));
    let mut app = App::reviewing(&sandbox, &ids(1));
    app.until_stage(Stage::Loading, 1);
    app.click_text("status-pause");
    app.until("the stop", |state| matches!(state.run, RunState::Paused));
    app.click_text("top-new");
    gate.release();
    app.until("what was entered", |state| {
        !state.is_reading_ids && state.pasted.ids.len() == 1
    });
    app.click(&app.with("start-load", 1));
    app.until_stage(Stage::Ready, 1);
}

#[test]
fn a_refused_token_is_replaced_without_losing_anything() {
    let sandbox = pages::start(pages::numbered(4));
    let mut app = App::at(&sandbox);
    app.begin("not-the-token", &ids(4));
    app.until("the refusal", is_refused);
    assert!(app.shows_part("The platform refuses the token"));
    assert_eq!(app.tiles().len(), 4);
    app.type_token(sandbox.token());
    app.click_text("notice-reconnect");
    app.until_stage(Stage::Ready, 4);
    assert!(!app.shows_part("The platform refuses the token"));
}

#[test]
fn a_token_that_ends_in_the_middle_is_replaced_too() {
    let sandbox = pages::start(pages::numbered(3));
    let mut app = App::reviewing(&sandbox, &ids(2));
    app.until_stage(Stage::Ready, 2);
    sandbox.revoke_tokens();
    app.event(egui::Event::Paste(pages::id(2)));
    app.until("the refusal", is_refused);
    assert_eq!(
        app.state().library.count(Stage::Ready),
        2,
        "what was there stays"
    );
    assert_eq!(app.state().library.count(Stage::Failed), 0);
}

#[test]
fn a_busy_server_is_told_in_one_line_and_can_be_stopped() {
    let sandbox = pages::start(pages::numbered(20));
    let busy = FaultEffect::Status {
        status: 503,
        body: String::new(),
        headers: vec![("Retry-After".into(), "100".into())],
    };
    let objects = FaultTarget::kind(RequestKind::Object);
    sandbox.inject(Fault::always(objects, busy));
    let mut launch = Launch {
        endpoint: Some(sandbox.endpoint()),
        ..english()
    };
    launch.engine.retry.retry_after_cap = Duration::from_mins(2);
    let mut app = App::launch(Look::default(), launch);
    app.begin(sandbox.token(), &ids(20));
    app.until("the wait", |state| {
        matches!(state.run, RunState::Waiting(Wait::Throttled { .. }))
    });
    assert!(app.shows_part("The server limits requests: continuing in 100 s."));
    app.click_text("status-pause");
    app.until("the stop", |state| matches!(state.run, RunState::Paused));
    assert!(!app.shows_part("The server limits requests"));
}

#[test]
fn what_a_server_said_is_folded_away_and_can_be_copied() {
    let sandbox = pages::start(pages::numbered(2));
    let gone = OssErrorAnswer::new(
        404,
        "NoSuchKey",
        "The specified key does not exist.",
        "0026-00000001",
    );
    let page = FaultTarget::kind(RequestKind::Object).named("page0.png");
    sandbox.inject(Fault::always(page, FaultEffect::Oss(gone)));
    let mut app = App::reviewing(&sandbox, &ids(2));
    app.until_stage(Stage::Failed, 1);
    app.press(egui::Key::Enter);
    assert!(app.shows_part("The file is no longer stored on the server."));
    assert!(!app.shows_part("NoSuchKey"));
    app.click_text("failure-details");
    for part in ["status 404", "NoSuchKey", "EC 0026-00000001", "RequestId "] {
        assert!(app.shows_part(part), "{part}");
    }
    app.click_text("failure-copy");
    assert!(app.shows_part("Copied: file_gone"));
    assert!(!app.shows_part("Signature"));
}

fn is_refused(state: &State) -> bool {
    matches!(&state.run, RunState::Blocked(failure) if failure.kind == FailureKind::TokenRefused)
}
