//! No event of the background holds a secret, in any text that can be made of it.

use std::fmt::Write as _;
use std::time::Duration;

use invoice_lens::engine::{Engine, EngineCommand, EngineEvent, EngineHandle, RunState};
use invoice_lens::model::{InvoiceId, InvoiceNr};
use invoice_lens::platform::{AppKey, Credentials, Endpoint, Token};
use invoice_lens::sandbox::{Fault, FaultEffect, FaultTarget, RequestKind, Sandbox};

use crate::canaries::{Canaries, answers_of_bucket, answers_of_calls, cookie, platform};
use crate::harness::{id, impatient, numbered, visible};

/// Nobody listens there.
const ELSEWHERE: &str = "127.0.0.1:9";

fn token(sandbox: &Sandbox) -> Credentials {
    Token::new(sandbox.token()).expect("a token").into()
}

fn key(sandbox: &Sandbox) -> Credentials {
    let key = AppKey::new(sandbox.app_key(), sandbox.app_security());
    Credentials::Key(key.expect("a key"))
}

/// Everything said until `count` invoices have their picture or a failure, or nothing goes on.
fn said(sandbox: &Sandbox, count: usize, credentials: Credentials) -> String {
    let mut config = impatient();
    // Enough for this machine, and short for a server that sends nothing more.
    config.http.slow = Duration::from_millis(500);
    let engine = Engine::start(config, |_| {}).expect("threads");
    let ids = (0..count).map(|number| InvoiceId::new(&id(number)).expect("an ID"));
    engine.set_interest(visible(0..count as u32));
    let connect = EngineCommand::Connect {
        endpoint: Endpoint::parse(&sandbox.endpoint()).expect("an address"),
        credentials,
    };
    let add = EngineCommand::Add {
        first: InvoiceNr(0),
        ids: ids.collect(),
    };
    let mut said = format!("{connect:?}\n{add:?}\n");
    for command in [connect, add] {
        engine.send(command).expect("the queue is empty");
    }
    let mut open = count;
    while open > 0 {
        open = open.saturating_sub(next(&engine, &mut said).unwrap_or(count));
    }
    said
}

/// How many invoices the next event ends; `None` where it ends the run.
fn next(engine: &EngineHandle, said: &mut String) -> Option<usize> {
    let event = engine.next_event(Duration::from_mins(1));
    let event = event.expect("the background goes on");
    writeln!(said, "{event:?}").expect("memory takes it");
    match event {
        EngineEvent::Thumbnail { invoices, .. } => Some(invoices.len()),
        EngineEvent::PictureFailed { invoices, failure }
        | EngineEvent::LinksFailed { invoices, failure } => {
            writeln!(said, "{failure} {failure:?}").expect("memory takes it");
            Some(invoices.len())
        }
        EngineEvent::Run(RunState::Blocked(failure)) => {
            writeln!(said, "{failure} {failure:?}").expect("memory takes it");
            None
        }
        _ => Some(0),
    }
}

#[test]
fn no_event_about_a_call_holds_a_secret() {
    for kind in [RequestKind::Links, RequestKind::Token] {
        for effect in answers_of_calls(kind, ELSEWHERE) {
            let sandbox = platform(numbered(2));
            let what = format!("{kind:?} {effect:?}");
            sandbox.inject(Fault::always(FaultTarget::kind(kind), effect));
            let credentials = match kind {
                RequestKind::Token => key(&sandbox),
                _ => token(&sandbox),
            };
            let said = said(&sandbox, 2, credentials);
            assert!(said.lines().count() > 2, "{what}");
            Canaries::of(&sandbox).assert_absent(&what, said.as_bytes());
        }
    }
}

#[test]
fn no_event_about_a_picture_holds_a_secret() {
    let count = answers_of_bucket(&platform(numbered(1)), ELSEWHERE).len() + 1;
    let sandbox = platform(numbered(count));
    let mut effects = answers_of_bucket(&sandbox, ELSEWHERE);
    effects.push(FaultEffect::Stall { after: 30 });
    sandbox.inject(Fault::always(FaultTarget::any(), cookie()));
    for (number, effect) in effects.into_iter().enumerate() {
        let page = FaultTarget::kind(RequestKind::Object).named(&format!("page{number}.png"));
        sandbox.inject(Fault::always(page, effect));
    }
    let said = said(&sandbox, count, key(&sandbox));
    let canaries = Canaries::of(&sandbox);
    canaries.assert_known(&["issued token", "signature", "security-token"]);
    canaries.assert_absent("events", said.as_bytes());
}
