//! Which parts of a page more than one invoice claims: overlaps of regions, and regions that are one and the same.

use crate::geometry::PageBox;

use super::{Finding, FindingCode, Sibling};

/// Regions that share no more than this along one axis, in page pixels, only touch: OCR rounds, and tickets lie edge to
/// edge.
const TOUCH_PX: f64 = 8.0;
/// The same as a part of the smaller region's shorter side, for pages of many pixels.
const TOUCH_PART: f64 = 0.02;
/// Two regions are the same from this intersection over union on: twins differ by a few pixels on each side.
const SAME_FROM: f64 = 0.9;

/// What two regions of a page have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shared {
    /// On the page.
    pub area: PageBox,
    /// Whether the two are nearly the same region.
    pub is_same: bool,
}

impl Shared {
    /// `None` where the regions lie apart or only touch.
    pub fn between(a: &PageBox, b: &PageBox) -> Option<Self> {
        let area = a.intersection(b)?;
        let short = |rect: &PageBox| rect.width().min(rect.height());
        let touch = TOUCH_PX.max(TOUCH_PART * short(a).min(short(b)));
        let union = a.area() + b.area() - area.area();
        let is_same = area.area() >= SAME_FROM * union;
        // Tiny twins share less than what counts as a touch between tickets.
        (is_same || short(&area) > touch).then_some(Self { area, is_same })
    }
}

/// Others that claim what a region claims: how many, and the positions of the first on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claimants {
    pub count: usize,
    pub first: Vec<usize>,
}

impl Claimants {
    /// So many are named; the others are counted.
    pub const MAX_NAMED: usize = 10;

    fn said(&self) -> String {
        let named: Vec<String> = self.first.iter().map(usize::to_string).collect();
        let named = named.join(", ");
        match self.count - self.first.len() {
            0 => named,
            more => format!("{named} (+{more})"),
        }
    }
}

/// What is to be said of a region among its siblings.
pub fn claim_findings(same: &Claimants, overlapping: &Claimants) -> Vec<Finding> {
    [
        (FindingCode::RegionDoublyClaimed, same),
        (FindingCode::RegionOverlaps, overlapping),
    ]
    .into_iter()
    .filter(|(_, claimants)| claimants.count > 0)
    .map(|(code, claimants)| Finding::about(code, claimants.said()))
    .collect()
}

/// All areas of a page that two regions share: the open one with a sibling, if it has any, and siblings with each other.
pub fn shared_areas(region: Option<PageBox>, siblings: &[Sibling]) -> Vec<Shared> {
    let regions: Vec<PageBox> = region
        .into_iter()
        .chain(siblings.iter().map(|sibling| sibling.region))
        .collect();
    let pairs = regions.iter().enumerate().flat_map(|(index, a)| {
        let others = &regions[index + 1..];
        others.iter().filter_map(|b| Shared::between(a, b))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use euclid::{Box2D, point2};

    use super::*;
    use crate::model::InvoiceNr;

    fn region(edges: [f64; 4]) -> PageBox {
        let [left, top, right, bottom] = edges;
        Box2D::new(point2(left, top), point2(right, bottom))
    }

    fn shared(a: [f64; 4], b: [f64; 4]) -> Option<Shared> {
        let (a, b) = (region(a), region(b));
        let found = Shared::between(&a, &b);
        assert_eq!(found, Shared::between(&b, &a), "either way round");
        found
    }

    #[test]
    fn tickets_edge_to_edge_only_touch() {
        let left = [0.0, 0.0, 500.0, 800.0];
        assert_eq!(shared(left, [500.0, 0.0, 900.0, 800.0]), None);
        assert_eq!(shared(left, [492.0, 0.0, 900.0, 800.0]), None);
        assert_eq!(shared(left, [600.0, 0.0, 900.0, 800.0]), None);
        // On a large page a few pixels are more pixels: 2 % of 1000.
        let large = [0.0, 0.0, 1000.0, 2000.0];
        assert_eq!(shared(large, [980.0, 0.0, 2000.0, 2000.0]), None);
        assert!(shared(large, [970.0, 0.0, 2000.0, 2000.0]).is_some());
    }

    #[test]
    fn an_overlap_is_the_part_in_common() {
        let found = shared([0.0, 0.0, 500.0, 800.0], [450.0, 700.0, 900.0, 900.0]);
        let found = found.expect("they overlap");
        assert_eq!(found.area, region([450.0, 700.0, 500.0, 800.0]));
        assert!(!found.is_same);
        let within = shared([0.0, 0.0, 500.0, 800.0], [100.0, 100.0, 200.0, 200.0]);
        assert!(!within.expect("one within the other").is_same);
    }

    #[test]
    fn twins_are_the_same_region_whatever_their_size() {
        let ticket = [60.0, 70.0, 850.0, 568.0];
        assert!(shared(ticket, ticket).expect("twins").is_same);
        assert!(
            shared(ticket, [64.0, 66.0, 845.0, 572.0])
                .expect("nearly")
                .is_same
        );
        assert!(
            !shared(ticket, [60.0, 70.0, 850.0, 480.0])
                .expect("a part")
                .is_same
        );
        let tiny = [5.0, 5.0, 11.0, 9.0];
        assert!(shared(tiny, tiny).expect("tiny twins").is_same);
    }

    #[test]
    fn findings_name_the_siblings_by_their_positions() {
        let claimants = |first: &[usize], count| Claimants {
            count,
            first: first.to_vec(),
        };
        let found = claim_findings(&claimants(&[1], 1), &claimants(&[4, 5], 2));
        let expected = [
            Finding::about(FindingCode::RegionDoublyClaimed, "1"),
            Finding::about(FindingCode::RegionOverlaps, "4, 5"),
        ];
        assert_eq!(found, expected);
        let found = claim_findings(&Claimants::default(), &claimants(&[4, 5], 9));
        let expected = Finding::about(FindingCode::RegionOverlaps, "4, 5 (+7)");
        assert_eq!(found, [expected]);
        assert_eq!(claim_findings(&claimants(&[], 0), &claimants(&[], 0)), []);
    }

    #[test]
    fn siblings_overlap_each_other_too() {
        let sibling = |position, edges| Sibling {
            nr: InvoiceNr(position as u32),
            position,
            region: region(edges),
        };
        let siblings = [
            sibling(2, [0.0, 0.0, 100.0, 100.0]),
            sibling(3, [50.0, 50.0, 150.0, 150.0]),
        ];
        let own = region([90.0, 0.0, 300.0, 45.0]);
        let areas: Vec<PageBox> = shared_areas(Some(own), &siblings)
            .iter()
            .map(|shared| shared.area)
            .collect();
        let expected = [
            region([90.0, 0.0, 100.0, 45.0]),
            region([50.0, 50.0, 100.0, 100.0]),
        ];
        assert_eq!(areas, expected);
        assert_eq!(shared_areas(None, &siblings).len(), 1);
    }
}
