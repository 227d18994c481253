//! How far two agree who judged the same tickets without knowledge of each other.

use std::collections::HashSet;

use crate::model::{InvoiceId, Opinions, SecondReview, TicketState, Verdict};
use crate::report::{Disagreement, SecondFigures};

use super::{Entry, Judged, Library};

/// How often each pair of verdicts was given: the first one's row, the second one's column; correct, wrong, unsure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairTable(pub [[usize; 3]; 3]);

impl PairTable {
    /// One more ticket.
    pub fn count(&mut self, first: &Verdict, second: &Verdict) {
        self.0[place(first)][place(second)] += 1;
    }

    pub fn total(&self) -> usize {
        self.0.iter().flatten().sum()
    }

    pub fn agreed(&self) -> usize {
        (0..3).map(|it| self.0[it][it]).sum()
    }

    /// The share of those on which both say the same; `None` where there are none.
    pub fn agreement(&self) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| self.agreed() as f64 / total as f64)
    }

    /// Cohen's kappa: how much of the agreement is more than chance would bring about, from 1 (all of it) by way of 0 (as
    /// chance would) down. `None` where there is nothing to tell: no ticket, or both said the same of all of them.
    pub fn kappa(&self) -> Option<f64> {
        let (total, agreed) = (self.total() as f64, self.agreement()?);
        let row = |it: usize| self.0[it].iter().sum::<usize>() as f64;
        let column = |it: usize| self.0.iter().map(|row| row[it]).sum::<usize>() as f64;
        let chance: f64 = (0..3).map(|it| row(it) * column(it)).sum::<f64>() / (total * total);
        (chance < 1.0).then(|| (agreed - chance) / (1.0 - chance))
    }
}

fn place(verdict: &Verdict) -> usize {
    match verdict {
        Verdict::Correct => 0,
        Verdict::Wrong(_) => 1,
        Verdict::Unsure => 2,
    }
}

/// What came of a second review; `None` where nobody asked for one.
pub fn second_figures(library: &Library, which: Option<&SecondReview>) -> Option<SecondFigures> {
    let which = which?;
    let wanted = Asked::of(which);
    let entries = library.entries();
    let mut table = PairTable::default();
    let mut disagreements = Vec::new();
    let mut other_reasons = Vec::new();
    for (entry, opinions) in opinions(entries) {
        let (first, second) = opinions.verdicts();
        table.count(first, second);
        let list = match (opinions.agree(), opinions.differ_in_reason()) {
            (false, _) => Some(&mut disagreements),
            (true, true) => Some(&mut other_reasons),
            (true, false) => None,
        };
        if let Some(list) = list {
            let settled = entry.truth().judgement.as_ref();
            let settled = settled.filter(|_| opinions.is_settled);
            list.push(Disagreement {
                id: entry.id.clone(),
                first: first.into(),
                first_reviewer: opinions.first.reviewer.to_string(),
                second: second.into(),
                second_reviewer: opinions.second.reviewer.to_string(),
                settled: settled.map(|it| (&it.verdict).into()),
                settled_by: settled.map(|it| it.reviewer.to_string()),
            });
        }
    }
    Some(SecondFigures {
        of: which.code(),
        asked: entries.iter().filter(|it| wanted.has(it)).count(),
        judged_twice: table.total(),
        agreed: table.agreed(),
        agreement: table.agreement(),
        kappa: table.kappa(),
        pairs: table.0,
        disagreements,
        other_reasons,
    })
}

/// Those that were judged twice.
fn opinions(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Opinions)> {
    let of = |entry| {
        let entry: &Entry = entry;
        Some((entry, entry.truth().opinions.as_deref()?))
    };
    entries.iter().filter_map(of)
}

/// Which tickets get a second verdict.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    is_on: bool,
    is_of_all: bool,
    drawn: Option<HashSet<InvoiceId>>,
}

