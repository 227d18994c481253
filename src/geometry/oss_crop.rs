//! Where `crop` and `indexcrop` cut. Integer pixels throughout, as on the server.
//!
//! Documented: the origin of each gravity, with `w/2` and `W/2`; a cut that reaches beyond the edge ends there; a
//! start outside is refused. Chosen here: both halves round down, so that another rounding differs by one pixel.

use euclid::{Box2D, Point2D, Size2D};

use super::chain_image::{StageImage, Staged};
use super::chain_step::{Crop, Gravity, IndexCrop};
use super::place_error::PlaceError;

/// What `crop` leaves: one reading, or two where the documentation does not say.
pub(super) fn crop(image: &Staged, crop: &Crop) -> Result<Vec<Staged>, PlaceError> {
    let (horizontal, vertical) = ends(crop.gravity);
    let across = spans(horizontal, image.size.width, crop.w, crop.x);
    let down = spans(vertical, image.size.height, crop.h, crop.y);
    let mut readings = Vec::new();
    for x in &across {
        for y in &down {
            let size = Size2D::<i64, StageImage>::new(x.length, y.length);
            let cut = Box2D::from_origin_and_size(Point2D::new(x.start, y.start), size);
            readings.push(image.cut(cut).ok_or(PlaceError::StartsOutside)?);
        }
    }
    Ok(readings)
}

/// What `indexcrop` leaves. Whether a last strip that is narrower than the others counts is not documented: both
/// readings are given.
pub(super) fn index_crop(image: &Staged, strip: &IndexCrop) -> Vec<Staged> {
    let side = if strip.vertical {
        image.size.height
    } else {
        image.size.width
    };
    let start = i64::from(strip.index) * i64::from(strip.length);
    let end = start + i64::from(strip.length);
    // Documented: an index beyond the last strip returns the image.
    if start >= i64::from(side) {
        return vec![*image];
    }
    let whole = image.size.to_i64();
    let cut = if strip.vertical {
        Box2D::new(Point2D::new(0, start), Point2D::new(whole.width, end))
    } else {
        Box2D::new(Point2D::new(start, 0), Point2D::new(end, whole.height))
    };
    let mut readings = Vec::from_iter(image.cut(cut));
    if end > i64::from(side) {
        readings.push(*image);
    }
    readings
}

/// Which end of an axis a gravity holds on to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Near,
    Middle,
    Far,
}

struct Span {
    start: i64,
    length: i64,
}

fn ends(gravity: Gravity) -> (End, End) {
    match gravity {
        Gravity::NorthWest => (End::Near, End::Near),
        Gravity::North => (End::Middle, End::Near),
        Gravity::NorthEast => (End::Far, End::Near),
        Gravity::West => (End::Near, End::Middle),
        Gravity::Center => (End::Middle, End::Middle),
        Gravity::East => (End::Far, End::Middle),
        Gravity::SouthWest => (End::Near, End::Far),
        Gravity::South => (End::Middle, End::Far),
        Gravity::SouthEast => (End::Far, End::Far),
    }
}

/// One axis of a crop. A length beyond the image's own is outside the documented range: it is read as the image's
/// own, and also as it stands, with an origin left of the image.
fn spans(end: End, side: u32, length: Option<u32>, offset: u32) -> Vec<Span> {
    let side = i64::from(side);
    let asked = length.map_or(side, i64::from);
    let span = |length: i64| {
        let origin = match end {
            End::Near => 0,
            End::Middle => side / 2 - length / 2,
            End::Far => side - length,
        };
        Span {
            start: origin + i64::from(offset),
            length,
        }
    };
    if asked > side && end != End::Near {
        vec![span(side), span(asked)]
    } else {
        vec![span(asked)]
    }
}

#[cfg(test)]
mod tests {
    use super::super::chain_step::ChainStep;
    use super::super::space::Page;
    use super::*;

