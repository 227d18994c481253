//! Tests of `region`.

use serde_json::json;

use super::*;
use crate::geometry::{FramePreference, Orientation, OssChain, PlacementInput, place};

const CROP: CropRect = CropRect {
    x: 901,
    y: 58,
    w: 764,
    h: 911,
};

fn resolved(
    numbers: [f64; 4],
    evidence: ConventionEvidence,
) -> (Option<[f64; 4]>, Vec<RegionProblem>) {
    let resolved = resolve(&RawRegion::new(numbers), &evidence);
    let corners = resolved.region.map(|region| {
        let (min, max) = (region.page.min, region.page.max);
        [min.x, min.y, max.x, max.y]
    });
    (corners, resolved.findings)
}

fn with_crop() -> ConventionEvidence {
    ConventionEvidence {
        crop: Some(CROP),
        ..Default::default()
    }
}

#[test]
fn corners_by_default_and_size_where_the_crop_says_so() {
    let corners = Some([901.0, 58.0, 1665.0, 969.0]);
    let as_corners = [901.0, 58.0, 1665.0, 969.0];
    let as_size = [901.0, 58.0, 764.0, 911.0];
    assert_eq!(
        resolved(as_corners, ConventionEvidence::default()),
        (corners, vec![])
    );
    assert_eq!(resolved(as_corners, with_crop()), (corners, vec![]));
    assert_eq!(resolved(as_size, with_crop()), (corners, vec![]));
    assert_eq!(
        RawRegion::new(as_size).vote(Some(CROP)),
        Some(Convention::Size)
    );
    assert_eq!(
        RawRegion::new(as_corners).vote(Some(CROP)),
        Some(Convention::Corners)
    );
}

#[test]
fn at_the_origin_both_conventions_are_one() {
    let crop = CropRect {
        x: 0,
        y: 0,
        w: 1650,
        h: 1665,
    };
    assert_eq!(
        RawRegion::new([0.0, 0.0, 1650.0, 1665.0]).vote(Some(crop)),
        None
    );
}

#[test]
fn the_batch_settles_what_a_region_leaves_open_and_the_setting_settles_all() {
    let numbers = [100.0, 50.0, 300.0, 200.0];
    let batch = ConventionEvidence {
        batch: Some(Convention::Size),
        ..Default::default()
    };
    assert_eq!(
        resolved(numbers, batch).0,
        Some([100.0, 50.0, 400.0, 250.0])
    );
    let small_page = ConventionEvidence {
        page_size: Some(PageSize::new(320.0, 240.0)),
        ..batch
    };
    assert_eq!(resolved(numbers, small_page).0, Some(numbers));
    let forced = ConventionEvidence {
        forced: Some(Convention::Corners),
        ..batch
    };
    assert_eq!(resolved(numbers, forced).0, Some(numbers));
    let against_the_crop = ConventionEvidence {
        forced: Some(Convention::Size),
        ..with_crop()
    };
    let seen = resolved([901.0, 58.0, 1665.0, 969.0], against_the_crop).0;
    assert_eq!(seen, Some([901.0, 58.0, 2566.0, 1027.0]));
}

#[test]
fn a_batch_agrees_or_does_not() {
    use Convention::{Corners, Size};
    let batch_vote = |votes: &[Option<Convention>]| {
        let mut counted = ConventionVotes::default();
        votes.iter().flatten().for_each(|vote| counted.count(*vote));
        counted.agreed()
    };
    assert_eq!(
        batch_vote(&[None, Some(Size), None, Some(Size)]),
        Some(Size)
    );
    assert_eq!(batch_vote(&[Some(Size), Some(Corners)]), None);
    assert_eq!(batch_vote(&[None, None]), None);
    assert_eq!(batch_vote(&[]), None);
}

#[test]
fn inverted_corners_are_put_right_and_told() {
    let right = Some([10.0, 20.0, 30.0, 40.0]);
    for numbers in [
        [30.0, 40.0, 10.0, 20.0],
        [30.0, 20.0, 10.0, 40.0],
        [10.0, 40.0, 30.0, 20.0],
    ] {
        let expected = (right, vec![RegionProblem::Inverted]);
        assert_eq!(resolved(numbers, ConventionEvidence::default()), expected);
    }
}

#[test]
fn nothing_is_drawn_in_a_made_up_place() {
    let table: [(&[f64], RegionProblem); 11] = [
        (&[], RegionProblem::Absent),
        (&[1.0, 2.0, 3.0], RegionProblem::WrongCount(3)),
        (&[1.0, 2.0, 3.0, 4.0, 5.0], RegionProblem::WrongCount(5)),
        (&[f64::NAN, 2.0, 3.0, 4.0], RegionProblem::NotFinite),
        (&[1.0, 2.0, f64::INFINITY, 4.0], RegionProblem::NotFinite),
        (&[-1e7, 2.0, 3.0, 4.0], RegionProblem::TooLarge),
        (&[0.1, 0.1, 0.9, 0.8], RegionProblem::Fractions),
        (&[1.0, 2.0, 1e300, 4.0], RegionProblem::TooLarge),
        (&[5.0, 5.0, 5.0, 9.0], RegionProblem::ZeroArea),
        (&[5.0, 5.0, 9.0, 5.0], RegionProblem::ZeroArea),
        (&[0.0, 0.0, 0.0, 0.0], RegionProblem::ZeroArea),
    ];
    for (numbers, problem) in table {
        let resolved = resolve(&RawRegion::new(numbers), &ConventionEvidence::default());
        assert_eq!(
            resolved,
            Resolved {
                region: None,
                findings: vec![problem]
            },
            "{numbers:?}"
        );
    }
    let text = RawRegion {
        numbers: vec![1.0, 2.0, 3.0],
        not_numbers: true,
    };
    assert_eq!(
        resolve(&text, &with_crop()).findings,
        [RegionProblem::NotNumbers]
    );
}

#[test]
fn conventions_are_words_in_a_report() {
    assert_eq!(
        json!([Convention::Corners, Convention::Size]),
        json!(["corners", "size"])
    );
}

#[test]
fn outside_is_measured_against_what_is_shown() {
    let placement = place(&PlacementInput {
        chain: OssChain::parse("image/crop,w_764,h_911,x_901,y_58"),
        delivered: (764, 911).into(),
        page_size: None,
        exif: Orientation::Upright,
        source: None,
        region: None,
        frame: FramePreference::Stored,
    })
    .expect("a plain crop");
    let table = [
        ([901.0, 58.0, 1665.0, 969.0], Outside::No),
        ([900.5, 57.2, 1665.9, 969.4], Outside::No),
        ([1000.0, 100.0, 1200.0, 300.0], Outside::No),
        ([890.0, 58.0, 1665.0, 969.0], Outside::Partly),
        ([64.0, 0.0, 890.0, 941.0], Outside::Entirely),
    ];
    for (numbers, expected) in table {
        let resolved = resolve(&RawRegion::new(numbers), &ConventionEvidence::default());
        let region = resolved.region.expect("a sound region");
        assert_eq!(outside(&region, &placement), expected, "{numbers:?}");
    }
}

#[test]
fn what_is_no_number_stays_none_in_a_file() {
    let sent = RawRegion::new([f64::NAN, f64::INFINITY, 3.5]);
    let kept = serde_json::to_string(&sent).expect("JSON");
    let read: RawRegion = serde_json::from_str(&kept).expect("it is read");
    assert!(read.numbers[..2].iter().all(|it| it.is_nan()));
    assert_eq!(read.numbers[2..], [3.5]);
}
