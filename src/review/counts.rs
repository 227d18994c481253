//! How many invoices each filter would show, beside what is searched and what is chosen of the other groups.

use super::{Facets, Filter, Filters, Group, Judged, ReasonKind, Stage, TicketType};
use crate::model::{FindingCode, MediaType};

/// Of one view; a filter's count is what a click on it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// That the search found, whatever is chosen.
    pub found: usize,
    of_groups: [usize; Group::ALL.len()],
    judged: [usize; Judged::ALL.len()],
    faults: [usize; ReasonKind::ALL.len()],
    stages: [usize; Stage::ALL.len()],
    kinds: [usize; MediaType::ALL.len()],
    without_kind: usize,
    types: [usize; TicketType::COUNT],
    without_type: usize,
    suspicious: usize,
    /// Of each kind all that have it: of two kinds, an invoice is counted twice.
    findings: ByFinding,
    without_finding: usize,
    marks: [usize; Filter::MARKS.len()],
}

/// One number for each kind of finding.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ByFinding([usize; FindingCode::ALL.len()]);

impl Default for ByFinding {
    fn default() -> Self {
        Self([0; FindingCode::ALL.len()])
    }
}

/// Whether an invoice is counted from now on, or not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountStep {
    In,
    Out,
}

impl CountStep {
    fn take(self, count: &mut usize) {
        *count = match self {
            Self::In => *count + 1,
            Self::Out => *count - 1,
        };
    }

    fn take_if(self, count: &mut usize, is_counted: bool) {
        if is_counted {
            self.take(count);
        }
    }
}

impl Counts {
    /// Counts an invoice that the search found, or takes it out as it was counted.
    pub fn step(&mut self, filters: &Filters, facets: &Facets, step: CountStep) {
        step.take(&mut self.found);
        let refusing = filters.refusing(facets);
        for group in Group::ALL {
            // The other groups take it: a click within this one may show it.
            if refusing & !(1 << group as u16) == 0 {
                step.take(&mut self.of_groups[group as usize]);
                self.count(group, facets, step);
            }
        }
    }

    fn count(&mut self, group: Group, facets: &Facets, step: CountStep) {
        match group {
            Group::Verdicts => {
                step.take(&mut self.judged[facets.judged as usize]);
                if let Some(fault) = facets.fault {
                    step.take(&mut self.faults[fault as usize]);
                }
            }
            Group::Findings => {
                step.take_if(&mut self.suspicious, facets.is_suspicious);
                if facets.worst.is_none() {
                    step.take(&mut self.without_finding);
                    return;
                }
                for code in facets.findings().codes() {
                    step.take(&mut self.findings.0[code as usize]);
                }
            }
            Group::Loading => step.take(&mut self.stages[facets.stage as usize]),
            Group::Kinds => match facets.kind {
                Some(kind) => step.take(&mut self.kinds[kind as usize]),
                None => step.take(&mut self.without_kind),
            },
            Group::Types => match facets.ticket_type {
                Some(kind) => step.take(&mut self.types[kind.index()]),
                None => step.take(&mut self.without_type),
            },
            Group::Page | Group::Region | Group::Fields | Group::Note | Group::Change => {
                let marks = self.marks.iter_mut().zip(Filter::MARKS);
                for (count, [mark, _]) in marks.filter(|(_, [it, _])| it.group() == Some(group)) {
                    step.take_if(count, mark.takes(facets));
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
            Filter::Finding(code) => self.findings.0[code as usize],
            Filter::NoFinding => self.without_finding,
            Filter::Unjudged => judged(Judged::Not),
            Filter::Correct => judged(Judged::Correct),
            Filter::Wrong => judged(Judged::Wrong),
            Filter::WrongFor(fault) => self.faults[fault as usize],
            Filter::Unsure => judged(Judged::Unsure),
            Filter::CannotBeJudged => judged(Judged::Cannot),
            Filter::Kind(kind) => self.kinds[kind as usize],
            Filter::KindUnknown => self.without_kind,
            Filter::Type(kind) => self.types[kind.index()],
            Filter::TypeUnknown => self.without_type,
            Filter::Noted
            | Filter::Changed
            | Filter::Corrected
            | Filter::Misread
            | Filter::SharesPage => {
                let index = Filter::MARKS.iter().position(|[mark, _]| *mark == filter);
                index.map_or(0, |index| self.marks[index])
            }
            Filter::NotNoted => self.of_group(Group::Note) - self.of(Filter::Noted),
            Filter::NotChanged => self.of_group(Group::Change) - self.of(Filter::Changed),
            Filter::NotCorrected => self.of_group(Group::Region) - self.of(Filter::Corrected),
            Filter::NotMisread => self.of_group(Group::Fields) - self.of(Filter::Misread),
            Filter::AloneOnPage => self.of_group(Group::Page) - self.of(Filter::SharesPage),
        }
    }
}

#[cfg(test)]
#[path = "counts_tests.rs"]
mod tests;
