//! Tickets held against their pages, their links and the pixels that were seen, whenever one of these changed; and files
//! that came with more than one of them.

use crate::geometry::PictureBox;
use crate::model::{Finding, FindingCode, InvoiceNr, PageKey};
use crate::review::{pixels, qr, shape};

use super::Library;

/// Tickets of one page that are held against each other.
const MAX_MEMBERS: usize = 100;
/// Invoices with one file of which the others are told when one more comes.
const MAX_TWINS: usize = 8;
/// Regions that share less of what they cover together are two tickets on copies of one page.
const SAME_REGION: f64 = 0.5;

impl Library {
    /// The picture of `nr` is that of this file now, and no longer that of the one before.
    pub(super) fn has_file(&mut self, nr: InvoiceNr, before: u64, now: u64) {
        if before != now
            && let Some(earlier) = self.by_file.get_mut(&before)
            && earlier.remove(&nr)
        {
            self.tell_twins(nr, before);
        }
        if now != 0 && self.by_file.entry(now).or_default().insert(nr) {
            self.tell_twins(nr, now);
        }
    }

    /// Has those others that came with a file looked at again.
    fn tell_twins(&mut self, nr: InvoiceNr, file: u64) {
        let with_it = self.by_file.get(&file).into_iter().flatten();
        let others = with_it.filter(|other| **other != nr).take(MAX_TWINS);
        let pages = others.filter_map(|other| {
            let invoice = self.entries.get(other.index())?.invoice.as_ref()?;
            Some(invoice.picture_key.page.clone())
        });
        self.mirrored.extend(pages);
    }

    /// Holds the tickets of a page against all but what is written on them.
    pub(super) fn look_over(&mut self, page: &PageKey) {
        let members = self.first_members(page);
        for &nr in &members {
            let mut findings = self.copies_of(nr);
            findings.extend(self.seen_findings(nr, &members));
            self.set_findings_of(nr, |entry| &mut entry.seen_findings, findings);
        }
    }

    /// Says of the tickets of a page which others came with their pictures; the rest stays as it is, which takes far longer.
    pub(super) fn look_for_copies(&mut self, page: &PageKey) {
        for nr in self.first_members(page) {
            let Some(entry) = self.get(nr) else {
                continue;
            };
            let mut findings = self.copies_of(nr);
            let others = entry.seen_findings.iter();
            findings.extend(others.filter(|it| !is_of_copies(it.code)).cloned());
            self.set_findings_of(nr, |entry| &mut entry.seen_findings, findings);
        }
    }

    fn first_members(&self, page: &PageKey) -> Vec<InvoiceNr> {
        let members = self.pages.get(page).map_or(&[][..], |page| &page.members);
        members.iter().copied().take(MAX_MEMBERS).collect()
    }

    /// Others with the same picture, or with one like it.
    fn copies_of(&self, nr: InvoiceNr) -> Vec<Finding> {
        let twin = self
            .twin(nr)
            .map(|twin| Finding::about(FindingCode::SamePicture, twin.to_owned()));
        let alike = self
            .alike(nr)
            .map(|other| Finding::about(FindingCode::AlikePicture, other.to_owned()));
        twin.into_iter().chain(alike).collect()
    }

    fn seen_findings(&self, nr: InvoiceNr, members: &[InvoiceNr]) -> Vec<Finding> {
        let Some(entry) = self.get(nr) else {
            return Vec::new();
        };
        let (Some(invoice), Some(located)) = (&entry.invoice, &entry.located) else {
            return Vec::new();
        };
        let kind = entry.particulars.kind.as_ref();
        let mut found = shape::findings(invoice, located, kind, members.len() - 1);
        let look = entry.text.as_ref().and_then(|text| text.look.as_ref());
        // Of one that is blank as a whole that is said already.
        let look = look.filter(|_| !entry.facts.is_some_and(|facts| facts.blank));
        if let (Some(look), Some(region)) = (look, located.in_picture) {
            let others = self.regions_beside(nr);
            found.extend(pixels::findings(
                look,
                region,
                &others,
                shape::widest_margin(kind),
            ));
            let ticket = qr::QrTicket {
                id: &entry.id,
                fields: entry.particulars.fields.as_deref(),
                kind,
                region,
                others: &others,
            };
            found.extend(qr::findings(&look.codes, &ticket));
        }
        found
    }

    /// The other regions of the page in the picture of `nr`.
    pub fn regions_beside(&self, nr: InvoiceNr) -> Vec<PictureBox> {
        let located = self.get(nr).and_then(|entry| entry.located.as_ref());
        let Some(placement) = located.and_then(|it| it.placement.as_deref()) else {
            return Vec::new();
        };
        let members = self.on_same_page(nr).iter().take(MAX_MEMBERS);
        let others = members.filter(|other| **other != nr).filter_map(|other| {
            let region = self.get(*other)?.located.as_ref()?.region.as_ref()?;
            Some(placement.in_picture(region.page))
        });
        others.collect()
    }

