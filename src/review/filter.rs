//! Groups of invoices that can be asked for, and one choice from each family of groups at a time.

use serde::{Deserialize, Serialize};

use crate::model::{FindingCode, MediaType};

use super::{Facets, Judged, Library, ReasonKind, Stage, TicketType};

/// A group of invoices that the user can ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    #[default]
    All,
    /// Nothing to show yet: not asked, not loaded.
    Unfinished,
    Ready,
    Failed,
    NotFound,
    NoPicture,
    /// An automatic look noticed something worth a look.
    Findings,
    NothingNoticed,
    /// This is the worst of what it noticed.
    Finding(FindingCode),
    /// Not even an aside.
    NoFinding,
    /// Still to be judged.
    Unjudged,
    Correct,
    Wrong,
    /// Wrong in this way.
    WrongFor(ReasonKind),
    Unsure,
    /// Not judged, and nothing to judge.
    CannotBeJudged,
    Kind(MediaType),
    /// Its file was not seen yet.
    KindUnknown,
    /// A ticket of this kind.
    Type(TicketType),
    /// Nobody said what kind of ticket it is.
    TypeUnknown,
    /// With a note.
    Noted,
    /// Judged, and the platform sends something else by now.
    Changed,
    /// A reviewer drew another region.
    Corrected,
    /// A reviewer said that OCR misread some of its fields.
    Misread,
    /// Others are on the same page.
    SharesPage,
    NotNoted,
    NotChanged,
    NotCorrected,
    NotMisread,
    AloneOnPage,
}

/// A family of filters, of which one can be chosen at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Verdicts,
    Findings,
    Loading,
    Types,
    Kinds,
    /// Those from here on are a yes and a no.
    Page,
    Region,
    Fields,
    Note,
    Change,
}

impl Group {
    pub const ALL: [Self; 10] = [
        Self::Verdicts,
        Self::Findings,
        Self::Loading,
        Self::Types,
        Self::Kinds,
        Self::Page,
        Self::Region,
        Self::Fields,
        Self::Note,
        Self::Change,
    ];

    /// Those that ask for a yes or a no.
    pub const MARKS: [Self; 5] = [
        Self::Page,
        Self::Region,
        Self::Fields,
        Self::Note,
        Self::Change,
    ];
}

impl Filter {
    /// By what was decided; every invoice is in one of them.
    pub const BY_VERDICT: [Self; 5] = [
        Self::Unjudged,
        Self::Correct,
        Self::Wrong,
        Self::Unsure,
        Self::CannotBeJudged,
    ];

    /// By how far the pictures are; every invoice is in one of them.
    pub const BY_STAGE: [Self; 5] = [
        Self::Unfinished,
        Self::Ready,
        Self::Failed,
        Self::NotFound,
        Self::NoPicture,
    ];

    /// By whether something was noticed; every invoice is in one of them.
    pub const BY_FINDING: [Self; 2] = [Self::Findings, Self::NothingNoticed];

    /// What an invoice may be beside all that, each with its opposite; every invoice is in one of the two.
    pub const MARKS: [[Self; 2]; 5] = [
        [Self::SharesPage, Self::AloneOnPage],
        [Self::Corrected, Self::NotCorrected],
        [Self::Misread, Self::NotMisread],
        [Self::Noted, Self::NotNoted],
        [Self::Changed, Self::NotChanged],
    ];

    /// `None`: it asks for nothing.
    pub fn group(self) -> Option<Group> {
        Some(match self {
            Self::All => return None,
            Self::Unfinished | Self::Ready | Self::Failed | Self::NotFound | Self::NoPicture => {
                Group::Loading
            }
            Self::Findings | Self::NothingNoticed | Self::Finding(_) | Self::NoFinding => {
                Group::Findings
            }
            Self::Unjudged
            | Self::Correct
            | Self::Wrong
            | Self::WrongFor(_)
            | Self::Unsure
            | Self::CannotBeJudged => Group::Verdicts,
            Self::Type(_) | Self::TypeUnknown => Group::Types,
            Self::Kind(_) | Self::KindUnknown => Group::Kinds,
            Self::SharesPage | Self::AloneOnPage => Group::Page,
            Self::Corrected | Self::NotCorrected => Group::Region,
            Self::Misread | Self::NotMisread => Group::Fields,
            Self::Noted | Self::NotNoted => Group::Note,
            Self::Changed | Self::NotChanged => Group::Change,
        })
    }

