//! Regions that cannot be a ticket's by their shape or their size: all of the page, turned by a quarter, half of it.

use euclid::size2;

use invoice_lens::geometry::PictureBox;
use invoice_lens::model::FindingCode;
use invoice_lens::review::{unusual_shape, whole_page};

use crate::judged::{Case, Said, Share, count};
use crate::layout::Placed;
use crate::said::whole;
use crate::tally::{Row, Tally};

/// Of these regions a few are judged.
const FEW: f64 = 0.3;
/// What may be said of a region that is turned or ends in the middle of its ticket.
const NOT_ITS_SHAPE: [FindingCode; 6] = [
    FindingCode::ShapeImplausible,
    FindingCode::InkAcross,
    FindingCode::TextCut,
    FindingCode::MarginWide,
    FindingCode::PaperCut,
    FindingCode::RegionNearlyEmpty,
];

/// `right` is what was said of the true region.
pub fn shapes(case: &Case<'_>, right: &Said, share: &mut Share, tally: &mut Tally) {
    let region = case.ticket.region;
    let page = whole(&case.drawn.picture);
    if !case.others.is_empty() {
        // What a region's own crop is cut out of is not known of a crop.
        for (claimed, is_wrong) in [(page, true), (region, false)] {
            let all = size2(page.width(), page.height());
            let said = whole_page(claimed.cast_unit(), all, case.others.len());
            tally.page(Row::WholePage, is_wrong, said.is_some());
        }
    }
    // Turned around its middle; what of it would lie beyond the page is cut off.
    let (middle, [across, down]) = (region.center(), [region.width(), region.height()]);
    let half = euclid::vec2(down / 2.0, across / 2.0);
    let turned = PictureBox::new(middle - half, middle + half);
    let halves = [
        (0.0, 0.0, 0.5, 1.0),
        (0.5, 0.0, 1.0, 1.0),
        (0.0, 0.0, 1.0, 0.5),
        (0.0, 0.5, 1.0, 1.0),
    ]
    .map(|(left, top, right, bottom)| {
        let at = |x: f64, y: f64| region.min + euclid::vec2(x * across, y * down);
        PictureBox::new(at(left, top), at(right, bottom))
    });
    let wrong = halves.into_iter().map(|it| (Row::Half, it));
    for (row, claimed) in wrong.chain([(Row::Swapped, turned)]) {
        let Some(claimed) = claimed.intersection(&page) else {
            continue;
        };
        if share.takes(FEW) {
            let claimed = claimed.round();
            let mut said = case.say(claimed);
            for codes in [&mut said.page, &mut said.crop] {
                codes.extend(of_shape(case.ticket, claimed));
            }
            count(tally, row, &said, &NOT_ITS_SHAPE, true);
        }
    }
    for row in [Row::Half, Row::Swapped] {
        count(tally, row, right, &NOT_ITS_SHAPE, false);
    }
}

pub fn of_shape(ticket: &Placed, region: PictureBox) -> Option<FindingCode> {
    let found = unusual_shape(region.cast_unit(), Some(&ticket.fields.kind));
    found.map(|it| it.code)
}
