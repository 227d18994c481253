//! Judging without a window: what each action does to the review, and what it asks to be kept.

use super::*;
use crate::engine::{Answer, EngineEvent};
use crate::model::{Part, Reason, RiskTag};
use crate::review::fixtures::{facts, found};
use crate::review::{Filter, ListOrder};
use crate::state::{
    Action, LeaveAction, Leaving, Move, NoticeKind, Screen, SelectAction, Settings, SheetAction,
    State, StoreCall, ViewerAction, update,
};
use crate::store::StoreAnswer;

pub(in crate::state) fn id(nr: u32) -> InvoiceId {
    InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID")
}

/// A review of so many invoices in the grid, all of them loaded, kept by nobody.
pub(in crate::state) fn review(count: u32) -> State {
    let settings = Settings {
        reviewer: "li".to_owned(),
        ..Settings::default()
    };
    let mut state = State::new(settings);
    state.screen = Screen::Review;
    state.library.add((0..count).map(id).collect());
    let names: Vec<String> = (0..count).map(|nr| format!("{nr}.jpg")).collect();
    let described: Vec<(u32, &str)> = (0..count).zip(names.iter().map(String::as_str)).collect();
    state.library.apply(&found(&described));
    for nr in state.library.numbers() {
        state.library.apply(&EngineEvent::Thumbnail {
            invoices: vec![nr],
            facts: facts(),
            raster: None,
        });
    }
    state.refresh();
    state.current = Some(InvoiceNr(0));
    state
}

pub(in crate::state) fn act(state: &mut State, action: JudgeAction) -> Vec<Effect> {
    let effects = update(state, Action::Judge(action));
    state.refresh();
    effects
}

pub(in crate::state) fn judge(state: &mut State, verdict: Verdict) {
    let action = JudgeAction::Judge {
        verdict,
        stamp: Stamp::now(),
        is_turned: false,
    };
    drop(act(state, action));
}

pub(in crate::state) fn verdicts(state: &State) -> Vec<Option<Verdict>> {
    let entries = state.library.entries().iter();
    entries
        .map(|entry| entry.ticket.verdict().cloned())
        .collect()
}

pub(in crate::state) fn undo(state: &mut State) {
    drop(act(state, JudgeAction::Undo(Stamp::now())));
}

#[test]
fn a_verdict_moves_on_to_the_next_that_is_not_judged() {
    let mut state = review(4);
    judge(&mut state, Verdict::Correct);
    assert_eq!(state.current, Some(InvoiceNr(1)));
    let stays = JudgeAction::Judge {
        verdict: Verdict::Unsure,
        stamp: Stamp::now(),
        is_turned: true,
    };
    drop(act(&mut state, stays));
    assert_eq!(state.current, Some(InvoiceNr(1)), "with Shift it stays");
    drop(act(&mut state, JudgeAction::NextUnjudged));
    assert_eq!(state.current, Some(InvoiceNr(2)));
    judge(&mut state, Verdict::Wrong(Some(Reason::CutOff)));
    judge(&mut state, Verdict::Correct);
    assert_eq!(state.judging.word, Some(Word::AllJudged));
    assert_eq!(state.library.count_verdicts(), 4);
    drop(act(&mut state, JudgeAction::LastJudged));
    assert_eq!(
        state.current,
        Some(InvoiceNr(2)),
        "from the one judged last to the one before"
    );
    drop(act(&mut state, JudgeAction::LastJudged));
    assert_eq!(state.current, Some(InvoiceNr(1)));
}

#[test]
fn a_key_more_than_there_are_tickets_changes_no_verdict() {
    let mut state = review(2);
    judge(&mut state, Verdict::Correct);
    judge(&mut state, Verdict::Unsure);
    let last = |state: &State| {
        let entry = state.library.get(InvoiceNr(1)).expect("it is there");
        entry.ticket.verdict().cloned()
    };
    judge(&mut state, Verdict::Correct);
    assert_eq!(last(&state), Some(Verdict::Unsure));
    let id = state.library.get(InvoiceNr(1)).expect("there").id.clone();
    assert_eq!(state.judging.word, Some(Word::LastJudged(id)));
    judge(&mut state, Verdict::Correct);
    assert_eq!(
        last(&state),
        Some(Verdict::Correct),
        "who means it says it again"
    );
}

