//! Calls beside the links: one at a time and one a second, in which order, and what becomes of those that fail.

use std::time::Duration;

use super::{Rig, failed, nr};
use crate::engine::config::EngineConfig;
use crate::engine::inquiry::{Inquiry, Reply};
use crate::engine::jobs::{AttemptFailed, CallNr, Ended, Job};
use crate::engine::{EngineEvent, FailureKind, Interest, RunState};
use crate::model::{BillContents, BillInvoice, BillKey, Fields, InvoiceId, InvoiceNr, InvoiceType};

const SECOND: Duration = Duration::from_secs(1);

fn fields(kind: &InvoiceType) -> Fields {
    Fields {
        kind: kind.clone(),
        entries: Vec::new(),
    }
}

fn id(number: u32) -> InvoiceId {
    InvoiceId::new(&format!("ID{number:06}")).expect("valid")
}

fn bill(number: u32) -> BillKey {
    BillKey::new(&format!("ID01bill{number:06}")).expect("a bill")
}

impl Rig {
    /// The platform knows all invoices; nothing of their pictures is done.
    fn with_links(count: u32) -> Self {
        let mut rig = Self::with_invoices(count);
        rig.run_dry();
        rig.events();
        rig
    }

    fn want_fields(&mut self, wanted: impl IntoIterator<Item = u32>) {
        self.scheduler.set_interest(Interest {
            fields: wanted.into_iter().map(InvoiceNr).collect(),
            ..Interest::default()
        });
    }

    /// The call that is begun now, if one is.
    fn inquiry(&mut self) -> Option<(CallNr, Inquiry)> {
        let mut inquiries = self.jobs().into_iter().filter_map(|job| match job {
            Job::Inquire { call, inquiry } => Some((call, inquiry)),
            _ => None,
        });
        let first = inquiries.next();
        assert!(inquiries.next().is_none(), "one at a time");
        first
    }

    fn reply(&mut self, call: CallNr, result: Result<Reply, AttemptFailed>) {
        self.end(Ended::Inquired { call, result });
    }

    /// Answers calls for fields until there are none: `kind_of` says what each invoice is. The kinds and sizes of the calls.
    fn answer_fields(
        &mut self,
        kind_of: impl Fn(InvoiceNr) -> Option<InvoiceType>,
    ) -> Vec<(InvoiceType, usize)> {
        let mut calls = Vec::new();
        while self.scheduler.inquiries_due(self.now).is_some() {
            let Some((call, inquiry)) = self.inquiry() else {
                self.now += SECOND;
                continue;
            };
            let Inquiry::Fields { kind, invoices } = inquiry else {
                panic!("not of fields: {inquiry:?}");
            };
            let known = invoices
                .iter()
                .filter(|(nr, _)| kind_of(*nr).as_ref() == Some(&kind));
            let found = known.map(|(nr, _)| (*nr, fields(&kind))).collect();
            calls.push((kind, invoices.len()));
            self.reply(call, Ok(Reply::Fields(found)));
        }
        calls
    }
}

#[test]
fn a_hundred_ids_of_any_kind_take_twelve_calls_a_second_apart() {
    let mut rig = Rig::with_links(100);
    rig.want_fields(0..100);
    let began = rig.now;
    let calls = rig.answer_fields(|_| None);
    assert_eq!(calls.len(), InvoiceType::ALL.len());
    assert!(calls.iter().all(|(_, count)| *count == 100));
    let mut kinds: Vec<_> = calls.iter().map(|(kind, _)| kind.clone()).collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), 12, "each kind once");
    assert!(rig.now >= began + 11 * SECOND);
    let unknown: usize = rig
        .events()
        .iter()
        .map(|event| match event {
            EngineEvent::FieldsUnknown(numbers) => numbers.len(),
            _ => 0,
        })
        .sum();
    assert_eq!(unknown, 100);
    // Nobody is asked again.
    rig.want_fields(0..100);
    assert!(rig.inquiry().is_none());
}

#[test]
fn those_that_came_are_not_asked_for_as_another_kind() {
    let mut rig = Rig::with_links(30);
    rig.want_fields(0..30);
    let taxi = |nr: InvoiceNr| {
        Some(if nr.0 < 20 {
            InvoiceType::Train
        } else {
            InvoiceType::Taxi
        })
    };
    let calls = rig.answer_fields(taxi);
    assert_eq!(calls, [(InvoiceType::Train, 30), (InvoiceType::Taxi, 10)]);
}

