//! In which order invoices follow each other.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::model::{FindingCode, FindingSet, InvoiceNr, Severity};

use super::{Entry, Library, Stage};

/// While names and pictures arrive, an order by what is learned of them is made anew so many times at most: tiles that
/// jump with every picture cannot be looked at, and sorting a hundred thousand takes its time.
const STEPS: u64 = 32;

/// In which order invoices follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListOrder {
    /// As they were pasted.
    #[default]
    Listed,
    /// Those of one page together, where the first of them stands.
    ByPage,
    /// What is most suspicious first: by the worst finding, then by what its print says, then by how many kinds there are.
    ByFinding,
    /// The smallest region first; without one at the end.
    ByRegionSize,
    /// Numbers in names count as numbers.
    ByFileName,
}

impl ListOrder {
    pub const ALL: [Self; 5] = [
        Self::Listed,
        Self::ByPage,
        Self::ByFinding,
        Self::ByRegionSize,
        Self::ByFileName,
    ];

    /// Whether it makes sense to begin at the other end.
    pub fn has_direction(self) -> bool {
        self != Self::ByPage
    }

    /// Changes whenever the order may have changed with the library.
    pub(super) fn version(self, library: &Library) -> u64 {
        match self {
            Self::Listed => library.len() as u64,
            Self::ByPage | Self::ByFileName => {
                let settled = library.count_answered() + library.count(Stage::Failed);
                stepped(library, library.described_anew(), settled >= library.len())
            }
            Self::ByFinding | Self::ByRegionSize => {
                stepped(library, library.located_anew(), library.is_complete())
            }
        }
    }

    pub(super) fn arrange(self, library: &Library, is_reversed: bool) -> Vec<InvoiceNr> {
        let mut numbers: Vec<InvoiceNr> = library.numbers().collect();
        match self {
            Self::Listed if is_reversed => numbers.reverse(),
            Self::Listed => {}
            Self::ByPage => numbers.sort_by_cached_key(|&nr| {
                let first = library.on_same_page(nr).first();
                (first.copied().unwrap_or(nr), nr)
            }),
            Self::ByFinding => sort(&mut numbers, library, is_reversed, worst),
            Self::ByRegionSize => sort(&mut numbers, library, is_reversed, region_area),
            Self::ByFileName => sort(&mut numbers, library, is_reversed, name_key),
        }
        numbers
    }
}

/// A version that follows what only grows: at once where all is there, in steps before that.
fn stepped(library: &Library, grows: u64, is_complete: bool) -> u64 {
    let length = library.len() as u64;
    if is_complete {
        return length + grows;
    }
    let step = (length / STEPS).max(1);
    // Apart from every version of a complete review.
    u64::MAX / 2 + length + grows / step * step
}

/// By a key; those without one stay at the end in both directions, equal ones in the order of the list.
fn sort<K: Ord>(
    numbers: &mut [InvoiceNr],
    library: &Library,
    is_reversed: bool,
    key: fn(&Entry) -> Option<K>,
) {
    let of = |nr: InvoiceNr| library.get(nr).and_then(key);
    if is_reversed {
        numbers.sort_by_cached_key(|&nr| {
            let key = of(nr);
            (key.is_none(), Reverse(key), nr)
        });
    } else {
        numbers.sort_by_cached_key(|&nr| {
            let key = of(nr);
            (key.is_none(), key, nr)
        });
    }
}

/// The worst that was noticed, whether print is among it, and how many kinds of findings there are.
type Suspicion = (Option<Severity>, bool, usize);

/// The worst that was noticed, then whether its print speaks against it, then how many kinds of findings are worth a look;
/// nothing noticed comes after all of it.
fn worst(entry: &Entry) -> Option<Reverse<Suspicion>> {
    // A wide margin on each side is one mistake.
    let kinds: FindingSet = entry.finding_codes().collect();
    let worst = kinds.codes().map(|code| entry.weight(code)).max();
    if entry.located.is_none() && worst.is_none() {
        return None;
    }
    // Beside a warning an aside makes nothing more suspicious.
    let least = worst.min(Some(Severity::Warning));
    let counting = |code: &FindingCode| Some(entry.weight(*code)) >= least;
    let counting: FindingSet = kinds.codes().filter(counting).collect();
    let has_print = counting.codes().any(FindingCode::is_of_print);
    let count = counting.codes().count();
    Some(Reverse((worst, has_print, count)))
}

