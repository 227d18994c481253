//! Readings of pictures: kept beside the invoices that show them, and held against what those claim whenever a region,
//! a field or a reading of their page changed.

use std::sync::Arc;

use crate::geometry::PictureBox;
use crate::model::{Finding, FindingCode, InvoiceNr, PageKey, PageText, PictureKey};
use crate::review::Entry;
use crate::review::printed::Letters;
use crate::review::reading::{self, Claim};

use super::Library;

/// Tickets of one page that are held against each other.
const MAX_MEMBERS: usize = 100;

impl Library {
    /// Invoices whose picture was read, or at least looked at.
    pub fn count_read(&self) -> usize {
        self.read
    }

    /// Invoices whose print was read.
    pub fn count_with_print(&self) -> usize {
        self.with_print
    }

    /// Invoices whose print could not be read.
    pub fn count_unreadable(&self) -> usize {
        self.unreadable
    }

    /// The picture of these was looked at.
    pub(super) fn was_read(&mut self, invoices: &[InvoiceNr], text: &Arc<PageText>) {
        for nr in invoices {
            let Some(entry) = self.entries.get_mut(nr.index()) else {
                continue;
            };
            self.read += usize::from(entry.text.is_none());
            self.with_print += usize::from(text.has_print());
            self.with_print -= usize::from(entry.is_read());
            self.unreadable += usize::from(text.could_not_be_read());
            self.unreadable -= usize::from(entry.could_not_be_read());
            entry.text = Some(Arc::clone(text));
            if let Some(invoice) = &entry.invoice {
                self.touched.insert(invoice.picture_key.page.clone());
            }
        }
        if let Some(look) = &text.look {
            self.looks_like(invoices, look);
        }
    }

