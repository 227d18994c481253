//! What was done is taken back and done again, alone and beside others.

use std::collections::HashMap;

use uuid::Uuid;

use super::*;
use crate::model::region::RawRegion;
use crate::model::{Accepted, JudgedOn, Stamp, Verdict};

#[derive(Default)]
struct Review {
    history: History,
    states: HashMap<InvoiceId, TicketState>,
    events: u128,
    batch: Option<Uuid>,
    reviewer: &'static str,
}

impl Review {
    fn does(&mut self, invoice: Option<&str>, deed: Deed) -> Option<InvoiceId> {
        self.events += 1;
        let event = Event {
            stamp: Stamp {
                id: Uuid::from_u128(self.events),
                at_utc_ms: 0,
                offset_min: 0,
                batch: self.batch,
            },
            reviewer: if self.reviewer.is_empty() {
                "li"
            } else {
                self.reviewer
            }
            .into(),
            invoice: invoice.map(|id| InvoiceId::new(id).expect("an ID")),
            base: None,
            deed,
        };
        let states = &self.states;
        let current = |id: &InvoiceId| states.get(id).cloned().unwrap_or_default();
        let changed = self.history.apply(&event, current);
        let first = changed.first().map(|(id, _)| id.clone());
        self.states.extend(changed);
        first
    }

    fn judges(&mut self, id: &str, verdict: Verdict) {
        let deed = Deed::Judged { verdict, on: None };
        assert!(self.does(Some(id), deed).is_some());
    }

    fn undoes(&mut self) -> Option<InvoiceId> {
        let turn = self.history.to_undo()?;
        for (event, _) in turn.events {
            self.does(None, Deed::Undone(event));
        }
        turn.invoices.first().cloned()
    }

    fn redoes(&mut self) -> Option<InvoiceId> {
        let turn = self.history.to_redo()?;
        for (event, _) in turn.events {
            self.does(None, Deed::Redone(event));
        }
        turn.invoices.first().cloned()
    }

    fn verdict(&self, id: &str) -> Option<&Verdict> {
        let id = InvoiceId::new(id).expect("an ID");
        self.states.get(&id)?.verdict()
    }
}

#[test]
fn all_that_was_done_can_be_taken_back_and_done_again() {
    let mut review = Review::default();
    review.judges("ID0001", Verdict::Correct);
    review.judges("ID0002", Verdict::Wrong(None));
    review.judges("ID0001", Verdict::Unsure);
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
    assert_eq!(review.verdict("ID0001"), Some(&Verdict::Correct));
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0002");
    assert_eq!(review.verdict("ID0002"), None);
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
    assert_eq!(review.verdict("ID0001"), None);
    assert_eq!(review.undoes(), None);
    for _ in 0..3 {
        assert!(review.redoes().is_some());
    }
    assert_eq!(review.redoes(), None);
    assert_eq!(review.verdict("ID0001"), Some(&Verdict::Unsure));
    assert_eq!(review.verdict("ID0002"), Some(&Verdict::Wrong(None)));
}

#[test]
fn what_is_done_after_undoing_takes_the_place_of_what_was_undone() {
    let mut review = Review::default();
    review.judges("ID0001", Verdict::Correct);
    assert!(review.undoes().is_some());
    review.judges("ID0001", Verdict::Unsure);
    assert_eq!(review.redoes(), None);
    assert!(review.undoes().is_some());
    assert_eq!(review.verdict("ID0001"), None);
}

#[test]
fn what_happened_earlier_can_be_taken_back_too() {
    let mut review = Review::default();
    review.judges("ID0001", Verdict::Correct);
    let earlier = std::mem::take(&mut review.history);
    review.judges("ID0002", Verdict::Correct);
    review.history.begin_with(earlier);
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0002");
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
}

#[test]
fn what_was_done_at_once_is_taken_back_at_once_and_nothing_else() {
    let mut review = Review::default();
    review.judges("ID0001", Verdict::Unsure);
    for (batch, ids) in [(7, ["ID0001", "ID0002"]), (8, ["ID0003", "ID0004"])] {
        review.batch = Some(Uuid::from_u128(batch));
        for id in ids {
            review.judges(id, Verdict::Correct);
        }
        review.batch = None;
    }
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0003");
    assert_eq!(review.verdict("ID0003"), None);
    assert_eq!(review.verdict("ID0002"), Some(&Verdict::Correct));
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
    assert_eq!(review.verdict("ID0001"), Some(&Verdict::Unsure));
    assert_eq!(review.verdict("ID0002"), None);
    assert_eq!(review.redoes().expect("redone").as_str(), "ID0001");
    assert_eq!(review.verdict("ID0002"), Some(&Verdict::Correct));
    assert_eq!(review.verdict("ID0003"), None);
    assert_eq!(review.redoes().expect("redone").as_str(), "ID0003");
    assert_eq!(review.redoes(), None);
}

