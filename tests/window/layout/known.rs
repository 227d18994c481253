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

const ANY: f32 = f32::INFINITY;

pub const KNOWN: &[Known] = &[
    Known {
        screens: &["start, notice", "grid, notice", "viewer, notice"],
        kind: Kind::Moved,
        part: "",
        narrower: ANY,
        reason: "a notice pushes down what is below it",
    },
    Known {
        screens: &["grid", "viewer"],
        kind: Kind::Overlap,
        part: "",
        narrower: 961.0,
        reason: "buttons of the bars run into each other below 961 points",
    },
    Known {
        screens: &["grid", "viewer"],
        kind: Kind::Texts,
        part: "",
        narrower: 961.0,
        reason: "texts of the bars run into each other below 961 points",
    },
    Known {
        screens: &["grid"],
        kind: Kind::Overlap,
        part: "gone0001",
        narrower: ANY,
        reason: "“try again” hangs over the edge of its tile",
    },
    Known {
        screens: &["viewer, data"],
        kind: Kind::Texts,
        part: "",
        narrower: ANY,
        reason: "names of the totals of an XML invoice are written over each other",
    },
    Known {
        screens: &["viewer, token refused"],
        kind: Kind::Ticket,
        part: "",
        narrower: ANY,
        reason: "the question for a token takes the ticket's room",
    },
    Known {
        screens: &["grid", "viewer"],
        kind: Kind::Reach,
        part: "beside",
        narrower: 641.0,
        reason: "details and filters stay open in the smallest windows",
    },
    Known {
        screens: &["start"],
        kind: Kind::Outside,
        part: "",
        narrower: 513.0,
        reason: "the start page is wider than the smallest windows",
    },
    Known {
        screens: &["start, notice"],
        kind: Kind::Texts,
        part: "",
        narrower: 641.0,
        reason: "a long notice on the start page runs under its button",
    },
    Known {
        screens: &["grid, keys", "viewer, keys"],
        kind: Kind::Outside,
        part: "",
        narrower: 721.0,
        reason: "the sheet of keys is wider than windows of 720 points",
    },
    Known {
        screens: &["grid, token refused"],
        kind: Kind::Outside,
        part: "",
        narrower: 513.0,
        reason: "the question for a token pushes the bar out of the smallest windows",
    },
    Known {
        screens: &["viewer, token refused"],
        kind: Kind::Cut,
        part: "",
        narrower: 1025.0,
        reason: "the question for a token pushes edge spots below the ticket's place",
    },
    Known {
        screens: &["viewer, token refused"],
        kind: Kind::Outside,
        part: "",
        narrower: 961.0,
        reason: "the question for a token pushes edge spots out of the window",
    },
    Known {
        screens: &["viewer"],
        kind: Kind::Cut,
        part: "",
        narrower: 721.0,
        reason: "edge spots, plates and what failed are cut off below 720 points",
    },
];

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
