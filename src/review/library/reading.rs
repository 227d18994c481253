//! Readings of pictures: kept beside the invoices that show them, and held against what those claim whenever a region,
//! a field or a reading of their page changed.

use std::sync::Arc;

use crate::geometry::PictureBox;
use crate::model::{Finding, InvoiceNr, PageKey, PageText, PictureKey};
use crate::review::reading::{self, Claim};

use super::Library;

/// Tickets of one page that are held against each other.
const MAX_MEMBERS: usize = 100;

impl Library {
    /// Invoices whose picture was read.
    pub fn count_read(&self) -> usize {
        self.read
    }

    /// The picture of these was read.
    pub(super) fn was_read(&mut self, invoices: &[InvoiceNr], text: &Arc<PageText>) {
        for nr in invoices {
            let Some(entry) = self.entries.get_mut(nr.index()) else {
                continue;
            };
            self.read += usize::from(entry.text.is_none());
            entry.text = Some(Arc::clone(text));
            if let Some(invoice) = &entry.invoice {
                self.touched.insert(invoice.picture_key.page.clone());
            }
        }
    }

    /// Holds what the page's tickets claim against what was read of them.
    pub(super) fn hold_against_readings(&mut self, page: &PageKey) {
        let members = self.pages.get(page).map_or(&[][..], |page| &page.members);
        let members: Vec<InvoiceNr> = members.iter().copied().take(MAX_MEMBERS).collect();
        let has_text = |nr: &InvoiceNr| self.get(*nr).is_some_and(|entry| entry.text.is_some());
        if !members.iter().any(has_text) {
            return;
        }
        let texts: Vec<(usize, InvoiceNr, Vec<String>)> = members
            .iter()
            .zip(1..)
            .filter_map(|(&nr, position)| Some((position, nr, self.texts_of(nr)?)))
            .collect();
        for &nr in &members {
            let findings = self.reading_findings(nr, &members, &texts);
            self.set_reading_findings(nr, findings);
        }
    }

    /// The invoices that show this picture.
    pub(super) fn showing(&self, key: &PictureKey) -> Vec<InvoiceNr> {
        let shows = |nr: &&InvoiceNr| {
            let invoice = self.get(**nr).and_then(|entry| entry.invoice.as_ref());
            invoice.is_some_and(|invoice| invoice.picture_key == *key)
        };
        let page = self.pages.get(&key.page);
        page.map_or_else(Vec::new, |page| {
            page.members.iter().filter(shows).copied().collect()
        })
    }

    fn texts_of(&self, nr: InvoiceNr) -> Option<Vec<String>> {
        let entry = self.get(nr)?;
        let region = entry.located.as_ref()?.in_picture?;
        Some(reading::texts_in(entry.text.as_ref()?, &region))
    }

    fn reading_findings(
        &self,
        nr: InvoiceNr,
        members: &[InvoiceNr],
        texts: &[(usize, InvoiceNr, Vec<String>)],
    ) -> Vec<Finding> {
        let Some(entry) = self.get(nr) else {
            return Vec::new();
        };
        let placed = entry.located.as_ref().and_then(|located| {
            let placement = located.placement.as_ref()?;
            Some((placement, located.in_picture?))
        });
        let (Some(text), Some((placement, region))) = (&entry.text, placed) else {
            return Vec::new();
        };
        let others: Vec<(usize, PictureBox)> = members
            .iter()
            .zip(1..)
            .filter(|(other, _)| **other != nr)
            .filter_map(|(other, position)| {
                let located = self.get(*other)?.located.as_ref()?;
                let region = located.region.as_ref()?;
                Some((position, placement.in_picture(region.page)))
            })
            .collect();
        let elsewhere: Vec<(usize, &[String])> = texts
            .iter()
            .filter(|(_, other, _)| *other != nr)
            .map(|(position, _, texts)| (*position, texts.as_slice()))
            .collect();
        reading::findings(&Claim {
            id: &entry.id,
            region,
            fields: entry.particulars.fields.as_deref(),
            text,
            others: &others,
            elsewhere: &elsewhere,
        })
    }

    fn set_reading_findings(&mut self, nr: InvoiceNr, findings: Vec<Finding>) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        if entry.read_findings == findings {
            return;
        }
        self.with_findings -= usize::from(entry.is_suspicious());
        entry.read_findings = findings;
        self.with_findings += usize::from(entry.is_suspicious());
        self.changes.located += 1;
        self.facets_changed(nr);
    }
}
