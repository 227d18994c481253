//! What the platform says of invoices beside their pictures: which bill gave them, their kind, what OCR read, and what the
//! platform holds against them.

use std::sync::Arc;

use crate::engine::{EngineEvent, Failure};
use crate::model::{
    BillContents, BillKey, InvoiceId, InvoiceNr, InvoiceType, Particulars, RiskTag,
};

use super::Library;

/// Why there are no fields of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldsTrouble {
    /// The platform has none for it, whatever kind it is taken for.
    Unknown,
    /// The platform could not be asked.
    Failed(Arc<Failure>),
}

impl Library {
    /// Takes in what the background says beside pictures.
    pub(super) fn learn_particulars(&mut self, event: &EngineEvent) {
        match event {
            EngineEvent::FieldsCame(came) => {
                for (nr, fields) in came {
                    self.change_particulars(*nr, |it| {
                        it.kind = Some(fields.kind.clone());
                        it.fields = Some(Arc::clone(fields));
                    });
                    self.set_trouble(*nr, None);
                }
            }
            EngineEvent::FieldsUnknown(invoices) => {
                for &nr in invoices {
                    self.set_trouble(nr, Some(FieldsTrouble::Unknown));
                }
            }
            EngineEvent::FieldsFailed { invoices, failure } => {
                for &nr in invoices {
                    let trouble = FieldsTrouble::Failed(Arc::clone(failure));
                    self.set_trouble(nr, Some(trouble));
                }
            }
            EngineEvent::RiskTags(tags) => {
                for (id, tags) in tags {
                    self.tagged(id, tags);
                }
            }
            EngineEvent::BillsResolved(bills) => {
                for bill in bills {
                    self.know_bill(bill);
                }
            }
            _ => {}
        }
    }

    /// Says of those of the bill's invoices that are here which bill gave them, and of what kind they are. One that two
    /// bills have stays with the first.
    pub fn know_bill(&mut self, contents: &BillContents) {
        for invoice in &contents.invoices {
            let Some(nr) = self.number_of(&invoice.id) else {
                continue;
            };
            self.change_particulars(nr, |it| {
                it.bill.get_or_insert_with(|| contents.bill.clone());
                if it.kind.is_none() {
                    it.kind.clone_from(&invoice.kind);
                }
            });
        }
    }

    /// What was known of an invoice from an earlier start, where nothing newer is.
    pub(super) fn restore_particulars(&mut self, nr: InvoiceNr, earlier: &Particulars) {
        self.change_particulars(nr, |it| {
            let Particulars {
                bill,
                kind,
                fields,
                risk_tags,
            } = earlier.clone();
            it.bill = it.bill.take().or(bill);
            it.kind = it.kind.take().or(kind);
            it.fields = it.fields.take().or(fields);
            it.risk_tags = it.risk_tags.take().or(risk_tags);
        });
    }

    /// The kinds that are known, for a background that was started anew.
    pub fn known_types(&self) -> Vec<(InvoiceNr, InvoiceType)> {
        let kinds = self.numbers().zip(self.entries());
        let kinds = kinds.filter_map(|(nr, entry)| Some((nr, entry.particulars.kind.clone()?)));
        kinds.collect()
    }

    /// Whether what OCR read of it is still to be asked for.
    pub fn wants_fields(&self, nr: InvoiceNr) -> bool {
        let entry = self.get(nr);
        entry.is_some_and(|it| it.particulars.fields.is_none() && it.fields_trouble.is_none())
    }

    /// Has the fields of these asked for again.
    pub fn ask_fields_again(&mut self, numbers: &[InvoiceNr]) {
        for &nr in numbers {
            self.set_trouble(nr, None);
        }
    }

    /// The bills that gave invoices, each once, in the order of their first one.
    pub fn bills(&self) -> Vec<&BillKey> {
        let mut seen = std::collections::HashSet::new();
        let bills = self
            .entries()
            .iter()
            .filter_map(|it| it.particulars.bill.as_ref());
        bills.filter(|bill| seen.insert(*bill)).collect()
    }

    fn tagged(&mut self, id: &InvoiceId, tags: &Arc<[RiskTag]>) {
        if let Some(nr) = self.number_of(id) {
            self.change_particulars(nr, |it| it.risk_tags = Some(Arc::clone(tags)));
        }
    }

    fn set_trouble(&mut self, nr: InvoiceNr, trouble: Option<FieldsTrouble>) {
        if let Some(entry) = self.entries.get_mut(nr.index()) {
            entry.fields_trouble = trouble;
        }
    }

    fn change_particulars(&mut self, nr: InvoiceNr, change: impl FnOnce(&mut Particulars)) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        let before = entry.particulars.clone();
        let was_suspicious = entry.is_suspicious();
        change(&mut entry.particulars);
        if entry.particulars == before {
            return;
        }
        let is_suspicious = entry.is_suspicious();
        self.with_findings += usize::from(is_suspicious);
        self.with_findings -= usize::from(was_suspicious);
        self.changes.located += u64::from(is_suspicious != was_suspicious);
        self.generation += 1;
        self.log_change(nr);
        self.newly_learned.push(nr);
        self.facets_changed(nr);
    }
}
