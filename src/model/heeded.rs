//! Which findings a person heeds at all: kinds that are switched off, and how much it takes of the others.

use std::collections::BTreeMap;

use super::{Finding, FindingCode, FindingSet};

/// What is left out wherever findings are shown or counted. Nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heeded {
    pub off: FindingSet,
    /// The least number that a finding has to be about, by its kind.
    pub least: BTreeMap<FindingCode, u32>,
}

impl Heeded {
    pub fn takes(&self, finding: &Finding) -> bool {
        if self.off.has(finding.code) {
            return false;
        }
        // A finding that is about no number is never too little.
        let least = self.least.get(&finding.code);
        least.is_none_or(|least| finding.amount().is_none_or(|amount| amount >= *least))
    }
}

impl Finding {
    /// The number that it is about, where it can be too little to matter.
    fn amount(&self) -> Option<u32> {
        if self.code.thresholds().is_empty() {
            return None;
        }
        let digits: String = self
            .subject
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().ok()
    }
}

impl FindingCode {
    /// From which number on it may be heeded, the program's own choice first; none where it is about no number.
    pub fn thresholds(self) -> &'static [u32] {
        match self {
            // Lines of print in no region.
            Self::TextUnclaimed => &[1, 2, 3, 5, 10],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_little_or_switched_off_is_left_out() {
        let mut heeded = Heeded::default();
        let lines = |count: &str| Finding::about(FindingCode::TextUnclaimed, count);
        assert!(heeded.takes(&lines("1")));
        heeded.least.insert(FindingCode::TextUnclaimed, 3);
        assert!(!heeded.takes(&lines("2")));
        assert!(heeded.takes(&lines("3")));
        assert!(heeded.takes(&lines("")), "it does not say how many");
        let overlap = Finding::about(FindingCode::RegionOverlaps, "2, 3");
        heeded.least.insert(FindingCode::RegionOverlaps, 9);
        assert!(heeded.takes(&overlap), "positions are no amount");
        heeded.off.set(FindingCode::RegionOverlaps, true);
        assert!(!heeded.takes(&overlap));
    }

    #[test]
    fn thresholds_rise_from_the_programs_own() {
        for code in FindingCode::ALL {
            assert!(code.thresholds().is_sorted(), "{code:?}");
        }
    }
}
