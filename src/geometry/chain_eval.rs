//! Follows a chain from the page to the picture. Where a step has several readings all of them are followed; the
//! size of what was delivered picks one, or the chain cannot be placed.

use euclid::{Point2D, Size2D, Vector2D};

use super::chain_image::{StageImage, StageSize, Staged};
use super::chain_step::ChainStep;
use super::oss_chain::OssChain;
use super::oss_crop;
use super::oss_resize;
use super::place_error::PlaceError;

/// More readings than this are no understanding. The documented doubts give at most four a step.
const READINGS_MAX: usize = 64;

/// How far a delivered side may be from the computed one, in pixels: the server may round the other way.
const ROUNDING_PX: u32 = 1;
const ONE_ROUNDING: Vector2D<f64, StageImage> = Vector2D::new(1.0 + 1e-9, 1.0 + 1e-9);

/// The reading that the delivered size confirmed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Walked {
    pub(super) staged: Staged,
    /// The size which the chain ends in, before any allowance for rounding.
    pub(super) expected: StageSize,
    /// Whether `expected` and the delivered size are more than a rounding apart. Then `staged` is the chain's
    /// likeliest reading, not stretched to anything.
    pub(super) contradicted: bool,
}

pub(super) fn walk(
    chain: &OssChain,
    page: StageSize,
    delivered: StageSize,
) -> Result<Walked, PlaceError> {
    settle(&readings(chain, page)?, delivered)
}

/// Every image that the chain can end in, the likeliest first.
fn readings(chain: &OssChain, page: StageSize) -> Result<Vec<Staged>, PlaceError> {
    let mut current = vec![Staged::page(page)];
    for step in chain.steps() {
        let mut next: Vec<Staged> = Vec::new();
        let mut refused = None;
        for image in &current {
            match apply(step, image) {
                Ok(images) => {
                    for image in images {
                        if !next.contains(&image) {
                            next.push(image);
                        }
                    }
                }
                Err(error) => refused = Some(error),
            }
        }
        match refused {
            Some(error) if next.is_empty() => return Err(error),
            _ if next.len() > READINGS_MAX => return Err(PlaceError::Ambiguous),
            _ => current = next,
        }
    }
    Ok(current)
}

fn apply(step: &ChainStep, image: &Staged) -> Result<Vec<Staged>, PlaceError> {
    match step {
        ChainStep::Crop(crop) => oss_crop::crop(image, crop),
        ChainStep::Resize(resize) => Ok(oss_resize::resize(image, resize)),
        ChainStep::Rotate(turn) => Ok(vec![image.turned((*turn).into())]),
        ChainStep::IndexCrop(strip) => Ok(oss_crop::index_crop(image, strip)),
        // Whether an orientation is known at that point is settled before the walk.
        ChainStep::AutoOrient(_) | ChainStep::NoGeometry(_) => Ok(vec![*image]),
        ChainStep::Unknown(name) => Err(PlaceError::UnknownStep { name: name.clone() }),
    }
}

/// Which way the server rounds is not certain, so a reading that is met to the pixel is no better than one that is met
/// but for a rounding: they must agree.
fn settle(readings: &[Staged], delivered: StageSize) -> Result<Walked, PlaceError> {
    let difference = |staged: &Staged| {
        let width = staged.size.width.abs_diff(delivered.width);
        width.max(staged.size.height.abs_diff(delivered.height))
    };
    let fitting = readings
        .iter()
        .filter(|staged| difference(staged) <= ROUNDING_PX);
    let Some(best) = fitting.clone().min_by_key(|staged| difference(staged)) else {
        let staged = *readings.first().ok_or(PlaceError::NotInvertible)?;
        return Ok(Walked {
            staged,
            expected: staged.size,
            contradicted: true,
        });
    };
    let staged = onto_delivered(best, delivered);
    for other in fitting {
        if !same_place(&staged, &onto_delivered(other, delivered))? {
            return Err(PlaceError::Ambiguous);
        }
    }
    Ok(Walked {
        staged,
        expected: best.size,
        contradicted: false,
    })
}

/// A resize maps the whole grid, however its size was rounded: use the ratio that was delivered.
fn onto_delivered(staged: &Staged, delivered: StageSize) -> Staged {
    if staged.whole_grid {
        staged.scaled_to(delivered)
    } else {
        *staged
    }
}