#[test]
fn a_screen_is_one_event_and_is_taken_back_as_one() {
    let mut review = Review::default();
    review.judges("ID0002", Verdict::Unsure);
    let accepted = ["ID0001", "ID0003"].map(|id| Accepted {
        invoice: InvoiceId::new(id).expect("an ID"),
        on: JudgedOn {
            region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
            chain: "".into(),
            picture: None,
            on_sheet: false,
        },
    });
    review.does(None, Deed::Accepted(accepted.to_vec()));
    let by_sheet = |review: &Review, id: &str| {
        let state = &review.states[&InvoiceId::new(id).expect("an ID")];
        (
            state.verdict() == Some(&Verdict::Correct),
            state.is_by_sheet(),
        )
    };
    assert_eq!(by_sheet(&review, "ID0001"), (true, true));
    assert_eq!(by_sheet(&review, "ID0002"), (false, false));
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
    assert_eq!(review.verdict("ID0003"), None);
    assert_eq!(review.redoes().expect("redone").as_str(), "ID0001");
    assert_eq!(by_sheet(&review, "ID0003"), (true, true));
    // One that is judged again by itself is no longer the screen's.
    review.judges("ID0003", Verdict::Correct);
    assert_eq!(by_sheet(&review, "ID0003"), (true, false));
}

#[test]
fn a_kind_of_finding_is_ignored_and_heeded_again() {
    let mut review = Review::default();
    let overlaps = FindingCode::RegionOverlaps;
    let ignoring = |ignored| {
        Deed::Ignored(Ignoring {
            finding: overlaps,
            ignored,
        })
    };
    review.does(None, ignoring(true));
    assert!(review.history.ignored().has(overlaps));
    // The same again is nothing that could be taken back.
    review.does(None, ignoring(true));
    review.judges("ID0001", Verdict::Correct);
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
    let turn = review.history.to_undo().expect("ignoring");
    assert_eq!((turn.finding, turn.events.len()), (Some(overlaps), 1));
    assert_eq!(review.undoes(), None, "no invoice is concerned");
    assert!(review.history.ignored().is_empty());
    assert_eq!(review.history.to_undo(), None);
    review.redoes();
    assert!(review.history.ignored().has(overlaps));
    // What happened here meanwhile is newer than what a file says.
    let earlier = std::mem::take(&mut review.history);
    review.does(None, ignoring(false));
    assert!(
        !review.history.ignored().has(overlaps),
        "nothing is known of the file yet"
    );
    review.history.begin_with(earlier);
    assert!(review.history.ignored().has(overlaps));
}

#[test]
fn a_note_is_apart_from_the_verdict() {
    let mut review = Review::default();
    review.judges("ID0001", Verdict::Correct);
    let id = "ID0001";
    assert!(
        review
            .does(Some(id), Deed::Noted("blurred".to_owned()))
            .is_some()
    );
    assert!(review.does(Some(id), Deed::Cleared).is_some());
    let state = &review.states[&InvoiceId::new(id).expect("an ID")];
    assert_eq!((state.verdict(), &*state.note), (None, "blurred"));
}

#[test]
fn of_a_team_everybody_takes_back_their_own_and_no_more() {
    let mut review = Review::default();
    review.history.belong_to("li".into());
    review.judges("ID0001", Verdict::Correct);
    review.judges("ID0002", Verdict::Correct);
    review.reviewer = "wang";
    review.judges("ID0003", Verdict::Unsure);
    review.judges("ID0002", Verdict::Unsure);
    // Of what somebody else went on from nothing is taken back, nor what is somebody else's.
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
    assert_eq!(review.undoes(), None);
    assert_eq!(review.verdict("ID0002"), Some(&Verdict::Unsure));
    assert_eq!(review.verdict("ID0003"), Some(&Verdict::Unsure));
    // What somebody else does elsewhere leaves it to be done again.
    review.judges("ID0004", Verdict::Correct);
    assert_eq!(review.redoes().expect("redone").as_str(), "ID0001");
}

#[test]
fn what_changed_nothing_after_all_is_not_there_to_be_taken_back() {
    let mut review = Review::default();
    review.judges("ID0001", Verdict::Correct);
    review.judges("ID0002", Verdict::Correct);
    review.history.forget(Uuid::from_u128(2));
    assert_eq!(review.undoes().expect("undone").as_str(), "ID0001");
    assert_eq!(review.undoes(), None);
}

#[test]
fn what_lies_below_a_step_that_somebody_went_on_from_stays_with_it() {
    let mut review = Review {
        reviewer: "li",
        ..Review::default()
    };
    review.history.belong_to("li".into());
    let noted = Deed::Noted("folded".to_owned());
    assert!(review.does(Some("ID0001"), noted.clone()).is_some());
    let on = JudgedOn {
        region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
        chain: "".into(),
        picture: None,
        on_sheet: true,
    };
    let accepted = ["ID0001", "ID0002"].map(|id| Accepted {
        invoice: InvoiceId::new(id).expect("an ID"),
        on: on.clone(),
    });
    assert!(
        review
            .does(None, Deed::Accepted(accepted.to_vec()))
            .is_some()
    );
    review.reviewer = "wang";
    assert!(review.does(Some("ID0002"), noted).is_some());
    // Whoever took the note back would take the screen's verdict with it.
    review.reviewer = "li";
    assert_eq!(review.undoes(), None);
    assert_eq!(review.verdict("ID0001"), Some(&Verdict::Correct));
}
