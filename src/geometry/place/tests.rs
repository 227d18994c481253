//! Tests of `place`.

use super::super::space::{PagePoint, PictureBox};
use super::*;

fn input(process: &str, delivered: (u32, u32)) -> PlacementInput {
    PlacementInput {
        chain: OssChain::parse(process),
        delivered: delivered.into(),
        page_size: None,
        exif: Orientation::Upright,
        source: None,
        region: None,
        frame: FramePreference::Stored,
    }
}

fn page_box(x0: f64, y0: f64, x1: f64, y1: f64) -> PageBox {
    Box2D::new(PagePoint::new(x0, y0), PagePoint::new(x1, y1))
}

fn picture_box(x0: f64, y0: f64, x1: f64, y1: f64) -> PictureBox {
    page_box(x0, y0, x1, y1).cast_unit()
}

const CROP: &str = "image/crop,w_764,h_911,x_901,y_58,g_nw";

#[test]
fn a_region_that_was_cropped_out_fills_the_picture() {
    let placement = place(&input(CROP, (764, 911))).expect("the documented case");
    assert_eq!(
        placement.in_picture(page_box(901.0, 58.0, 1665.0, 969.0)),
        picture_box(0.0, 0.0, 764.0, 911.0)
    );
    assert_eq!(
        placement.delivered_in_page,
        page_box(901.0, 58.0, 1665.0, 969.0)
    );
    assert_eq!(placement.page_size, None);
    assert!(!placement.whole_page && placement.size_mismatch.is_none());
    assert_eq!(placement.assumptions, []);
}

#[test]
fn a_sibling_lies_outside_of_the_picture_at_its_true_distance() {
    let placement = place(&input(CROP, (764, 911))).expect("the documented case");
    assert_eq!(
        placement.in_picture(page_box(64.0, 0.0, 601.0, 941.0)),
        picture_box(-837.0, -58.0, -300.0, 883.0)
    );
}

#[test]
fn an_uncropped_picture_is_the_page() {
    let placement = place(&input("", (1776, 1000))).expect("identity");
    assert!(placement.whole_page);
    assert_eq!(placement.page_size, Some(PageSize::new(1776.0, 1000.0)));
}

#[test]
fn what_is_not_understood_is_not_placed() {
    let error = |input: &PlacementInput| place(input).expect_err("not placeable");
    let circle = error(&input("image/crop,w_9,h_9/circle,r_4", (9, 9)));
    assert_eq!(circle.code(), "unknown_step");
    assert!(circle.to_string().ends_with("circle"));
    assert_eq!(
        error(&input("image/crop,w_9,h_9,g_se", (9, 9))),
        PlaceError::PageSizeNeeded
    );
    assert_eq!(error(&input("", (0, 9))), PlaceError::NoPixels);
    let mut outside = input("image/crop,x_50", (9, 9));
    outside.page_size = Some(PageSize::new(40.0, 40.0));
    assert_eq!(error(&outside), PlaceError::StartsOutside);
    outside.page_size = Some(PageSize::new(f64::NAN, 40.0));
    assert_eq!(error(&outside), PlaceError::NoPixels);
}

#[test]
fn a_picture_of_nothing_but_padding_shows_nothing() {
    let mut padding = input("image/resize,m_pad,w_100,h_100/crop,w_100,h_10", (100, 10));
    padding.page_size = Some(PageSize::new(200.0, 100.0));
    assert_eq!(place(&padding), Err(PlaceError::ShowsNothing));
}

#[test]
fn padding_is_not_page() {
    let mut padded = input("image/resize,m_pad,w_100,h_100", (100, 100));
    padded.page_size = Some(PageSize::new(200.0, 100.0));
    let placement = place(&padded).expect("padded");
    assert_eq!(
        placement.delivered_in_page,
        page_box(0.0, 0.0, 200.0, 100.0)
    );
    let picture = PictureBox::from_size(padded.delivered.to_f64());
    assert_eq!(
        placement
            .page_from_picture()
            .outer_transformed_box(&picture),
        page_box(0.0, -50.0, 200.0, 150.0)
    );
    assert!(placement.whole_page);
}

#[test]
fn a_size_that_contradicts_the_chain_is_a_finding() {
    let placement = place(&input(CROP, (1650, 1665))).expect("placed with a finding");
    let mismatch = placement.size_mismatch.expect("told");
    assert_eq!(mismatch.expected.to_tuple(), (764, 911));
    assert!(!placement.whole_page);
}

#[test]
fn a_scaled_crop_on_an_unknown_page_names_its_assumption() {
    let placement =
        place(&input(&format!("{CROP}/resize,w_382"), (382, 456))).expect("456 = 911/2");
    assert_eq!(placement.assumptions, [Assumption::CropWhole]);
    assert_eq!(
        placement.in_picture(page_box(901.0, 58.0, 1665.0, 969.0)),
        picture_box(0.0, 0.0, 382.0, 456.0)
    );
}

