//! What of a review is shown, and in which order: filters, search and order as one value that yields a list.

use serde::{Deserialize, Serialize};

use super::{Filters, ListOrder};

/// What the user asked to see. Of one library, equal views yield equal lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct View {
    pub filters: Filters,
    /// A piece of an ID, a file name, a note, or of the words for a kind or a finding; case does not count.
    pub search: String,
    pub order: ListOrder,
    /// From the other end, where the order has a direction.
    pub is_reversed: bool,
}
