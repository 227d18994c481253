//! The queue towards the window: what overtakes what, what never does, and when there is room.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::engine::{Answer, Failure, FailureKind, RunState};

/// One that can be told from all others: it says its serial number.
fn said(serial: usize, numbers: &[u32]) -> EngineEvent {
    EngineEvent::LinksFailed {
        invoices: numbers.iter().copied().map(InvoiceNr).collect(),
        failure: Arc::new(Failure::new(FailureKind::Timeout, serial.to_string())),
    }
}

fn interest(visible: &[u32], ahead: &[u32]) -> Interest {
    Interest {
        visible: visible.iter().copied().map(InvoiceNr).collect(),
        ahead: ahead.iter().copied().map(InvoiceNr).collect(),
        ..Interest::default()
    }
}

/// Serial number and invoices of what is read next.
fn read(outbox: &Outbox) -> Option<(usize, Vec<u32>)> {
    let (_, event) = outbox.try_pop()?.sent;
    let EngineEvent::LinksFailed { invoices, failure } = event else {
        panic!("nothing else was said: {event:?}");
    };
    let serial = failure.detail.parse().expect("a serial number");
    Some((serial, invoices.into_iter().map(|nr| nr.0).collect()))
}

fn push(outbox: &Outbox, event: EngineEvent) {
    outbox.push(0, event).expect("open");
}

#[test]
fn what_is_on_screen_overtakes_what_is_near_and_that_the_rest() {
    let outbox = Outbox::new(100);
    outbox.look_at(&interest(&[7], &[8]));
    push(&outbox, said(0, &[1, 2]));
    push(&outbox, said(1, &[8, 3]));
    push(&outbox, said(2, &[7, 1]));
    let expected = [
        (2, vec![7]),
        (1, vec![8]),
        (0, vec![1, 2]),
        (1, vec![3]),
        (2, vec![1]),
    ];
    for part in expected {
        assert_eq!(read(&outbox), Some(part));
    }
    assert_eq!(read(&outbox), None);
}

#[test]
fn what_waits_already_is_brought_forward_in_its_order() {
    let outbox = Outbox::new(100);
    let answer = vec![
        (InvoiceNr(1), Answer::NotFound),
        (InvoiceNr(2), Answer::NotFound),
    ];
    push(&outbox, EngineEvent::Answered(answer));
    push(&outbox, said(0, &[1]));
    push(&outbox, said(1, &[2]));
    outbox.look_at(&interest(&[2], &[]));
    let mut told = Vec::new();
    while let Some(popped) = outbox.try_pop() {
        told.push(match popped.sent.1 {
            EngineEvent::Answered(answers) => ("answered", answers[0].0.0),
            EngineEvent::LinksFailed { invoices, .. } => ("failed", invoices[0].0),
            other => panic!("{other:?}"),
        });
    }
    let expected = [
        ("answered", 2),
        ("failed", 2),
        ("answered", 1),
        ("failed", 1),
    ];
    assert_eq!(told, expected);
}

#[test]
fn the_run_is_told_before_invoices_and_in_order() {
    let outbox = Outbox::new(100);
    push(&outbox, said(0, &[1]));
    push(&outbox, EngineEvent::Run(RunState::Paused));
    push(&outbox, EngineEvent::Run(RunState::Running));
    for expected in [RunState::Paused, RunState::Running] {
        let event = outbox.try_pop().map(|it| it.sent.1);
        assert!(matches!(event, Some(EngineEvent::Run(run)) if run == expected));
    }
    assert_eq!(read(&outbox), Some((0, vec![1])));
}

