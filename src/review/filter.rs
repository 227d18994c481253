//! Groups of invoices that can be asked for, by where they stand.

use serde::{Deserialize, Serialize};

use super::{Entry, Judged, Library, Stage};

/// A group of invoices that the user can ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// Still to be judged.
    Unjudged,
    Correct,
    Wrong,
    Unsure,
    /// Not judged, and nothing to judge.
    CannotBeJudged,
    /// With a note.
    Noted,
    /// Judged, and the platform sends something else by now.
    Changed,
}

impl Filter {
    /// By what was decided; those of the first five that are counted sum up to the whole.
    pub const BY_VERDICT: [Self; 7] = [
        Self::Unjudged,
        Self::Correct,
        Self::Wrong,
        Self::Unsure,
        Self::CannotBeJudged,
        Self::Noted,
        Self::Changed,
    ];

    /// By how far the pictures are.
    pub const BY_STAGE: [Self; 7] = [
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
            Self::Unjudged => library.count_judged_as(Judged::Not),
            Self::Correct => library.count_judged_as(Judged::Correct),
            Self::Wrong => library.count_judged_as(Judged::Wrong),
            Self::Unsure => library.count_judged_as(Judged::Unsure),
            Self::CannotBeJudged => library.count_judged_as(Judged::Cannot),
            Self::Noted => library.count_noted(),
            Self::Changed => library.count_changed(),
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
            Self::Unjudged => Judged::of(entry) == Judged::Not,
            Self::Correct => Judged::of(entry) == Judged::Correct,
            Self::Wrong => Judged::of(entry) == Judged::Wrong,
            Self::Unsure => Judged::of(entry) == Judged::Unsure,
            Self::CannotBeJudged => Judged::of(entry) == Judged::Cannot,
            Self::Noted => !entry.ticket.note.is_empty(),
            Self::Changed => entry.changed_since_judged(),
        }
    }
}
