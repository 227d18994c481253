//! What of a review is shown, and in which order: filter, search and order as one value that yields a list.

use serde::{Deserialize, Serialize};

use crate::model::InvoiceNr;

use super::{Entry, Filter, Library};

/// What the user asked to see. Of one library, equal views yield equal lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    pub filter: Filter,
    /// A piece of an ID or a file name; upper and lower case count the same.
    pub search: String,
    pub order: Order,
}

/// In which order invoices follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As they were pasted.
    #[default]
    Listed,
    /// Those of one page together, where the first of them stands.
    ByPage,
}

impl View {
    /// All invoices in the view's order, each with whether it is shown.
    pub(super) fn walk(&self, library: &Library) -> impl Iterator<Item = (InvoiceNr, bool)> {
        let wanted = self.search.trim();
        let is_shown = move |nr| {
            let entry = library.get(nr);
            entry.is_some_and(|it| self.filter.takes(it) && matches_search(it, wanted))
        };
        self.order
            .arrange(library)
            .into_iter()
            .map(move |nr| (nr, is_shown(nr)))
    }

    /// Changes whenever the list may have changed with the library.
    pub(super) fn version(&self, library: &Library) -> u64 {
        // With nothing left out, only additions change the list, not every step of a download.
        if self.filter != Filter::All || !self.search.trim().is_empty() {
            return library.generation();
        }
        match self.order {
            Order::Listed => library.len() as u64,
            // Numbers are only added, and a page gains members only as they are described: the sum never stays while
            // one of the two grows.
            Order::ByPage => (library.len() + library.count_described()) as u64,
        }
    }
}

impl Order {
    pub const ALL: [Self; 2] = [Self::Listed, Self::ByPage];

    fn arrange(self, library: &Library) -> Vec<InvoiceNr> {
        let mut numbers: Vec<InvoiceNr> = library.numbers().collect();
        match self {
            Self::Listed => {}
            Self::ByPage => numbers.sort_by_cached_key(|&nr| {
                let first = library.on_same_page(nr).first();
                (first.copied().unwrap_or(nr), nr)
            }),
        }
        numbers
    }
}

fn matches_search(entry: &Entry, wanted: &str) -> bool {
    let file_name = entry
        .invoice
        .as_ref()
        .map(|invoice| invoice.file_name.as_str());
    [Some(entry.id.as_str()), file_name]
        .into_iter()
        .flatten()
        .any(|text| contains(text, wanted))
}

/// Whether `wanted` is a piece of `text`; letters without accents match in either case. Copies nothing,
/// as it is asked of every invoice.
fn contains(text: &str, wanted: &str) -> bool {
    wanted.is_empty()
        || text
            .as_bytes()
            .windows(wanted.len())
            .any(|piece| piece.eq_ignore_ascii_case(wanted.as_bytes()))
}
