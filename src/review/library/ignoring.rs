//! Kinds of findings that say nothing in this review, and those that are not heeded in any.

use std::sync::Arc;

use crate::model::{FindingSet, Heeded};

use super::{Entry, Library};

impl Library {
    pub fn ignored(&self) -> FindingSet {
        self.ignored
    }

    /// Leaves these kinds out of account from now on, and no others.
    pub fn ignore(&mut self, kinds: FindingSet) {
        if std::mem::replace(&mut self.ignored, kinds) == kinds {
            return;
        }
        self.weigh_anew(|entry| entry.ignored = kinds);
    }

    pub fn heeded(&self) -> &Heeded {
        &self.heeded
    }

    /// Leaves out of findings what is not heeded from now on, and nothing else.
    pub fn heed(&mut self, heeded: Heeded) {
        if *self.heeded == heeded {
            return;
        }
        self.heeded = Arc::new(heeded);
        let heeded = Arc::clone(&self.heeded);
        self.weigh_anew(|entry| entry.heeded = Arc::clone(&heeded));
    }

    fn weigh_anew(&mut self, change: impl Fn(&mut Entry)) {
        self.with_findings = 0;
        for nr in self.numbers() {
            let entry = &mut self.entries[nr.index()];
            change(entry);
            self.with_findings += usize::from(entry.is_suspicious());
            self.facets_changed(nr);
        }
        // Orders by what is worst may be others.
        self.changes.located += 1;
        self.generation += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Answer, EngineEvent};
    use crate::model::{FindingCode, InvoiceNr};
    use crate::review::Filter;
    use crate::review::fixtures::{facts, invoice, library_of};

    #[test]
    fn what_is_switched_off_counts_nowhere_and_comes_back() {
        let mut library = library_of((0..2).map(|nr| format!("ID01test{nr:04}")));
        for nr in 0..2 {
            let region = [1900.0, 0.0, 2500.0, 600.0];
            let answer = Answer::Found(invoice(nr, &format!("{nr}.jpg"), region).into());
            library.apply(&EngineEvent::Answered(vec![(InvoiceNr(nr), answer)]));
            library.apply(&EngineEvent::Thumbnail {
                invoices: vec![InvoiceNr(nr)],
                facts: facts(),
                raster: None,
            });
        }
        let code = FindingCode::RegionBeyondPicture;
        let of_kind = Filter::Finding(code);
        assert_eq!(
            (library.count_with_findings(), of_kind.count(&library)),
            (2, 2)
        );
        let before = library.located_anew();
        let off = Heeded {
            off: [code].into_iter().collect(),
            ..Heeded::default()
        };
        library.heed(off);
        assert_eq!(
            (library.count_with_findings(), of_kind.count(&library)),
            (0, 0)
        );
        assert!(
            library.located_anew() > before,
            "the order may be another one"
        );
        library.add(vec![
            crate::model::InvoiceId::new("ID01test0009").expect("an ID"),
        ]);
        let added = library.get(InvoiceNr(2)).expect("it was added");
        assert!(added.heeded.off.has(code));
        library.heed(Heeded::default());
        assert_eq!(
            (library.count_with_findings(), of_kind.count(&library)),
            (2, 2)
        );
    }
}