#[test]
fn room_for_what_is_looked_at_is_left_where_the_rest_has_none() {
    let outbox = Outbox::new(4);
    outbox.look_at(&interest(&[9], &[]));
    let fills: Vec<bool> = (0..4)
        .map(|serial| outbox.push(0, said(serial, &[1])) == Ok(true))
        .collect();
    assert_eq!(fills, [false, true, true, true]);
    assert_eq!(outbox.room(), OutboxRoom::Urgent);
    for serial in 0..URGENT_LEAST {
        push(&outbox, said(serial, &[9]));
    }
    assert_eq!(outbox.room(), OutboxRoom::Nothing);
    let count = URGENT_LEAST + 4;
    let mut rooms = Vec::new();
    for read in 1..=count {
        if outbox.try_pop().is_some_and(|it| it.makes_room) {
            rooms.push((read, outbox.room()));
        }
    }
    let half_urgent = (URGENT_LEAST / 2, OutboxRoom::Urgent);
    let half_of_all = (URGENT_LEAST + 2, OutboxRoom::All);
    assert_eq!(rooms, [half_urgent, half_of_all]);
}

#[test]
fn closing_ends_every_wait() {
    let outbox = Outbox::new(1);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| outbox.pop_within(Duration::from_hours(1)).is_none());
        outbox.close();
        assert!(reader.join().expect("no panic"));
    });
    assert_eq!(outbox.push(0, said(0, &[1])), Err(Closed));
}

#[derive(Clone, Debug)]
enum Step {
    Say(Vec<u32>),
    Look(Vec<u32>, Vec<u32>),
    Read,
}

fn step() -> impl Strategy<Value = Step> {
    let numbers = || vec(0..12_u32, 1..4);
    prop_oneof![
        4 => vec(0..12_u32, 1..5).prop_map(|mut numbers| {
            numbers.sort_unstable();
            numbers.dedup();
            Step::Say(numbers)
        }),
        2 => (numbers(), numbers()).prop_map(|(visible, ahead)| Step::Look(visible, ahead)),
        3 => Just(Step::Read),
    ]
}

proptest! {
    /// What was told of room stays true until somebody is told to ask again, and all is read at the end.
    #[test]
    fn whoever_found_too_little_room_hears_of_more(steps in vec(step(), 1..300)) {
        let outbox = Outbox::new(4);
        let mut told = outbox.room();
        for (serial, step) in steps.into_iter().enumerate() {
            match step {
                Step::Say(numbers) => {
                    push(&outbox, said(serial, &numbers));
                    told = outbox.room();
                }
                // Asks again, as whoever hears of an interest does.
                Step::Look(now, ahead) => {
                    outbox.look_at(&interest(&now, &ahead));
                    told = outbox.room();
                }
                Step::Read => {
                    let makes_room = outbox.try_pop().is_some_and(|it| it.makes_room);
                    let room = outbox.room();
                    prop_assert_eq!(room != told, makes_room);
                    told = room;
                }
            }
        }
        let mut hears_of_all = told == OutboxRoom::All;
        while let Some(popped) = outbox.try_pop() {
            hears_of_all |= popped.makes_room && outbox.room() == OutboxRoom::All;
        }
        prop_assert!(hears_of_all);
    }

    #[test]
    fn nothing_is_lost_or_told_twice_and_each_invoice_hears_in_order(steps in vec(step(), 1..80)) {
        let outbox = Outbox::new(8);
        let mut said_of: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut read_of: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut take = |part: Option<(usize, Vec<u32>)>| {
            let Some((serial, numbers)) = part else {
                return false;
            };
            for nr in numbers {
                read_of.entry(nr).or_default().push(serial);
            }
            true
        };
        for (serial, step) in steps.into_iter().enumerate() {
            match step {
                Step::Say(numbers) => {
                    push(&outbox, said(serial, &numbers));
                    for nr in numbers {
                        said_of.entry(nr).or_default().push(serial);
                    }
                }
                Step::Look(now, ahead) => {
                    outbox.look_at(&interest(&now, &ahead));
                    let state = locked(&outbox.state);
                    let is_visible = |nr: InvoiceNr| now.contains(&nr.0);
                    let behind = state.queues[Urgency::Near as usize..].iter().flatten();
                    prop_assert!(!behind.into_iter().any(|(_, it)| it.is_any(is_visible)));
                }
                Step::Read => {
                    take(read(&outbox));
                }
            }
        }
        while take(read(&outbox)) {}
        prop_assert_eq!(read_of, said_of);
    }
}
