//! How many invoices each filter would show, beside what is searched and what is chosen of the other groups.

use super::facets::bit;
use super::{Facets, Fault, Filter, Filters, Group, Judged, Stage};
use crate::model::{FindingCode, MediaType};

/// Of one view; a filter's count is what a click on it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// That the search found, whatever is chosen.
    pub found: usize,
    of_groups: [usize; Group::ALL.len()],
    judged: [usize; Judged::ALL.len()],
    faults: [usize; Fault::ALL.len()],
    stages: [usize; Stage::ALL.len()],
    kinds: [usize; MediaType::ALL.len()],
    without_kind: usize,
    suspicious: usize,
    findings: [usize; FindingCode::ALL.len()],
    marks: [usize; Filter::MARKS.len()],
}

impl Counts {
    /// Of these invoices, which the search found.
    pub fn new<'a>(filters: &Filters, found: impl Iterator<Item = &'a Facets>) -> Self {
        let mut counts = Self::default();
        for facets in found {
            counts.found += 1;
            let refusing = filters.refusing(facets);
            for group in Group::ALL {
                // The other groups take it: a click within this one may show it.
                if refusing & !(1 << group as u8) == 0 {
                    counts.of_groups[group as usize] += 1;
                    counts.count(group, facets);
                }
            }
        }
        counts
    }

    fn count(&mut self, group: Group, facets: &Facets) {
        match group {
            Group::Verdicts => {
                self.judged[facets.judged as usize] += 1;
                if let Some(fault) = facets.fault {
                    self.faults[fault as usize] += 1;
                }
            }
            Group::Findings => {
                self.suspicious += usize::from(facets.is_suspicious);
                if facets.has_any(u32::MAX) {
                    for &code in FindingCode::ALL {
                        self.findings[code as usize] += usize::from(facets.has_any(bit(code)));
                    }
                }
            }
            Group::Loading => self.stages[facets.stage as usize] += 1,
            Group::Kinds => match facets.kind {
                Some(kind) => self.kinds[kind as usize] += 1,
                None => self.without_kind += 1,
            },
            Group::Marks => {
                for (count, mark) in self.marks.iter_mut().zip(Filter::MARKS) {
                    *count += usize::from(mark.takes(facets));
                }
            }
        }
    }

    /// All that are shown if nothing is chosen of this group.
    pub fn of_group(&self, group: Group) -> usize {
        self.of_groups[group as usize]
    }

    pub fn of(&self, filter: Filter) -> usize {
        let stage = |stage: Stage| self.stages[stage as usize];
        let judged = |judged: Judged| self.judged[judged as usize];
        match filter {
            Filter::All => self.found,
            Filter::Unfinished => {
                stage(Stage::Waiting) + stage(Stage::Linked) + stage(Stage::Loading)
            }
            Filter::Ready => stage(Stage::Ready),
            Filter::Failed => stage(Stage::Failed),
            Filter::NotFound => stage(Stage::NotFound),
            Filter::NoPicture => stage(Stage::NoPicture),
            Filter::Findings => self.suspicious,
            Filter::NothingNoticed => self.of_group(Group::Findings) - self.suspicious,
            Filter::Finding(code) => self.findings[code as usize],
            Filter::Unjudged => judged(Judged::Not),
            Filter::Correct => judged(Judged::Correct),
            Filter::Wrong => judged(Judged::Wrong),
            Filter::WrongFor(fault) => self.faults[fault as usize],
            Filter::Unsure => judged(Judged::Unsure),
            Filter::CannotBeJudged => judged(Judged::Cannot),
            Filter::Kind(kind) => self.kinds[kind as usize],
            Filter::KindUnknown => self.without_kind,
            Filter::Noted | Filter::Changed | Filter::Corrected | Filter::SharesPage => {
                let index = Filter::MARKS.iter().position(|mark| *mark == filter);
                index.map_or(0, |index| self.marks[index])
            }
        }
    }
}

#[cfg(test)]
#[path = "counts_tests.rs"]
mod tests;