/// Whether two readings put every part of the picture within a pixel of the same place, and show the same part of the
/// page.
fn same_place(a: &Staged, b: &Staged) -> Result<bool, PlaceError> {
    let page_from_stage = a
        .stage_from_page
        .inverse()
        .ok_or(PlaceError::NotInvertible)?;
    let b_from_a = page_from_stage.then(&b.stage_from_page);
    let near = |moved: Vector2D<f64, StageImage>| moved.abs().lower_than(ONE_ROUNDING).all();
    let Size2D { width, height, .. } = a.size.to_f64();
    let corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)];
    let same_corners = corners.into_iter().all(|(x, y)| {
        let corner = Point2D::new(x, y);
        near(b_from_a.transform_point(corner) - corner)
    });
    let same_content = near(a.content.min - b.content.min) && near(a.content.max - b.content.max);
    Ok(same_corners && same_content)
}

#[cfg(test)]
mod tests {
    use super::super::space::PagePoint;
    use super::*;

    fn walked(
        page: (u32, u32),
        process: &str,
        delivered: (u32, u32),
    ) -> Result<Walked, PlaceError> {
        walk(&OssChain::parse(process), page.into(), delivered.into())
    }

    fn point(walked: &Walked, x: f64, y: f64) -> (f64, f64) {
        walked
            .staged
            .stage_from_page
            .transform_point(PagePoint::new(x, y))
            .to_tuple()
    }

    #[test]
    fn steps_run_left_to_right() {
        let crop_then_half = walked(
            (400, 300),
            "image/crop,w_100,h_60,x_40,y_20/resize,p_50",
            (50, 30),
        );
        assert_eq!(
            point(&crop_then_half.expect("a plain chain"), 140.0, 80.0),
            (50.0, 30.0)
        );
        let half_then_crop = walked(
            (400, 300),
            "image/resize,p_50/crop,w_100,h_60,x_40,y_20",
            (100, 60),
        );
        assert_eq!(
            point(&half_then_crop.expect("a plain chain"), 140.0, 80.0),
            (30.0, 20.0)
        );
        let turn_then_crop = walked((400, 300), "image/rotate,90/crop,w_10,h_20", (10, 20));
        assert_eq!(
            point(&turn_then_crop.expect("a plain chain"), 0.0, 300.0),
            (0.0, 0.0)
        );
    }

    #[test]
    fn the_delivered_size_tells_readings_apart() {
        let process = "image/resize,m_fixed,w_400,h_50";
        for size in [(200, 100), (400, 50), (200, 50)] {
            let walked = walked((200, 100), process, size).expect("one reading fits");
            assert!(!walked.contradicted);
            assert_eq!(point(&walked, 200.0, 100.0), (size.0.into(), size.1.into()));
        }
    }

    #[test]
    fn two_readings_of_one_size_are_not_guessed() {
        let padded = walked((200, 100), "image/resize,m_pad,w_300,h_300", (300, 300));
        assert_eq!(padded, Err(PlaceError::Ambiguous));
    }

    #[test]
    fn a_reading_that_is_met_exactly_is_no_better_than_one_that_is_rounded() {
        // Left as it is by the pad and then 16 px wide, or padded and then 16.7 px, which a server may round down.
        let process = "image/resize,m_pad,w_72,h_199/resize,w_63,h_102/resize,h_46";
        assert_eq!(
            walked((42, 118), process, (16, 46)),
            Err(PlaceError::Ambiguous)
        );
    }

    #[test]
    fn the_same_scale_is_not_the_same_picture() {
        // Cut to a strip or left as it is, then padded: the page lies alike, but not as much of it is seen.
        let process = "image/resize,m_fill,l_99,s_32/resize,m_pad,w_111,h_101,limit_0";
        assert_eq!(
            walked((67, 95), process, (111, 101)),
            Err(PlaceError::Ambiguous)
        );
    }

    #[test]
    fn a_side_rounded_the_other_way_is_the_same_grid() {
        // Half of 101 rounds to 51 here, and to 50 on a server that rounds down.
        let walked =
            walked((200, 101), "image/resize,w_100/rotate,90", (50, 100)).expect("one pixel off");
        assert!(!walked.contradicted);
        assert_eq!(point(&walked, 200.0, 101.0), (0.0, 100.0));
    }

    #[test]
    fn a_size_that_contradicts_the_chain_is_told_and_not_stretched() {
        let walked =
            walked((200, 100), "image/resize,w_100", (120, 50)).expect("placed with a finding");
        assert!(walked.contradicted);
        assert_eq!(walked.expected.to_tuple(), (100, 50));
        assert_eq!(point(&walked, 200.0, 100.0), (100.0, 50.0));
    }

    #[test]
    fn doubts_that_multiply_are_given_up() {
        let process = format!(
            "image{}",
            "/resize,p_101/indexcrop,x_7,i_0/resize,m_pad,w_150,h_190".repeat(6)
        );
        assert_eq!(
            walked((200, 100), &process, (150, 190)),
            Err(PlaceError::Ambiguous)
        );
    }
}
