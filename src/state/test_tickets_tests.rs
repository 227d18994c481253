//! When a test ticket comes, what it hides, and that what is said of it is said of nothing else.

use std::sync::Arc;

use super::*;
use crate::engine::{
    Answer, DecodedPixels, EngineEvent, FullPicture, OriginalEvent, OriginalSource,
};
use crate::formats::{Pixels, Pyramid, Raster};
use crate::model::InvoiceId;
use crate::review::Filter;
use crate::review::fixtures::{facts, invoice};
use crate::state::judging::tests::{act, id, judge, kept, review, undo};
use crate::state::test_drawing::SINCE;
use crate::state::{RegionAction, Word, update};
use crate::store::{Judge, Order};

pub(in crate::state) const REGION: [f64; 4] = [200.0, 150.0, 900.0, 800.0];
/// Judged before the window opened.
pub(in crate::state) const EARLIER: u32 = 53;

/// A review of 70 on pages of 2000 × 1500 pixels, of which li called the first 53 correct, and of which every next one
/// that may be is a test ticket. The 54th is open.
pub(in crate::state) fn team() -> State {
    let mut state = review(70);
    kept(&mut state);
    state.judging.history.belong_to("li".into());
    state.judging.judge = Some(Judge {
        user: "li".into(),
        seen: None,
        may_settle: false,
        told: Vec::new(),
    });
    let answers = (0..70).map(|nr| {
        let invoice = invoice(nr, &format!("{nr}.jpg"), REGION);
        (InvoiceNr(nr), Answer::Found(Arc::new(invoice)))
    });
    let answered = EngineEvent::Answered(answers.collect());
    drop(update(&mut state, Action::Engine(answered)));
    let mut events: Vec<Event> = (0..EARLIER)
        .map(|nr| {
            let verdict = Verdict::Correct;
            of("li", Some(id(nr)), Deed::Judged { verdict, on: None })
        })
        .collect();
    events.push(of("owner", None, asked(100)));
    drop(update(
        &mut state,
        Action::Store(StoreAnswer::Followed(events)),
    ));
    state.claims.own_all(70);
    state.refresh();
    drop(update(&mut state, Action::Open(InvoiceNr(EARLIER))));
    load(&mut state);
    state
}

pub(in crate::state) fn asked(percent: u8) -> Deed {
    Deed::TestsAsked(TestTickets { percent, seed: 7 })
}

pub(in crate::state) fn of(reviewer: &str, invoice: Option<InvoiceId>, deed: Deed) -> Event {
    Event {
        stamp: Stamp::now(),
        reviewer: reviewer.into(),
        invoice,
        base: None,
        deed,
    }
}

/// Brings the pictures that are wanted, and the originals of crops.
pub(in crate::state) fn load(state: &mut State) {
    let open = state.viewer.as_ref().map(|it| it.nr);
    for nr in open.into_iter().chain(state.neighbours()) {
        let raster = Raster::new(2, 2, vec![0; 4]).expect("four pixels");
        let entry = state.library.get(nr).expect("there");
        let picture = FullPicture {
            facts: entry.facts.expect("seen"),
            pyramid: Pyramid::build(raster),
        };
        let event = EngineEvent::Pixels {
            key: entry
                .invoice
                .as_ref()
                .expect("described")
                .picture_key
                .clone(),
            pixels: Pixels::Full,
            result: Ok(DecodedPixels::Picture(Arc::new(picture))),
        };
        drop(update(state, Action::Engine(event)));
    }
    for nr in state.wanted_originals() {
        let entry = state.library.get(nr).expect("there");
        let located = entry.located.as_ref().expect("placed");
        if located.original.is_none() || state.original(nr).is_some() {
            continue;
        }
        // Each pixel says where it is.
        let raster = Raster::new(2000, 1500, (0..3_000_000).collect());
        let picture = FullPicture {
            facts: facts(),
            pyramid: Pyramid::build(raster.expect("pixels")),
        };
        let event = OriginalEvent::Ready {
            page: entry
                .invoice
                .as_ref()
                .expect("described")
                .picture_key
                .page
                .clone(),
            source: OriginalSource::Uncropped,
            picture: Arc::new(picture),
        };
        drop(update(state, Action::Engine(EngineEvent::Original(event))));
    }
}

/// Judges until a test ticket is open; which one it is.
pub(in crate::state) fn tested(state: &mut State) -> InvoiceNr {
    for _ in 0..4 {
        judge(state, Verdict::Correct);
        load(state);
        let nr = state.looked_at().expect("one is open");
        if state.is_tested(nr) {
            return nr;
        }
    }
    panic!("none came: {:?}", state.judging.word);
}

pub(in crate::state) fn step(state: &mut State, steps: isize) {
    drop(update(state, Action::Viewer(ViewerAction::Step(steps))));
    load(state);
}

pub(in crate::state) fn region(entry: &Entry) -> PageBox {
    let located = entry.located.as_ref().expect("placed");
    located.region.as_ref().expect("one").page
}