#[test]
fn a_judged_ticket_that_is_not_what_it_was_is_told_at_once() {
    let mut state = review(2);
    judge(&mut state, Verdict::Correct);
    let answered = |state: &mut State, nr: u32| {
        let entry = state.library.get(InvoiceNr(nr)).expect("an invoice");
        let mut other = (**entry.invoice.as_ref().expect("described")).clone();
        other.region.numbers = vec![1.0, 2.0, 3.0, 4.0];
        let answer = Answer::Found(other.into());
        let told = EngineEvent::Answered(vec![(InvoiceNr(nr), answer)]);
        drop(update(state, Action::Engine(told)));
    };
    answered(&mut state, 1);
    assert_eq!(state.notice, None, "nobody judged it");
    answered(&mut state, 0);
    assert_eq!(state.notice, Some(NoticeKind::ChangedSince(1)));
}

#[test]
fn that_all_is_judged_is_said_of_what_is_shown() {
    let mut state = review(3);
    let found = state.library.get(InvoiceNr(0)).expect("there").id.clone();
    drop(update(&mut state, Action::Search(found.to_string())));
    judge(&mut state, Verdict::Correct);
    assert_eq!(state.judging.word, Some(Word::AllJudged));
    drop(update(&mut state, Action::Search(String::new())));
    assert_eq!(state.judging.word, None);
}

#[test]
fn a_list_of_what_is_not_judged_skips_none() {
    let mut state = review(6);
    drop(update(&mut state, Action::Show(Filter::Unjudged)));
    for nr in 0..6 {
        assert_eq!(state.current, Some(InvoiceNr(nr)));
        judge(&mut state, Verdict::Correct);
        assert_eq!(state.listing.shown().len(), 6, "the list stays as it is");
    }
    assert!(state.listing.is_behind(&state.library));
    drop(act(&mut state, JudgeAction::RefreshList));
    assert!(state.listing.shown().is_empty());
}

#[test]
fn in_the_order_by_suspicion_nothing_jumps_once_a_ticket_is_chosen() {
    let mut state = review(4);
    let warned = |state: &mut State, nr: u32| {
        let tags = [RiskTag::new("重复报销").expect("a tag")];
        let told = EngineEvent::RiskTags(vec![(id(nr), tags.into())]);
        drop(update(state, Action::Engine(told)));
        state.refresh();
        state
            .listing
            .shown()
            .iter()
            .map(|it| it.0)
            .collect::<Vec<_>>()
    };
    drop(update(&mut state, Action::SetOrder(ListOrder::ByFinding)));
    assert_eq!(warned(&mut state, 2), [2, 0, 1, 3]);
    drop(update(&mut state, Action::Select(InvoiceNr(0))));
    assert_eq!(warned(&mut state, 3), [2, 0, 1, 3]);
    assert!(state.listing.is_behind(&state.library));
    drop(act(&mut state, JudgeAction::RefreshList));
    let shown: Vec<u32> = state.listing.shown().iter().map(|it| it.0).collect();
    assert_eq!(shown, [2, 3, 0, 1]);
}

#[test]
fn everything_can_be_taken_back_and_done_again_where_it_happened() {
    let mut state = review(3);
    let before = verdicts(&state);
    judge(&mut state, Verdict::Correct);
    judge(&mut state, Verdict::Wrong(None));
    drop(act(&mut state, JudgeAction::AskNote));
    drop(act(
        &mut state,
        JudgeAction::Answer(" blurred ".to_owned(), Stamp::now()),
    ));
    assert_eq!(
        &*state.library.get(InvoiceNr(2)).expect("there").ticket.note,
        "blurred"
    );
    let after = verdicts(&state);
    undo(&mut state);
    assert_eq!(state.library.count_noted(), 0);
    assert_eq!(state.current, Some(InvoiceNr(2)));
    undo(&mut state);
    assert_eq!(state.current, Some(InvoiceNr(1)));
    assert_eq!(state.judging.word, Some(Word::Undone(id(1), Part::Verdict)));
    undo(&mut state);
    assert_eq!(verdicts(&state), before);
    undo(&mut state);
    assert_eq!(state.judging.word, Some(Word::NothingToUndo));
    for _ in 0..3 {
        drop(act(&mut state, JudgeAction::Redo(Stamp::now())));
    }
    assert_eq!(verdicts(&state), after);
    assert_eq!(state.library.count_noted(), 1);
}

