//! What of a pasted list became no invoice of its own: kept with the review, so that its books close another day too.

use serde::{Deserialize, Serialize};

use super::{PasteReport, Reject};
use crate::model::BillKey;

/// What of a list became no invoice of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Intake {
    pub repeated_count: usize,
    pub rejected_count: usize,
    /// The first of them.
    pub repeated: Vec<Reject>,
    pub rejected: Vec<Reject>,
    /// Bills that were asked for.
    pub bills: Vec<BillKey>,
    /// Those of them of which the platform knows no invoice.
    pub empty_bills: Vec<BillKey>,
    /// Those that the platform could not be asked about, or not yet.
    pub failed_bills: Vec<BillKey>,
}

impl Intake {
    pub fn of(report: &PasteReport) -> Self {
        let mut intake = Self::default();
        intake.add(report, 0);
        intake
    }

    /// `known`: how many of its IDs were there already.
    pub fn add(&mut self, report: &PasteReport, known: usize) {
        self.repeated_count += report.repeated_count + known;
        self.rejected_count += report.rejected_count;
        self.repeated.extend(report.repeated.iter().cloned());
        self.rejected.extend(report.rejected.iter().cloned());
    }

    /// Repeated pieces, and those that gave no ID.
    pub fn counts(&self) -> (usize, usize) {
        (self.repeated_count, self.rejected_count)
    }

    /// As a review keeps it; `None` where nothing was kept, or nothing that can be read.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_read_as_it_was_written() {
        let report = PasteReport::parse("ID01test0001\nID01test0001\nx?!1\n");
        let intake = Intake::of(&report);
        assert_eq!(intake.counts(), (1, 1));
        assert_eq!(Intake::read(&intake.to_text()), Some(intake));
        assert_eq!(Intake::read(""), None);
    }
}
