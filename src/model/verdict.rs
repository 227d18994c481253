//! What a reviewer decided about one invoice's region.

use serde::{Deserialize, Serialize};

/// A reviewer's decision.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The region holds the ticket, the whole ticket and nothing else.
    Correct,
    /// Something is wrong with it; `None`: the reviewer did not say what.
    Wrong(Option<Reason>),
    /// The reviewer cannot tell.
    Unsure,
}

/// What is wrong with a region.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Part of the ticket lies outside.
    CutOff,
    /// Too much lies inside: a wide margin or a neighbour.
    TooLoose,
    /// It is another ticket, or several taken for one.
    WrongTicket,
    /// It is turned, or cannot be read.
    Unreadable,
    /// In the reviewer's own words.
    Other(String),
}

impl Verdict {
    /// The name used in the report.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Wrong(_) => "wrong",
            Self::Unsure => "unsure",
        }
    }

    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Wrong(reason) => reason.as_ref(),
            Self::Correct | Self::Unsure => None,
        }
    }
}

impl Reason {
    /// Those that have a name.
    pub const NAMED: [Self; 4] = [
        Self::CutOff,
        Self::TooLoose,
        Self::WrongTicket,
        Self::Unreadable,
    ];

    /// The name used in the report; own words as they are.
    pub fn code(&self) -> &str {
        match self {
            Self::CutOff => "cut_off",
            Self::TooLoose => "too_loose",
            Self::WrongTicket => "wrong_ticket",
            Self::Unreadable => "unreadable",
            Self::Other(words) => words,
        }
    }
}