/// In whole page pixels.
fn region_area(entry: &Entry) -> Option<u64> {
    let region = entry.located.as_ref()?.region.as_ref()?;
    Some(region.page.area().max(0.0) as u64)
}

/// A text that sorts as a person would sort the name: case does not count, and 2 comes before 10.
fn name_key(entry: &Entry) -> Option<String> {
    let name = &entry.invoice.as_ref()?.file_name;
    let mut key = String::with_capacity(name.len() + 4);
    let mut rest: &str = name;
    while let Some(c) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 {
            key.extend(c.to_lowercase());
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let number = rest[..digits].trim_start_matches('0');
        // Longer numbers are larger; the sign of the length stands where digits stand among characters.
        let length = char::from(b'0' + number.len().min(9) as u8);
        key.push(length);
        key.push_str(number);
        rest = &rest[digits..];
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Answer, EngineEvent};
    use crate::geometry::FramePreference;
    use crate::model::Finding;
    use crate::model::region::Convention;
    use crate::review::fixtures::{facts, found, invoice, library_of};
    use crate::review::{Listing, View};

    fn library(count: usize) -> Library {
        library_of((0..count).map(|nr| format!("ID01test{nr:04}")))
    }

    fn shown(library: &Library, order: ListOrder, is_reversed: bool) -> Vec<u32> {
        let mut listing = Listing::default();
        listing.view = View {
            order,
            is_reversed,
            ..View::default()
        };
        listing.refresh(library);
        listing.shown().iter().map(|nr| nr.0).collect()
    }

    #[test]
    fn names_sort_as_a_person_sorts_them() {
        let mut library = library(6);
        library.apply(&found(&[
            (0, "page 10.jpg"),
            (1, "Page 9.jpg"),
            (2, "page 009b.jpg"),
            (3, "发票2.pdf"),
            (4, "发票12.pdf"),
        ]));
        assert_eq!(
            shown(&library, ListOrder::ByFileName, false),
            [1, 2, 0, 3, 4, 5]
        );
        assert_eq!(
            shown(&library, ListOrder::ByFileName, true),
            [4, 3, 0, 2, 1, 5],
            "what has no name yet stays at the end"
        );
    }

    #[test]
    fn the_worst_finding_and_the_smallest_region_come_first() {
        let mut library = library(5);
        let regions = [
            (0, [0.0, 0.0, 300.0, 300.0]),
            (1, [400.0, 0.0, 500.0, 100.0]),
            // Beyond the page, which is worse than nothing.
            (2, [1900.0, 0.0, 2500.0, 600.0]),
            // Nowhere on it, which is worse still.
            (3, [5000.0, 0.0, 5200.0, 200.0]),
        ];
        for (nr, region) in regions {
            let page = format!("{nr}.jpg");
            let answer = Answer::Found(invoice(nr, &page, region).into());
            library.apply(&EngineEvent::Answered(vec![(InvoiceNr(nr), answer)]));
            library.apply(&EngineEvent::Thumbnail {
                invoices: vec![InvoiceNr(nr)],
                facts: facts(),
                raster: None,
            });
        }
        assert_eq!(
            shown(&library, ListOrder::ByFinding, false),
            [3, 2, 0, 1, 4]
        );
        assert_eq!(shown(&library, ListOrder::ByFinding, true), [0, 1, 2, 3, 4]);
        assert_eq!(
            shown(&library, ListOrder::ByRegionSize, false),
            [1, 3, 0, 2, 4]
        );
        assert_eq!(
            shown(&library, ListOrder::ByRegionSize, true),
            [2, 0, 3, 1, 4]
        );
    }

    #[test]
    fn a_kind_counts_once_and_print_that_speaks_against_a_ticket_before_others() {
        let mut library = library(4);
        let found = |code, sides: &[&str]| -> Vec<Finding> {
            sides
                .iter()
                .map(|side| Finding::about(code, *side))
                .collect()
        };
        let sides = ["left|12", "right|9", "top|8", "bottom|7"];
        library.amend(InvoiceNr(0), |entry| {
            entry.seen_findings = found(FindingCode::MarginWide, &sides);
        });
        library.amend(InvoiceNr(2), |entry| {
            entry.seen_findings = found(FindingCode::InkAcross, &sides[..1]);
            entry.read_findings = found(FindingCode::NumberNotPrinted, &["1"]);
        });
        library.amend(InvoiceNr(3), |entry| {
            entry.seen_findings = found(FindingCode::InkAcross, &sides[..1]);
            entry.read_findings = found(FindingCode::MarginWide, &sides[..1]);
        });
        assert_eq!(shown(&library, ListOrder::ByFinding, false), [2, 3, 0, 1]);
        let said = library.get(InvoiceNr(2)).and_then(Entry::worst_finding);
        let said = said.map(|it| it.code);
        assert_eq!(said, Some(FindingCode::NumberNotPrinted));
    }

    #[test]
    fn of_equally_bad_ones_that_with_more_findings_comes_first_and_nothing_moves_while_judging() {
        let mut library = library(4);
        for nr in 0..4 {
            let page = format!("{nr}.jpg");
            // Partly beyond its page: one warning.
            let region = [1900.0, 0.0, 2500.0, 600.0];
            let answer = Answer::Found(invoice(nr, &page, region).into());
            library.apply(&EngineEvent::Answered(vec![(InvoiceNr(nr), answer)]));
        }
        let look = |library: &mut Library, nr: u32, is_incomplete: bool| {
            let mut facts = facts();
            facts.complete = !is_incomplete;
            library.apply(&EngineEvent::Thumbnail {
                invoices: vec![InvoiceNr(nr)],
                facts,
                raster: None,
            });
        };
        for nr in 0..4 {
            look(&mut library, nr, nr == 2);
        }
        assert_eq!(shown(&library, ListOrder::ByFinding, false), [2, 0, 1, 3]);
        let mut listing = Listing::default();
        listing.view.order = ListOrder::ByFinding;
        listing.refresh(&library);
        listing.freeze();
        look(&mut library, 3, true);
        listing.refresh(&library);
        let first = |listing: &Listing| listing.shown().iter().map(|nr| nr.0).collect::<Vec<_>>();
        assert_eq!(first(&listing), [2, 0, 1, 3], "as it was");
        assert!(listing.is_behind(&library));
        listing.thaw();
        listing.refresh(&library);
        assert_eq!(first(&listing), [2, 3, 0, 1]);
    }

    #[test]
    fn while_pictures_arrive_an_order_by_what_is_learned_moves_seldom() {
        let mut library = library(STEPS as usize * 10);
        let mut versions = std::collections::BTreeSet::new();
        let count = library.len() as u32;
        for nr in 0..count {
            let region = [0.0, 0.0, 300.0, 300.0];
            let answer = Answer::Found(invoice(nr, &format!("{nr}.jpg"), region).into());
            library.apply(&EngineEvent::Answered(vec![(InvoiceNr(nr), answer)]));
            library.apply(&EngineEvent::Thumbnail {
                invoices: vec![InvoiceNr(nr)],
                facts: facts(),
                raster: None,
            });
            versions.insert(ListOrder::ByFinding.version(&library));
        }
        assert!(versions.len() as u64 <= STEPS + 1, "{}", versions.len());
        let last = ListOrder::ByFinding.version(&library);
        library.read_as(Some(Convention::Size), FramePreference::default());
        assert_ne!(
            ListOrder::ByFinding.version(&library),
            last,
            "all are here: at once"
        );
    }

    #[test]
    fn a_list_can_begin_at_its_end() {
        let library = library(3);
        assert_eq!(shown(&library, ListOrder::Listed, true), [2, 1, 0]);
    }
}
