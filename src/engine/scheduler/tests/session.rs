//! The token: issued once, renewed in time, doubted when it is refused.

use std::time::Duration;

use super::{HOUR, Rig, calls, failed, numbers};
use crate::engine::jobs::{Ended, Job, TokenNr, TokenSource};
use crate::engine::{EngineEvent, FailureKind, RunState};

impl Rig {
    /// Connected with a key, these invoices to be asked for.
    fn with_key(count: u32) -> Self {
        let mut rig = Self::with_invoices(count);
        rig.scheduler.connected(true, rig.now);
        rig.events();
        rig
    }

    fn issue(&mut self, token: TokenNr, life: Duration) {
        let result = Ok(life);
        self.end(Ended::Authorised { token, result });
    }

    fn refuse_exchange(&mut self, token: TokenNr, kind: FailureKind) {
        let result = Err(failed(kind, None));
        self.end(Ended::Authorised { token, result });
    }

    fn blocked_by(&mut self) -> Option<FailureKind> {
        self.events().into_iter().find_map(|event| match event {
            EngineEvent::Run(RunState::Blocked(failure)) => Some(failure.kind),
            _ => None,
        })
    }
}

/// The one exchange that is all there is to do.
fn only_exchange(jobs: &[Job]) -> (TokenNr, TokenSource) {
    match jobs {
        [Job::Authorise { token, source }] => (*token, *source),
        other => panic!("one exchange alone: {other:?}"),
    }
}

#[test]
fn nothing_is_asked_before_the_token_is_there_and_nothing_is_exchanged_for_nothing() {
    let mut idle = Rig::with_key(0);
    assert!(idle.jobs().is_empty());
    let mut rig = Rig::with_key(250);
    let (token, source) = only_exchange(&rig.jobs());
    assert_eq!(source, TokenSource::Key);
    assert!(rig.jobs().is_empty());
    rig.issue(token, HOUR);
    let asked = calls(rig.jobs());
    assert_eq!(asked[0].1, numbers(0..100));
    assert_eq!(asked.len(), 2);
}

#[test]
fn a_token_is_renewed_shortly_before_it_ends_and_issued_anew_where_that_fails() {
    let mut rig = Rig::with_key(100);
    let (token, _) = only_exchange(&rig.jobs());
    rig.issue(token, HOUR);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    rig.run_dry();
    rig.now += Duration::from_mins(54);
    rig.scheduler.add(crate::model::InvoiceNr(100), more_ids());
    assert_eq!(calls(rig.jobs()).len(), 1, "six minutes are enough");
    rig.now += Duration::from_mins(1);
    rig.scheduler.add(crate::model::InvoiceNr(101), more_ids());
    let (token, source) = only_exchange(&rig.jobs());
    assert_eq!(source, TokenSource::Renewal);
    rig.refuse_exchange(token, FailureKind::TokenRefused);
    let (token, source) = only_exchange(&rig.jobs());
    assert_eq!(source, TokenSource::Key);
    rig.issue(token, HOUR);
    assert_eq!(calls(rig.jobs()).len(), 1);
    assert_eq!(rig.blocked_by(), None);
}

fn more_ids() -> Vec<crate::model::InvoiceId> {
    vec![crate::model::InvoiceId::new("ID01more01").expect("valid")]
}

#[test]
fn two_refusals_at_once_are_one_and_cost_one_exchange() {
    let mut rig = Rig::with_key(300);
    let (token, _) = only_exchange(&rig.jobs());
    rig.issue(token, HOUR);
    let first = calls(rig.jobs());
    rig.answer(first[0].0, &first[0].1);
    let third = calls(rig.jobs());
    rig.fail_call(first[1].0, FailureKind::TokenRefused, None);
    let (token, source) = only_exchange(&rig.jobs());
    assert_eq!(source, TokenSource::Key);
    rig.fail_call(third[0].0, FailureKind::TokenRefused, None);
    assert!(rig.jobs().is_empty());
    rig.issue(token, HOUR);
    let mut again: Vec<_> = calls(rig.jobs()).into_iter().map(|call| call.1).collect();
    again.sort();
    assert_eq!(again, [numbers(100..200), numbers(200..300)]);
}

#[test]
fn a_token_that_never_works_blocks_after_few_requests() {
    for has_key in [false, true] {
        let mut rig = Rig::with_invoices(300);
        rig.scheduler.connected(has_key, rig.now);
        rig.events();
        let mut requests = 0;
        loop {
            let jobs = rig.scheduler.next_jobs(rig.now);
            if jobs.is_empty() {
                break;
            }
            requests += jobs.len();
            for job in jobs {
                match job {
                    Job::Authorise { token, .. } => rig.issue(token, HOUR),
                    Job::AskLinks { call, .. } => {
                        rig.fail_call(call, FailureKind::TokenRefused, None);
                    }
                    other => panic!("nothing else can be done: {other:?}"),
                }
            }
            rig.now = rig.scheduler.wake_at(rig.now).unwrap_or(rig.now);
        }
        assert_eq!(rig.blocked_by(), Some(FailureKind::TokenRefused));
        assert!(requests <= 5, "{requests} requests");
        rig.scheduler.connected(false, rig.now);
        assert_eq!(rig.run_dry().fetches, 300, "nothing was lost");
    }
}

#[test]
fn a_refused_key_blocks_at_once_and_a_busy_platform_is_asked_again() {
    let mut rig = Rig::with_key(1);
    let (token, _) = only_exchange(&rig.jobs());
    rig.refuse_exchange(token, FailureKind::ServerError);
    assert!(rig.jobs().is_empty());
    rig.now = rig.scheduler.wake_at(rig.now).expect("it goes on later");
    let (token, _) = only_exchange(&rig.jobs());
    rig.refuse_exchange(token, FailureKind::TokenRefused);
    assert!(rig.jobs().is_empty());
    assert_eq!(rig.blocked_by(), Some(FailureKind::KeyRefused));
    rig.scheduler.resume();
    only_exchange(&rig.jobs());
}