#[test]
fn what_is_not_there_to_see_is_not_judged() {
    let mut state = review(3);
    state.library.add(vec![id(3), id(4)]);
    let answer = EngineEvent::Answered(vec![(InvoiceNr(4), Answer::NotFound)]);
    state.library.apply(&answer);
    for (nr, verdict, word) in [
        (3, Verdict::Correct, Some(Word::NotShownYet)),
        (3, Verdict::Unsure, Some(Word::NotShownYet)),
        (4, Verdict::Correct, Some(Word::CannotBeCorrect)),
        (4, Verdict::Wrong(None), None),
    ] {
        state.current = Some(InvoiceNr(nr));
        judge(&mut state, verdict);
        assert_eq!(state.judging.word, word, "{nr}");
    }
    // Open in the viewer, its full picture is not here.
    drop(update(&mut state, Action::Open(InvoiceNr(0))));
    judge(&mut state, Verdict::Correct);
    assert_eq!(state.judging.word, Some(Word::NotShownYet));
    assert_eq!(state.library.count_verdicts(), 1);
}

#[test]
fn own_words_are_a_reason_and_are_offered_again() {
    let mut state = review(8);
    for nr in 0..7 {
        drop(act(&mut state, JudgeAction::AskReason));
        assert_eq!(state.judging.asks, Some(Asked::Reason(InvoiceNr(nr))));
        let words = JudgeAction::Answer(format!("reason {}", nr % 6), Stamp::now());
        drop(act(&mut state, words));
        assert_eq!(state.judging.asks, None);
    }
    let own = |words: &str| Some(Verdict::Wrong(Some(Reason::Other(words.to_owned()))));
    assert_eq!(verdicts(&state)[6], own("reason 0"));
    let offered = ["reason 0", "reason 5", "reason 4", "reason 3", "reason 2"];
    assert_eq!(state.settings.reasons, offered);
    drop(act(&mut state, JudgeAction::AskReason));
    drop(act(
        &mut state,
        JudgeAction::Answer("  ".to_owned(), Stamp::now()),
    ));
    assert_eq!(state.library.count_verdicts(), 7, "no words, no verdict");
}

pub(in crate::state) fn kept(state: &mut State) {
    state.reviews.folder = Some("/reviews".into());
    state.judging.keeping = Keeping::Kept {
        at: ReviewAddress::File("/reviews/a.ilens".into()),
        access: Access::Write,
    };
}

#[test]
fn what_is_not_on_the_disk_is_counted_until_it_is() {
    let mut state = review(2);
    kept(&mut state);
    let stamp = Stamp::now();
    let action = JudgeAction::Judge {
        verdict: Verdict::Correct,
        stamp,
        is_turned: false,
    };
    let effects = act(&mut state, action);
    let is_kept = |effect: &Effect| matches!(effect, Effect::Store(StoreCall::Keep(Order::Append(record))) if record.event.stamp == stamp);
    assert!(effects.iter().any(is_kept), "{effects:?}");
    assert_eq!(state.judging.unsaved(), 1);
    let told = |state: &mut State, answer| drop(update(state, Action::Store(answer)));
    told(&mut state, StoreAnswer::NotSaved(StoreError::Full));
    assert_eq!(
        (state.judging.unsaved(), state.judging.trouble),
        (1, Some(StoreError::Full))
    );
    told(&mut state, StoreAnswer::Saved(stamp.id));
    assert_eq!((state.judging.unsaved(), state.judging.trouble), (0, None));
}

#[test]
fn a_review_that_may_only_be_looked_at_takes_no_verdict() {
    let mut state = review(2);
    state.judging.keeping = Keeping::Kept {
        at: ReviewAddress::File("/reviews/a.ilens".into()),
        access: Access::Elsewhere,
    };
    judge(&mut state, Verdict::Correct);
    assert_eq!(
        state.judging.word,
        Some(Word::OnlyToLookAt(Access::Elsewhere))
    );
    assert_eq!(state.library.count_verdicts(), 0);
}

