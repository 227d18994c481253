//! What the last key did or could not do, as it is said beside the verdicts until the next one.

use std::sync::Arc;

use crate::model::{FindingCode, InvoiceId, Part};
use crate::store::Access;

use super::RegionWord;

/// What is said beside the verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A verdict on what is not shown yet.
    NotShownYet,
    /// There is no region that could be correct.
    CannotBeCorrect,
    /// Nothing is left to be judged in this list.
    AllJudged,
    /// The same, when a key that was meant for one more came: it changes nothing until it comes again.
    LastJudged(InvoiceId),
    /// The review may only be looked at.
    OnlyToLookAt(Access),
    /// Somebody else is at it: it is theirs until they give it back.
    HeldBy(Arc<str>),
    /// One's own are done; the next are being handed out.
    NextBatch,
    /// So many are left, and others are at all of them.
    RestWithOthers(usize),
    /// In a second review nothing but a verdict is given: the rest stands where it cannot be seen.
    VerdictsOnly,
    /// Two disagree about it: a third person is to settle it.
    ToSettle,
    /// It was settled: nobody but who settles can change that.
    Settled,
    /// It was a test ticket, which is only looked at again.
    TestOver,
    /// Nothing is left to settle.
    AllSettled,
    Undone(InvoiceId, Part),
    Redone(InvoiceId, Part),
    /// Of a selection or a screen, so many.
    UndoneMany(usize),
    RedoneMany(usize),
    /// So many of a selection were judged; the others could not be.
    Many {
        judged: usize,
        left_out: usize,
        /// Of those that were called correct, how many have a corrected region, which stays.
        corrected: usize,
    },
    /// So many of a screen were accepted as correct; the others could not be.
    Accepted {
        accepted: usize,
        left_out: usize,
    },
    NothingToUndo,
    NothingToRedo,
    /// OCR read nothing of it, or nobody said yet what it read.
    NoFields,
    /// What was called correct has a corrected region, which stays.
    CorrectButCorrected(InvoiceId),
    /// This kind of finding says nothing in this review, or says something again.
    Ignoring {
        finding: FindingCode,
        is_ignored: bool,
    },
    Region(RegionWord),
}
