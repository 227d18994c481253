//! Groups of invoices that can be asked for, by where they stand.

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

    /// Whether it shows this invoice.
    pub fn takes(self, entry: &Entry) -> bool {
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
