//! What others said of an invoice and is not shown here, as somebody is to judge it without knowing.

use std::sync::Arc;

use crate::model::{InvoiceNr, TicketState};

use super::Library;

impl Library {
    /// Shows this instead of what is true of it.
    pub fn hide(&mut self, nr: InvoiceNr, shown: TicketState, truth: TicketState) {
        self.judge(nr, shown);
        if let Some(entry) = self.entries.get_mut(nr.index()) {
            entry.behind = Some(Arc::new(truth));
        }
    }

    /// Others are judged a second time than before, or something came of test tickets: figures are to be made anew.
    pub fn asked_anew(&mut self) {
        self.generation += 1;
    }

    /// Of how many invoices something is not shown.
    pub fn count_hidden(&self) -> usize {
        let hidden = self.entries.iter().filter(|it| it.behind.is_some());
        hidden.count()
    }
}
