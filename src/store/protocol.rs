//! What is asked of the store's thread, and what it says.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{Event, EventId, InvoiceId, Learned, Stamp};

use super::parting::{Parted, Parting};
use super::record::{Contents, Record};
use super::salvage::Recovered;
use super::{Access, Board, Collided, DatabaseRequest, Judge, ReviewAddress, StoreError, Unheard};

/// Which review is wanted.
#[derive(Clone, Debug)]
pub enum OpenRequest {
    /// The one about these IDs of this platform, gone on with where there is one and it is wanted; else a new one.
    List {
        folder: PathBuf,
        platform: String,
        ids: Vec<InvoiceId>,
        /// Whether a new one is made though there is one.
        anew: bool,
        stamp: Stamp,
        reviewer: Arc<str>,
    },
    /// This file.
    File(PathBuf),
    /// A team's review.
    Database(Box<DatabaseRequest>),
}

/// What is to be kept.
#[derive(Debug)]
pub enum Order {
    Append(Box<Record>),
    Learn(Vec<(InvoiceId, Learned)>),
    Place(String),
    Intake(String),
    Part(Parting),
    /// Hold so many tickets of a team's review, whole pages at a time.
    Claim(usize),
    /// What becomes of what this reviewer said in vain is decided.
    Decided(EventId),
}

/// A review that was opened.
#[derive(Debug)]
pub struct Opened {
    pub at: ReviewAddress,
    pub access: Access,
    /// Whether it was there before.
    pub is_known: bool,
    /// It was damaged, and this is what became of it.
    pub recovered: Option<Recovered>,
    /// Damaged files in the folder that may be about the same list.
    pub passed_over: Vec<PathBuf>,
    /// Files of the folder of which nothing could be read, under the names that they have now.
    pub set_aside: Vec<PathBuf>,
    /// Who does here what is done, where that is not a name that somebody typed.
    pub judge: Option<Judge>,
    pub contents: Contents,
}

/// What became of an order.
#[derive(Debug)]
pub enum StoreAnswer {
    Opened(Result<Box<Opened>, StoreError>),
    /// This event would survive a power cut.
    Saved(EventId),
    /// This event is on this machine, and would survive the window; the server has it not yet.
    SavedHere(EventId),
    /// So many events that an earlier window left on this machine are with the server now.
    SentLater(usize),
    /// Nothing is written at the moment; it is tried again by itself.
    NotSaved(StoreError),
    /// Whether the server of a team's review does not answer: what others do is not known meanwhile.
    Away(bool),
    /// Somebody else was there first: this event changes nothing.
    Collided(Box<Collided>),
    /// What this reviewer said in vain and has not decided about.
    Unheard(Vec<Unheard>),
    /// What others did to the review, or what a merge brought.
    Followed(Vec<Event>),
    /// Who holds what of a team's review.
    Board(Box<Board>),
    /// What a merge brought of what is known of invoices.
    Learned(Vec<(InvoiceId, Learned)>),
    /// The review was split, or another file merged into it; or it could not be.
    Parted(Box<Parted>),
    /// The other window was closed: this one writes from now on.
    TookOver,
    /// Daily copies could not be read; they have these names now, and what can be copied is copied again.
    CopiesSetAside(Vec<PathBuf>),
}
