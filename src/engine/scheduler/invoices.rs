//! The table of invoices, and which of them still need the platform's answer.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::jobs::PictureNr;
use crate::model::{Invoice, InvoiceId, InvoiceNr};

/// Where the question for an invoice's link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// To be asked; in the set of those waiting.
    Waiting,
    /// In a call, or in one that is tried again later.
    Asked,
    /// In a call that is made once more when all else is done.
    PutOff,
    Answered,
    NotFound,
    Failed,
}

#[derive(Debug)]
pub(super) struct InvoiceEntry {
    pub id: InvoiceId,
    pub asking: Asking,
    /// The platform's newest answer.
    pub invoice: Option<Arc<Invoice>>,
    pub picture: Option<PictureNr>,
    /// The window has the thumbnail's pixels.
    pub held: bool,
}

#[derive(Debug, Default)]
pub(super) struct Invoices {
    entries: Vec<InvoiceEntry>,
    waiting: BTreeSet<InvoiceNr>,
    /// How many are [`Asking::Asked`].
    asked: usize,
}

impl Invoices {
    /// `false`, and nothing done, where `first` is not the next number.
    pub fn add(&mut self, first: InvoiceNr, ids: Vec<InvoiceId>) -> bool {
        if first.index() != self.entries.len() {
            return false;
        }
        self.entries.extend(ids.into_iter().map(|id| InvoiceEntry {
            id,
            asking: Asking::Waiting,
            invoice: None,
            picture: None,
            held: false,
        }));
        let added = first.index()..self.entries.len();
        // Sorted input: the set is built in one go.
        let mut added: BTreeSet<_> = added.map(InvoiceNr::from_index).collect();
        self.waiting.append(&mut added);
        true
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn get(&self, nr: InvoiceNr) -> Option<&InvoiceEntry> {
        self.entries.get(nr.index())
    }

    pub fn get_mut(&mut self, nr: InvoiceNr) -> Option<&mut InvoiceEntry> {
        self.entries.get_mut(nr.index())
    }

    /// How many are to be asked for.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many answers are awaited.
    pub fn asked(&self) -> usize {
        self.asked
    }

    /// Puts the invoice among those to be asked for.
    pub fn wait(&mut self, nr: InvoiceNr) {
        self.set(nr, Asking::Waiting);
    }

    /// Takes the invoice out of those to be asked for, if it is one of them.
    pub fn take_waiting(&mut self, nr: InvoiceNr) -> bool {
        let is_waiting = self.waiting.contains(&nr);
        if is_waiting {
            self.set(nr, Asking::Asked);
        }
        is_waiting
    }

    /// Takes the first by number out of those to be asked for.
    pub fn take_first_waiting(&mut self) -> Option<InvoiceNr> {
        let nr = *self.waiting.first()?;
        self.set(nr, Asking::Asked);
        Some(nr)
    }

    /// The one place that changes where a question stands, so that set and count stay right.
    pub fn set(&mut self, nr: InvoiceNr, asking: Asking) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        match entry.asking {
            Asking::Waiting => {
                self.waiting.remove(&nr);
            }
            Asking::Asked => self.asked -= 1,
            Asking::PutOff | Asking::Answered | Asking::NotFound | Asking::Failed => {}
        }
        match asking {
            Asking::Waiting => {
                self.waiting.insert(nr);
            }
            Asking::Asked => self.asked += 1,
            Asking::PutOff | Asking::Answered | Asking::NotFound | Asking::Failed => {}
        }
        entry.asking = asking;
    }
}
