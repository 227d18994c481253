//! What filters ask of each invoice, kept beside it as it changes, and which kinds and findings occurred so far.

use std::sync::Arc;

use crate::model::{FindingCode, InvoiceNr, MediaType, PageKey};

use super::{Entry, Facets, Library};
use crate::review::TicketType;
use crate::review::change_log::ChangeLog;

/// How often things changed that lists depend on.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// What the platform says of an invoice.
    pub described: u64,
    /// Where a region lies, and what was noticed of it.
    pub located: u64,
    /// The invoices whose facets, names or notes changed.
    log: ChangeLog,
    /// In the order in which they occurred first.
    kinds: Vec<MediaType>,
    types: Vec<TicketType>,
    findings: Vec<FindingCode>,
}

impl Library {
    /// One for each invoice.
    pub fn facets(&self) -> &[Facets] {
        &self.facets
    }

    /// The kinds of files that occurred so far: one more may be added, none changes its place.
    pub fn kinds(&self) -> &[MediaType] {
        &self.changes.kinds
    }

    /// The kinds of tickets that occurred so far, in the same way.
    pub fn types(&self) -> &[TicketType] {
        &self.changes.types
    }

    /// The findings that occurred so far, in the same way.
    pub fn findings(&self) -> &[FindingCode] {
        &self.changes.findings
    }

    /// Grows whenever an invoice is described, or described otherwise.
    pub fn described_anew(&self) -> u64 {
        self.changes.described
    }

    /// Grows whenever a region is placed, or placed otherwise.
    pub fn located_anew(&self) -> u64 {
        self.changes.located
    }

    /// A place in the changes so far: what comes from it on is asked for with [`Library::changed_since`].
    pub fn changes_end(&self) -> u64 {
        self.changes.log.end()
    }

    /// The invoices of which something changed that is filtered, counted or searched, as often as it did; new ones are not
    /// among them. `None`: too many to say.
    pub fn changed_since(&self, place: u64) -> Option<&[InvoiceNr]> {
        self.changes.log.since(place)
    }

    /// A name or a note changed, or what filters ask for.
    pub(super) fn log_change(&mut self, nr: InvoiceNr) {
        self.changes.log.add(nr, self.entries.len());
    }

    /// A long list mostly comes at once: no room is kept for as many again.
    pub(super) fn make_room(&mut self, count: usize) {
        self.entries.reserve(count);
        self.facets.reserve(count);
        self.numbers.reserve(count);
    }

    pub(super) fn push(&mut self, mut entry: Entry) {
        entry.ignored = self.ignored;
        entry.heeded = Arc::clone(&self.heeded);
        self.facets.push(Facets::of(&entry, false));
        self.entries.push(entry);
    }

    pub(super) fn facets_changed(&mut self, nr: InvoiceNr) {
        let Some(entry) = self.get(nr) else {
            return;
        };
        let facets = Facets::of(entry, self.on_same_page(nr).len() > 1);
        let before = std::mem::replace(&mut self.facets[nr.index()], facets);
        if before == facets {
            return;
        }
        self.changed += usize::from(facets.is_changed);
        self.changed -= usize::from(before.is_changed);
        self.generation += 1;
        self.log_change(nr);
        if let Some(kind) = facets.kind.filter(|it| !self.changes.kinds.contains(it)) {
            self.changes.kinds.push(kind);
        }
        let kind = facets.ticket_type;
        if let Some(kind) = kind.filter(|it| !self.changes.types.contains(it)) {
            self.changes.types.push(kind);
        }
        for code in facets.findings().codes() {
            if !self.changes.findings.contains(&code) {
                self.changes.findings.push(code);
            }
        }
    }

    /// Invoices joined a page or left it.
    pub(super) fn page_changed(&mut self, page: &PageKey) {
        // Only the second one to come, or the first to be left alone, says anything new of others.
        let page = self.pages.get(page);
        let members = page.iter().flat_map(|page| page.members.iter().take(3));
        let members: Vec<InvoiceNr> = members.copied().collect();
        if members.len() <= 2 {
            for nr in members {
                self.facets_changed(nr);
            }
        }
    }
}
