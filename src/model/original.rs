//! The uncropped file of a page: whether a delivered picture can have been cut out of it, and where its own pixels lie
//! on the page. It is a picture with an empty chain; only the frame of its regions may be known from elsewhere.

use crate::geometry::{
    Frame, FramePreference, Orientation, OssChain, PageBox, PageSize, PlaceError, Placement,
    PlacementInput, place,
};

use super::{Invoice, PictureFacts};

/// Page sizes are whole numbers of pixels; this much is arithmetic.
const SAME_SIZE_PX: f64 = 0.5;

/// How far a region may stick out of a crop and still lie in it, in page pixels.
const INSIDE_SLACK_PX: f64 = 1.0;

/// Before the file's EXIF orientation is followed.
pub(super) fn stored_size(original: &PictureFacts) -> PageSize {
    orientation(original).turned_size(original.size.to_f64())
}

/// Whether a picture cannot be of this original: `delivered` is its placement's input without a page size. What
/// contradicts its link in any case, or cannot be placed at all, says nothing about the original.
pub(super) fn contradicts(original: &PictureFacts, mut delivered: PlacementInput) -> bool {
    delivered.source = Some(orientation(original));
    let stored = stored_size(original);
    let alone = place(&delivered);
    if let Ok(alone) = &alone {
        if alone.size_mismatch.is_some() {
            return false;
        }
        if let Some(revealed) = alone.stored_page_size {
            return !is_same(revealed, stored);
        }
    }
    let on_original = place(&PlacementInput {
        page_size: Some(stored),
        ..delivered
    });
    match on_original {
        Ok(placement) => placement.size_mismatch.is_some(),
        Err(error) => matches!(error, PlaceError::StartsOutside | PlaceError::ShowsNothing),
    }
}

/// Where the original's upright pixels lie on the page; `delivered` is the placement of the invoice's own picture.
pub(super) fn placement(
    original: &PictureFacts,
    invoice: &Invoice,
    delivered: Option<&Placement>,
    region: Option<PageBox>,
    preference: FramePreference,
) -> Option<Placement> {
    let settled = delivered
        .zip(region)
        .and_then(|(delivered, region)| settled_frame(invoice, delivered, region));
    let input = PlacementInput {
        chain: OssChain::default(),
        delivered: original.size,
        page_size: Some(stored_size(original)),
        exif: orientation(original),
        source: Some(orientation(original)),
        // Without a region to weigh, the preference decides.
        region: region.filter(|_| settled.is_none()),
        frame: match settled {
            Some(Frame::Stored) => FramePreference::Stored,
            Some(Frame::Upright) => FramePreference::Upright,
            None => preference,
        },
    };
    place(&input).ok()
}

/// A region that lies in what the server cut out counts the pixels that the server counted, even where the file fits
/// it both ways.
fn settled_frame(invoice: &Invoice, delivered: &Placement, region: PageBox) -> Option<Frame> {
    invoice.chain().page_crop()?;
    let shown = delivered
        .delivered_in_page
        .inflate(INSIDE_SLACK_PX, INSIDE_SLACK_PX);
    shown.contains_box(&region).then_some(delivered.frame)
}

/// What a file says of how it has to be turned.
pub(super) fn orientation(facts: &PictureFacts) -> Orientation {
    Orientation::from_exif(facts.orientation.into()).unwrap_or_default()
}

