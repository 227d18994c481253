//! Reviews of earlier days: where they go on, and what lets in to their platforms.

use std::path::PathBuf;

use uuid::Uuid;

use super::*;
use crate::model::{Event, History, InvoiceNr, Stamp, Verdict};
use crate::platform::Token;
use crate::review::{Filter, View};
use crate::state::judging::tests::{id, judge, review, undo, verdicts};
use crate::state::{Action, Settings, update};
use crate::store::{Contents, Header};

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
        .apply(&event, |_| TicketState::default())
        .into_iter()
        .collect();
    let place = KeptPlace {
        current: Some(id(1)),
        view: View {
            filters: Filter::Unjudged.into(),
            ..View::default()
        },
        ..KeptPlace::default()
    };
    Opened {
        at: ReviewAddress::File("/reviews/a.ilens".into()),
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
            unreadable: 0,
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
    opened_with(access, earlier(endpoint().as_str()))
}

fn opened_with(access: Option<(Endpoint, Credentials)>, opened: Opened) -> (State, Vec<Effect>) {
    let mut state = State::new(Settings::default());
    state.reviews.folder = Some(PathBuf::from("/reviews"));
    let path = PathBuf::from("/reviews/a.ilens");
    drop(update(
        &mut state,
        Action::Reviews(ReviewsAction::Open {
            at: ReviewAddress::File(path),
            access,
        }),
    ));
    let answer = StoreAnswer::Opened(Ok(Box::new(opened)));
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
    let current = |was_judged| {
        let mut opened = earlier(endpoint().as_str());
        let place = KeptPlace {
            current: Some(id(0)),
            was_judged,
            ..KeptPlace::default()
        };
        opened.contents.header.place = place.to_text();
        opened_with(None, opened).0.current
    };
    assert_eq!(current(false), Some(InvoiceNr(1)));
    let again = "who looked at a judged one again is there";
    assert_eq!(current(true), Some(InvoiceNr(0)), "{again}");
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