    /// The cut that `text` makes in an image of this size, as x, y, w, h; one for each reading.
    fn cuts(size: (u32, u32), text: &str) -> Result<Vec<[f64; 4]>, PlaceError> {
        let image = Staged::page(size.into());
        let readings = match ChainStep::parse(text) {
            ChainStep::Crop(step) => crop(&image, &step)?,
            ChainStep::IndexCrop(step) => index_crop(&image, &step),
            other => panic!("{other:?}"),
        };
        let cut = |staged: &Staged| {
            let origin = staged
                .stage_from_page
                .transform_point(Point2D::<f64, Page>::zero());
            [
                -origin.x,
                -origin.y,
                staged.size.width.into(),
                staged.size.height.into(),
            ]
        };
        Ok(readings.iter().map(cut).collect())
    }

    #[test]
    fn every_gravity_has_its_origin() {
        let table = [
            ("nw", [0.0, 0.0]),
            ("north", [250.0, 0.0]),
            ("ne", [500.0, 0.0]),
            ("west", [0.0, 150.0]),
            ("center", [250.0, 150.0]),
            ("east", [500.0, 150.0]),
            ("sw", [0.0, 300.0]),
            ("south", [250.0, 300.0]),
            ("se", [500.0, 300.0]),
        ];
        for (gravity, [x, y]) in table {
            let text = format!("crop,w_100,h_100,g_{gravity}");
            assert_eq!(
                cuts((600, 400), &text),
                Ok(vec![[x, y, 100.0, 100.0]]),
                "{gravity}"
            );
        }
    }

    #[test]
    fn offsets_and_edges() {
        let table = [
            ("crop,w_764,h_911,x_901,y_58", [901.0, 58.0, 764.0, 911.0]),
            ("crop,x_800,y_50", [800.0, 50.0, 1200.0, 950.0]),
            (
                "crop,w_300,h_300,x_1900,y_900",
                [1900.0, 900.0, 100.0, 100.0],
            ),
            (
                "crop,w_200,h_200,x_10,y_10,g_se",
                [1810.0, 810.0, 190.0, 190.0],
            ),
            ("crop,w_9000", [0.0, 0.0, 2000.0, 1000.0]),
            ("crop", [0.0, 0.0, 2000.0, 1000.0]),
        ];
        for (text, cut) in table {
            assert_eq!(cuts((2000, 1000), text), Ok(vec![cut]), "{text}");
        }
    }

    #[test]
    fn halves_round_down() {
        assert_eq!(
            cuts((7, 7), "crop,w_3,h_4,g_center"),
            Ok(vec![[2.0, 1.0, 3.0, 4.0]])
        );
    }

    #[test]
    fn a_start_outside_is_refused_as_on_the_server() {
        for text in [
            "crop,x_100",
            "crop,y_50",
            "crop,x_10,g_ne,w_10",
            "crop,x_400000",
        ] {
            assert_eq!(
                cuts((100, 50), text),
                Err(PlaceError::StartsOutside),
                "{text}"
            );
        }
    }

    #[test]
    fn a_length_beyond_the_image_with_an_offset_has_two_readings() {
        let readings = cuts((100, 50), "crop,w_140,x_10,g_center").expect("starts inside");
        assert_eq!(readings, [[10.0, 0.0, 90.0, 50.0], [0.0, 0.0, 100.0, 50.0]]);
    }

    #[test]
    fn strips() {
        let table = [
            ("indexcrop,x_100,i_0", vec![[0.0, 0.0, 100.0, 200.0]]),
            ("indexcrop,x_100,i_2", vec![[200.0, 0.0, 100.0, 200.0]]),
            ("indexcrop,y_100,i_1", vec![[0.0, 100.0, 350.0, 100.0]]),
            ("indexcrop,y_100,i_10", vec![[0.0, 0.0, 350.0, 200.0]]),
            (
                "indexcrop,x_100,i_3",
                vec![[300.0, 0.0, 50.0, 200.0], [0.0, 0.0, 350.0, 200.0]],
            ),
        ];
        for (text, readings) in table {
            assert_eq!(cuts((350, 200), text), Ok(readings), "{text}");
        }
    }
}