#[test]
fn the_region_tells_in_which_frame_it_is_meant() {
    // A 300×200 photograph to be turned right; only in the stored frame does x reach 280.
    let mut turned = input("", (200, 300));
    turned.exif = Orientation::Right;
    turned.frame = FramePreference::Upright;
    turned.region = Some(page_box(150.0, 20.0, 280.0, 120.0));
    let stored = place(&turned).expect("a whole page");
    assert_eq!(stored.frame, Frame::Stored);
    assert_eq!(
        stored.in_picture(page_box(0.0, 0.0, 300.0, 20.0)),
        picture_box(180.0, 0.0, 200.0, 300.0)
    );
    turned.frame = FramePreference::Stored;
    turned.region = Some(page_box(20.0, 150.0, 120.0, 280.0));
    let upright = place(&turned).expect("a whole page");
    assert_eq!(upright.frame, Frame::Upright);
    assert_eq!(
        upright.in_picture(page_box(20.0, 150.0, 120.0, 280.0)),
        picture_box(20.0, 150.0, 120.0, 280.0)
    );
    assert_eq!(upright.page_size, Some(PageSize::new(200.0, 300.0)));
    assert_eq!(upright.stored_page_size, Some(PageSize::new(300.0, 200.0)));
    assert_eq!(stored.assumptions, []);
    assert_eq!(upright.assumptions, []);
}

#[test]
fn where_both_frames_fit_the_preference_decides_and_says_so() {
    let mut turned = input("", (200, 300));
    turned.exif = Orientation::Right;
    turned.region = Some(page_box(20.0, 20.0, 120.0, 120.0));
    for (preference, frame) in [
        (FramePreference::Stored, Frame::Stored),
        (FramePreference::Upright, Frame::Upright),
    ] {
        turned.frame = preference;
        let placement = place(&turned).expect("a whole page");
        assert_eq!(placement.frame, frame);
        assert_eq!(placement.assumptions, [Assumption::FramePreferred]);
    }
}

#[test]
fn a_turned_crop_of_an_unknown_page_is_placed_only_in_the_stored_frame() {
    let mut turned = input(CROP, (911, 764));
    turned.exif = Orientation::Right;
    turned.frame = FramePreference::Upright;
    assert_eq!(place(&turned), Err(PlaceError::PageSizeNeeded));
    turned.region = Some(page_box(901.0, 58.0, 1665.0, 969.0));
    let placement = place(&turned).expect("the region is the crop");
    assert_eq!(placement.frame, Frame::Stored);
    assert_eq!(
        placement.in_picture(page_box(901.0, 58.0, 1665.0, 969.0)),
        picture_box(0.0, 0.0, 911.0, 764.0)
    );
    turned.region = None;
    turned.frame = FramePreference::Stored;
    assert_eq!(
        place(&turned).expect("assumed").assumptions,
        [Assumption::FramePreferred]
    );
}

#[test]
fn auto_orient_must_have_worked() {
    let first = "image/auto-orient,1/crop,w_30,h_20,x_5,y_6";
    assert_eq!(
        place(&input(first, (30, 20)))
            .expect("upright pixels")
            .frame,
        Frame::Upright
    );
    let mut still_turned = input(first, (30, 20));
    still_turned.exif = Orientation::Right;
    assert_eq!(
        place(&still_turned),
        Err(PlaceError::OrientationContradicts)
    );
}

const LATE: &str = "image/crop,w_30,h_20,x_5,y_6/auto-orient,1";

#[test]
fn a_cut_that_was_turned_later_is_placed_by_the_orientation_of_its_page() {
    // Four corners of the cut, as stored: the first one is where the top left corner is seen.
    let corner = page_box(5.0, 6.0, 6.0, 7.0);
    for (source, delivered, seen) in [
        (Orientation::Upright, (30, 20), (0.0, 0.0)),
        (Orientation::Half, (30, 20), (29.0, 19.0)),
        (Orientation::Right, (20, 30), (19.0, 0.0)),
        (Orientation::Left, (20, 30), (0.0, 29.0)),
    ] {
        let mut turned = input(LATE, delivered);
        turned.source = Some(source);
        let placement = place(&turned).expect("the orientation is known");
        assert_eq!(placement.frame, Frame::Stored);
        assert_eq!(placement.size_mismatch, None);
        assert_eq!(
            placement.delivered_in_page,
            page_box(5.0, 6.0, 35.0, 26.0),
            "{source:?}"
        );
        let (x, y) = seen;
        assert_eq!(
            placement.in_picture(corner),
            picture_box(x, y, x + 1.0, y + 1.0),
            "{source:?}"
        );
    }
    let mut other_way = input(LATE, (30, 20));
    other_way.source = Some(Orientation::Right);
    let placement = place(&other_way).expect("placed with a finding");
    assert!(placement.size_mismatch.is_some());
    other_way.source = Some(Orientation::Transposed);
    assert_eq!(place(&other_way), Err(PlaceError::OrientationUnknown));
}

