//! What goes into a review file and what comes out of it.

use std::sync::Arc;

use crate::model::{Deed, Event, History, InvoiceId, Learned, Stamp, TicketState};

/// An event with what is true afterwards of the invoices that it changes; both are written together or not at all.
#[derive(Clone, Debug)]
pub struct Record {
    pub event: Event,
    pub states: Vec<(InvoiceId, TicketState)>,
}

impl Record {
    /// These IDs belong to the review from now on.
    pub fn of_ids(ids: Vec<InvoiceId>, stamp: Stamp, reviewer: Arc<str>) -> Self {
        Self {
            event: Event {
                stamp,
                reviewer,
                invoice: None,
                base: None,
                deed: Deed::Ids(ids),
            },
            states: Vec::new(),
        }
    }
}

/// What a review is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Address prefix of the platform that its IDs are from.
    pub platform: String,
    /// Where the reviewer was, as the window wrote it; empty: nowhere yet.
    pub place: String,
    /// What of its lists is no invoice of its own, as the window wrote it; empty: not known.
    pub intake: String,
}

/// All that a review file says, as of its opening.
#[derive(Debug, Default)]
pub struct Contents {
    pub header: Header,
    /// In the order in which they were added.
    pub ids: Vec<InvoiceId>,
    /// Of those to which something was done.
    pub states: Vec<(InvoiceId, TicketState)>,
    pub learned: Vec<(InvoiceId, Learned)>,
    pub history: History,
    /// How far the events go that all this follows from.
    pub newest: i64,
    /// So many events of a team's database say nothing that their kind has to say, and are passed over.
    pub unreadable: usize,
}
