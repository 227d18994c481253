//! Bills to be resolved, and what the platform holds against the invoices of those that are named by ID.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::Scheduler;
use crate::engine::EngineEvent;
use crate::engine::inquiry::Inquiry;
use crate::model::{BillContents, BillKey, InvoiceId, RiskTag};
use crate::platform::MAX_IDS_PER_CALL;

/// What is to be asked of bills.
#[derive(Debug, Default)]
pub(super) struct BillDesk {
    to_resolve: VecDeque<BillKey>,
    /// Those whose tags are to be asked for.
    to_tag: VecDeque<BillKey>,
    /// The invoices of those and of the ones that are being asked for.
    invoices: HashMap<BillKey, Vec<InvoiceId>>,
}

impl BillDesk {
    pub fn is_waiting(&self) -> bool {
        !self.to_resolve.is_empty() || !self.to_tag.is_empty()
    }

    pub fn forget_tags(&mut self, bills: &[BillKey]) {
        for bill in bills {
            self.invoices.remove(bill);
        }
    }
}

impl Scheduler {
    /// Asks which invoices these bills have.
    pub fn resolve_bills(&mut self, bills: Vec<BillKey>) {
        self.bills.to_resolve.extend(bills);
        if self.blocked.is_some() {
            self.announce();
        }
    }

    /// Of one way of naming at a time, as the call takes no other.
    pub(super) fn next_bills(&mut self) -> Option<Inquiry> {
        let waiting = &mut self.bills.to_resolve;
        let are_ids = waiting.front()?.is_id();
        let mut chunk = Vec::new();
        waiting.retain(|bill| {
            let is_taken = bill.is_id() == are_ids && chunk.len() < MAX_IDS_PER_CALL;
            if is_taken {
                chunk.push(bill.clone());
            }
            !is_taken
        });
        Some(Inquiry::Bills(chunk))
    }

    pub(super) fn bills_resolved(&mut self, asked: Vec<BillKey>, found: Vec<BillContents>) {
        for contents in &found {
            for invoice in &contents.invoices {
                if let Some(kind) = &invoice.kind {
                    self.fields.know(invoice.id.clone(), kind.clone());
                }
            }
            if contents.bill.is_id() {
                let ids = contents.invoices.iter().map(|it| it.id.clone());
                self.bills
                    .invoices
                    .insert(contents.bill.clone(), ids.collect());
                self.bills.to_tag.push_back(contents.bill.clone());
            }
        }
        let is_empty = |bill: &BillKey| found.iter().all(|it| it.bill != *bill);
        let empty: Vec<BillKey> = asked.into_iter().filter(is_empty).collect();
        if !found.is_empty() {
            self.events.push(EngineEvent::BillsResolved(found));
        }
        if !empty.is_empty() {
            self.events.push(EngineEvent::BillsEmpty(empty));
        }
    }

    pub(super) fn next_risk_tags(&mut self) -> Option<Inquiry> {
        let waiting = &mut self.bills.to_tag;
        let count = waiting.len().min(MAX_IDS_PER_CALL);
        let chunk: Vec<BillKey> = waiting.drain(..count).collect();
        (!chunk.is_empty()).then_some(Inquiry::RiskTags(chunk))
    }

    /// Says it of all invoices of these bills, so that nothing held against one is known too.
    pub(super) fn tags_came(&mut self, asked: &[BillKey], found: &[(InvoiceId, Vec<RiskTag>)]) {
        let tags: HashMap<&InvoiceId, &Vec<RiskTag>> =
            found.iter().map(|(id, tags)| (id, tags)).collect();
        let none: Arc<[RiskTag]> = Arc::default();
        let invoices = asked
            .iter()
            .filter_map(|bill| self.bills.invoices.remove(bill));
        let told = invoices.flatten().map(|id| {
            let own = tags.get(&id).map(|tags| tags.as_slice().into());
            (id, own.unwrap_or_else(|| Arc::clone(&none)))
        });
        let told: Vec<(InvoiceId, Arc<[RiskTag]>)> = told.collect();
        if !told.is_empty() {
            self.events.push(EngineEvent::RiskTags(told));
        }
    }
}