    /// Whether it counts some of the invoices that another of its group counts.
    pub fn is_part(self) -> bool {
        matches!(self, Self::WrongFor(_) | Self::Finding(_) | Self::NoFinding)
    }

    /// How many invoices of a review it shows, whatever else is asked for.
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
            _ => {
                let facets = library.facets().iter();
                facets.filter(|it| self.takes(it)).count()
            }
        }
    }

    /// Whether it shows an invoice.
    pub fn takes(self, facets: &Facets) -> bool {
        match self {
            Self::All => true,
            Self::Unfinished => !facets.stage.is_settled(),
            Self::Ready => facets.stage == Stage::Ready,
            Self::Failed => facets.stage == Stage::Failed,
            Self::NotFound => facets.stage == Stage::NotFound,
            Self::NoPicture => facets.stage == Stage::NoPicture,
            Self::Findings => facets.is_suspicious,
            Self::NothingNoticed => !facets.is_suspicious,
            Self::Finding(code) => facets.findings().has(code),
            Self::NoFinding => facets.worst.is_none(),
            Self::Unjudged => facets.judged == Judged::Not,
            Self::Correct => facets.judged == Judged::Correct,
            Self::Wrong => facets.judged == Judged::Wrong,
            Self::WrongFor(fault) => facets.fault == Some(fault),
            Self::Unsure => facets.judged == Judged::Unsure,
            Self::CannotBeJudged => facets.judged == Judged::Cannot,
            Self::Kind(kind) => facets.kind == Some(kind),
            Self::KindUnknown => facets.kind.is_none(),
            Self::Type(kind) => facets.ticket_type == Some(kind),
            Self::TypeUnknown => facets.ticket_type.is_none(),
            Self::Noted => facets.is_noted,
            Self::Changed => facets.is_changed,
            Self::Corrected => facets.is_corrected,
            Self::Misread => facets.is_misread,
            Self::SharesPage => facets.shares_page,
            Self::NotNoted => !facets.is_noted,
            Self::NotChanged => !facets.is_changed,
            Self::NotCorrected => !facets.is_corrected,
            Self::NotMisread => !facets.is_misread,
            Self::AloneOnPage => !facets.shares_page,
        }
    }
}

/// What is chosen: at most one filter of each group. An invoice is shown if all of them take it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Filter>", into = "Vec<Filter>")]
pub struct Filters {
    chosen: [Option<Filter>; Group::ALL.len()],
}

impl Filters {
    /// Takes the place of what was chosen of the same group; [`Filter::All`] of everything.
    pub fn choose(&mut self, filter: Filter) {
        match filter.group() {
            Some(group) => self.chosen[group as usize] = Some(filter),
            None => *self = Self::default(),
        }
    }

    /// Asks nothing of this group any more.
    pub fn clear(&mut self, group: Group) {
        self.chosen[group as usize] = None;
    }

    pub fn of(&self, group: Group) -> Option<Filter> {
        self.chosen[group as usize]
    }

    pub fn has(&self, filter: Filter) -> bool {
        match filter.group() {
            Some(group) => self.of(group) == Some(filter),
            None => self.is_all(),
        }
    }

    /// Whether nothing is asked for.
    pub fn is_all(&self) -> bool {
        self.chosen.iter().all(Option::is_none)
    }

    pub fn takes(&self, facets: &Facets) -> bool {
        self.chosen.iter().flatten().all(|it| it.takes(facets))
    }

    /// Which groups' choices leave it out, one bit for each.
    pub(super) fn refusing(&self, facets: &Facets) -> u16 {
        let refuses = |(index, chosen): (usize, &Option<Filter>)| {
            let takes = chosen.is_none_or(|it| it.takes(facets));
            u16::from(!takes) << index
        };
        self.chosen.iter().enumerate().map(refuses).sum()
    }
}

impl From<Filter> for Filters {
    fn from(filter: Filter) -> Self {
        Self::from(vec![filter])
    }
}

impl From<Vec<Filter>> for Filters {
    fn from(chosen: Vec<Filter>) -> Self {
        let mut filters = Self::default();
        for filter in chosen {
            filters.choose(filter);
        }
        filters
    }
}

impl From<Filters> for Vec<Filter> {
    fn from(filters: Filters) -> Self {
        filters.chosen.into_iter().flatten().collect()
    }
}
