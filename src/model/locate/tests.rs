//! Whole answers for single invoices.

use super::*;
use crate::geometry::PictureSize;
use crate::model::MediaType;
use crate::model::fixtures::{facts, invoice};

/// Rounded to whole pixels.
fn in_picture(located: &Located) -> [i64; 4] {
    let rect = located.in_picture.expect("placed").round();
    [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(|edge| edge as i64)
}

#[test]
fn a_region_that_the_link_cut_out_is_the_whole_picture() {
    let invoice = invoice(
        "image/crop,w_764,h_911,x_901,y_58,g_nw",
        [901.0, 58.0, 1665.0, 969.0],
    );
    let located = Located::new(
        &invoice,
        &facts(764, 911),
        &PageSurvey::default(),
        &Reading::default(),
    );
    assert_eq!(in_picture(&located), [0, 0, 764, 911]);
    assert!(located.findings.is_empty(), "{:?}", located.findings);
}

#[test]
fn without_processing_the_picture_is_the_page() {
    let invoice = invoice("", [116.0, 108.0, 851.0, 575.0]);
    let located = Located::new(
        &invoice,
        &facts(1700, 2000),
        &PageSurvey::default(),
        &Reading::default(),
    );
    assert_eq!(in_picture(&located), [116, 108, 851, 575]);
    assert!(located.placement.expect("placed").whole_page);
}

#[test]
fn the_region_of_a_document_counts_pixels_of_a_page_of_2000() {
    let document = PictureFacts {
        media_type: MediaType::Pdf,
        frames: 3,
        substituted: true,
        skipped: 2,
        blank: true,
        ..facts(2000, 1292)
    };
    let invoice = invoice("", [64.0, 0.0, 1776.0, 941.0]);
    let (survey, reading) = (PageSurvey::default(), Reading::default());
    let located = Located::new(&invoice, &document, &survey, &reading);
    assert_eq!(in_picture(&located), [64, 0, 1776, 941]);
    let noticed: Vec<_> = located
        .findings
        .iter()
        .map(|finding| (finding.code, &*finding.subject))
        .collect();
    let expected = [
        (FindingCode::MorePages, "3"),
        (FindingCode::FontsSubstituted, ""),
        (FindingCode::ObjectsNotDrawn, "2"),
        (FindingCode::PictureBlank, ""),
    ];
    assert_eq!(noticed, expected);
    // A rendering of another size is the same page.
    let small = PictureFacts {
        size: PictureSize::new(1000, 646),
        ..document
    };
    let located = Located::new(&invoice, &small, &survey, &reading);
    assert_eq!(in_picture(&located), [32, 0, 888, 471]);
    assert!(Located::further_page(&document).region.is_none());
}

#[test]
fn a_step_that_is_not_understood_places_nothing() {
    let invoice = invoice("image/circle,r_100", [0.0, 0.0, 100.0, 100.0]);
    let located = Located::new(
        &invoice,
        &facts(200, 200),
        &PageSurvey::default(),
        &Reading::default(),
    );
    assert_eq!(located.region, None);
    assert_eq!(located.findings[0].code, FindingCode::RegionCannotBePlaced);
    assert!(located.findings[0].subject.contains("circle"));
}

#[test]
fn a_region_outside_what_was_delivered_is_said_and_not_clipped() {
    let invoice = invoice(
        "image/crop,w_100,h_100,x_500,y_500",
        [0.0, 0.0, 100.0, 100.0],
    );
    let located = Located::new(
        &invoice,
        &facts(100, 100),
        &PageSurvey::default(),
        &Reading::default(),
    );
    assert_eq!(in_picture(&located), [-500, -500, -400, -400]);
    assert_eq!(located.findings[0].code, FindingCode::RegionOutsidePicture);
}

#[test]
fn one_uncropped_picture_tells_the_size_of_the_page() {
    let mut survey = PageSurvey::default();
    let whole = invoice("", [0.0, 0.0, 10.0, 10.0]);
    assert!(survey.learn(&whole, &facts(1650, 2200)));
    assert!(!survey.learn(&whole, &facts(1650, 2200)), "nothing new");
    let crop = invoice(
        "image/crop,w_100,h_100,x_0,y_0,g_se",
        [1550.0, 2100.0, 1650.0, 2200.0],
    );
    let located = Located::new(&crop, &facts(100, 100), &survey, &Reading::default());
    assert_eq!(in_picture(&located), [0, 0, 100, 100]);
}

#[test]
fn a_picture_that_kept_its_orientation_tells_how_a_later_one_was_turned() {
    let late = "image/crop,w_30,h_20,x_5,y_6/auto-orient,1";
    let turned = invoice(late, [5.0, 6.0, 15.0, 16.0]);
    let mut survey = PageSurvey::default();
    let locate =
        |survey: &PageSurvey| Located::new(&turned, &facts(20, 30), survey, &Reading::default());
    let unknown = locate(&survey);
    assert_eq!(unknown.findings[0].code, FindingCode::RegionCannotBePlaced);
    assert_eq!(&*unknown.findings[0].subject, "orientation_unknown");
    assert!(
        !survey.learn(&turned, &facts(20, 30)),
        "it says nothing of itself"
    );
    // A cut that was left as it was stored, to be turned right: 40 × 50 as it is seen.
    let kept = invoice("image/crop,w_50,h_40,x_0,y_0", [0.0, 0.0, 50.0, 40.0]);
    let seen = PictureFacts {
        orientation: 6,
        ..facts(40, 50)
    };
    assert!(survey.learn(&kept, &seen));
    let known = locate(&survey);
    assert_eq!(in_picture(&known), [10, 0, 20, 10]);
    // A server may take the tag away from what it cuts: such a picture says nothing.
    let mut survey = PageSurvey::default();
    assert!(!survey.learn(&kept, &facts(50, 40)));
    assert!(locate(&survey).in_picture.is_none());
}

#[test]
fn the_batch_settles_what_the_link_leaves_open_and_the_user_settles_all() {
    let invoice = invoice("", [100.0, 50.0, 300.0, 200.0]);
    let read = |batch, forced| {
        let reading = Reading {
            batch,
            forced,
            ..Reading::default()
        };
        let survey = PageSurvey::default();
        in_picture(&Located::new(
            &invoice,
            &facts(1000, 800),
            &survey,
            &reading,
        ))
    };
    let (corners, size) = ([100, 50, 300, 200], [100, 50, 400, 250]);
    assert_eq!(read(None, None), corners);
    assert_eq!(read(Some(Convention::Size), None), size);
    assert_eq!(
        read(Some(Convention::Size), Some(Convention::Corners)),
        corners
    );
    assert_eq!(read(None, Some(Convention::Size)), size);
}
