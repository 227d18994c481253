//! Kinds of findings that say nothing in this review.

use crate::model::FindingSet;

use super::Library;

impl Library {
    pub fn ignored(&self) -> FindingSet {
        self.ignored
    }

    /// Leaves these kinds out of account from now on, and no others.
    pub fn ignore(&mut self, kinds: FindingSet) {
        if std::mem::replace(&mut self.ignored, kinds) == kinds {
            return;
        }
        self.with_findings = 0;
        for nr in self.numbers() {
            let entry = &mut self.entries[nr.index()];
            entry.ignored = kinds;
            self.with_findings += usize::from(entry.is_suspicious());
            self.facets_changed(nr);
        }
        // Orders by what is worst may be others.
        self.changes.located += 1;
        self.generation += 1;
    }
}
