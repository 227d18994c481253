//! Test tickets: who asks for them, and that an answer stands beside the tickets and changes none.

use std::time::Duration;

use invoice_lens::model::{
    Deed, Reason, TestAnswer, TestOutcome, TestTickets, TicketState, Verdict,
};
use invoice_lens::store::{Appended, Record, StoreError};
use uuid::Uuid;

use crate::postgres::{OWNER, Server};
use crate::reviews::{Kept, append, copied, event, id, ids, judged, make, open, record, state};

fn asked(percent: u8) -> Record {
    let deed = Deed::TestsAsked(TestTickets { percent, seed: 7 });
    Record {
        event: event("", None, deed),
        states: Vec::new(),
    }
}

fn answered(nr: usize, verdict: Verdict) -> Record {
    let deed = Deed::Tested(TestAnswer {
        verdict,
        shown: [1.0, 2.0, 30.5, 40.0],
    });
    Record {
        event: event("", Some(id(nr)), deed),
        states: Vec::new(),
    }
}

#[test]
fn who_settles_asks_for_them_and_an_answer_changes_no_ticket() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 4);
    let (mut li, wang, owner) = (
        open(&server, "li"),
        open(&server, "wang"),
        open(&server, OWNER),
    );
    assert_eq!(li.append(asked(2)), Err(StoreError::NoRights));
    assert_eq!(append(&owner, &asked(2)), Appended::Written);
    let seat = Uuid::now_v7();
    let lease = Duration::from_mins(10);
    assert_eq!(li.claim(seat, 100, lease), Ok(ids(4)));
    let verdict = record("", 0, &TicketState::default(), judged(Verdict::Correct));
    assert_eq!(append(&li, &verdict), Appended::Written);
    let row = "SELECT verdict, reviewer, newest, judges, at_utc_ms FROM invoice_lens.ticket ORDER BY ord LIMIT 1";
    let work = "SELECT holder, done FROM invoice_lens.work ORDER BY ord";
    let before = (server.as_owner(row), server.as_owner(work));
    let known = state(&li.contents().expect("read"), 0);
    let missed = answered(0, Verdict::Wrong(Some(Reason::CutOff)));
    for _ in 0..2 {
        assert_eq!(append(&li, &missed), Appended::Written, "however often");
    }
    assert_eq!((server.as_owner(row), server.as_owner(work)), before);
    assert_eq!(li.claim(seat, 0, lease), Ok(ids(4)[1..].to_vec()));
    // It is the user's own, whatever name was typed, and nobody's second opinion of it counts.
    let other = answered(0, Verdict::Correct);
    assert_eq!(append(&wang, &other), Appended::Written);
    let contents = li.contents().expect("read");
    assert_eq!(state(&contents, 0), known);
    let book = contents.history.tests();
    assert_eq!(book.asked.map(|it| it.percent), Some(2));
    let answers = book.answers.iter();
    let answers: Vec<_> = answers.map(|it| (&*it.reviewer, it.outcome)).collect();
    assert_eq!(
        answers,
        [("li", TestOutcome::Caught), ("wang", TestOutcome::Missed)]
    );
    // Whoever judged goes on from what they knew, and nothing collided.
    let note = record("", 0, &known, Deed::Noted("folded".to_owned()));
    assert_eq!(append(&li, &note), Appended::Written);
    let collided = "SELECT count(*) FROM invoice_lens.collision";
    assert_eq!(server.as_owner(collided), "0");
}

#[test]
fn they_go_with_the_review_where_it_is_copied() {
    let Some(server) = Server::start() else {
        return;
    };
    make(&server, 2);
    let (li, owner) = (open(&server, "li"), open(&server, OWNER));
    append(&owner, &asked(5));
    append(
        &li,
        &record("", 0, &TicketState::default(), judged(Verdict::Correct)),
    );
    append(&li, &answered(0, Verdict::Unsure));
    let (there, copies) = copied(&server);
    assert_eq!(there.history.tests().answers.len(), 1);
    for copied in copies {
        assert_eq!(copied.history.tests(), there.history.tests());
        assert_eq!(state(&copied, 0), state(&there, 0));
    }
}

#[test]
fn a_file_keeps_an_answer_as_a_database_does() {
    Kept::each(2, |kept| {
        let verdict = record("li", 0, &TicketState::default(), judged(Verdict::Correct));
        kept.append(&verdict).expect("written");
        let before = kept.contents();
        let mut answer = answered(0, Verdict::Correct);
        answer.event.reviewer = "li".into();
        kept.append(&answer).expect("written");
        let after = kept.contents();
        assert_eq!(state(&after, 0), state(&before, 0));
        assert_eq!(after.history.to_undo(), before.history.to_undo());
        let told = &after.history.tests().answers[0];
        assert_eq!((&*told.reviewer, told.outcome), ("li", TestOutcome::Missed));
    });
}
