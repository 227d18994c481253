//! Borders of regions: made last, sent once, never at the price of the picture.

use euclid::{Box2D, point2};

use super::{Ran, Rig, calls, decodes, failures, fetches, nr, thumbnails};
use crate::engine::config::EngineConfig;
use crate::engine::jobs::Ended;
use crate::engine::{EngineEvent, Failure, FailureKind, Interest, THUMBNAIL};
use crate::formats::Pixels;
use crate::geometry::{EdgeCut, PictureSize};
use crate::model::InvoiceNr;

fn cut(right: f64) -> EdgeCut {
    let region = Box2D::new(point2(10.0, 10.0), point2(right, 90.0));
    EdgeCut::around(region, PictureSize::new(200, 100)).expect("in the picture")
}

/// On screen with borders wanted.
fn look(visible: &[u32], edges: &[(u32, EdgeCut)]) -> Interest {
    Interest {
        visible: visible.iter().copied().map(InvoiceNr).collect(),
        of_visible: edges
            .iter()
            .map(|(n, cut)| (nr(*n), Pixels::Edges(*cut)))
            .collect(),
        ..Interest::default()
    }
}

/// The cuts of the borders sent.
fn edges(events: &[EngineEvent]) -> Vec<EdgeCut> {
    events
        .iter()
        .filter_map(|event| match event {
            EngineEvent::Pixels {
                pixels: Pixels::Edges(cut),
                result: Ok(_),
                ..
            } => Some(*cut),
            _ => None,
        })
        .collect()
}

#[test]
fn borders_come_after_the_thumbnails_in_view_and_before_the_rest() {
    let mut rig = Rig::new(EngineConfig {
        decoders: 1,
        ..EngineConfig::default()
    });
    rig.add(4);
    let interest = look(&[2, 3], &[(2, cut(150.0)), (3, cut(160.0))]);
    rig.scheduler.set_interest(interest);
    let call = calls(rig.jobs()).remove(0);
    rig.answer(call.0, &call.1);
    let running = fetches(&rig.jobs());
    for (picture, _) in &running {
        rig.deliver(*picture);
    }
    let mut order = Vec::new();
    while let Some((picture, pixels)) = decodes(&rig.jobs()).first().copied() {
        order.push(pixels);
        rig.decoded(picture, pixels);
    }
    let [thumbnail, first, second] = [
        THUMBNAIL,
        Pixels::Edges(cut(150.0)),
        Pixels::Edges(cut(160.0)),
    ];
    assert_eq!(
        order,
        [thumbnail, thumbnail, first, second, thumbnail, thumbnail]
    );
    assert_eq!(edges(&rig.events()), [cut(150.0), cut(160.0)]);
}

#[test]
fn borders_are_sent_once_and_again_from_the_cache_when_they_are_wanted_again() {
    let mut rig = Rig::with_invoices(2);
    rig.scheduler.set_interest(look(&[0], &[(0, cut(150.0))]));
    rig.run_dry();
    assert_eq!(edges(&rig.events()), [cut(150.0)]);
    rig.scheduler.dropped(&[nr(1)]);
    assert_eq!(rig.run_dry(), Ran::default());
    assert_eq!(edges(&rig.events()), []);
    rig.scheduler.set_interest(look(&[0], &[]));
    rig.run_dry();
    assert_eq!(edges(&rig.events()), []);
    rig.scheduler.set_interest(look(&[0], &[(0, cut(150.0))]));
    assert_eq!(rig.run_dry(), Ran::default());
    assert_eq!(edges(&rig.events()), [cut(150.0)]);
}

#[test]
fn without_any_cache_borders_are_fetched_once_for_each_wish() {
    let mut rig = Rig::new(EngineConfig {
        pixels_budget: 0,
        bytes_budget: 0,
        ..EngineConfig::default()
    });
    rig.add(1);
    rig.run_dry();
    rig.scheduler.set_interest(look(&[], &[(0, cut(150.0))]));
    let ran = rig.run_dry();
    assert_eq!(ran.fetches, 1);
    assert_eq!(edges(&rig.events()), [cut(150.0)]);
}

#[test]
fn what_scrolled_away_is_not_begun() {
    let mut rig = Rig::with_invoices(2);
    rig.run_dry();
    rig.scheduler.set_interest(look(&[0], &[(0, cut(150.0))]));
    rig.scheduler.set_interest(look(&[1], &[(1, cut(160.0))]));
    assert_eq!(rig.run_dry().decodes, 1);
    assert_eq!(edges(&rig.events()), [cut(160.0)]);
}

#[test]
fn a_picture_without_borders_stays_and_they_are_tried_once() {
    let mut rig = Rig::with_invoices(1);
    rig.look(&[0], None);
    rig.run_dry();
    rig.events();
    rig.scheduler.set_interest(look(&[0], &[(0, cut(150.0))]));
    let (picture, pixels) = decodes(&rig.jobs()).remove(0);
    rig.end(Ended::Decoded {
        picture,
        pixels,
        result: Err(Failure::new(FailureKind::PictureTooLarge, "")),
    });
    assert!(rig.jobs().is_empty());
    rig.scheduler.set_interest(look(&[0], &[(0, cut(160.0))]));
    assert!(rig.jobs().is_empty());
    let events = rig.events();
    assert_eq!(failures(&events), []);
    assert_eq!((edges(&events), thumbnails(&events)), (vec![], vec![]));
}
