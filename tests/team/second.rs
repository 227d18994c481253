//! A blind second review: who is handed what a second time, what their verdicts change, and who settles.

use std::collections::BTreeSet;
use std::time::Duration;

use invoice_lens::model::{Deed, EventId, InvoiceId, Reason, SecondReview, TicketState, Verdict};
use invoice_lens::store::{Appended, Record, ReviewAddress, StoreError, TeamReview, read_at};
use uuid::Uuid;

use crate::postgres::{OWNER, Server};
use crate::reviews::{address, append, copied, event, id, ids, judged, make, open, record, state};

const LEASE: Duration = Duration::from_mins(10);

/// A review of six in which li judged the first three and wang the others, each as correct.
fn judged_once(which: SecondReview) -> Option<Server> {
    let server = Server::start()?;
    make(&server, 6);
    ask(&open(&server, OWNER), which);
    let (li, wang) = (open(&server, "li"), open(&server, "wang"));
    for nr in 0..6 {
        let review = if nr < 3 { &li } else { &wang };
        let verdict = record("", nr, &TicketState::default(), judged(Verdict::Correct));
        assert_eq!(append(review, &verdict), Appended::Written);
    }
    Some(server)
}

fn asked(which: SecondReview) -> Record {
    Record {
        event: event("", None, Deed::SecondAsked(which)),
        states: Vec::new(),
    }
}

fn ask(review: &TeamReview, which: SecondReview) {
    assert_eq!(append(review, &asked(which)), Appended::Written);
}

/// What this reviewer says of one of which they may not know what was said.
fn second(review: &mut TeamReview, nr: usize, verdict: Verdict) -> Record {
    let deed = Deed::Second {
        verdict: Some(verdict),
        on: None,
    };
    let known = state(&review.contents().expect("read"), nr);
    let event = event(review.user(), Some(id(nr)), deed);
    let after = known.after(&event).unwrap_or(known);
    Record {
        event,
        states: vec![(id(nr), after)],
    }
}

fn say_second(review: &mut TeamReview, nr: usize, verdict: Verdict) -> Appended {
    let record = second(review, nr, verdict);
    append(review, &record)
}

fn claimed(review: &TeamReview, seat: Uuid) -> Vec<InvoiceId> {
    review.claim(seat, 100, LEASE).expect("claimed")
}

fn settled(review: &mut TeamReview, nr: usize, verdict: Verdict) -> Record {
    let known = state(&review.contents().expect("read"), nr);
    let deed = Deed::Settled { verdict, on: None };
    record("", nr, &known, deed)
}

#[test]
fn each_is_handed_what_somebody_else_judged_and_those_who_settle_nothing() {
    let Some(server) = judged_once(SecondReview::All) else {
        return;
    };
    let (li, mut wang, owner) = (
        open(&server, "li"),
        open(&server, "wang"),
        open(&server, OWNER),
    );
    assert_eq!(
        [&li, &wang, &owner].map(TeamReview::may_settle),
        [false, false, true]
    );
    let (at_li, at_wang) = (Uuid::now_v7(), Uuid::now_v7());
    assert_eq!(claimed(&owner, Uuid::now_v7()), []);
    assert_eq!(claimed(&li, at_li), ids(6)[3..]);
    assert_eq!(claimed(&wang, at_wang), ids(3));
    let board = wang.board(at_wang).expect("read");
    assert_eq!(board.own, ids(3));
    let held: Vec<_> = board.held.into_iter().map(|(id, _)| id).collect();
    assert_eq!(held, ids(6)[3..]);
    // What was judged twice is done, and what is given back comes to whoever may have it.
    assert_eq!(
        say_second(&mut wang, 0, Verdict::Correct),
        Appended::Written
    );
    assert_eq!(claimed(&wang, at_wang), ids(3)[1..]);
    wang.give_back(at_wang).expect("given back");
    assert_eq!(claimed(&li, at_li), ids(6)[3..], "never one's own");
}

