//! Where a reviewer was in a review: at which ticket, in which list, looking how.

use serde::{Deserialize, Deserializer, Serialize};

use crate::model::{InvoiceId, InvoiceNr};
use crate::review::View;

use super::action::Effect;
use super::focus::{open, refocus, select};
use super::next_ticket::to_unjudged;
use super::{Framing, State, test_tickets};

/// What a review keeps of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact by itself, and each is in files"
)]
pub struct KeptPlace {
    pub current: Option<InvoiceId>,
    /// Whether it had a verdict then: one that got it later was left behind, though no place was noted any more.
    pub was_judged: bool,
    /// Whether it was open, and not one tile among others.
    pub is_open: bool,
    /// What was shown; all of it where another version's words for it are not understood.
    #[serde(deserialize_with = "understood")]
    pub view: View,
    /// Whether the open one was looked at by its region, not by its page.
    pub is_on_region: bool,
    /// Whether tickets were looked at by whole screens.
    pub is_by_sheets: bool,
    /// The test ticket that waits for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<InvoiceId>,
}

impl KeptPlace {
    /// As a review keeps it; what cannot be read is no place.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn go_to(&self, state: &mut State) -> Vec<Effect> {
        state.listing.view = self.view.clone();
        state.sheet.is_on = self.is_by_sheets;
        let test = self.test.as_ref();
        if let Some(nr) = test.and_then(|id| state.library.number_of(id)) {
            test_tickets::go_on(state, nr);
        }
        let nr = self.current.as_ref();
        let nr = nr.and_then(|id| state.library.number_of(id));
        let Some(nr) = nr else {
            return refocus(state);
        };
        state.refresh();
        let mut effects = if self.is_open {
            open(state, nr)
        } else {
            select(state, Some(nr))
        };
        if !self.was_judged && is_judged(state, nr) {
            effects.extend(to_unjudged(state, true));
            state.judging.word = None;
        }
        if let Some(viewer) = state.viewer.as_mut().filter(|_| !self.is_on_region) {
            viewer.framing = Framing::Whole;
        }
        effects
    }
}

impl State {
    /// Where the reviewer is, to go on there another day.
    pub fn place(&self) -> KeptPlace {
        let open = self.viewer.as_ref();
        let id = |nr: InvoiceNr| Some(self.library.get(nr)?.id.clone());
        KeptPlace {
            current: self.stands_at().and_then(id),
            was_judged: self.stands_at().is_some_and(|nr| is_judged(self, nr)),
            is_open: open.is_some(),
            view: self.listing.view.clone(),
            is_by_sheets: self.sheet.is_on,
            test: self.open_test().and_then(id),
            is_on_region: open.is_some_and(|viewer| viewer.framing == Framing::Region),
        }
    }
}

pub(super) fn is_judged(state: &State, nr: InvoiceNr) -> bool {
    let entry = state.shown_entry(nr);
    entry.is_some_and(|entry| entry.ticket.verdict().is_some())
}

fn understood<'de, D: Deserializer<'de>>(deserializer: D) -> Result<View, D::Error> {
    let view = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(view).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Filter, ListOrder};

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let place = KeptPlace {
            is_open: true,
            view: View {
                filters: vec![Filter::Noted, Filter::Unjudged].into(),
                search: "10-16".to_owned(),
                order: ListOrder::ByRegionSize,
                is_reversed: true,
            },
            ..KeptPlace::default()
        };
        assert_eq!(KeptPlace::read(&place.to_text()), place);
    }

    #[test]
    fn a_view_of_another_version_does_not_lose_the_ticket() {
        let text = r#"{"current":"ID01test0001","view":{"order":"by_the_moon"}}"#;
        let place = KeptPlace::read(text);
        assert!(place.current.is_some());
        assert_eq!(place.view, View::default());
    }
}
