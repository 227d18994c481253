//! A chunk: the invoices that one call asks for.

use crate::engine::jobs::TokenNr;
use crate::model::InvoiceNr;

/// Invoices asked for in one call.
#[derive(Debug)]
pub(super) struct Chunk {
    pub invoices: Vec<InvoiceNr>,
    /// Attempts that failed.
    pub failed: u32,
    /// The token that it was asked with last.
    pub token: TokenNr,
    /// Half of a chunk that the platform could not answer as a whole.
    pub is_half: bool,
    /// The next failure counts.
    pub is_last: bool,
}

impl Chunk {
    pub fn new(invoices: Vec<InvoiceNr>, token: TokenNr) -> Self {
        Self {
            invoices,
            failed: 0,
            token,
            is_half: false,
            is_last: false,
        }
    }

    /// Two halves of what one call could not answer.
    pub fn halves(mut self) -> [Self; 2] {
        let rest = self.invoices.split_off(self.invoices.len() / 2);
        let half = |invoices| Self {
            is_half: true,
            is_last: self.is_last,
            ..Self::new(invoices, self.token)
        };
        [half(self.invoices), half(rest)]
    }
}
