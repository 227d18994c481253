//! Which invoices the grid shows: by where they stand, and by a piece of their ID or file name.

use crate::model::InvoiceNr;

use super::library::{Entry, Library, Stage};

/// A group of invoices that the user can ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    #[default]
    All,
    /// Nothing to show yet: not asked, not loaded.
    Unfinished,
    Ready,
    /// Ready, and an automatic look noticed something.
    Findings,
    Failed,
    NotFound,
    NoPicture,
}

impl Filter {
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Unfinished,
        Self::Ready,
        Self::Findings,
        Self::Failed,
        Self::NotFound,
        Self::NoPicture,
    ];

    /// How many invoices it shows.
    pub fn count(self, library: &Library) -> usize {
        match self {
            Self::All => library.len(),
            Self::Unfinished => {
                library.count(Stage::Waiting)
                    + library.count(Stage::Linked)
                    + library.count(Stage::Loading)
            }
            Self::Ready => library.count(Stage::Ready),
            Self::Findings => library.count_with_findings(),
            Self::Failed => library.count(Stage::Failed),
            Self::NotFound => library.count(Stage::NotFound),
            Self::NoPicture => library.count(Stage::NoPicture),
        }
    }

    fn takes(self, entry: &Entry) -> bool {
        match self {
            Self::All => true,
            Self::Unfinished => !entry.stage.is_settled(),
            Self::Ready => entry.stage == Stage::Ready,
            Self::Findings => entry.located.as_ref().is_some_and(|it| it.is_suspicious()),
            Self::Failed => entry.stage == Stage::Failed,
            Self::NotFound => entry.stage == Stage::NotFound,
            Self::NoPicture => entry.stage == Stage::NoPicture,
        }
    }
}

/// The shown invoices in order, made anew only when something they depend on changed.
#[derive(Debug, Default)]
pub struct Order {
    pub filter: Filter,
    /// Upper and lower case count the same.
    pub search: String,
    shown: Vec<InvoiceNr>,
    made_for: Option<(u64, Filter, String)>,
}

impl Order {
    /// Brings the order up to date with the library.
    pub fn refresh(&mut self, library: &Library) {
        // With nothing left out, only additions change the order, not every step of a download.
        let generation = if self.filter == Filter::All && self.search.trim().is_empty() {
            library.len() as u64
        } else {
            library.generation()
        };
        let made_for = (generation, self.filter, self.search.clone());
        if self.made_for.as_ref() == Some(&made_for) {
            return;
        }
        let wanted = self.search.trim();
        self.shown = library
            .numbers()
            .zip(library.entries())
            .filter(|(_, entry)| self.filter.takes(entry) && matches_search(entry, wanted))
            .map(|(nr, _)| nr)
            .collect();
        self.made_for = Some(made_for);
    }

    pub fn shown(&self) -> &[InvoiceNr] {
        &self.shown
    }

    pub fn position(&self, nr: InvoiceNr) -> Option<usize> {
        self.shown.binary_search(&nr).ok()
    }

    /// The invoice `steps` further on from `nr`, or from where `nr` would stand; stops at the ends.
    pub fn step(&self, nr: Option<InvoiceNr>, steps: isize) -> Option<InvoiceNr> {
        let last = self.shown.len().checked_sub(1)?;
        let position = match nr.map(|nr| self.shown.binary_search(&nr)) {
            None => 0,
            // It fell out of the filter: the next one has taken its place.
            Some(Err(position)) if steps > 0 => position.saturating_add_signed(steps - 1),
            Some(Ok(position) | Err(position)) => position.saturating_add_signed(steps),
        };
        self.shown.get(position.min(last)).copied()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Answer, EngineEvent};
    use crate::model::InvoiceId;

    fn library(count: usize) -> Library {
        let mut library = Library::default();
        let ids = (0..count)
            .map(|nr| InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID"))
            .collect();
        library.add(ids);
        library
    }

    fn not_found(numbers: &[u32]) -> EngineEvent {
        let answers = numbers.iter().map(|&nr| (InvoiceNr(nr), Answer::NotFound));
        EngineEvent::Answered(answers.collect())
    }

    fn shown(order: &Order) -> Vec<u32> {
        order.shown().iter().map(|nr| nr.0).collect()
    }

    #[test]
    fn a_filter_follows_what_happens() {
        let mut library = library(5);
        let mut order = Order {
            filter: Filter::NotFound,
            ..Order::default()
        };
        order.refresh(&library);
        assert!(shown(&order).is_empty());
        library.apply(&not_found(&[1, 3]));
        order.refresh(&library);
        assert_eq!(shown(&order), [1, 3]);
        assert_eq!(Filter::NotFound.count(&library), 2);
        assert_eq!(Filter::Unfinished.count(&library), 3);
    }

    #[test]
    fn counts_of_all_stages_sum_up() {
        let mut library = library(7);
        library.apply(&not_found(&[0, 6]));
        library.apply(&EngineEvent::Loading {
            invoices: vec![InvoiceNr(2)],
        });
        let sum: usize = Stage::ALL
            .into_iter()
            .map(|stage| library.count(stage))
            .sum();
        assert_eq!(sum, library.len());
    }

    #[test]
    fn search_ignores_case_and_finds_pieces() {
        let library = library(12);
        let mut order = Order {
            search: " TEST001 ".to_owned(),
            ..Order::default()
        };
        order.refresh(&library);
        assert_eq!(shown(&order), [10, 11]);
    }

    #[test]
    fn steps_stop_at_the_ends_and_start_where_one_fell_out() {
        let mut library = library(6);
        library.apply(&not_found(&[1, 3, 5]));
        let mut order = Order {
            filter: Filter::NotFound,
            ..Order::default()
        };
        order.refresh(&library);
        let step = |nr, steps| order.step(Some(InvoiceNr(nr)), steps).map(|nr| nr.0);
        assert_eq!(step(3, 1), Some(5));
        assert_eq!(step(5, 1), Some(5));
        assert_eq!(step(1, -1), Some(1));
        assert_eq!(step(2, 1), Some(3));
        assert_eq!(step(2, -1), Some(1));
        assert_eq!(step(0, isize::MAX), Some(5));
    }
}
