//! A blind second review: which tickets are judged twice, and what came of one that was.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{InvoiceId, Judgement, Verdict};

/// Which tickets of a review get a second verdict, by somebody who is not shown the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum SecondReview {
    /// No more than there are by now.
    #[default]
    Nothing,
    All,
    /// A part, which its seed draws again.
    Share {
        percent: u8,
        seed: u64,
        /// In the order in which they were drawn.
        invoices: Vec<InvoiceId>,
    },
    /// Those that are judged wrong.
    Wrong,
}

impl SecondReview {
    /// The name in databases and reports.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::All => "all",
            Self::Share { .. } => "share",
            Self::Wrong => "wrong",
        }
    }
}

/// Two verdicts on one ticket that were given without knowledge of each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinions {
    /// As it was when the second was given, whatever becomes of it later.
    pub first: Arc<Judgement>,
    pub second: Arc<Judgement>,
    /// Whether a third person decided what stands.
    pub is_settled: bool,
}

impl Opinions {
    /// Whether both say the same, whatever reason they give.
    pub fn agree(&self) -> bool {
        self.first.verdict.code() == self.second.verdict.code()
    }

    /// Whether both say that it is wrong, and not the same of what.
    pub fn differ_in_reason(&self) -> bool {
        self.agree() && self.first.verdict != self.second.verdict
    }

    /// Whether a third person is to decide.
    pub fn is_open(&self) -> bool {
        !self.agree() && !self.is_settled
    }

    /// Whether this reviewer gave one of them.
    pub fn is_by(&self, reviewer: &str) -> bool {
        *self.first.reviewer == *reviewer || *self.second.reviewer == *reviewer
    }

    /// Both verdicts, the first one first.
    pub fn verdicts(&self) -> (&Verdict, &Verdict) {
        (&self.first.verdict, &self.second.verdict)
    }
}
