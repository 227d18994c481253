//! What is wrong today. Each entry must still meet something, so that the list only grows shorter.

use super::Violation;
use super::checks::Kind;

/// Violations that are put up with until what they are about is built anew.
pub struct Known {
    /// Beginnings of the names of screens.
    screens: &'static [&'static str],
    kind: Kind,
    /// A part of what the violation says; empty: whatever it says.
    part: &'static str,
    /// Only where the window has fewer points than this across.
    narrower: f32,
    pub reason: &'static str,
}

pub const KNOWN: &[Known] = &[];

impl Known {
    pub fn meets(&self, violation: &Violation) -> bool {
        self.kind == violation.fault.kind
            && self
                .screens
                .iter()
                .any(|it| violation.screen.starts_with(it))
            && violation.fault.what.contains(self.part)
            && violation.case.points().x < self.narrower
    }
}

/// What is in the list and no longer violated.
pub fn gone(violations: &[&Violation]) -> Vec<&'static str> {
    let is_gone = |known: &&Known| !violations.iter().any(|it| known.meets(it));
    KNOWN.iter().filter(is_gone).map(|it| it.reason).collect()
}