#[test]
fn a_second_verdict_changes_nothing_that_stands_and_is_one_of_two() {
    let Some(server) = judged_once(SecondReview::All) else {
        return;
    };
    let (mut li, mut wang) = (open(&server, "li"), open(&server, "wang"));
    let before = state(&li.contents().expect("read"), 0);
    let wrong = Verdict::Wrong(Some(Reason::CutOff));
    let of_wang = second(&mut wang, 0, wrong.clone());
    for _ in 0..2 {
        assert_eq!(append(&wang, &of_wang), Appended::Written, "however often");
    }
    let after = state(&li.contents().expect("read"), 0);
    assert_eq!(after.judgement, before.judgement);
    assert_eq!(after.newest, before.newest, "whoever was first goes on");
    let opinions = after.opinions.clone().expect("two");
    assert_eq!(opinions.verdicts(), (&Verdict::Correct, &wrong));
    assert!(opinions.is_open());
    // The first may go on from what they know.
    let note = record("", 0, &before, Deed::Noted("folded".to_owned()));
    assert_eq!(append(&li, &note), Appended::Written);
    // Neither who judged it, nor a third one says what the second says.
    let collided = Appended::Collided(vec![id(0)]);
    assert_eq!(say_second(&mut li, 0, Verdict::Correct), collided);
    server.grant(&["zhao"], &[]);
    let mut zhao = open(&server, "zhao");
    assert_eq!(say_second(&mut zhao, 0, Verdict::Correct), collided);
    let told = "SELECT count(*) FROM invoice_lens.collision WHERE NOT is_decided";
    assert_eq!(server.as_owner(told), "0", "nobody is told of it later");
    // It is taken back, once nothing that somebody said since would go with it, and given once more.
    let undo = |wang: &mut TeamReview, of: EventId| Record {
        event: invoice_lens::model::Event {
            base: state(&wang.contents().expect("read"), 0).newest,
            ..event("", Some(id(0)), Deed::Undone(of))
        },
        states: vec![(id(0), before.clone())],
    };
    let of_wang = of_wang.event.stamp.id;
    let undone = undo(&mut wang, note.event.stamp.id);
    assert_eq!(append(&li, &undone), Appended::Written);
    let undone = undo(&mut wang, of_wang);
    assert_eq!(append(&wang, &undone), Appended::Written);
    assert_eq!(state(&li.contents().expect("read"), 0).opinions, None);
    assert_eq!(claimed(&wang, Uuid::now_v7()), ids(3));
    assert_eq!(say_second(&mut wang, 0, Verdict::Unsure), Appended::Written);
    let row =
        "SELECT first_verdict, first_reviewer, verdict, reviewer FROM invoice_lens.second_opinion";
    assert_eq!(server.as_owner(row), "correct|li|unsure|wang");
    // Nothing of it leaves the window of who is not to know.
    let of = |user| ReviewAddress::Database(address(&server, user));
    for user in ["li", "wang"] {
        assert_eq!(read_at(&of(user)).err(), Some(StoreError::Hidden), "{user}");
    }
    for user in ["reader", OWNER] {
        assert!(read_at(&of(user)).is_ok(), "{user}");
    }
}

#[test]
fn a_part_or_the_wrong_ones_are_judged_twice() {
    let which = SecondReview::Share {
        percent: 50,
        seed: 7,
        invoices: vec![id(1), id(4)],
    };
    let Some(server) = judged_once(which) else {
        return;
    };
    let (li, wang) = (open(&server, "li"), open(&server, "wang"));
    assert_eq!(claimed(&li, Uuid::now_v7()), [id(4)]);
    assert_eq!(claimed(&wang, Uuid::now_v7()), [id(1)]);
    ask(&open(&server, OWNER), SecondReview::Wrong);
    let at_wang = Uuid::now_v7();
    assert_eq!(claimed(&wang, at_wang), []);
    let mut li = li;
    let judge = |li: &mut TeamReview, nr, verdict| {
        let known = state(&li.contents().expect("read"), nr);
        append(li, &record("", nr, &known, judged(verdict)))
    };
    assert_eq!(judge(&mut li, 2, Verdict::Wrong(None)), Appended::Written);
    assert_eq!(claimed(&wang, at_wang), [id(2)]);
    assert_eq!(judge(&mut li, 2, Verdict::Correct), Appended::Written);
    assert_eq!(claimed(&wang, at_wang), [], "it is not wrong any more");
    let before: BTreeSet<_> = ids(6).into_iter().collect();
    ask(&open(&server, OWNER), SecondReview::All);
    let mut all = claimed(&wang, at_wang);
    all.extend(claimed(&li, Uuid::now_v7()));
    assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), before);
    ask(&open(&server, OWNER), SecondReview::Nothing);
    assert_eq!(claimed(&wang, at_wang), []);
}