fn is_same(a: PageSize, b: PageSize) -> bool {
    (a.width - b.width).abs() < SAME_SIZE_PX && (a.height - b.height).abs() < SAME_SIZE_PX
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::{self, invoice};
    use crate::model::{FindingCode, Located, PageSurvey, Reading};

    /// Upright size and EXIF orientation.
    fn facts(width: u32, height: u32, orientation: u8) -> PictureFacts {
        PictureFacts {
            orientation,
            ..fixtures::facts(width, height)
        }
    }

    fn located(invoice: &Invoice, delivered: &PictureFacts, original: PictureFacts) -> Located {
        let mut survey = PageSurvey::default();
        survey.learn(invoice, delivered);
        survey.learn_original(original, [(invoice, delivered)]);
        Located::new(invoice, delivered, &survey, &Reading::default())
    }

    fn on_original(located: &Located) -> Option<[i64; 4]> {
        let region = located.region.as_ref()?;
        let rect = located.original.as_ref()?.in_picture(region.page).round();
        Some([rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(|edge| edge as i64))
    }

    fn is_refuted(located: &Located) -> bool {
        let mut codes = located.findings.iter().map(|it| it.code);
        codes.any(|code| code == FindingCode::OriginalMismatch)
    }

    #[test]
    fn the_region_lies_on_the_original_where_it_lies_on_the_page() {
        let invoice = invoice(
            "image/crop,w_764,h_911,x_901,y_58,g_nw/resize,w_382",
            [901.0, 58.0, 1665.0, 969.0],
        );
        let located = located(&invoice, &facts(382, 456, 1), facts(2000, 1500, 1));
        assert_eq!(on_original(&located), Some([901, 58, 1665, 969]));
        assert!(located.original.expect("used").whole_page);
        assert!(located.findings.is_empty(), "{:?}", located.findings);
    }

    #[test]
    fn the_original_tells_the_size_that_a_crop_from_another_corner_needs() {
        let invoice = invoice(
            "image/crop,w_100,h_100,x_0,y_0,g_se",
            [1900.0, 1400.0, 2000.0, 1500.0],
        );
        let located = located(&invoice, &facts(100, 100, 1), facts(2000, 1500, 1));
        assert_eq!(on_original(&located), Some([1900, 1400, 2000, 1500]));
        let in_picture = located.in_picture.expect("the page's size is known now");
        assert!((in_picture.min.x, in_picture.min.y) == (0.0, 0.0));
    }

    #[test]
    fn another_file_of_the_same_name_is_told_and_not_used() {
        let crop = invoice(
            "image/crop,w_764,h_911,x_901,y_58,g_nw",
            [901.0, 58.0, 1665.0, 969.0],
        );
        // Too small for the crop at all, too small for all of it, and just large enough.
        for (size, refuted) in [
            ((800, 600), true),
            ((1600, 1200), true),
            ((1665, 969), false),
        ] {
            let located = located(&crop, &facts(764, 911, 1), facts(size.0, size.1, 1));
            assert_eq!(is_refuted(&located), refuted, "{size:?}");
            assert_eq!(located.original.is_none(), refuted, "{size:?}");
            assert!(
                located.in_picture.is_some(),
                "the crop shows its region anyway"
            );
        }
        // This crop was cut short by the page's own edges.
        let cut_short = |size: (u32, u32)| {
            is_refuted(&located(
                &crop,
                &facts(699, 842, 1),
                facts(size.0, size.1, 1),
            ))
        };
        assert!(!cut_short((1600, 900)));
        assert!(cut_short((1600, 901)));
        // A whole page was delivered.
        let whole = invoice("", [0.0, 0.0, 10.0, 10.0]);
        let other = located(&whole, &facts(1600, 900, 1), facts(1601, 900, 1));
        assert!(is_refuted(&other));
    }

    #[test]
    fn a_picture_that_contradicts_its_own_link_refutes_nothing() {
        let crop = invoice("image/crop,w_100,h_100,x_5,y_5", [5.0, 5.0, 105.0, 105.0]);
        let located = located(&crop, &facts(140, 160, 1), facts(2000, 1500, 1));
        assert!(!is_refuted(&located), "{:?}", located.findings);
        assert!(located.original.is_some());
    }

    #[test]
    fn a_later_picture_of_the_page_can_refute_the_original() {
        let near = invoice("image/crop,w_100,h_100,x_0,y_0", [0.0, 0.0, 100.0, 100.0]);
        let far = invoice(
            "image/crop,w_100,h_100,x_900,y_0",
            [900.0, 0.0, 1000.0, 100.0],
        );
        let mut survey = PageSurvey::default();
        survey.learn_original(facts(500, 400, 1), [(&near, &facts(100, 100, 1))]);
        assert!(survey.original().is_some());
        assert!(survey.learn(&far, &facts(100, 100, 1)), "that is news");
        assert!(survey.is_original_refuted());
    }

    #[test]
    fn a_turned_original_keeps_the_pixels_that_the_server_counted() {
        // Stored 2000 × 1500, to be seen 1500 × 2000; the server's crop lost the orientation.
        let crop = invoice(
            "image/crop,w_300,h_200,x_100,y_50",
            [100.0, 50.0, 400.0, 250.0],
        );
        let stored = located(&crop, &facts(300, 200, 1), facts(1500, 2000, 6));
        assert!(!is_refuted(&stored));
        // Turned right: x is counted from the stored bottom, y is the stored x.
        assert_eq!(on_original(&stored), Some([1250, 100, 1450, 400]));
        // A region that fits the page only as it is seen counts the pixels that are seen.
        let whole = invoice("image/resize,w_1000", [100.0, 1600.0, 400.0, 1900.0]);
        let upright = located(&whole, &facts(1000, 750, 1), facts(1500, 2000, 6));
        assert_eq!(on_original(&upright), Some([100, 1600, 400, 1900]));
    }

    #[test]
    fn a_step_that_is_not_understood_matters_no_more_on_the_original() {
        let circle = invoice("image/circle,r_100", [10.0, 20.0, 110.0, 120.0]);
        let located = located(&circle, &facts(200, 200, 1), facts(2000, 1500, 1));
        assert_eq!(on_original(&located), Some([10, 20, 110, 120]));
        assert_eq!((located.placement, located.in_picture), (None, None));
        assert!(located.findings.is_empty(), "{:?}", located.findings);
    }

    #[test]
    fn an_original_stands_in_for_a_picture_that_is_not_there() {
        let crop = invoice(
            "image/crop,w_100,h_100,x_5000,y_0",
            [10.0, 20.0, 110.0, 120.0],
        );
        let mut survey = PageSurvey::default();
        assert_eq!(
            Located::on_original(&crop, &survey, &Reading::default()),
            None
        );
        survey.learn_original(facts(2000, 1500, 1), []);
        let located = Located::on_original(&crop, &survey, &Reading::default());
        let located = located.expect("there is an original");
        assert_eq!(on_original(&located), Some([10, 20, 110, 120]));
    }
}