/// A review of two invoices, of which the first was judged on an earlier day.
#[test]
fn nothing_unsaved_is_left_without_a_question() {
    let mut state = review(2);
    kept(&mut state);
    judge(&mut state, Verdict::Correct);
    assert!(!state.would_lose(), "it is on its way");
    let told = StoreAnswer::NotSaved(StoreError::Full);
    drop(update(&mut state, Action::Store(told)));
    assert!(update(&mut state, Action::NewReview).is_empty());
    assert_eq!(
        (state.screen, state.leaving),
        (Screen::Review, Some(Leaving::Review))
    );
    drop(update(&mut state, Action::Leave(LeaveAction::Stay)));
    assert_eq!(state.leaving, None);
    drop(update(
        &mut state,
        Action::Leave(LeaveAction::Go(Leaving::Review)),
    ));
    assert_eq!(state.screen, Screen::Start);
}

#[test]
fn the_same_verdict_twice_is_one() {
    let mut state = review(3);
    judge(&mut state, Verdict::Correct);
    state.current = Some(InvoiceNr(0));
    judge(&mut state, Verdict::Correct);
    assert_eq!(
        state.current,
        Some(InvoiceNr(1)),
        "it leads on all the same"
    );
    undo(&mut state);
    assert_eq!(verdicts(&state), [None, None, None]);
}

#[test]
fn a_text_is_about_the_ticket_that_it_was_begun_for() {
    let mut state = review(3);
    drop(act(&mut state, JudgeAction::AskReason));
    state.current = Some(InvoiceNr(2));
    drop(act(
        &mut state,
        JudgeAction::Answer("stamp".to_owned(), Stamp::now()),
    ));
    let own = Some(Verdict::Wrong(Some(Reason::Other("stamp".to_owned()))));
    assert_eq!(verdicts(&state), [own, None, None]);
    assert_eq!(state.current, Some(InvoiceNr(2)));
}

#[test]
fn correct_on_a_corrected_region_is_said() {
    let mut state = review(3);
    let corrected = Deed::Corrected(Some([1.0, 2.0, 30.0, 40.0]));
    drop(record(
        &mut state,
        Some(InvoiceNr(0)),
        corrected,
        Stamp::now(),
    ));
    judge(&mut state, Verdict::Unsure);
    assert_eq!(state.judging.word, None);
    state.current = Some(InvoiceNr(0));
    judge(&mut state, Verdict::Correct);
    let said = Some(Word::CorrectButCorrected(id(0)));
    assert_eq!(state.judging.word, said);
    judge(&mut state, Verdict::Correct);
    assert_eq!(state.judging.word, None, "of that one alone");
}

#[test]
fn notes_are_one_line_of_what_can_be_seen() {
    let mut state = review(1);
    drop(act(&mut state, JudgeAction::AskNote));
    let typed = format!("\u{202E}看\u{7}不清\n{}", "x".repeat(600));
    drop(act(&mut state, JudgeAction::Answer(typed, Stamp::now())));
    let note = &state.library.entries()[0].ticket.note;
    assert!(note.starts_with("看 不清 xx"), "{note}");
    assert_eq!(note.chars().count(), MOST_CHARS);
}

#[test]
fn what_is_only_looked_at_is_not_judged() {
    let mut state = review(4);
    let looks = [
        Action::Open(InvoiceNr(2)),
        Action::Viewer(ViewerAction::Step(1)),
        Action::Viewer(ViewerAction::FitRegion),
        Action::CloseViewer,
        Action::Select(InvoiceNr(1)),
        Action::MoveSelection(Move::Last),
        Action::Selecting(SelectAction::All),
        Action::Selecting(SelectAction::GiveUp),
        Action::Sheet(SheetAction::Toggle),
        Action::Search("3.jpg".to_owned()),
        Action::Search(String::new()),
        Action::SetOrder(ListOrder::ByFinding),
        Action::ShowAll(Filter::NothingNoticed),
        Action::ShowAll(Filter::All),
        Action::RetryFailed,
    ];
    for action in looks {
        let look = format!("{action:?}");
        drop(update(&mut state, action));
        state.refresh();
        assert_eq!(state.library.count_verdicts(), 0, "{look}");
        assert_eq!(state.library.count_noted(), 0, "{look}");
    }
}