#[test]
fn whoever_judged_it_once_is_not_asked_though_somebody_else_did_later() {
    let Some(server) = judged_once(SecondReview::All) else {
        return;
    };
    let (mut li, mut wang) = (open(&server, "li"), open(&server, "wang"));
    let known = state(&wang.contents().expect("read"), 0);
    let over = record("", 0, &known, judged(Verdict::Unsure));
    assert_eq!(append(&wang, &over), Appended::Written);
    assert_eq!(claimed(&li, Uuid::now_v7()), ids(6)[3..]);
    assert_eq!(claimed(&wang, Uuid::now_v7()), ids(3)[1..]);
    let refused = Appended::Collided(vec![id(0)]);
    assert_eq!(say_second(&mut li, 0, Verdict::Correct), refused);
}

#[test]
fn a_third_person_with_the_right_settles_and_nobody_else() {
    let Some(server) = judged_once(SecondReview::All) else {
        return;
    };
    server.grant(&["zhao"], &[]);
    let mut wang = open(&server, "wang");
    let wrong = Verdict::Wrong(Some(Reason::TooLoose));
    assert_eq!(say_second(&mut wang, 0, wrong.clone()), Appended::Written);
    for user in ["li", "wang", "zhao"] {
        let mut review = open(&server, user);
        let deed = settled(&mut review, 0, Verdict::Correct);
        assert_eq!(review.append(deed), Err(StoreError::NoRights), "{user}");
        let deed = asked(SecondReview::Nothing);
        assert_eq!(review.append(deed), Err(StoreError::NoRights), "{user}");
    }
    // Nor by the way of a verdict of their own.
    let zhao = open(&server, "zhao");
    let known = state(&wang.contents().expect("read"), 0);
    let plain = record("", 0, &known, judged(Verdict::Unsure));
    assert_eq!(append(&zhao, &plain), Appended::Collided(vec![id(0)]));
    server.as_owner("GRANT INSERT ON invoice_lens.settling TO zhao, wang");
    let mut zhao = open(&server, "zhao");
    assert!(zhao.may_settle());
    assert!(!server.may("zhao", "INSERT INTO invoice_lens.settling VALUES (true)"));
    let mut wang = open(&server, "wang");
    let own = settled(&mut wang, 0, wrong.clone());
    assert_eq!(wang.append(own), Err(StoreError::NoRights), "not their own");
    let decision = settled(&mut zhao, 0, wrong.clone());
    assert_eq!(append(&zhao, &decision), Appended::Written);
    let now = state(&wang.contents().expect("read"), 0);
    let judgement = now.judgement.clone().expect("judged");
    assert_eq!((&judgement.verdict, &*judgement.reviewer), (&wrong, "zhao"));
    let opinions = now.opinions.clone().expect("two");
    assert!(!opinions.is_open() && !opinions.agree());
    let row = "SELECT verdict, reviewer FROM invoice_lens.ticket WHERE reviewer = 'zhao'";
    assert_eq!(server.as_owner(row), "wrong|zhao");
    // What is settled stays, unless who settled it thinks again.
    let li = open(&server, "li");
    let over = record("", 0, &now, judged(Verdict::Correct));
    assert_eq!(append(&li, &over), Appended::Collided(vec![id(0)]));
    let undo = Record {
        event: invoice_lens::model::Event {
            base: now.newest,
            ..event("zhao", Some(id(0)), Deed::Undone(decision.event.stamp.id))
        },
        states: vec![(id(0), known.clone())],
    };
    assert_eq!(append(&zhao, &undo), Appended::Written);
    let now = state(&wang.contents().expect("read"), 0);
    assert!(now.opinions.expect("two").is_open());
    let open = "SELECT count(*) FROM invoice_lens.second_opinion WHERE settled_by IS NULL";
    assert_eq!(server.as_owner(open), "1");
}

#[test]
fn both_verdicts_go_with_the_review_where_it_is_copied() {
    let Some(server) = judged_once(SecondReview::All) else {
        return;
    };
    let mut wang = open(&server, "wang");
    say_second(&mut wang, 0, Verdict::Wrong(None));
    say_second(&mut wang, 1, Verdict::Correct);
    let mut owner = open(&server, OWNER);
    let decision = settled(&mut owner, 0, Verdict::Correct);
    append(&owner, &decision);
    let (there, copies) = copied(&server);
    for copied in copies {
        assert_eq!(copied.history.second(), Some(&SecondReview::All));
        for nr in 0..6 {
            assert_eq!(state(&copied, nr), state(&there, nr), "{nr}");
        }
    }
    let rows = "SELECT count(*), count(settled_by), count(DISTINCT review) FROM invoice_lens.second_opinion";
    assert_eq!(server.as_owner(rows), "4|2|2");
    let done = "SELECT count(*) FROM invoice_lens.work WHERE slot = 1 AND done";
    assert_eq!(server.as_owner(done), "4");
}
