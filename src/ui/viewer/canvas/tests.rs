//! However a photo is stored and whatever pixels its region counts: upright, with the region over the same ink.

use egui::vec2;

use super::*;
use crate::geometry::FramePreference;
use crate::model::fixtures;
use crate::model::{Located, PageSurvey, Reading};

fn seen(exif: u8, frame: FramePreference, turn: QuarterTurn) -> (Rect, [Pos2; 2], Rect) {
    let invoice = fixtures::invoice("", [30.0, 10.0, 60.0, 90.0]);
    let orientation = Orientation::from_exif(exif.into()).expect("1 to 8");
    let size: PictureSize = orientation.turned_size(PictureSize::new(300, 200));
    let mut facts = fixtures::facts(size.width, size.height);
    facts.orientation = exif;
    let mut survey = PageSurvey::default();
    survey.learn(&invoice, &facts);
    let reading = Reading {
        frame,
        ..Reading::default()
    };
    let located = Located::new(&invoice, &facts, &survey, &reading);
    let placement = located.placement.as_deref().expect("no chain");
    let scene = Scene {
        picture: PagePicture {
            key: &invoice.picture_key,
            page: 0,
            sharp: &[],
            has_parts: false,
            is_document: false,
            full: None,
            thumbnail: None,
            size: facts.size,
            placement: Some(placement),
        },
        located: &located,
        corrected: None,
        siblings: &[],
        others: Vec::new(),
    };
    let canvas = Rect::from_min_size(pos2(10.0, 20.0), vec2(600.0, 500.0));
    let view = scene.view(canvas, Framing::Whole, turn);
    let at = |x: f64, y: f64| {
        let page_from_picture = placement.page_from_picture();
        view.point(page_from_picture.transform_point(euclid::Point2D::new(x, y)))
    };
    let corners = [at(0.0, 0.0), at(size.width.into(), 0.0)];
    let region = view.rect(scene.region().expect("a region"));
    // The same ink by way of the picture.
    let ink = located.in_picture.expect("it is placed");
    let ink = Rect::from_two_pos(at(ink.min.x, ink.min.y), at(ink.max.x, ink.max.y));
    assert!(ink.min.distance(region.min) < 0.01 && ink.max.distance(region.max) < 0.01);
    (view.rect(scene.whole()), corners, region)
}

#[test]
fn every_photo_is_upright_whatever_its_region_counts() {
    for exif in 1..=8 {
        for frame in [FramePreference::Stored, FramePreference::Upright] {
            let (whole, [left, right], _) = seen(exif, frame, QuarterTurn::None);
            assert!(left.distance(whole.left_top()) < 0.01, "{exif} {frame:?}");
            assert!(right.distance(whole.right_top()) < 0.01, "{exif} {frame:?}");
        }
    }
}

#[test]
fn a_turn_by_hand_comes_on_top() {
    for exif in 1..=8 {
        let (whole, [left, right], _) = seen(exif, FramePreference::Stored, QuarterTurn::Right);
        assert!(left.distance(whole.right_top()) < 0.01, "{exif}");
        assert!(right.distance(whole.right_bottom()) < 0.01, "{exif}");
    }
}
