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

/// What is to be said of a region among its siblings, by their positions on the page.
pub fn claim_findings<'a>(
    region: &PageBox,
    siblings: impl IntoIterator<Item = (usize, &'a PageBox)>,
) -> Vec<Finding> {
    let (mut same, mut overlapping) = (Vec::new(), Vec::new());
    for (position, sibling) in siblings {
        match Shared::between(region, sibling) {
            Some(shared) if shared.is_same => same.push(position.to_string()),
            Some(_) => overlapping.push(position.to_string()),
            None => {}
        }
    }
    [
        (FindingCode::RegionDoublyClaimed, same),
        (FindingCode::RegionOverlaps, overlapping),
    ]
    .into_iter()
    .filter(|(_, positions)| !positions.is_empty())
    .map(|(code, positions)| Finding::about(code, positions.join(", ")))
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
        let own = region([0.0, 0.0, 500.0, 800.0]);
        let siblings = [
            (1, region([0.0, 0.0, 500.0, 800.0])),
            (3, region([600.0, 0.0, 900.0, 800.0])),
            (4, region([400.0, 0.0, 900.0, 800.0])),
            (5, region([0.0, 700.0, 500.0, 1500.0])),
        ];
        let siblings = siblings
            .iter()
            .map(|(position, region)| (*position, region));
        let found = claim_findings(&own, siblings);
        let expected = [
            Finding::about(FindingCode::RegionDoublyClaimed, "1"),
            Finding::about(FindingCode::RegionOverlaps, "4, 5"),
        ];
        assert_eq!(found, expected);
        assert_eq!(claim_findings(&own, []), []);
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
