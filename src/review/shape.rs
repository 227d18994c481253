//! Holds a ticket's region against its page, its link and the shapes that tickets of its kind have.

use crate::geometry::{PageBox, PageSize};
use crate::model::{Finding, FindingCode, Invoice, InvoiceType, Located};

/// A region with this part of a page is the whole page.
const WHOLE: f64 = 0.97;
/// So much may a link's crop differ from its region, in page pixels and in parts of its sides.
const SAME: (f64, f64) = (3.0, 0.015);

/// `others`: invoices of the page beside this one. `kind` as the platform names it.
pub fn findings(
    invoice: &Invoice,
    located: &Located,
    kind: Option<&InvoiceType>,
    others: usize,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(region) = located.region.as_ref().map(|it| it.page) else {
        return found;
    };
    let page = located.placement.as_deref().and_then(|it| it.page_size);
    found.extend(page.and_then(|page| whole_page(region, page, others)));
    if let Some(far) = crop_distance(invoice, region) {
        let subject = format!("{far:.0}");
        found.push(Finding::about(FindingCode::CropDiffers, subject));
    }
    found.extend(unusual_shape(region, kind));
    found
}

/// Of a region that is its whole page although `others` lie on it too.
pub fn whole_page(region: PageBox, page: PageSize, others: usize) -> Option<Finding> {
    let is_whole = others > 0 && covers(region, page.width * page.height);
    is_whole.then(|| Finding::about(FindingCode::PageClaimed, others.to_string()))
}

/// Of a region that no ticket of the kind has the shape of.
pub fn unusual_shape(region: PageBox, kind: Option<&InvoiceType>) -> Option<Finding> {
    let (least, most) = kind.and_then(usual)?;
    let long = region.width().max(region.height());
    let shape = long / region.width().min(region.height()).max(f64::EPSILON);
    let is_unusual = !(least..=most).contains(&shape);
    is_unusual.then(|| {
        let subject = format!("{shape:.2}|{least:.1}|{most:.1}");
        Finding::about(FindingCode::ShapeImplausible, subject)
    })
}

/// The widest margin that print of this kind of ticket has, as a part of the ticket's side.
pub fn widest_margin(kind: Option<&InvoiceType>) -> f64 {
    match kind {
        Some(InvoiceType::Invoice) => 0.13,
        Some(InvoiceType::Train) => 0.16,
        _ => 0.28,
    }
}

fn covers(region: PageBox, area: f64) -> bool {
    area > 0.0 && region.area() >= WHOLE * area
}

/// By how many pixels the link's crop differs from the region, if that is more than rounding.
fn crop_distance(invoice: &Invoice, region: PageBox) -> Option<f64> {
    let crop = invoice.chain().page_crop()?;
    let [x, y, w, h] = [crop.x, crop.y, crop.w, crop.h].map(f64::from);
    let differences = [
        region.min.x - x,
        region.min.y - y,
        region.max.x - x - w,
        region.max.y - y - h,
    ];
    let far = differences.map(f64::abs).into_iter().fold(0.0, f64::max);
    let (pixels, part) = SAME;
    (far > pixels.max(part * w.max(h))).then_some(far)
}

/// How much longer than short a ticket of this kind is, at least and at most, whichever way it lies. Photographed
/// aslant it looks shorter.
fn usual(kind: &InvoiceType) -> Option<(f64, f64)> {
    match kind {
        InvoiceType::Invoice => Some((1.3, 3.6)),
        InvoiceType::Train => Some((1.25, 2.4)),
        InvoiceType::Taxi => Some((1.7, 5.5)),
        InvoiceType::FlightItinerary | InvoiceType::PassengerCar => Some((1.15, 3.2)),
        InvoiceType::Fixed => Some((1.15, 3.4)),
        InvoiceType::Tolls => Some((1.05, 3.6)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PageSurvey, Reading, fixtures};

    fn codes(
        region: [f64; 4],
        process: &str,
        kind: &InvoiceType,
        others: usize,
    ) -> Vec<FindingCode> {
        let invoice = fixtures::invoice(process, region);
        let (width, height) = invoice
            .chain()
            .page_crop()
            .map_or((1000, 800), |crop| (crop.w, crop.h));
        let facts = fixtures::facts(width, height);
        let survey = PageSurvey::default();
        let located = Located::new(&invoice, &facts, &survey, &Reading::default());
        let found = findings(&invoice, &located, Some(kind), others);
        found.iter().map(|it| it.code).collect()
    }

    #[test]
    fn all_of_a_page_is_one_tickets_only_where_there_is_no_other() {
        let page = [0.0, 0.0, 1000.0, 795.0];
        assert_eq!(codes(page, "", &InvoiceType::Other, 0), []);
        assert_eq!(
            codes(page, "", &InvoiceType::Other, 2),
            [FindingCode::PageClaimed]
        );
        assert_eq!(
            codes([0.0, 0.0, 900.0, 700.0], "", &InvoiceType::Other, 2),
            []
        );
    }

    #[test]
    fn a_crop_is_the_region_but_for_rounding() {
        let region = [100.0, 100.0, 700.0, 500.0];
        let differs = [FindingCode::CropDiffers];
        for (process, expected) in [
            ("image/crop,w_600,h_400,x_100,y_100,g_nw", &[][..]),
            ("image/crop,w_606,h_404,x_98,y_97,g_nw", &[]),
            ("image/crop,w_600,h_300,x_100,y_100,g_nw", &differs),
            ("image/crop,w_900,h_700,x_0,y_0,g_nw", &differs),
        ] {
            assert_eq!(
                codes(region, process, &InvoiceType::Other, 0),
                expected,
                "{process}"
            );
        }
    }

    #[test]
    fn shapes_are_those_of_the_kind_whichever_way_a_ticket_lies() {
        for (region, kind, is_usual) in [
            ([0.0, 0.0, 600.0, 400.0], InvoiceType::Invoice, true),
            ([0.0, 0.0, 400.0, 600.0], InvoiceType::Invoice, true),
            ([0.0, 0.0, 500.0, 440.0], InvoiceType::Invoice, false),
            ([0.0, 0.0, 300.0, 700.0], InvoiceType::Taxi, true),
            ([0.0, 0.0, 700.0, 500.0], InvoiceType::Taxi, false),
            ([0.0, 0.0, 700.0, 690.0], InvoiceType::Medical, true),
        ] {
            assert_eq!(
                codes(region, "", &kind, 0).is_empty(),
                is_usual,
                "{region:?}"
            );
        }
    }
}
