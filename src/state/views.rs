//! What is chosen to be shown, and views that were given a name, to choose them again on any day.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::review::{Group, View};

use super::State;
use super::action::Effect;
use super::focus::{refocus, release_pictures};

/// Most views that are kept.
pub const MOST_VIEWS: usize = 40;
/// Most characters of a view's name.
pub const VIEW_NAME_CHARS: usize = 40;

/// A view with its name, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedView {
    pub name: String,
    /// As it was written, perhaps by another version of this program: kept as it is, understood or not.
    view: Value,
}

impl SavedView {
    pub fn new(name: &str, view: &View) -> Self {
        Self {
            name: name.to_owned(),
            view: serde_json::to_value(view).unwrap_or_default(),
        }
    }

    /// `None`: this version does not understand it.
    pub fn view(&self) -> Option<View> {
        serde_json::from_value(self.view.clone()).ok()
    }
}

/// What happens to what is shown as a whole, and to views with names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewsAction {
    /// Ask nothing of this group any more.
    Unfilter(Group),
    /// Begin the order at its other end.
    Reverse,
    /// Keep what is shown now under this name; another one of that name gives way.
    Save(String),
    /// Show the one at this place among those that are kept.
    Choose(usize),
    Delete(usize),
}

pub(super) fn update(state: &mut State, action: ViewsAction) -> Vec<Effect> {
    match action {
        ViewsAction::Unfilter(group) => {
            state.listing.view.filters.clear(group);
            refocus(state)
        }
        ViewsAction::Reverse => {
            let view = &mut state.listing.view;
            view.is_reversed = !view.is_reversed && view.order.has_direction();
            refocus(state)
        }
        ViewsAction::Save(name) => {
            save(state, &name);
            Vec::new()
        }
        ViewsAction::Choose(index) => {
            let saved = state.settings.views.get(index);
            match saved.and_then(SavedView::view) {
                Some(view) => show(state, view),
                None => Vec::new(),
            }
        }
        ViewsAction::Delete(index) => {
            if index < state.settings.views.len() {
                state.settings.views.remove(index);
            }
            Vec::new()
        }
    }
}

fn save(state: &mut State, name: &str) {
    let name: String = name.trim().chars().take(VIEW_NAME_CHARS).collect();
    if name.is_empty() {
        return;
    }
    let saved = SavedView::new(&name, &state.listing.view);
    let views = &mut state.settings.views;
    if let Some(same) = views.iter_mut().find(|it| it.name == name) {
        *same = saved;
    } else if views.len() < MOST_VIEWS {
        views.push(saved);
    }
}

/// Shows it in the grid.
fn show(state: &mut State, view: View) -> Vec<Effect> {
    state.viewer = None;
    release_pictures(state);
    state.listing.view = view;
    refocus(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FindingCode;
    use crate::review::{Filter, ListOrder};
    use crate::state::{Action, Settings, update};

    fn act(state: &mut State, action: ViewsAction) {
        drop(update(state, Action::Views(action)));
    }

    #[test]
    fn a_view_is_kept_by_its_name_and_chosen_again() {
        let mut state = State::new(Settings::default());
        drop(update(&mut state, Action::Show(Filter::Wrong)));
        let finding = Filter::Finding(FindingCode::RegionOverlaps);
        drop(update(&mut state, Action::Show(finding)));
        drop(update(&mut state, Action::Search("taxi".to_owned())));
        drop(update(&mut state, Action::SetOrder(ListOrder::ByFileName)));
        act(&mut state, ViewsAction::Reverse);
        let view = state.listing.view.clone();
        assert!(view.is_reversed && view.filters.has(finding) && view.filters.has(Filter::Wrong));
        act(&mut state, ViewsAction::Save("  Overlaps ".to_owned()));
        act(&mut state, ViewsAction::Save("   ".to_owned()));
        drop(update(&mut state, Action::ShowAll(Filter::All)));
        act(&mut state, ViewsAction::Save("All".to_owned()));
        assert_ne!(state.listing.view, view);
        // As the next start finds it.
        let text = serde_json::to_string(&state.settings).expect("settings are text");
        state.settings = serde_json::from_str(&text).expect("as they were written");
        let names: Vec<&str> = state.settings.views.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["Overlaps", "All"]);
        act(&mut state, ViewsAction::Choose(0));
        assert_eq!(state.listing.view, view);
        act(&mut state, ViewsAction::Delete(0));
        act(&mut state, ViewsAction::Delete(7));
        assert_eq!(state.settings.views.len(), 1);
    }

    #[test]
    fn what_another_version_wrote_is_kept_and_not_understood() {
        for strange in [
            r#"{"filters":["by_the_moon"],"order":"listed","search":""}"#,
            r#"{"filters":[{"finding":"moon_full"}]}"#,
            r#"{"order":"by_the_moon"}"#,
            r#"{"filters":[],"moon":true}"#,
            "7",
        ] {
            let text = format!(r#"{{"views":[{{"name":"later","view":{strange}}}]}}"#);
            let settings: Settings = serde_json::from_str(&text).expect("settings");
            assert_eq!(settings.views[0].view(), None, "{strange}");
            let mut state = State::new(settings.clone());
            act(&mut state, ViewsAction::Choose(0));
            assert_eq!(state.listing.view, View::default());
            assert_eq!(state.settings.views, settings.views, "kept as it was");
            let again = serde_json::to_string(&state.settings).expect("settings are text");
            assert!(again.contains(strange), "{again}");
        }
    }

    #[test]
    fn a_second_click_on_a_choice_takes_it_back_and_leaves_the_others() {
        let mut state = State::new(Settings::default());
        drop(update(&mut state, Action::Show(Filter::Ready)));
        drop(update(&mut state, Action::Show(Filter::Unsure)));
        drop(update(&mut state, Action::Show(Filter::Wrong)));
        act(&mut state, ViewsAction::Unfilter(Group::Loading));
        let filters = state.listing.view.filters;
        assert_eq!(Vec::from(filters), [Filter::Wrong]);
        drop(update(&mut state, Action::Show(Filter::All)));
        assert!(state.listing.view.filters.is_all());
    }
}
