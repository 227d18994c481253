//! The regions of a page held against each other, whenever one of them or their order changed.

use std::sync::Arc;

use crate::geometry::PageBox;
use crate::model::{InvoiceNr, Located, PageKey};

use super::Library;

/// Regions of one page that are compared: far more than tickets fit on a sheet.
const MAX_COMPARED: usize = 10_000;

/// So many pages are put off at most: whoever takes in events for a bounded time is not to be left with all of them.
const MAX_PUT_OFF: usize = 64;

impl Library {
    /// Compares what was put off, if it is much.
    pub(super) fn compare_many(&mut self) {
        if self.touched.len() + self.mirrored.len() >= MAX_PUT_OFF {
            self.compare_touched();
        }
    }

    /// Says of the regions that changed which others of their pages they overlap; cheap when none did.
    pub fn compare_touched(&mut self) {
        for page in std::mem::take(&mut self.touched) {
            self.compare(&page);
            self.hold_against_readings(&page);
            self.look_over(&page);
            self.mirrored.remove(&page);
        }
        for page in std::mem::take(&mut self.mirrored) {
            self.look_for_copies(&page);
        }
    }

    fn compare(&mut self, page: &PageKey) {
        let regions = self.regions_on(page);
        let Some(known) = self.pages.get_mut(page) else {
            return;
        };
        known.claims.update(&regions);
        let claims = &known.claims;
        let stale = regions.iter().filter_map(|(nr, ..)| {
            let located = self.entries.get(nr.index())?.located.as_ref()?;
            let said = claims.of(*nr);
            let is_new = located.claims.as_ref() != said;
            is_new.then(|| {
                let mut located = Located::clone(located);
                located.claims = said.cloned();
                (*nr, located)
            })
        });
        for (nr, located) in stale.collect::<Vec<_>>() {
            self.set_located(nr, Some(located));
        }
    }

    /// The placed regions of a page with their positions on it, counted from 1 over all its invoices.
    fn regions_on(&self, page: &PageKey) -> Vec<(InvoiceNr, usize, PageBox)> {
        let members = self.pages.get(page).map_or(&[][..], |page| &page.members);
        let regions = members.iter().zip(1..).filter_map(|(&nr, position)| {
            let located: &Arc<Located> = self.get(nr)?.located.as_ref()?;
            Some((nr, position, located.region.as_ref()?.page))
        });
        regions.take(MAX_COMPARED).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::EngineEvent;
    use crate::geometry::FramePreference;
    use crate::model::FindingCode;
    use crate::model::region::Convention;
    use crate::review::fixtures::{facts, library_on};

    /// A review of invoices that all show one page as a whole.
    fn library(regions: &[[f64; 4]]) -> Library {
        library_on(regions.iter().map(|region| ("page.jpg", *region)))
    }

    fn seen(invoices: &[u32]) -> EngineEvent {
        EngineEvent::Thumbnail {
            invoices: invoices.iter().copied().map(InvoiceNr).collect(),
            facts: facts(),
            raster: None,
        }
    }

    /// Code and subject of what is said of each invoice.
    fn claims(library: &Library) -> Vec<Vec<(FindingCode, String)>> {
        let entries = library.entries().iter();
        let findings = |located: &Arc<Located>| {
            let findings = located.all_findings();
            findings
                .map(|it| (it.code, it.subject.to_string()))
                .collect()
        };
        entries
            .map(|entry| entry.located.as_ref().map(findings).unwrap_or_default())
            .collect()
    }

    const LEFT: [f64; 4] = [100.0, 100.0, 900.0, 700.0];
    const RIGHT: [f64; 4] = [950.0, 100.0, 1800.0, 700.0];
    const BOTH: [f64; 4] = [100.0, 100.0, 1500.0, 700.0];

    #[test]
    fn both_sides_of_an_overlap_are_told_as_soon_as_both_are_placed() {
        let mut library = library(&[LEFT, RIGHT, BOTH, LEFT]);
        library.apply(&seen(&[0, 1]));
        assert_eq!(claims(&library), vec![vec![]; 4]);
        assert_eq!(library.count_with_findings(), 0);
        library.apply(&seen(&[2]));
        let overlaps = |with: &str| (FindingCode::RegionOverlaps, with.to_owned());
        let same = |with: &str| (FindingCode::RegionDoublyClaimed, with.to_owned());
        let expected = [
            vec![overlaps("3")],
            vec![overlaps("3")],
            vec![overlaps("1, 2")],
            vec![],
        ];
        assert_eq!(claims(&library), expected);
        assert_eq!(library.count_with_findings(), 3);
        let generation = library.generation();
        library.apply(&seen(&[2]));
        assert_eq!(library.generation(), generation, "nothing new");
        library.apply(&seen(&[3]));
        assert_eq!(claims(&library)[0], [same("4"), overlaps("3")]);
        assert_eq!(claims(&library)[3], [same("1"), overlaps("3")]);
        assert_eq!(library.count_with_findings(), 4);
    }

    #[test]
    fn what_was_said_stays_when_an_original_comes_and_goes() {
        let mut library = library(&[LEFT, BOTH]);
        let seen = seen(&[0, 1]);
        library.apply(&seen);
        let before = claims(&library);
        assert_eq!(library.count_with_findings(), 2);
        let EngineEvent::Thumbnail { facts, .. } = seen else {
            unreachable!("a thumbnail was made");
        };
        library.original_seen(&PageKey::new("files.example/page.jpg"), facts);
        assert!(library.entries().iter().all(|entry| {
            let located = entry.located.as_ref().expect("placed");
            located.original.is_some()
        }));
        assert_eq!(claims(&library), before);
        library.forget_originals();
        assert_eq!(claims(&library), before);
        assert_eq!(library.count_with_findings(), 2);
    }

    #[test]
    fn reading_regions_differently_compares_them_again() {
        // As corners side by side; as corner and size the left one reaches into the right one.
        let mut library = library(&[[400.0, 0.0, 700.0, 500.0], [800.0, 0.0, 1000.0, 500.0]]);
        library.apply(&seen(&[0, 1]));
        assert_eq!(library.count_with_findings(), 0);
        library.read_as(Some(Convention::Size), FramePreference::default());
        assert_eq!(library.count_with_findings(), 2);
        library.read_as(Some(Convention::Corners), FramePreference::default());
        assert_eq!(claims(&library), vec![vec![]; 2]);
        assert_eq!(library.count_with_findings(), 0);
    }
}
