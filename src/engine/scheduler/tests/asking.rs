//! Whom the platform is asked for, and what becomes of the answers.

use std::time::Duration;

use super::Scheduler;
use super::{HOUR, Rig, calls, failures, fetches, files, found, nr, numbers};
use crate::engine::config::EngineConfig;
use crate::engine::jobs::{Ended, LinksFound};
use crate::engine::{Answer, EngineEvent, Failure, FailureKind, RunState};
use crate::model::InvoiceNr;

#[test]
fn links_are_asked_for_in_chunks_two_at_a_time() {
    let mut rig = Rig::with_invoices(250);
    let first = calls(rig.jobs());
    assert_eq!(first.len(), 2);
    assert_eq!(first[0].1, numbers(0..100));
    assert_eq!(first[1].1, numbers(100..200));
    rig.answer(first[0].0, &first[0].1);
    let jobs = rig.jobs();
    assert_eq!(
        files(&jobs).len(),
        6,
        "pictures load while links are asked for"
    );
    assert_eq!(calls(jobs)[0].1, numbers(200..250));
}

#[test]
fn what_is_visible_is_asked_for_and_fetched_first() {
    let mut rig = Rig::with_invoices(1000);
    rig.look(&[900, 901], Some(905));
    let first = calls(rig.jobs());
    assert_eq!(first[0].1[..4], [nr(905), nr(900), nr(901), nr(0)]);
    rig.answer(first[0].0, &first[0].1);
    let loading = files(&rig.jobs());
    assert_eq!(loading[..4], ["a905.jpg", "a900.jpg", "a901.jpg", "a0.jpg"]);
}

#[test]
fn links_stay_less_than_an_hour_ahead_of_the_downloads() {
    let mut rig = Rig::with_invoices(5000);
    let mut fetching = Vec::new();
    let mut asked = 0;
    loop {
        let jobs = rig.jobs();
        fetching.extend(fetches(&jobs));
        let calls = calls(jobs);
        if calls.is_empty() {
            break;
        }
        for (call, invoices) in calls {
            asked += invoices.len();
            rig.answer(call, &invoices);
        }
    }
    assert_eq!((asked, fetching.len()), (500, 6));
    // One link used up asks for nothing yet, a whole chunk of them does.
    rig.deliver(fetching[0].0);
    assert!(calls(rig.jobs()).is_empty());
}

#[test]
fn a_throttled_platform_is_left_alone_for_as_long_as_it_says() {
    let mut rig = Rig::with_invoices(300);
    let asked = calls(rig.jobs());
    let wait = Duration::from_secs(30);
    rig.fail_call(asked[0].0, FailureKind::Throttled, Some(wait));
    rig.answer(asked[1].0, &asked[1].1);
    assert!(calls(rig.jobs()).is_empty());
    assert_eq!(rig.scheduler.wake_at(rig.now), Some(rig.now + wait));
    rig.now += wait;
    let again = calls(rig.jobs());
    assert_eq!(again[0].1, asked[0].1);
    assert_eq!(again.len(), 1, "from now on one call a second");
    assert!(calls(rig.jobs()).is_empty());
    rig.now += Duration::from_secs(1);
    assert_eq!(calls(rig.jobs())[0].1, numbers(200..300));
}

#[test]
fn links_that_cannot_be_had_are_told_after_the_last_attempt() {
    let mut rig = Rig::with_invoices(2);
    for _ in 0..4 {
        let call = calls(rig.jobs()).remove(0);
        rig.fail_call(call.0, FailureKind::Timeout, None);
        rig.now += Duration::from_secs(20);
    }
    let call = calls(rig.jobs()).remove(0);
    assert_eq!(failures(&rig.events()), []);
    rig.fail_call(call.0, FailureKind::Timeout, None);
    assert!(rig.jobs().is_empty());
    let expected = (numbers(0..2), FailureKind::Timeout);
    assert_eq!(failures(&rig.events()), [expected]);
    rig.scheduler.retry(&numbers(0..2));
    assert_eq!(calls(rig.jobs())[0].1, numbers(0..2));
}

#[test]
fn a_refused_token_blocks_until_there_is_another() {
    let mut rig = Rig::with_invoices(150);
    let asked = calls(rig.jobs());
    for (call, _) in &asked {
        rig.fail_call(*call, FailureKind::TokenRefused, None);
    }
    assert!(rig.jobs().is_empty());
    let events = rig.events();
    assert!(
        matches!(&events[..], [EngineEvent::Run(RunState::Blocked(why))] if why.kind == FailureKind::TokenRefused),
        "{events:?}"
    );
    rig.scheduler.connected(false, rig.now);
    assert_eq!(calls(rig.jobs()).len(), 2);
}

