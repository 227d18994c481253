//! Bills: their invoices become part of the review, and each bill is heard of.

use super::*;
use crate::engine::FailureKind;
use crate::model::{BillInvoice, InvoiceType};
use crate::platform::Endpoint;
use crate::state::judging::tests::{id, review};
use crate::state::{Action, StoreCall, update};

fn bill(number: &str) -> BillKey {
    BillKey::new(number).expect("a bill")
}

fn contents(number: &str, invoices: &[u32]) -> BillContents {
    let invoice = |nr: &u32| BillInvoice {
        id: id(*nr),
        kind: Some(InvoiceType::Taxi),
    };
    BillContents {
        bill: bill(number),
        invoices: invoices.iter().map(invoice).collect(),
    }
}

fn hear(state: &mut State, event: EngineEvent) -> Vec<Effect> {
    update(state, Action::Engine(event))
}

#[test]
fn invoices_of_a_bill_join_those_that_are_there() {
    let mut state = review(2);
    drop(ask(&mut state, vec![bill("B24000123")], false));
    assert_eq!(state.bills.waiting(), 1);
    let event = EngineEvent::BillsResolved(vec![contents("B24000123", &[1, 7])]);
    let effects = hear(&mut state, event);
    assert_eq!(state.bills.waiting(), 0);
    assert_eq!(state.library.len(), 3);
    let of = |nr: u32| {
        let nr = state.library.number_of(&id(nr)).expect("it is there");
        &state.library.get(nr).expect("it is there").particulars
    };
    for nr in [1, 7] {
        assert_eq!(of(nr).bill, Some(bill("B24000123")));
        assert_eq!(of(nr).kind, Some(InvoiceType::Taxi));
    }
    assert_eq!(of(0).bill, None);
    let added = effects.iter().find_map(|effect| match effect {
        Effect::Engine(EngineCommand::Add { ids, .. }) => Some(ids.clone()),
        _ => None,
    });
    assert_eq!(added, Some(vec![id(7)]), "one was here before");
}

#[test]
fn a_review_of_bills_alone_is_opened_once_all_are_known() {
    let mut state = review(0);
    state.endpoint = Endpoint::parse("https://app.ekuaibao.com").ok();
    state.reviews.folder = Some("/reviews".into());
    let bills = vec![bill("B24000123"), bill("B24000124"), bill("B24000125")];
    drop(ask(&mut state, bills, true));
    let opens = |effects: &[Effect]| {
        let is_open = |it: &Effect| matches!(it, Effect::Store(StoreCall::OpenList { ids, .. }) if ids.len() == 2);
        effects.iter().any(is_open)
    };
    let event = EngineEvent::BillsResolved(vec![contents("B24000123", &[0, 1])]);
    assert!(!opens(&hear(&mut state, event)));
    let event = EngineEvent::BillsEmpty(vec![bill("B24000124")]);
    assert!(!opens(&hear(&mut state, event)));
    assert_eq!(state.notice, Some(NoticeKind::BillsEmpty));
    let event = EngineEvent::BillsFailed {
        bills: vec![bill("B24000125")],
        failure: Arc::new(Failure::new(FailureKind::TokenRefused, "")),
    };
    assert!(opens(&hear(&mut state, event)));
    assert_eq!(state.current, Some(crate::model::InvoiceNr(0)));
    assert_eq!(state.bills.failed().len(), 1);
    drop(update(&mut state, Action::RetryBills));
    assert_eq!((state.bills.failed().len(), state.bills.waiting()), (0, 1));
}

#[test]
fn what_became_of_bills_stays_with_the_review() {
    let mut state = review(1);
    state.exporting.intake = Some(Intake::default());
    let bills = vec![bill("B24000123"), bill("B24000124"), bill("B24000125")];
    drop(ask(&mut state, bills, false));
    hear(&mut state, EngineEvent::BillsEmpty(vec![bill("B24000124")]));
    let failed = EngineEvent::BillsFailed {
        bills: vec![bill("B24000125")],
        failure: Arc::new(Failure::new(FailureKind::TokenRefused, "")),
    };
    hear(&mut state, failed);
    let intake = Intake::read(&state.intake_text()).expect("its books");
    assert_eq!(intake.bills.len(), 3);
    let summary = state.contents(crate::report::Scope::All).head.summary.bills;
    let summary = summary.expect("bills were given");
    assert_eq!(summary.empty, ["B24000124"]);
    // The one that nobody heard of yet is not forgotten either.
    assert_eq!(summary.failed, ["B24000125", "B24000123"]);
    let again = Bills::of(&intake);
    assert_eq!((again.empty().len(), again.failed().len()), (1, 2));
}
