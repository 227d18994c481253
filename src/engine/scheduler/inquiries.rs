//! What is asked of the platform beside links: bills, fields, tags, attachments. None of it ever holds up a picture.

use std::sync::Arc;

use super::Scheduler;
use crate::engine::{EngineEvent, Failure, FailureKind};
use crate::model::{BillKey, InvoiceNr, InvoiceType};

fn not_asked() -> Arc<Failure> {
    Arc::new(Failure::new(FailureKind::NotPermitted, ""))
}

impl Scheduler {
    pub fn resolve_bills(&mut self, bills: Vec<BillKey>) {
        let failure = not_asked();
        self.events
            .push(EngineEvent::BillsFailed { bills, failure });
    }

    pub fn know_types(&mut self, types: Vec<(InvoiceNr, InvoiceType)>) {
        self.ask_fields(types.into_iter().map(|(nr, _)| nr).collect());
    }

    pub fn ask_fields(&mut self, invoices: Vec<InvoiceNr>) {
        let failure = not_asked();
        self.events
            .push(EngineEvent::FieldsFailed { invoices, failure });
    }

    pub fn use_attachments(&mut self, of: Vec<(InvoiceNr, BillKey)>) {
        let (invoices, failure) = (of.into_iter().map(|(nr, _)| nr).collect(), not_asked());
        self.events
            .push(EngineEvent::AttachmentsFailed { invoices, failure });
    }
}
