//! What is written is there when the review is opened again, whether it is a file or in a database.

use invoice_lens::model::{
    Accepted, Deed, FieldMark, FieldName, FindingCode, Ignoring, JudgedOn, Learned, Particulars,
    Reason, Sample, Stamp, TicketState, Verdict, WrongField, region::RawRegion,
};
use invoice_lens::store::Record;

use crate::reviews::{Kept, PLATFORM, event, id, ids, judged, record, state};

#[test]
fn what_was_written_is_there_after_opening_it_again() {
    Kept::each(4, |review| {
        let untouched = TicketState::default();
        let wrong = Verdict::Wrong(Some(Reason::Other("印章遮住".to_owned())));
        let verdict = record("li", 1, &untouched, judged(wrong));
        review.append(&verdict).expect("written");
        let note = record("li", 2, &untouched, Deed::Noted("看不清".to_owned()));
        review.append(&note).expect("written");
        let region = Deed::Corrected(Some([0.5, 1.0, 2.0, 3.0]));
        let region = record("li", 2, &note.states[0].1, region);
        review.append(&region).expect("written");
        let mark = Deed::FieldMarked(FieldMark {
            field: FieldName::Number,
            wrong: Some(WrongField {
                read: "13116949".to_owned(),
                right: Some("13116948".to_owned()),
            }),
        });
        let mark = record("li", 3, &untouched, mark);
        review.append(&mark).expect("written");
        review.set_place("{\"current\":null}");

        let contents = review.contents();
        assert_eq!(contents.ids, ids(4));
        assert_eq!(contents.header.platform, PLATFORM);
        assert_eq!(contents.header.place, "{\"current\":null}");
        let wanted = [&verdict, &region, &mark].map(|it| it.states[0].clone());
        assert_eq!(contents.states, wanted);
        assert_eq!(contents.newest, 5);
        let undo = contents.history.to_undo().expect("something was done");
        assert_eq!(undo.events, [(mark.event.stamp.id, Some(id(3)))]);
    });
}

#[test]
fn what_is_sent_twice_is_written_once() {
    Kept::each(2, |review| {
        let verdict = record("li", 0, &TicketState::default(), judged(Verdict::Correct));
        for _ in 0..3 {
            review.append(&verdict).expect("written");
        }
        let contents = review.contents();
        assert_eq!(contents.newest, 2);
        assert_eq!(contents.states, verdict.states);
    });
}

#[test]
fn a_screen_is_one_event_and_is_taken_back_as_one() {
    Kept::each(4, |review| {
        let on = JudgedOn {
            region: RawRegion::new([1.0, 2.0, 3.0, 4.0]),
            chain: "".into(),
            picture: None,
            on_sheet: false,
        };
        let accepted = |invoice| Accepted {
            invoice,
            on: on.clone(),
        };
        let screen = ids(3).into_iter().map(accepted).collect();
        let event = event("li", None, Deed::Accepted(screen));
        let states = ids(3)
            .into_iter()
            .map(|id| (id, TicketState::default().accepted(&event, &on)));
        let sheet = Record {
            states: states.collect(),
            event,
        };
        review.append(&sheet).expect("written");
        let contents = review.contents();
        assert_eq!(contents.states, sheet.states);
        let mut history = contents.history;
        let undo = history.to_undo().expect("something was done");
        assert_eq!(undo.invoices, ids(3));
        let event = crate::reviews::event("li", None, Deed::Undone(undo.events[0].0));
        let states = history.apply(&event, |_| TicketState::default());
        review.append(&Record { event, states }).expect("written");
        let contents = review.contents();
        assert!(contents.states.iter().all(|(_, it)| it.verdict().is_none()));
        let redo = contents.history.to_redo().expect("it can be done again");
        assert_eq!(redo.invoices, ids(3));
    });
}

#[test]
fn what_was_done_at_once_and_to_the_whole_is_known_again() {
    Kept::each(3, |review| {
        let batch = Some(Stamp::now().id);
        let mut known = TicketState::default();
        for (nr, verdict) in [
            (0, Verdict::Unsure),
            (1, Verdict::Correct),
            (2, Verdict::Correct),
        ] {
            let mut verdict = record("li", nr, &known, judged(verdict));
            verdict.event.stamp.batch = batch.filter(|_| nr > 0);
            review.append(&verdict).expect("written");
            known = TicketState::default();
        }
        let undo = review.contents().history.to_undo();
        assert_eq!(undo.expect("something was done").invoices, ids(3)[1..]);
        let sample = Sample {
            seed: u64::MAX,
            invoices: vec![id(2), id(0)],
        };
        let ignoring = Ignoring {
            finding: FindingCode::RegionOverlaps,
            ignored: true,
        };
        for deed in [Deed::Sampled(sample.clone()), Deed::Ignored(ignoring)] {
            let event = event("li", None, deed);
            let states = Vec::new();
            review.append(&Record { event, states }).expect("written");
        }
        let contents = review.contents();
        assert_eq!(contents.history.sample(), Some(&sample));
        assert!(contents.history.ignored().has(FindingCode::RegionOverlaps));
        assert_eq!(state(&contents, 0).verdict(), Some(&Verdict::Unsure));
    });
}

#[test]
fn what_was_learned_opens_without_a_token() {
    Kept::each(2, |review| {
        let learned = Learned::without_link(Particulars::default(), true);
        review.learn(&[(id(1), learned.clone())]);
        assert_eq!(review.contents().learned, [(id(1), learned)]);
    });
}