    /// Holds what the page's tickets claim against what was read of them.
    pub(super) fn hold_against_readings(&mut self, page: &PageKey) {
        let members = self.pages.get(page).map_or(&[][..], |page| &page.members);
        let members: Vec<InvoiceNr> = members.iter().copied().take(MAX_MEMBERS).collect();
        let was_tried = |entry: &Entry| entry.is_read() || entry.could_not_be_read();
        if !members
            .iter()
            .any(|nr| self.get(*nr).is_some_and(was_tried))
        {
            return;
        }
        // Made ready once, and not for each of the others anew.
        let texts: Vec<(usize, InvoiceNr, Letters)> = members
            .iter()
            .zip(1..)
            .filter_map(|(&nr, position)| Some((position, nr, self.letters_of(nr)?)))
            .collect();
        for &nr in &members {
            let findings = self.reading_findings(nr, &members, &texts);
            self.set_findings_of(nr, |entry| &mut entry.read_findings, findings);
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

    fn letters_of(&self, nr: InvoiceNr) -> Option<Letters> {
        let entry = self.get(nr)?;
        let region = entry.located.as_ref()?.in_picture?;
        let texts = reading::texts_in(entry.text.as_ref()?, &region);
        Some(Letters::of(&texts))
    }

    fn reading_findings(
        &self,
        nr: InvoiceNr,
        members: &[InvoiceNr],
        texts: &[(usize, InvoiceNr, Letters)],
    ) -> Vec<Finding> {
        let Some(entry) = self.get(nr) else {
            return Vec::new();
        };
        if entry.could_not_be_read() {
            return vec![Finding::new(FindingCode::PictureNotRead)];
        }
        let placed = entry.located.as_ref().and_then(|located| {
            let placement = located.placement.as_deref()?;
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
        let elsewhere: Vec<(usize, &Letters)> = texts
            .iter()
            .filter(|(_, other, _)| *other != nr)
            .map(|(position, _, texts)| (*position, texts))
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

    /// Replaces one of an invoice's lists of findings.
    pub(super) fn set_findings_of(
        &mut self,
        nr: InvoiceNr,
        list: impl Fn(&mut Entry) -> &mut Vec<Finding>,
        findings: Vec<Finding>,
    ) {
        let Some(entry) = self.entries.get_mut(nr.index()) else {
            return;
        };
        if *list(entry) == findings {
            return;
        }
        self.with_findings -= usize::from(entry.is_suspicious());
        *list(entry) = findings;
        self.with_findings += usize::from(entry.is_suspicious());
        self.changes.located += 1;
        self.facets_changed(nr);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Answer, EngineEvent};
    use crate::geometry::PictureSize;
    use crate::model::{Field, FieldName, FieldValue, Fields, FindingCode, InvoiceType, TextLine};
    use crate::review::fixtures::{facts, invoice, library_of, library_on};

    #[test]
    fn what_was_read_counts_wherever_findings_do() {
        let nr = InvoiceNr(0);
        let ticket = invoice(0, "page.jpg", [100.0, 100.0, 900.0, 700.0]);
        let mut library = library_of([ticket.id.to_string()]);
        library.apply(&EngineEvent::Answered(vec![(
            nr,
            Answer::Found(Arc::new(ticket)),
        )]));
        library.apply(&EngineEvent::Thumbnail {
            invoices: vec![nr],
            facts: facts(),
            raster: None,
        });
        let on_its_head = |top: f32| TextLine {
            corners: [
                [200.0, top],
                [600.0, top],
                [600.0, top + 20.0],
                [200.0, top + 20.0],
            ],
            text: Some("x".into()),
            turned: Some(true),
        };
        let told = |turned: &[f32]| EngineEvent::PictureRead {
            invoices: vec![nr],
            text: Arc::new(PageText {
                size: PictureSize::new(2000, 1500),
                is_read: true,
                lines: turned.iter().map(|top| on_its_head(*top)).collect(),
                look: None,
            }),
        };
        library.apply(&told(&[200.0, 300.0, 400.0]));
        let code = FindingCode::TextUpsideDown;
        assert_eq!(
            (library.count_read(), library.count_with_findings()),
            (1, 1)
        );
        let facets = library.facets()[0];
        assert!(facets.is_suspicious && facets.findings().has(code));
        assert_eq!(
            (facets.worst, library.findings()),
            (Some(code), &[code][..])
        );
        library.apply(&told(&[]));
        assert_eq!(
            (library.count_read(), library.count_with_findings()),
            (1, 0)
        );
        // That is told, and is nothing against the ticket; nor does it count as read.
        let worst = library.facets()[0].worst;
        assert_eq!(worst, Some(FindingCode::PictureNotRead));
        assert_eq!(library.count_with_print(), 0);
        assert_eq!(library.unreadable(), [nr]);
        assert_eq!(library.count_unreadable(), 1);
        library.apply(&told(&[200.0]));
        assert_eq!(library.count_with_print(), 1);
        assert_eq!(library.count_unreadable(), 0);
    }

    #[test]
    fn a_page_full_of_long_lines_is_held_against_its_readings_at_once() {
        const TICKETS: u32 = 90;
        const WHOLE: [f64; 4] = [0.0, 0.0, 2000.0, 1500.0];
        let mut library = library_on((0..TICKETS).map(|_| ("page.jpg", WHOLE)));
        let all: Vec<InvoiceNr> = (0..TICKETS).map(InvoiceNr).collect();
        library.apply(&EngineEvent::Thumbnail {
            invoices: all.clone(),
            facts: facts(),
            raster: None,
        });
        let digits = |seed: usize, count: usize| -> String {
            let digit = |at: usize| char::from(b'0' + ((at * at * 7 + at * seed) % 10) as u8);
            (0..count).map(digit).collect()
        };
        // As long as lines and numbers may be, and alike enough to be compared to the end.
        let fields = all.iter().map(|nr| {
            let number = Field {
                name: FieldName::Number,
                value: FieldValue::Text(format!("{}ABCDEFGHIJ", digits(nr.index(), 54))),
            };
            let kind = InvoiceType::Train;
            let entries = vec![number];
            (*nr, Arc::new(Fields { kind, entries }))
        });
        library.apply(&EngineEvent::FieldsCame(fields.collect()));
        let line = |at: u16| {
            let (top, bottom) = (f32::from(at) * 20.0, f32::from(at) * 20.0 + 15.0);
            TextLine {
                corners: [[9.0, top], [209.0, top], [209.0, bottom], [9.0, bottom]],
                text: Some(digits(usize::from(at), 200)),
                turned: Some(false),
            }
        };
        let text = PageText {
            size: facts().size,
            is_read: true,
            lines: (0..62).map(line).collect(),
            look: None,
        };
        library.apply(&EngineEvent::PictureRead {
            invoices: all,
            text: Arc::new(text),
        });
        // A tenth of a second; where each line is compared with each number, nobody waits for the end.
        library.compare_touched();
        let code = FindingCode::NumberNotPrinted;
        let findings = |entry: &Entry| entry.read_findings.iter().any(|it| it.code == code);
        assert!(library.entries().iter().all(findings));
    }
}
