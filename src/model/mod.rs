//! Pure data: what an invoice is, what is known of its picture and what a user may paste.
//! Knows geometry; knows no network, no pixels and no window.

mod bill;
mod claim;
mod coded;
mod event;
mod field;
mod finding;
mod finding_set;
#[cfg(test)]
pub(crate) mod fixtures;
mod heeded;
mod history;
mod id;
mod invoice;
mod invoice_type;
mod learned;
mod locate;
mod look;
mod media_type;
mod original;
mod original_files;
mod page_text;
pub mod paste;
mod plain_text;
pub mod region;
mod second;
mod test_ticket;
mod ticket;
mod verdict;

pub(crate) use coded::coded;

pub use bill::{BillContents, BillInvoice, BillKey, RiskTag};
pub use claim::{Claimants, Shared, claim_findings, shared_areas};
pub use event::{
    Accepted, Deed, Event, EventId, FieldMark, Ignoring, JudgedOn, Sample, Stamp, UnreadableDeed,
    WrongField, batch_of,
};
pub use field::{
    Field, FieldCorrection, FieldName, FieldValue, Fields, MAX_VALUE_CHARS as MAX_FIELD_CHARS,
};
pub use finding::{Finding, FindingCode, Severity};
pub use finding_set::FindingSet;
pub use heeded::{AmountUnit, Bound, Heeded, Threshold};
pub use history::{History, Part, Turn};
pub use id::{InvalidId, InvoiceId, InvoiceNr};
pub use invoice::{Invoice, PageKey, PictureFacts, PictureKey};
pub use invoice_type::InvoiceType;
pub use learned::{Learned, Particulars};
pub use locate::{Located, PageSurvey, Reading, Sibling};
pub use look::{
    CELL, Codes, LIKE_BITS, Look, MAX_CODE_CHARS, MAX_CODES, MAX_LOOK_SIDE, MAX_MARKS, Mark,
    PictureCell, QrCode,
};
pub use media_type::MediaType;
pub use original_files::OriginalFiles;
pub use page_text::{MAX_LINE_CHARS, MAX_LINES, PageText, TextLine, is_line};
pub use plain_text::{MOST_CHARS, plain_line};
pub use second::{Opinions, SecondReview};
pub use test_ticket::{TestAnswer, TestBook, TestOutcome, TestTickets, Tested};
pub use ticket::{Judgement, TicketState};
pub use verdict::{Reason, Verdict};