#[test]
fn a_cut_that_was_turned_in_an_unknown_way_shows_only_what_fills_it() {
    for delivered in [(30, 20), (20, 30)] {
        let mut turned = input(LATE, delivered);
        assert_eq!(place(&turned), Err(PlaceError::OrientationUnknown));
        turned.region = Some(page_box(5.0, 6.0, 20.0, 16.0));
        assert_eq!(place(&turned), Err(PlaceError::OrientationUnknown));
        turned.region = Some(page_box(5.0, 6.0, 35.0, 26.0));
        let placement = place(&turned).expect("all of it, whichever way");
        let (width, height) = (f64::from(delivered.0), f64::from(delivered.1));
        let all = picture_box(0.0, 0.0, width, height);
        assert_eq!(placement.in_picture(page_box(5.0, 6.0, 35.0, 26.0)), all);
        let mut scaled = input(
            &format!("{LATE}/resize,p_200"),
            (2 * delivered.0, 2 * delivered.1),
        );
        scaled.region = turned.region;
        let scaled = place(&scaled).expect("all of it, larger");
        let all = picture_box(0.0, 0.0, 2.0 * width, 2.0 * height);
        assert_eq!(scaled.in_picture(page_box(5.0, 6.0, 35.0, 26.0)), all);
    }
    let mut neither = input(LATE, (25, 25));
    neither.region = Some(page_box(5.0, 6.0, 35.0, 26.0));
    assert_eq!(place(&neither), Err(PlaceError::OrientationUnknown));
    let mut kept = input(LATE, (30, 20));
    kept.exif = Orientation::Right;
    assert_eq!(place(&kept), Err(PlaceError::OrientationContradicts));
}

#[test]
fn the_server_turns_before_it_scales_in_whichever_order_that_is_written() {
    // A photograph of 300×200 stored pixels, turned right, then made 100 px wide.
    let mut turned = input("image/resize,w_100/quality,q_80/auto-orient,1", (100, 150));
    turned.page_size = Some(PageSize::new(300.0, 200.0));
    let placement = place(&turned).expect("turned, then scaled");
    assert_eq!(placement.frame, Frame::Upright);
    assert_eq!(placement.page_size, Some(PageSize::new(200.0, 300.0)));
    assert_eq!(
        placement.in_picture(page_box(20.0, 30.0, 40.0, 60.0)),
        picture_box(10.0, 15.0, 20.0, 30.0)
    );
    // Where the size says that it was scaled first, that is believed, if the orientation is known.
    turned.delivered = (67, 100).into();
    turned.source = Some(Orientation::Right);
    let placement = place(&turned).expect("scaled, then turned");
    assert_eq!(
        (placement.frame, placement.size_mismatch),
        (Frame::Stored, None)
    );
    turned.source = None;
    assert_eq!(place(&turned), Err(PlaceError::Ambiguous));
    // Cut first, then turned and scaled.
    let mut cut = input("image/crop,w_30,h_20/resize,w_10/auto-orient,1", (10, 15));
    cut.source = Some(Orientation::Right);
    let placement = place(&cut).expect("cut, turned, scaled");
    assert_eq!(
        placement.in_picture(page_box(0.0, 0.0, 30.0, 20.0)),
        picture_box(0.0, 0.0, 10.0, 15.0)
    );
}

#[test]
fn a_page_that_the_server_turned_may_lie_either_way() {
    let mut turned = input("image/auto-orient,1/resize,p_50", (100, 150));
    turned.page_size = Some(PageSize::new(300.0, 200.0));
    assert_eq!(
        place(&turned).expect("swapped").page_size,
        Some(PageSize::new(200.0, 300.0))
    );
    let mut either = input("image/auto-orient,1/crop,w_30,h_20,x_5,y_6", (30, 20));
    either.page_size = Some(PageSize::new(300.0, 200.0));
    assert_eq!(place(&either).expect("the same both ways").page_size, None);
    either.chain = OssChain::parse("image/auto-orient,1/crop,w_30,h_20,g_se");
    assert_eq!(place(&either), Err(PlaceError::Ambiguous));
}

#[test]
fn a_document_page_is_two_thousand_wide_at_any_resolution() {
    let placement = place_document(PictureSize::new(1000, 646)).expect("a page");
    assert_eq!(placement.page_size, Some(PageSize::new(2000.0, 1292.0)));
    assert_eq!(
        placement.in_picture(page_box(0.0, 0.0, 2000.0, 1292.0)),
        picture_box(0.0, 0.0, 1000.0, 646.0)
    );
}