#[test]
fn a_fresh_token_may_be_refused_for_a_moment() {
    let mut rig = Rig::with_invoices(1);
    rig.scheduler.connected(false, rig.now);
    rig.events();
    for attempt in 1..=3 {
        let call = calls(rig.jobs()).remove(0);
        rig.fail_call(call.0, FailureKind::TokenRefused, None);
        assert_eq!(rig.events().len(), usize::from(attempt == 3));
        rig.now += Duration::from_secs(2);
    }
}

#[test]
fn answers_of_a_former_connection_do_not_count() {
    let mut rig = Rig::with_invoices(1);
    let before = calls(rig.jobs()).remove(0);
    rig.scheduler.connected(false, rig.now);
    rig.events();
    rig.fail_call(before.0, FailureKind::TokenRefused, None);
    assert!(rig.events().is_empty());
    assert_eq!(calls(rig.jobs()).len(), 1);
}

#[test]
fn without_a_token_nothing_is_asked() {
    let mut rig = Rig::with_invoices(0);
    rig.scheduler = Scheduler::new(EngineConfig::default(), 7);
    rig.add(1);
    assert!(rig.jobs().is_empty());
    let events = rig.events();
    assert!(
        matches!(&events[..], [EngineEvent::Run(RunState::Blocked(why))] if why.kind == FailureKind::TokenMissing),
        "{events:?}"
    );
}

#[test]
fn a_pause_starts_nothing_and_loses_nothing() {
    let mut rig = Rig::with_invoices(30);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    let running = fetches(&rig.jobs());
    rig.scheduler.pause();
    for (picture, _) in running {
        rig.deliver(picture);
    }
    let ran = rig.run_dry();
    assert_eq!(
        (ran.fetches, ran.decodes),
        (0, 6),
        "what is here is decoded"
    );
    rig.scheduler.resume();
    let ran = rig.run_dry();
    assert_eq!((ran.fetches, ran.decodes), (24, 24));
}

#[test]
fn clearing_forgets_everything() {
    let mut rig = Rig::with_invoices(30);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    rig.jobs();
    rig.scheduler.clear();
    assert!(rig.jobs().is_empty());
    rig.add(10);
    assert_eq!(rig.run_dry().fetches, 10);
}

#[test]
fn an_unknown_invoice_and_one_without_a_link_are_told_apart() {
    let mut rig = Rig::with_invoices(3);
    rig.events();
    let call = calls(rig.jobs()).remove(0);
    let unsafe_link = Failure::new(FailureKind::LinkUnsafe, "");
    rig.end(Ended::Links {
        call: call.0,
        result: Ok(LinksFound {
            found: vec![found(nr(2), "a.jpg", HOUR)],
            unusable: vec![(nr(0), unsafe_link)],
        }),
    });
    let events = rig.events();
    let EngineEvent::Answered(answers) = &events[0] else {
        panic!("answers come first: {events:?}");
    };
    assert!(matches!(
        &answers[..],
        [
            (InvoiceNr(2), Answer::Found(_)),
            (InvoiceNr(1), Answer::NotFound)
        ]
    ));
    assert_eq!(failures(&events), [(vec![nr(0)], FailureKind::LinkUnsafe)]);
}

#[test]
fn a_new_link_may_bring_another_picture() {
    let mut rig = Rig::with_invoices(1);
    let call = calls(rig.jobs()).remove(0);
    rig.answer_with(call.0, &call.1, |_| "old.jpg".into());
    let (picture, _) = fetches(&rig.jobs()).remove(0);
    rig.fail_fetch(picture, FailureKind::LinkExpired);
    let call = calls(rig.jobs()).remove(0);
    rig.events();
    rig.answer_with(call.0, &call.1, |_| "new.jpg".into());
    assert_eq!(files(&rig.jobs()), ["new.jpg"]);
    assert!(matches!(&rig.events()[0], EngineEvent::Answered(answers) if answers.len() == 1));
}

#[test]
fn a_hundred_thousand_invoices_come_through() {
    let mut rig = Rig::with_invoices(100_000);
    rig.look(&[99_000], None);
    let ran = rig.run_dry();
    assert_eq!((ran.fetches, ran.decodes), (100_000, 100_000));
    assert_eq!(ran.calls, 1000);
}
