//! Judging without a window: what each action does to the review, and what it asks to be kept.

use std::path::PathBuf;

use uuid::Uuid;

use super::*;
use crate::engine::{Answer, EngineEvent};
use crate::model::paste::Intake;
use crate::model::{Part, Reason};
use crate::platform::{Credentials, Endpoint, Token};
use crate::review::fixtures::{facts, found};
use crate::review::{Filter, View};
use crate::state::{
    Action, LeaveAction, Leaving, ReviewsAction, Screen, Settings, State, StoreCall, update,
};
use crate::store::{Contents, Header, Opened, StoreAnswer};

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
    state.reviews.folder = Some(PathBuf::from("/reviews"));
    state.judging.keeping = Keeping::Kept {
        path: PathBuf::from("/reviews/a.ilens"),
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
        path: PathBuf::from("/reviews/a.ilens"),
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
fn earlier(platform: &str) -> Opened {
    let mut history = History::default();
    let event = Event {
        stamp: Stamp {
            id: Uuid::from_u128(1),
            at_utc_ms: 0,
            offset_min: 0,
            batch: None,
        },
        reviewer: "wang".into(),
        invoice: Some(id(0)),
        base: None,
        deed: Deed::Judged {
            verdict: Verdict::Unsure,
            on: None,
        },
    };
    let states: Vec<_> = history
        .apply(&event, |_| crate::model::TicketState::default())
        .into_iter()
        .collect();
    let place = crate::state::Place {
        current: Some(id(1)),
        view: View {
            filters: Filter::Unjudged.into(),
            ..View::default()
        },
        ..crate::state::Place::default()
    };
    Opened {
        path: PathBuf::from("/reviews/a.ilens"),
        access: Access::Write,
        is_known: true,
        recovered: None,
        passed_over: Vec::new(),
        set_aside: Vec::new(),
        judge: None,
        contents: Contents {
            header: Header {
                platform: platform.to_owned(),
                place: place.to_text(),
                intake: r#"{"repeated_count":2}"#.to_owned(),
            },
            ids: vec![id(0), id(1)],
            states,
            learned: Vec::new(),
            newest: 1,
            history,
        },
    }
}

fn endpoint() -> Endpoint {
    Endpoint::parse("https://app.ekuaibao.com").expect("an address")
}

fn credentials() -> Credentials {
    Token::new("t0ken").expect("a token").into()
}

fn open(access: Option<(Endpoint, Credentials)>) -> (State, Vec<Effect>) {
    let mut state = State::new(Settings::default());
    state.reviews.folder = Some(PathBuf::from("/reviews"));
    let path = PathBuf::from("/reviews/a.ilens");
    drop(update(
        &mut state,
        Action::Reviews(ReviewsAction::Open { path, access }),
    ));
    let answer = StoreAnswer::Opened(Ok(Box::new(earlier(endpoint().as_str()))));
    let effects = update(&mut state, Action::Store(answer));
    (state, effects)
}

fn connects(effects: &[Effect]) -> bool {
    use crate::engine::EngineCommand::Connect;
    effects
        .iter()
        .any(|it| matches!(it, Effect::Engine(Connect { .. })))
}

#[test]
fn an_earlier_review_goes_on_where_it_was_also_without_a_token() {
    let (mut state, effects) = open(None);
    assert!(!connects(&effects));
    assert_eq!((state.screen, state.library.len()), (Screen::Review, 2));
    assert_eq!(state.current, Some(InvoiceNr(1)));
    assert!(state.listing.view.filters.has(Filter::Unjudged));
    assert_eq!(verdicts(&state), [Some(Verdict::Unsure), None]);
    assert_eq!(
        state.exporting.intake.as_ref().map(Intake::counts),
        Some((2, 0)),
        "what was left out of the list"
    );
    undo(&mut state);
    assert_eq!(
        verdicts(&state),
        [None, None],
        "what was done on an earlier day can be undone"
    );
}

/// The window was killed between a verdict and the moment when the next place is noted.
#[test]
fn a_review_does_not_go_on_at_a_ticket_that_was_judged_and_left() {
    let mut state = State::new(Settings::default());
    let path = PathBuf::from("/reviews/a.ilens");
    drop(update(
        &mut state,
        Action::Reviews(ReviewsAction::Open { path, access: None }),
    ));
    let mut opened = earlier(endpoint().as_str());
    let place = |was_judged| crate::state::Place {
        current: Some(id(0)),
        was_judged,
        ..crate::state::Place::default()
    };
    opened.contents.header.place = place(false).to_text();
    let answer = StoreAnswer::Opened(Ok(Box::new(opened)));
    drop(update(&mut state, Action::Store(answer)));
    assert_eq!(state.current, Some(InvoiceNr(1)));
    let mut state = State::new(Settings::default());
    let path = PathBuf::from("/reviews/a.ilens");
    drop(update(
        &mut state,
        Action::Reviews(ReviewsAction::Open { path, access: None }),
    ));
    let mut opened = earlier(endpoint().as_str());
    opened.contents.header.place = place(true).to_text();
    let answer = StoreAnswer::Opened(Ok(Box::new(opened)));
    drop(update(&mut state, Action::Store(answer)));
    assert_eq!(
        state.current,
        Some(InvoiceNr(0)),
        "who looked at a judged one again is there"
    );
}

#[test]
fn what_lets_in_is_sent_to_its_own_platform_alone() {
    let (_, effects) = open(Some((endpoint(), credentials())));
    assert!(connects(&effects));
    let other = Endpoint::parse("https://other.example").expect("an address");
    let (_, effects) = open(Some((other, credentials())));
    assert!(!connects(&effects));
}

#[test]
fn a_list_that_was_reviewed_before_goes_on_and_can_start_anew() {
    let mut state = review(2);
    state.endpoint = Some(endpoint());
    state.reviews.folder = Some(PathBuf::from("/reviews"));
    state.judging.keeping = Keeping::Opening;
    // Judged before the file was open: it is newer than what the file says.
    judge(&mut state, Verdict::Correct);
    let answer = StoreAnswer::Opened(Ok(Box::new(earlier(endpoint().as_str()))));
    drop(update(&mut state, Action::Store(answer)));
    assert_eq!(verdicts(&state), [Some(Verdict::Correct), None]);
    let effects = update(&mut state, Action::Reviews(ReviewsAction::StartAnew));
    let asks = |effect: &Effect| {
        matches!(
            effect,
            Effect::Store(StoreCall::OpenList { anew: true, .. })
        )
    };
    assert!(effects.iter().any(asks), "{effects:?}");
    assert_eq!(verdicts(&state), [None, None]);
    assert!(!state.judging.can_undo());
}

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