pub(in crate::state) fn last(state: &State) -> &Deed {
    &state.judging.unsaved.values().last().expect("one").deed
}

#[test]
fn it_stands_in_the_place_of_the_next_one_and_hides_what_it_is() {
    let mut state = team();
    let nr = tested(&mut state);
    // Two were judged since: it comes with the step after the one with which it was drawn.
    let turn = InvoiceNr(EARLIER + 2);
    assert!(nr.0 < EARLIER - SINCE as u32 + 1, "{nr:?} is long ago");
    assert_eq!(state.stands_at(), Some(turn));
    assert_eq!(state.shown_id(nr), Some(&id(turn.0)));
    assert_eq!(state.place().current, Some(id(turn.0)));
    let (shown, real) = (
        state.shown_entry(nr).expect("shown"),
        state.library.get(nr).expect("there"),
    );
    assert_eq!(*shown.ticket, TicketState::default());
    assert_ne!(region(shown), region(real));
    assert_eq!(state.ocr_region(nr), Some(region(shown)));
    let sent = &shown.invoice.as_ref().expect("described").region;
    assert!((sent.numbers[0] - region(shown).min.x).abs() <= 0.5);
    // In the library nothing is another: what is counted, listed and handed over is made of it.
    assert_eq!(state.library.count_verdicts() as u32, EARLIER + 2);
    assert_eq!(Filter::Correct.count(&state.library) as u32, EARLIER + 2);
    assert_eq!(real.ticket.verdict(), Some(&Verdict::Correct));
    // What comes after it is fetched ahead, and the next step goes on from there.
    assert!(state.neighbours().contains(&turn));
    drop(update(&mut state, Action::Viewer(ViewerAction::Step(1))));
    assert_eq!(state.looked_at(), Some(InvoiceNr(turn.0 + 1)));
    assert!(state.is_in_team() && !state.is_tested(nr));
}

#[test]
fn it_does_not_come_in_the_place_of_one_that_was_open_as_itself() {
    let mut state = team();
    let seen = InvoiceNr(EARLIER + 2);
    for nr in [seen, InvoiceNr(EARLIER)] {
        drop(update(&mut state, Action::Open(nr)));
        load(&mut state);
    }
    for _ in 0..2 {
        judge(&mut state, Verdict::Correct);
        load(&mut state);
    }
    assert_eq!(state.looked_at(), Some(seen), "it was due here");
    step(&mut state, -1);
    step(&mut state, 1);
    assert_eq!(state.looked_at(), Some(seen));
    judge(&mut state, Verdict::Correct);
    load(&mut state);
    assert!(state.is_tested(state.looked_at().expect("one is open")));
}

#[test]
fn an_id_that_names_the_invoice_is_not_put_beside_another_one() {
    let mut state = team();
    let nr = tested(&mut state);
    let named = InvoiceId::new("dEm3tgber501v0:099002614589:34752871").expect("an ID");
    let (_, added) = state.library.add(vec![named.clone()]);
    assert_eq!(added, [named]);
    if let Some(posed) = &mut state.tests.posed {
        posed.instead_of = InvoiceNr(70);
    }
    assert_eq!(state.shown_id(nr), Some(&id(nr.0)));
}

#[test]
fn its_answer_is_told_at_once_and_changes_nothing_else() {
    for (verdict, outcome) in [
        (Verdict::Wrong(None), TestOutcome::Caught),
        (Verdict::Correct, TestOutcome::Missed),
        (Verdict::Unsure, TestOutcome::Unsure),
    ] {
        let mut state = team();
        let nr = tested(&mut state);
        let (turn, before) = (
            state.stands_at(),
            state.library.get(nr).expect("there").clone(),
        );
        let undoes = state.judging.history.to_undo();
        let summary = state.head().summary;
        judge(&mut state, verdict.clone());
        assert_eq!(state.notice, Some(NoticeKind::Tested(outcome, false)));
        assert_eq!(state.looked_at(), turn, "the one whose turn it is");
        assert!(matches!(last(&state), Deed::Tested(answer) if answer.verdict == verdict));
        let after = state.library.get(nr).expect("there");
        assert_eq!(after.ticket, before.ticket);
        assert_eq!(region(after), region(&before));
        assert_eq!(state.head().summary, summary);
        assert_eq!(state.judging.history.to_undo(), undoes);
        let figures = state.head().review.tests.expect("asked for");
        let rate = &figures.reviewers[0];
        assert_eq!((rate.reviewer.as_str(), rate.answered), ("li", 1));
        assert_eq!(rate.caught == 1, outcome == TestOutcome::Caught);
        // It never comes again, though every next one is a test ticket.
        let mut come = vec![nr];
        while (come.len() as u32) < 4 {
            let next = tested(&mut state);
            assert!(!come.contains(&next), "{next:?} of {come:?}");
            come.push(next);
            judge(&mut state, Verdict::Unsure);
        }
    }
}

