//! The grid: what is shown, and where the focus is.

use super::*;
use crate::review::{Filter, ListOrder, View};
use crate::state::Move;

#[test]
fn a_filter_moves_the_focus_to_what_is_shown() {
    let mut state = ready(4);
    background(&mut state, failed(FailureKind::Corrupt, &[2]));
    assert_eq!(state.current, Some(nr(0)));
    let to = revealed(&mut state, Action::Show(Filter::Failed));
    assert_eq!((to, state.current), (Some(nr(2)), Some(nr(2))));
    assert_eq!(shown(&state), [2]);
    let to = revealed(&mut state, Action::Show(Filter::All));
    assert_eq!(to, Some(nr(2)), "it stays where it is");
    assert_eq!(revealed(&mut state, Action::Show(Filter::NotFound)), None);
    assert_eq!(state.current, None);
}

#[test]
fn a_group_as_a_whole_ends_viewer_and_search() {
    let mut state = ready(3);
    drop(update(&mut state, Action::Search("0001".to_owned())));
    drop(update(&mut state, Action::Open(nr(1))));
    drop(update(&mut state, Action::ShowAll(Filter::Ready)));
    let view = View {
        filters: Filter::Ready.into(),
        ..View::default()
    };
    assert_eq!(state.listing.view, view);
    assert!(state.viewer.is_none());
    assert_eq!(shown(&state), [0, 1, 2]);
}

#[test]
fn a_search_and_an_order_change_what_is_shown() {
    let mut state = review(4);
    background(
        &mut state,
        found(&[(0, "a.jpg"), (1, "b.jpg"), (2, "a.jpg"), (3, "b.jpg")]),
    );
    drop(update(&mut state, Action::SetOrder(ListOrder::ByPage)));
    assert_eq!(shown(&state), [0, 2, 1, 3]);
    let to = revealed(&mut state, Action::Search("B.JPG".to_owned()));
    assert_eq!((shown(&state), to), (vec![1, 3], Some(nr(1))));
    drop(update(&mut state, Action::SetOrder(ListOrder::Listed)));
    drop(update(&mut state, Action::Search(String::new())));
    assert_eq!(shown(&state), [0, 1, 2, 3]);
}

#[test]
fn a_search_that_led_nowhere_ends_where_it_began() {
    let mut state = ready(4);
    drop(update(&mut state, Action::Select(nr(3))));
    let search = |state: &mut State, text: &str| {
        drop(update(state, Action::Search(text.to_owned())));
        state.current
    };
    assert_eq!(search(&mut state, "0001"), Some(nr(1)));
    assert_eq!(search(&mut state, "nobody"), None);
    assert_eq!(search(&mut state, ""), Some(nr(3)));
    // What was found and taken up is not left again.
    assert_eq!(search(&mut state, "0001"), Some(nr(1)));
    drop(update(&mut state, Action::MoveSelection(Move::First)));
    assert_eq!(search(&mut state, ""), Some(nr(1)));
}

#[test]
fn the_focus_moves_within_what_is_shown() {
    let mut state = review(5);
    let mut to = |action| revealed(&mut state, action);
    assert_eq!(to(Action::Select(nr(3))), Some(nr(3)));
    assert_eq!(to(Action::MoveSelection(Move::By(-2))), Some(nr(1)));
    assert_eq!(to(Action::MoveSelection(Move::By(-9))), Some(nr(0)));
    assert_eq!(to(Action::MoveSelection(Move::Last)), Some(nr(4)));
    assert_eq!(to(Action::MoveSelection(Move::By(1))), Some(nr(4)));
    assert_eq!(to(Action::MoveSelection(Move::First)), Some(nr(0)));
}