#[test]
fn a_kind_that_is_known_takes_one_call() {
    let mut rig = Rig::with_links(4);
    let kinds = vec![(nr(0), InvoiceType::Medical), (nr(2), InvoiceType::Medical)];
    rig.scheduler.know_types(kinds);
    rig.want_fields([0, 2]);
    let calls = rig.answer_fields(|_| Some(InvoiceType::Medical));
    assert_eq!(calls, [(InvoiceType::Medical, 2)]);
    // One that turns out to be unknown although its kind was said is not sought further.
    rig.scheduler.know_types(vec![(nr(3), InvoiceType::Tolls)]);
    rig.want_fields([3]);
    assert_eq!(rig.answer_fields(|_| None), [(InvoiceType::Tolls, 1)]);
    let told = rig.events();
    let is_unknown =
        |event: &EngineEvent| matches!(event, EngineEvent::FieldsUnknown(of) if *of == [nr(3)]);
    assert!(told.iter().any(is_unknown));
}

#[test]
fn links_and_pictures_go_on_whatever_becomes_of_a_call() {
    for kind in [
        FailureKind::Timeout,
        FailureKind::TokenRefused,
        FailureKind::Throttled,
        FailureKind::ServerError,
        FailureKind::Offline,
        FailureKind::PlatformError,
        FailureKind::Certificate,
    ] {
        let mut rig = Rig::with_links(3);
        rig.want_fields([0]);
        let (call, _) = rig.inquiry().expect("fields are asked for");
        rig.reply(call, Err(failed(kind, Some(30 * SECOND))));
        // More invoices, at this very moment.
        let ids = (3..6).map(id).collect();
        rig.scheduler.add(nr(3), ids);
        let asks_links = |jobs: &[Job]| jobs.iter().any(|job| matches!(job, Job::AskLinks { .. }));
        let jobs = rig.jobs();
        assert!(asks_links(&jobs), "{kind:?}: {jobs:?}");
        let blocked = |event: &EngineEvent| matches!(event, EngineEvent::Run(RunState::Blocked(_)));
        assert!(!rig.events().iter().any(blocked), "{kind:?}");
    }
}

#[test]
fn a_refused_call_is_not_made_again_until_there_are_other_credentials() {
    let mut rig = Rig::with_links(3);
    rig.want_fields([0]);
    let (call, _) = rig.inquiry().expect("asked");
    rig.reply(call, Err(failed(FailureKind::TokenRefused, None)));
    rig.now += SECOND;
    assert!(rig.inquiry().is_none());
    rig.want_fields([1]);
    rig.now += SECOND;
    assert!(rig.inquiry().is_none());
    let why: Vec<_> = rig
        .events()
        .into_iter()
        .filter_map(|event| match event {
            EngineEvent::FieldsFailed { invoices, failure } => Some((invoices, failure.kind)),
            _ => None,
        })
        .collect();
    let not_permitted = FailureKind::NotPermitted;
    let expected = [(vec![nr(0)], not_permitted), (vec![nr(1)], not_permitted)];
    assert_eq!(why, expected);
    rig.scheduler.connected(false, rig.now);
    rig.run_links();
    rig.want_fields([0]);
    rig.now += SECOND;
    assert!(rig.inquiry().is_some());
}

#[test]
fn what_a_server_asks_for_is_kept_and_given_up_in_the_end() {
    let mut rig = Rig::with_links(1);
    rig.want_fields([0]);
    let (mut attempts, began_at) = (0, rig.now);
    while rig.scheduler.inquiries_due(rig.now).is_some() {
        let Some((call, _)) = rig.inquiry() else {
            rig.now += SECOND;
            continue;
        };
        attempts += 1;
        let began = rig.now;
        rig.reply(call, Err(failed(FailureKind::Throttled, Some(9 * SECOND))));
        if let Some(due) = rig.scheduler.inquiries_due(rig.now) {
            assert!(due >= began + 9 * SECOND, "{due:?}");
        }
    }
    let retry = EngineConfig::default().retry;
    assert!(attempts > retry.max_attempts, "{attempts}");
    let waited = rig.now.saturating_sub(began_at);
    assert!(waited >= retry.host_patience, "{waited:?}");
    assert!(waited < retry.host_patience + 2 * retry.call_interval_cap);
    let told = rig.events();
    let failed = |event: &EngineEvent| matches!(event, EngineEvent::FieldsFailed { failure, .. } if failure.kind == FailureKind::Throttled);
    assert!(told.iter().any(failed));
}