#[test]
fn what_is_said_beside_its_verdict_stays_with_it_until_it_is_told() {
    let mut state = team();
    let nr = tested(&mut state);
    let note = |text: &str| JudgeAction::Note(nr, text.to_owned(), Stamp::now());
    let (unsaved, turn) = (state.judging.unsaved.len(), state.stands_at());
    drop(act(&mut state, note("the edge is cut")));
    drop(update(
        &mut state,
        Action::Region(RegionAction::Edit(Stamp::now())),
    ));
    let edit = state
        .region_edit
        .as_ref()
        .expect("it is corrected like any other");
    assert_eq!(Some(edit.rect()), state.ocr_region(nr));
    drop(update(&mut state, Action::Region(RegionAction::GiveUp)));
    let noted = |state: &State| {
        state
            .shown_entry(nr)
            .expect("shown")
            .ticket
            .note
            .to_string()
    };
    assert_eq!(noted(&state), "the edge is cut");
    // Whoever leaves it finds it as it was.
    drop(update(&mut state, Action::CloseViewer));
    assert_eq!((state.current, &*noted(&state)), (turn, ""));
    drop(update(&mut state, Action::Open(turn.expect("one"))));
    assert_eq!((state.looked_at(), state.stands_at()), (Some(nr), turn));
    assert_eq!(noted(&state), "the edge is cut");
    judge(&mut state, Verdict::Wrong(None));
    assert_eq!(
        state.notice,
        Some(NoticeKind::Tested(TestOutcome::Caught, true))
    );
    // What was typed while it was open may come later.
    state.notice = Some(NoticeKind::Tested(TestOutcome::Caught, false));
    drop(act(&mut state, note("and dark")));
    assert_eq!(
        state.notice,
        Some(NoticeKind::Tested(TestOutcome::Caught, true))
    );
    assert_eq!(noted(&state), "");
    // Also where something else was said meanwhile.
    state.notice = None;
    drop(act(&mut state, note("and bent")));
    assert_eq!(
        state.notice,
        Some(NoticeKind::Tested(TestOutcome::Caught, true))
    );
    let said = state.judging.unsaved.values().skip(unsaved);
    let said: Vec<_> = said.map(|it| it.to_columns().0).collect();
    assert_eq!(said, ["test/1"], "the answer, and nothing else");
}

#[test]
fn it_is_looked_at_again_with_the_rectangle_that_it_has() {
    let mut state = team();
    let nr = tested(&mut state);
    let (shown, turn) = (state.ocr_region(nr), state.stands_at());
    judge(&mut state, Verdict::Correct);
    drop(update(&mut state, Action::Test(TestAction::LookAgain)));
    load(&mut state);
    assert_eq!((state.looked_at(), state.notice.as_ref()), (Some(nr), None));
    assert_eq!(
        state.shown_id(nr),
        Some(&id(nr.0)),
        "what it is may be known"
    );
    assert_eq!(state.ocr_region(nr), shown);
    let real = region(state.library.get(nr).expect("there"));
    assert_eq!(state.corrected_region(nr), Some(real));
    let unsaved = state.judging.unsaved.len();
    for action in [
        JudgeAction::Clear(Stamp::now()),
        JudgeAction::AskNote,
        JudgeAction::Judge {
            verdict: Verdict::Wrong(None),
            stamp: Stamp::now(),
            is_turned: false,
        },
    ] {
        drop(act(&mut state, action));
        assert_eq!(state.judging.word, Some(Word::TestOver));
    }
    assert_eq!(state.judging.unsaved.len(), unsaved);
    drop(act(&mut state, JudgeAction::NextUnjudged));
    assert_eq!(state.looked_at(), turn, "it is still to be judged");
    assert_eq!(state.ocr_region(nr), Some(real));
}

#[test]
fn taking_back_leads_to_the_last_real_one() {
    let mut state = team();
    let nr = tested(&mut state);
    undo(&mut state);
    assert_eq!(state.looked_at(), Some(InvoiceNr(EARLIER + 1)));
    assert!(
        state
            .shown_entry(nr)
            .expect("there")
            .ticket
            .verdict()
            .is_some()
    );
    assert!(matches!(last(&state), Deed::Undone(_)));
}

#[test]
fn who_leads_the_review_asks_for_them_and_nobody_else() {
    let mut state = team();
    let ask = || Action::Test(TestAction::Ask(99, Stamp::now()));
    assert!(update(&mut state, ask()).is_empty());
    if let Some(judge) = &mut state.judging.judge {
        judge.may_settle = true;
    }
    let effects = update(&mut state, ask());
    let kept = effects.iter().any(|effect| {
        matches!(effect, Effect::Store(crate::state::StoreCall::Keep(Order::Append(record)))
            if matches!(record.event.deed, Deed::TestsAsked(it) if it.percent == MOST_PERCENT))
    });
    assert!(
        kept && state
            .test_tickets()
            .is_some_and(|it| it.percent == MOST_PERCENT)
    );
}