impl Asked {
    pub fn of(which: &SecondReview) -> Self {
        Self {
            is_on: *which != SecondReview::Nothing,
            is_of_all: *which == SecondReview::All,
            drawn: match which {
                SecondReview::Share { invoices, .. } => Some(invoices.iter().cloned().collect()),
                _ => None,
            },
        }
    }

    /// Whether any get one from now on.
    pub fn is_on(&self) -> bool {
        self.is_on
    }

    /// Whether one that was judged does, or has one.
    pub fn takes(&self, id: &InvoiceId, truth: &TicketState) -> bool {
        let is_wrong = matches!(truth.verdict(), Some(Verdict::Wrong(_)));
        truth.opinions.is_some()
            || match &self.drawn {
                Some(drawn) => drawn.contains(id),
                None => self.is_of_all || (self.is_on && is_wrong),
            }
    }

    /// Whether this one does, or will once it is judged.
    fn has(&self, entry: &Entry) -> bool {
        let truth = entry.truth();
        let can_be = truth.judgement.is_some() || Judged::of(entry) != Judged::Cannot;
        can_be && self.takes(&entry.id, truth)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_of_a_table_that_was_computed_by_hand() {
        // 100 tickets: agreed on 60 + 15 + 5; by chance 0.7·0.65 + 0.22·0.25 + 0.08·0.10 = 0.518.
        let table = PairTable([[60, 8, 2], [4, 15, 3], [1, 2, 5]]);
        assert_eq!((table.total(), table.agreed()), (100, 80));
        assert_eq!(table.agreement(), Some(0.8));
        let kappa = table.kappa().expect("there is something to tell");
        assert!(
            (kappa - (0.8 - 0.518) / (1.0 - 0.518)).abs() < 1e-12,
            "{kappa}"
        );
        // Cohen's own kind of example: two categories, 0.4 as in any textbook.
        let table = PairTable([[20, 5, 0], [10, 15, 0], [0, 0, 0]]);
        assert!((table.kappa().expect("told") - 0.4).abs() < 1e-12);
    }

    #[test]
    fn where_there_is_nothing_to_tell_nothing_is_told() {
        assert_eq!(PairTable::default().agreement(), None);
        assert_eq!(PairTable::default().kappa(), None);
        let all_correct = PairTable([[9, 0, 0], [0; 3], [0; 3]]);
        assert_eq!(
            (all_correct.agreement(), all_correct.kappa()),
            (Some(1.0), None)
        );
    }

    proptest! {
        #[test]
        fn kappa_is_what_its_definition_says(pairs in prop::collection::vec((0_usize..3, 0_usize..3), 1..200)) {
            let verdicts = [Verdict::Correct, Verdict::Wrong(None), Verdict::Unsure];
            let mut table = PairTable::default();
            for &(first, second) in &pairs {
                table.count(&verdicts[first], &verdicts[second]);
            }
            let count = pairs.len() as f64;
            let agreed = pairs.iter().filter(|(a, b)| a == b).count() as f64 / count;
            // Any first verdict beside any second one, whichever ticket each is of.
            let mut alike = 0;
            for (first, _) in &pairs {
                alike += pairs.iter().filter(|(_, second)| first == second).count();
            }
            let chance = alike as f64 / (count * count);
            prop_assert_eq!(table.agreement(), Some(agreed));
            match table.kappa() {
                None => prop_assert!(alike == pairs.len() * pairs.len()),
                Some(kappa) => {
                    prop_assert!((kappa - (agreed - chance) / (1.0 - chance)).abs() < 1e-9);
                    prop_assert!(kappa <= 1.0 && (kappa < 1.0 - 1e-9) == (agreed < 1.0));
                }
            }
            // Whoever is called the first does not matter.
            let mut turned = PairTable::default();
            for &(first, second) in &pairs {
                turned.count(&verdicts[second], &verdicts[first]);
            }
            let (one, other) = (table.kappa().unwrap_or(2.0), turned.kappa().unwrap_or(2.0));
            prop_assert!((one - other).abs() < 1e-9);
        }
    }
}
