//! Pure data: what an invoice is, what is known of its picture and what a user may paste.
//! Knows geometry; knows no network, no pixels and no window.

mod claim;
mod coded;
mod event;
mod finding;
#[cfg(test)]
pub(crate) mod fixtures;
mod history;
mod id;
mod invoice;
mod learned;
mod locate;
mod media_type;
mod original;
mod original_files;
pub mod paste;
pub mod region;
mod ticket;
mod verdict;

pub(crate) use coded::coded;

pub use claim::{Shared, claim_findings, shared_areas};
pub use event::{
    Accepted, Deed, Event, EventId, JudgedOn, Sample, Stamp, UnreadableDeed, batch_of,
};
pub use finding::{Finding, FindingCode, Severity};
pub use history::{History, Turn};
pub use id::{InvalidId, InvoiceId, InvoiceNr};
pub use invoice::{Invoice, PageKey, PictureFacts, PictureKey};
pub use learned::Learned;
pub use locate::{Located, PageSurvey, Reading, Sibling};
pub use media_type::MediaType;
pub use original_files::OriginalFiles;
pub use ticket::{Judgement, TicketState};
pub use verdict::{Reason, Verdict};