#[test]
fn bills_are_asked_for_by_the_hundred_and_apart_by_how_they_are_named() {
    let mut rig = Rig::new(EngineConfig::default());
    let mut bills: Vec<BillKey> = (0..150).map(bill).collect();
    bills.push(BillKey::new("B24000123").expect("a bill"));
    rig.scheduler.resolve_bills(bills);
    let mut sizes = Vec::new();
    while rig.scheduler.inquiries_due(rig.now).is_some() {
        let Some((call, inquiry)) = rig.inquiry() else {
            rig.now += SECOND;
            continue;
        };
        match inquiry {
            Inquiry::Bills(bills) => {
                sizes.push((bills[0].is_id(), bills.len()));
                let invoice = BillInvoice {
                    id: id(7),
                    kind: Some(InvoiceType::Taxi),
                };
                let first = BillContents {
                    bill: bills[0].clone(),
                    invoices: vec![invoice],
                };
                rig.reply(call, Ok(Reply::Bills(vec![first])));
            }
            Inquiry::RiskTags(bills) => {
                assert_eq!(bills, [bill(0), bill(100)]);
                rig.reply(call, Ok(Reply::RiskTags(Vec::new())));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(sizes, [(true, 100), (true, 50), (false, 1)]);
    let empty: usize = rig
        .events()
        .iter()
        .map(|event| match event {
            EngineEvent::BillsEmpty(bills) => bills.len(),
            _ => 0,
        })
        .sum();
    assert_eq!(empty, 148);
    // The kind that the bill said is known to the fields.
    rig.scheduler.add(nr(0), vec![id(7)]);
    rig.run_links();
    rig.want_fields([0]);
    rig.now += SECOND;
    let (_, inquiry) = rig.inquiry().expect("asked");
    assert!(matches!(
        inquiry,
        Inquiry::Fields {
            kind: InvoiceType::Taxi,
            ..
        }
    ));
}

impl Rig {
    /// Answers calls for links alone, with nothing found.
    fn run_links(&mut self) {
        loop {
            let jobs = self.jobs();
            let mut is_any = false;
            for job in jobs {
                if let Job::AskLinks { call, ids } = job {
                    is_any = true;
                    let asked: Vec<_> = ids.iter().map(|(nr, _)| *nr).collect();
                    self.answer(call, &asked);
                } else if let Job::Inquire { call, .. } = job {
                    self.reply(call, Err(failed(FailureKind::PlatformError, None)));
                }
            }
            if !is_any {
                return;
            }
        }
    }
}

#[test]
fn one_bad_bill_does_not_spoil_a_call_for_files() {
    let mut rig = Rig::with_links(4);
    let of = (0..4).map(|n| (nr(n), bill(n))).collect();
    rig.scheduler.use_attachments(of);
    let mut asked = Vec::new();
    while rig.scheduler.inquiries_due(rig.now).is_some() {
        let Some((call, inquiry)) = rig.inquiry() else {
            rig.now += SECOND;
            continue;
        };
        let Inquiry::Attachments(bills) = inquiry else {
            panic!("{inquiry:?}");
        };
        asked.push(bills.len());
        let result = if bills.contains(&bill(2)) {
            Err(AttemptFailed {
                is_rejected: true,
                ..failed(FailureKind::PlatformError, None)
            })
        } else {
            Ok(Reply::Attachments(Vec::new()))
        };
        rig.reply(call, result);
    }
    assert_eq!(asked, [4, 2, 2, 1, 1]);
    let told = rig.events();
    let lacking = told.iter().find_map(|event| match event {
        EngineEvent::AttachmentsSearched { lacking, .. } => Some(lacking.clone()),
        _ => None,
    });
    assert_eq!(lacking, Some(vec![nr(0), nr(1)]));
    let failed = |event: &EngineEvent| matches!(event, EngineEvent::AttachmentsFailed { invoices, .. } if *invoices == [nr(2)]);
    assert!(told.iter().any(failed));
}

#[test]
fn an_outage_is_waited_out_whatever_is_asked_and_a_year_is_two_minutes() {
    for (kind, wait) in [
        (FailureKind::ServerError, None),
        (FailureKind::Timeout, None),
        (FailureKind::CutShort, None),
        (FailureKind::Unreachable, None),
        (FailureKind::Throttled, Some(Duration::from_secs(u64::MAX))),
    ] {
        let mut rig = Rig::with_links(1);
        rig.want_fields([0]);
        let began_at = rig.now;
        let outage_ends = began_at + 60 * SECOND;
        let mut attempts = 0;
        let answered = loop {
            let Some((call, inquiry)) = rig.inquiry() else {
                assert!(rig.scheduler.inquiries_due(rig.now).is_some(), "{kind:?}");
                rig.now += SECOND;
                continue;
            };
            if rig.now >= outage_ends {
                break inquiry;
            }
            attempts += 1;
            rig.reply(call, Err(failed(kind, wait)));
        };
        assert!(matches!(answered, Inquiry::Fields { .. }), "{kind:?}");
        assert!(attempts < 30, "{kind:?}: {attempts} in a minute");
        let said = rig.events();
        let gave_up = |event: &EngineEvent| matches!(event, EngineEvent::FieldsFailed { .. });
        assert!(!said.iter().any(gave_up), "{kind:?}");
        let waited = rig.now.saturating_sub(began_at);
        assert!(waited <= 125 * SECOND, "{kind:?}: {waited:?}");
    }
}
