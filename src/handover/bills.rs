//! Bills in a run without a window: their invoices are added as they become known, and what was asked is counted.

use std::collections::{HashMap, HashSet};

use crate::engine::{EngineCommand, EngineEvent};
use crate::locale::Locale;
use crate::model::paste::Intake;
use crate::model::{BillContents, BillKey, InvoiceId, InvoiceNr};
use crate::report::BillsSummary;
use crate::review::Library;

use super::{Fetcher, HandoverFetchError, Watch};

/// What is still awaited beside pictures, and what bills came to.
#[derive(Debug, Default)]
pub struct Awaited {
    asked: Vec<BillKey>,
    /// Bills that were not answered yet.
    bills: HashSet<BillKey>,
    empty: HashSet<BillKey>,
    failed: HashSet<BillKey>,
    /// Invoices of bills named by ID: what the platform holds against them is to come.
    tags: HashSet<InvoiceId>,
    of_bills: HashMap<BillKey, Vec<InvoiceId>>,
    fields: HashSet<InvoiceNr>,
}

impl Awaited {
    pub(super) fn new(asked: Vec<BillKey>) -> Self {
        Self {
            bills: asked.iter().cloned().collect(),
            asked,
            ..Self::default()
        }
    }

    fn are_bills_known(&self) -> bool {
        self.bills.is_empty()
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.are_bills_known() && self.tags.is_empty() && self.fields.is_empty()
    }

    fn resolved(&mut self, contents: &BillContents) {
        self.bills.remove(&contents.bill);
        if contents.bill.is_id() {
            let ids: Vec<InvoiceId> = contents.invoices.iter().map(|it| it.id.clone()).collect();
            self.tags.extend(ids.iter().cloned());
            self.of_bills.insert(contents.bill.clone(), ids);
        }
    }

    fn settle(&mut self, bills: &[BillKey], failed: bool) {
        for bill in bills {
            self.bills.remove(bill);
            let into = if failed {
                &mut self.failed
            } else {
                &mut self.empty
            };
            into.insert(bill.clone());
        }
    }

    /// What is said of bills in the report; `None` where none were asked for.
    pub fn summary(&self) -> Option<BillsSummary> {
        let named = |of: &HashSet<BillKey>| {
            let bills = self.asked.iter().filter(|bill| of.contains(*bill));
            bills.map(ToString::to_string).collect()
        };
        (!self.asked.is_empty()).then(|| BillsSummary {
            asked: self.asked.len(),
            empty: named(&self.empty),
            failed: named(&self.failed),
        })
    }

    /// Tells of bills that gave nothing; `None` where there are none.
    pub fn sentence(&self, locale: &Locale) -> Option<String> {
        if self.empty.is_empty() && self.failed.is_empty() {
            return None;
        }
        let values = [
            ("asked", self.asked.len().into()),
            ("empty", self.empty.len().into()),
            ("failed", self.failed.len().into()),
        ];
        Some(locale.with("audit-bills", &values))
    }

    /// Counts bills that were not answered among those that could not be asked about: the run ends.
    pub(super) fn give_up(&mut self) {
        self.failed.extend(self.bills.drain());
    }

    /// Whether all was said of this invoice that was asked for beside its picture.
    pub(super) fn is_done(&self, nr: InvoiceNr, id: &InvoiceId) -> bool {
        !self.fields.contains(&nr) && !self.tags.contains(id)
    }

    /// Whether a bill could not be asked about.
    pub fn lacks_bills(&self) -> bool {
        !self.failed.is_empty()
    }
}

/// What a review's books say of bills; `None` where none were asked for.
pub fn bills_summary(intake: &Intake) -> Option<BillsSummary> {
    let named = |bills: &[BillKey]| bills.iter().map(ToString::to_string).collect();
    (!intake.bills.is_empty()).then(|| BillsSummary {
        asked: intake.bills.len(),
        empty: named(&intake.empty_bills),
        failed: named(&intake.failed_bills),
    })
}

impl Fetcher {
    /// Asks for the invoices of the bills that were given, and of what OCR read of all invoices if that is wanted.
    pub fn resolve_bills(
        &mut self,
        with_fields: bool,
        watch: &Watch,
        mut seen: impl FnMut(&Library),
    ) -> Result<(), HandoverFetchError> {
        let bills = self.awaited.asked.clone();
        if !bills.is_empty() {
            self.send(EngineCommand::ResolveBills(bills))?;
        }
        while !self.awaited.are_bills_known() {
            self.take_event(watch)?;
            seen(&self.library);
        }
        if with_fields {
            let numbers: Vec<InvoiceNr> = self.library.numbers().collect();
            self.awaited.fields = numbers.iter().copied().collect();
            self.send(EngineCommand::AskFields(numbers))?;
        }
        Ok(())
    }

    /// Takes in what an event says of bills, and adds their invoices.
    pub(super) fn hear_of_bills(&mut self, event: &EngineEvent) -> Result<(), HandoverFetchError> {
        let awaited = &mut self.awaited;
        match event {
            EngineEvent::BillsResolved(bills) => {
                for contents in bills {
                    awaited.resolved(contents);
                }
                let ids = bills.iter().flat_map(|it| &it.invoices);
                let (first, ids) = self.library.add(ids.map(|it| it.id.clone()).collect());
                for contents in bills {
                    self.library.know_bill(contents);
                }
                if !ids.is_empty() {
                    self.send(EngineCommand::Add { first, ids })?;
                }
            }
            EngineEvent::BillsEmpty(bills) => awaited.settle(bills, false),
            EngineEvent::BillsFailed { bills, .. } => awaited.settle(bills, true),
            EngineEvent::RiskTags(tags) => {
                for (id, _) in tags {
                    awaited.tags.remove(id);
                }
            }
            EngineEvent::RiskTagsFailed { bills, .. } => {
                for bill in bills {
                    for id in awaited.of_bills.remove(bill).into_iter().flatten() {
                        awaited.tags.remove(&id);
                    }
                }
            }
            EngineEvent::FieldsCame(came) => {
                for (nr, _) in came {
                    awaited.fields.remove(nr);
                }
            }
            EngineEvent::FieldsUnknown(invoices) | EngineEvent::FieldsFailed { invoices, .. } => {
                for nr in invoices {
                    awaited.fields.remove(nr);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn send(&self, command: EngineCommand) -> Result<(), HandoverFetchError> {
        self.engine
            .send(command)
            .map_err(|_full| HandoverFetchError::Silent)
    }
}
