//! Which findings a person heeds at all: kinds that are switched off, and how much it takes of the others.

use std::collections::BTreeMap;

use super::{Finding, FindingCode, FindingSet};

/// What is left out wherever findings are shown or counted. Nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heeded {
    pub off: FindingSet,
    /// The number that a finding has to reach, or to stay below, by its kind: see [`FindingCode::threshold`].
    pub limits: BTreeMap<FindingCode, u32>,
}

impl Heeded {
    pub fn takes(&self, finding: &Finding) -> bool {
        if self.off.has(finding.code) {
            return false;
        }
        let limit = self.limits.get(&finding.code);
        let Some((limit, threshold)) = limit.zip(finding.code.threshold()) else {
            return true;
        };
        // A finding that is about no number is never too little.
        finding.amount().is_none_or(|amount| match threshold.bound {
            Bound::From => amount >= *limit,
            Bound::Below => amount < *limit,
        })
    }
}

/// From where on a kind of finding is heeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    pub bound: Bound,
    /// What may be chosen: the program's own choice, which heeds all that are found, then what heeds fewer and fewer.
    pub steps: &'static [u32],
    pub unit: AmountUnit,
}

/// Which numbers matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    From,
    Below,
}

/// What a finding's number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountUnit {
    Count,
    Percent,
    Pixels,
}

impl AmountUnit {
    /// The number with its unit, which is written alike in both languages.
    pub fn show(self, amount: u32) -> String {
        match self {
            Self::Count => amount.to_string(),
            Self::Percent => format!("{amount} %"),
            Self::Pixels => format!("{amount} px"),
        }
    }
}

impl Finding {
    /// The number that it is about, where it can be too little to matter.
    fn amount(&self) -> Option<u32> {
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
    /// `None` where it is about no number that could be too little. The first steps are those that `review/pixels.rs` and
    /// `review/shape.rs` find anything from.
    pub fn threshold(self) -> Option<Threshold> {
        use AmountUnit::{Count, Percent, Pixels};
        use Bound::{Below, From};
        let (bound, unit, steps): (_, _, &[u32]) = match self {
            // Lines of print in no region.
            Self::TextUnclaimed => (From, Count, &[1, 2, 3, 5, 10]),
            // Marks on the border.
            Self::InkAcross => (From, Count, &[3, 5, 10, 20]),
            // Of the region's extent across the border.
            Self::MarginWide => (From, Percent, &[1, 5, 10, 20, 30]),
            Self::PaperCut => (From, Percent, &[1, 3, 5, 10, 20]),
            Self::CropDiffers => (From, Pixels, &[3, 5, 10, 20, 50]),
            // Marks in the region.
            Self::RegionNearlyEmpty => (Below, Count, &[12, 8, 4, 1]),
            Self::Blurred => (Below, Count, &[32, 25, 20, 15]),
            // Of the lightness of white.
            Self::TooDark => (Below, Percent, &[27, 20, 15, 10]),
            _ => return None,
        };
        Some(Threshold { bound, steps, unit })
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
        heeded.limits.insert(FindingCode::TextUnclaimed, 3);
        assert!(!heeded.takes(&lines("2")));
        assert!(heeded.takes(&lines("3")));
        assert!(heeded.takes(&lines("")), "it does not say how many");
        let overlap = Finding::about(FindingCode::RegionOverlaps, "2, 3");
        heeded.limits.insert(FindingCode::RegionOverlaps, 9);
        assert!(heeded.takes(&overlap), "positions are no amount");
        heeded.off.set(FindingCode::RegionOverlaps, true);
        assert!(!heeded.takes(&overlap));
    }

    #[test]
    fn what_is_about_a_side_is_measured_by_its_first_number() {
        let mut heeded = Heeded::default();
        heeded.limits.insert(FindingCode::PaperCut, 10);
        assert!(!heeded.takes(&Finding::about(FindingCode::PaperCut, "left|5")));
        assert!(heeded.takes(&Finding::about(FindingCode::PaperCut, "left|10")));
        heeded.limits.insert(FindingCode::InkAcross, 10);
        assert!(!heeded.takes(&Finding::about(FindingCode::InkAcross, "top|4|50")));
    }

    #[test]
    fn where_less_is_worse_the_number_has_to_stay_below() {
        let mut heeded = Heeded::default();
        let sharp = |of: &str| Finding::about(FindingCode::Blurred, of);
        assert!(heeded.takes(&sharp("31")));
        heeded.limits.insert(FindingCode::Blurred, 20);
        assert!(!heeded.takes(&sharp("31")) && !heeded.takes(&sharp("20")));
        assert!(heeded.takes(&sharp("19")));
    }

    #[test]
    fn each_step_heeds_less_than_the_one_before() {
        for code in FindingCode::ALL {
            let Some(threshold) = code.threshold() else {
                continue;
            };
            let heeds_less = |pair: &[u32]| match threshold.bound {
                Bound::From => pair[0] < pair[1],
                Bound::Below => pair[0] > pair[1],
            };
            assert!(threshold.steps.windows(2).all(heeds_less), "{code:?}");
        }
    }
}
