//! What a picture tells of a page whose size nobody told: enough to follow its chain, or not.

use euclid::Size2D;

use super::chain_eval::walk;
use super::chain_image::StageSize;
use super::chain_step::{ChainStep, Crop, Gravity, IndexCrop};
use super::orientation::{Orientation, QuarterTurn};
use super::oss_chain::OssChain;
use super::place_error::PlaceError;

/// A page on which the chain gives what was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageGuess {
    /// The page, or where an edge was not seen as much of it as the chain reached for.
    pub(super) size: StageSize,
    /// Whether `size` is the page's own on both axes.
    pub(super) revealed: bool,
    /// Whether a crop cut short by the page's edge would have looked the same.
    pub(super) crop_assumed_whole: bool,
}

/// Where a leading crop begins and how far it wants to reach; `None` is "to the edge".
struct Reach {
    x: u32,
    y: u32,
    w: Option<u32>,
    h: Option<u32>,
}

pub(super) fn guess(chain: &OssChain, delivered: StageSize) -> Result<PageGuess, PlaceError> {
    let steps: Vec<&ChainStep> = chain.steps().iter().filter(|step| counts(step)).collect();
    if let Some(turn) = only_turns(&steps) {
        let size = before_turn(delivered, turn);
        return Ok(PageGuess {
            size,
            revealed: true,
            crop_assumed_whole: false,
        });
    }
    let (first, rest) = steps.split_first().ok_or(PlaceError::PageSizeNeeded)?;
    let reach = leading_reach(first).ok_or(PlaceError::PageSizeNeeded)?;
    match only_turns(rest) {
        Some(turn) => Ok(from_cut(&reach, before_turn(delivered, turn))),
        None => from_reach(chain, &reach, delivered),
    }
}

/// `auto-orient` is out of the way: what is guessed here is the page as the server turned it.
fn counts(step: &ChainStep) -> bool {
    step.has_geometry() && !matches!(step, ChainStep::AutoOrient(_))
}

/// The sum of the steps if all of them turn; turning hides nothing.
fn only_turns(steps: &[&ChainStep]) -> Option<QuarterTurn> {
    steps
        .iter()
        .try_fold(QuarterTurn::None, |sum, step| match step {
            ChainStep::Rotate(turn) => Some(sum.then(*turn)),
            _ => None,
        })
}

fn before_turn(delivered: StageSize, turn: QuarterTurn) -> StageSize {
    Orientation::from(turn).turned_size(delivered)
}

/// The position of a leading cut that can be known without the page: from the top left.
fn leading_reach(step: &ChainStep) -> Option<Reach> {
    match *step {
        ChainStep::Crop(Crop {
            x,
            y,
            w,
            h,
            gravity: Gravity::NorthWest,
        }) => Some(Reach { x, y, w, h }),
        ChainStep::IndexCrop(IndexCrop {
            vertical,
            length,
            index: 0,
        }) => {
            let (w, h) = if vertical {
                (None, Some(length))
            } else {
                (Some(length), None)
            };
            Some(Reach { x: 0, y: 0, w, h })
        }
        _ => None,
    }
}

/// The cut itself was delivered: where it is shorter than it reached, the page ended.
fn from_cut(reach: &Reach, cut: StageSize) -> PageGuess {
    let axis = |start: u32, wanted: Option<u32>, got: u32| match wanted {
        Some(wanted) if got >= wanted => (start.saturating_add(wanted), false),
        _ => (start.saturating_add(got), true),
    };
    let (width, width_revealed) = axis(reach.x, reach.w, cut.width);
    let (height, height_revealed) = axis(reach.y, reach.h, cut.height);
    PageGuess {
        size: Size2D::new(width, height),
        revealed: width_revealed && height_revealed,
        crop_assumed_whole: false,
    }
}

/// The cut was scaled or cut again: take it to be whole if that gives the delivered size, and otherwise give up. A
/// scaled size tells a ratio, which more than one cut would give.
fn from_reach(
    chain: &OssChain,
    reach: &Reach,
    delivered: StageSize,
) -> Result<PageGuess, PlaceError> {
    let (Some(w), Some(h)) = (reach.w, reach.h) else {
        return Err(PlaceError::PageSizeNeeded);
    };
    let size = Size2D::new(reach.x.saturating_add(w), reach.y.saturating_add(h));
    // A guess that leads nowhere says nothing of the page but that it is another one.
    if !walk(chain, size, delivered).is_ok_and(|walked| !walked.contradicted) {
        return Err(PlaceError::PageSizeNeeded);
    }
    Ok(PageGuess {
        size,
        revealed: false,
        crop_assumed_whole: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(process: &str, delivered: (u32, u32)) -> Result<PageGuess, PlaceError> {
        guess(&OssChain::parse(process), delivered.into())
    }

    fn page(width: u32, height: u32, revealed: bool) -> PageGuess {
        PageGuess {
            size: Size2D::new(width, height),
            revealed,
            crop_assumed_whole: false,
        }
    }

    #[test]
    fn a_picture_of_the_whole_page_is_the_page() {
        assert_eq!(guessed("", (40, 30)), Ok(page(40, 30, true)));
        assert_eq!(
            guessed("image/rotate,90/quality,q_50/rotate,180", (30, 40)),
            Ok(page(40, 30, true))
        );
    }

    #[test]
    fn a_crop_reveals_the_edges_that_cut_it() {
        let crop = "image/crop,w_764,h_911,x_901,y_58";
        assert_eq!(guessed(crop, (764, 911)), Ok(page(1665, 969, false)));
        assert_eq!(guessed(crop, (700, 911)), Ok(page(1601, 969, false)));
        assert_eq!(guessed(crop, (700, 900)), Ok(page(1601, 958, true)));
        assert_eq!(
            guessed(&format!("{crop}/rotate,270"), (900, 700)),
            Ok(page(1601, 958, true))
        );
        assert_eq!(
            guessed("image/crop,x_10,y_20", (90, 30)),
            Ok(page(100, 50, true))
        );
        assert_eq!(
            guessed("image/indexcrop,x_50", (50, 30)),
            Ok(page(50, 30, false))
        );
        assert_eq!(
            guessed("image/auto-orient,1/crop,x_1", (50, 30)),
            Ok(page(51, 30, true))
        );
    }

    #[test]
    fn a_scaled_crop_is_taken_to_be_whole_only_if_that_fits() {
        let process = "image/crop,w_764,h_911,x_901,y_58/resize,w_200";
        let whole = guessed(process, (200, 238)).expect("238 = 911·200/764");
        assert!(whole.crop_assumed_whole);
        assert_eq!(
            guessed(process, (200, 257)),
            Err(PlaceError::PageSizeNeeded)
        );
    }

    #[test]
    fn what_depends_on_the_page_needs_the_page() {
        for process in [
            "image/crop,w_10,h_10,g_se",
            "image/crop,w_10,h_10,g_north",
            "image/resize,w_10",
            "image/resize,p_50",
            "image/rotate,90/crop,w_10,h_10",
            "image/indexcrop,x_10,i_1",
            "image/crop,x_3/resize,w_10",
        ] {
            assert_eq!(
                guessed(process, (10, 10)),
                Err(PlaceError::PageSizeNeeded),
                "{process}"
            );
        }
    }
}