    /// The first invoice on another page that came with the same file and claims the same of it.
    fn twin(&self, nr: InvoiceNr) -> Option<&str> {
        let of = |nr: InvoiceNr| {
            let entry = self.get(nr)?;
            let facts = entry.facts.filter(|it| !it.blank)?;
            let page = &entry.invoice.as_ref()?.picture_key.page;
            Some((facts.fingerprint, page, entry.located.as_ref()?.in_picture))
        };
        let (file, page, region) = of(nr)?;
        let with_it = self.by_file.get(&file)?.iter();
        let is_twin = |other: &&InvoiceNr| {
            of(**other).is_some_and(|(same, its_page, its_region)| {
                same == file && its_page != page && is_same(region, its_region)
            })
        };
        let twin = with_it.take(MAX_MEMBERS).find(is_twin)?;
        Some(self.get(*twin)?.id.as_str())
    }
}

fn is_of_copies(code: FindingCode) -> bool {
    matches!(code, FindingCode::SamePicture | FindingCode::AlikePicture)
}

/// Whether two rectangles in the same picture are one ticket's; without one, the whole picture is.
pub(super) fn is_same(one: Option<PictureBox>, other: Option<PictureBox>) -> bool {
    let (Some(one), Some(other)) = (one, other) else {
        return true;
    };
    let shared = one.intersection(&other).map_or(0.0, |it| it.area());
    shared >= SAME_REGION * (one.area() + other.area() - shared)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::EngineEvent;
    use crate::model::{InvoiceType, PictureFacts};
    use crate::review::fixtures::{facts, library_on};

    const TICKET: [f64; 4] = [100.0, 100.0, 900.0, 700.0];
    const BESIDE: [f64; 4] = [1000.0, 100.0, 1800.0, 700.0];

    fn library(tickets: &[(&str, [f64; 4], u64)]) -> Library {
        let pages = tickets.iter().map(|(page, region, _)| (*page, *region));
        let mut library = library_on(pages);
        for (nr, (_, _, fingerprint)) in (0..).map(InvoiceNr).zip(tickets) {
            show(&mut library, nr, *fingerprint);
        }
        library
    }

    fn show(library: &mut Library, nr: InvoiceNr, fingerprint: u64) {
        library.apply(&EngineEvent::Thumbnail {
            invoices: vec![nr],
            facts: PictureFacts {
                fingerprint,
                ..facts()
            },
            raster: None,
        });
    }

    fn twins(library: &Library) -> Vec<bool> {
        let has = |it: &crate::review::Entry| {
            it.finding_codes()
                .any(|code| code == FindingCode::SamePicture)
        };
        library.entries().iter().map(has).collect()
    }

    #[test]
    fn one_file_under_several_ids_is_told_on_both_sides_as_long_as_it_is_so() {
        let mut library = library(&[
            ("a.jpg", TICKET, 7),
            ("b.jpg", TICKET, 7),
            ("c.jpg", TICKET, 8),
        ]);
        assert_eq!(twins(&library), [true, true, false]);
        let first = library.get(InvoiceNr(1)).expect("there").seen_findings[0].clone();
        assert_eq!(
            &*first.subject,
            library.get(InvoiceNr(0)).expect("there").id.as_str()
        );
        assert_eq!(library.count_with_findings(), 2);
        show(&mut library, InvoiceNr(1), 9);
        assert_eq!(twins(&library), [false, false, false]);
    }

    #[test]
    fn tickets_of_one_page_and_of_two_copies_of_it_are_not_the_same() {
        let tickets = [
            ("a.jpg", TICKET, 7),
            ("a.jpg", BESIDE, 7),
            ("copy.jpg", BESIDE, 7),
        ];
        assert_eq!(twins(&library(&tickets)), [false, true, true]);
        assert_eq!(
            twins(&library(&[("a.jpg", TICKET, 0), ("b.jpg", TICKET, 0)])),
            [false, false]
        );
    }

    #[test]
    fn a_kind_that_comes_later_says_which_shapes_are_usual() {
        let mut library = library(&[("a.jpg", [0.0, 0.0, 700.0, 690.0], 1)]);
        assert_eq!(library.count_with_findings(), 0);
        let fields = crate::model::Fields {
            kind: InvoiceType::Taxi,
            entries: Vec::new(),
        };
        library.apply(&EngineEvent::FieldsCame(vec![(
            InvoiceNr(0),
            Arc::new(fields),
        )]));
        let entry = library.get(InvoiceNr(0)).expect("there");
        let codes: Vec<FindingCode> = entry.finding_codes().collect();
        assert_eq!(codes, [FindingCode::ShapeImplausible]);
    }
}
