//! Where a reviewer was in a review: at which ticket, in which list, looking how.

use serde::{Deserialize, Serialize};

use crate::model::InvoiceId;
use crate::review::{Filter, Order};

use super::action::Effect;
use super::focus::{open, refocus, select};
use super::{Framing, State};

/// What a review keeps of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    pub current: Option<InvoiceId>,
    /// Whether it was open, and not one tile among others.
    pub is_open: bool,
    pub filter: Filter,
    pub order: Order,
    /// Whether the open one was looked at by its region, not by its page.
    pub is_on_region: bool,
}

impl Place {
    /// As a review keeps it; what cannot be read is no place.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn go_to(&self, state: &mut State) -> Vec<Effect> {
        state.listing.view.filter = self.filter;
        state.listing.view.order = self.order;
        let nr = self.current.as_ref();
        let nr = nr.and_then(|id| state.library.number_of(id));
        let Some(nr) = nr else {
            return refocus(state);
        };
        state.refresh();
        if !self.is_open {
            return select(state, Some(nr));
        }
        let effects = open(state, nr);
        if let Some(viewer) = state.viewer.as_mut().filter(|_| !self.is_on_region) {
            viewer.framing = Framing::Whole;
        }
        effects
    }
}
