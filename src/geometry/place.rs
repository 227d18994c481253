//! From a chain, a delivered size and an orientation to a [`Placement`], or to the reason why there is none.

use euclid::{Box2D, Transform2D};

use super::chain_step::Step;
use super::frame::{self, Fit, Frame, FramePreference};
use super::orientation::Orientation;
use super::oss_chain::OssChain;
use super::page_guess::{PageGuess, guess};
use super::place_error::PlaceError;
use super::placement::{Assumption, DOCUMENT_PAGE_WIDTH, Placement, PlacementInput, SizeMismatch};
use super::space::{Page, PageBox, PageSize, Picture, PictureFromPage, PictureSize};
use super::staged::{Stage, StageSize, stage_size};
use super::walk::{Walked, walk};

/// A page is shown whole if no more than this is missing at any edge, in page pixels.
const WHOLE_PAGE_SLACK_PX: f64 = 1.0;

/// Places a picture that a link delivered.
pub fn place(input: &PlacementInput) -> Result<Placement, PlaceError> {
    if input.delivered.is_empty() {
        return Err(PlaceError::NoPixels);
    }
    if let Some(name) = input.chain.unknown_step() {
        return Err(PlaceError::UnknownStep { name: name.clone() });
    }
    match server_frame(&input.chain, input.exif)? {
        Frame::Stored => place_stored(input),
        Frame::Upright => place_oriented(input),
    }
}

/// Places a rendering of a whole PDF or OFD page of any resolution.
pub fn place_document(delivered: PictureSize) -> Result<Placement, PlaceError> {
    if delivered.is_empty() {
        return Err(PlaceError::NoPixels);
    }
    let size = delivered.to_f64();
    let page = PageSize::new(
        DOCUMENT_PAGE_WIDTH,
        DOCUMENT_PAGE_WIDTH * size.height / size.width,
    );
    let picture_from_page =
        PictureFromPage::scale(size.width / page.width, size.height / page.height);
    let whole = Box2D::from_size(page);
    Ok(Placement {
        picture_from_page,
        page_from_picture: picture_from_page
            .inverse()
            .ok_or(PlaceError::NotInvertible)?,
        page_size: Some(page),
        stored_page_size: Some(page),
        frame: Frame::Stored,
        delivered_in_page: whole,
        picture_in_page: whole,
        whole_page: true,
        expected: delivered,
        size_mismatch: None,
        assumptions: Vec::new(),
    })
}

/// The frame in which the server's steps count pixels. Without `auto-orient,1` that is the stored one.
fn server_frame(chain: &OssChain, exif: Orientation) -> Result<Frame, PlaceError> {
    let mut geometry_before = false;
    for step in chain.steps() {
        if *step == Step::AutoOrient(true) {
            return match exif {
                // Cut or scaled in stored pixels, then turned by a tag that is gone.
                _ if geometry_before => Err(PlaceError::OrientationUnknown),
                Orientation::Upright => Ok(Frame::Upright),
                _ => Err(PlaceError::OrientationContradicts),
            };
        }
        geometry_before |= step.has_geometry();
    }
    Ok(Frame::Stored)
}

/// The server counted stored pixels, and the decoder turned what it delivered.
fn place_stored(input: &PlacementInput) -> Result<Placement, PlaceError> {
    let delivered: StageSize = input.exif.turned_size(input.delivered);
    let page = match input.page_size {
        Some(size) => known(stage_size(size).ok_or(PlaceError::NoPixels)?),
        None => guess(&input.chain, delivered)?,
    };
    let walked = walk(&input.chain, page.size, delivered)?;
    let sketch = |frame| Sketch {
        input,
        walked: &walked,
        page: &page,
        frame,
    };
    let stored = sketch(Frame::Stored).finish(Transform2D::identity())?;
    if input.exif == Orientation::Upright {
        return Ok(stored);
    }
    if !page.revealed {
        return stored_without_page(input, stored);
    }
    let upright_from_stored: Transform2D<f64, Page, Page> =
        input.exif.transform(page.size.to_f64().cast_unit());
    let stored_from_upright = upright_from_stored
        .inverse()
        .ok_or(PlaceError::NotInvertible)?;
    let upright = sketch(Frame::Upright).finish(stored_from_upright)?;
    let (mut chosen, by_preference) = frame::choose(stored, upright, input.region, input.frame);
    if by_preference {
        chosen.assumptions.push(Assumption::FramePreferred);
    }
    Ok(chosen)
}

/// A page of unknown size cannot be turned: the stored frame, or none.
fn stored_without_page(
    input: &PlacementInput,
    mut stored: Placement,
) -> Result<Placement, PlaceError> {
    if input
        .region
        .is_some_and(|region| frame::fit(&stored, region) == Fit::Exact)
    {
        return Ok(stored);
    }
    match input.frame {
        FramePreference::Upright => Err(PlaceError::PageSizeNeeded),
        FramePreference::Stored => {
            stored.assumptions.push(Assumption::FramePreferred);
            Ok(stored)
        }
    }
}

/// The server turned the page upright first, so its pixels are the page's. Which way the page lay is not known any
/// more: a stored size may have been swapped.
fn place_oriented(input: &PlacementInput) -> Result<Placement, PlaceError> {
    let delivered: StageSize = input.delivered.cast_unit();
    let finish = |page: &PageGuess| -> Result<Placement, PlaceError> {
        let walked = walk(&input.chain, page.size, delivered)?;
        let sketch = Sketch {
            input,
            walked: &walked,
            page,
            frame: Frame::Upright,
        };
        let mut placement = sketch.finish(Transform2D::identity())?;
        placement.stored_page_size = input.page_size;
        Ok(placement)
    };
    let Some(stored) = input.page_size else {
        return finish(&guess(&input.chain, delivered)?);
    };
    let upright = stage_size(stored).ok_or(PlaceError::NoPixels)?;
    let swapped = Orientation::Right.turned_size(upright);
    agreed(finish(&known(upright)), finish(&known(swapped)))
}

/// One placement out of two possible pages: the one that the delivered size bears out, or what both have in common.
fn agreed(
    upright: Result<Placement, PlaceError>,
    swapped: Result<Placement, PlaceError>,
) -> Result<Placement, PlaceError> {
    let (mut upright, swapped) = match (upright, swapped) {
        (Ok(upright), Ok(swapped)) => (upright, swapped),
        // The server would have refused to cut that page, and something was delivered.
        (Ok(only), Err(PlaceError::StartsOutside)) | (Err(PlaceError::StartsOutside), Ok(only)) => {
            return Ok(only);
        }
        (Err(PlaceError::StartsOutside), Err(error)) | (Err(error), Err(_)) => return Err(error),
        _ => return Err(PlaceError::Ambiguous),
    };
    match (upright.size_mismatch, swapped.size_mismatch) {
        (None, Some(_)) => return Ok(upright),
        (Some(_), None) => return Ok(swapped),
        _ if upright.picture_from_page != swapped.picture_from_page => {
            return Err(PlaceError::Ambiguous);
        }
        _ => {}
    }
    if upright.page_size != swapped.page_size {
        upright.page_size = None;
        upright.whole_page = false;
    }
    Ok(upright)
}

fn known(size: StageSize) -> PageGuess {
    PageGuess {
        size,
        revealed: true,
        crop_assumed_whole: false,
    }
}

/// What is known once the chain has been followed; `finish` turns it into a placement for one frame.
struct Sketch<'a> {
    input: &'a PlacementInput,
    walked: &'a Walked,
    page: &'a PageGuess,
    frame: Frame,
}

impl Sketch<'_> {
    /// `server_from_page`: from the frame's page pixels to those in which the server's steps count.
    fn finish(
        &self,
        server_from_page: Transform2D<f64, Page, Page>,
    ) -> Result<Placement, PlaceError> {
        let Self {
            input,
            walked,
            page,
            frame,
        } = *self;
        let exif = input.exif;
        let picture_from_stage: Transform2D<f64, Stage, Picture> =
            exif.transform(walked.staged.size.to_f64());
        let picture_from_page = server_from_page
            .then(&walked.staged.stage_from_page)
            .then(&picture_from_stage);
        let page_from_picture = picture_from_page
            .inverse()
            .ok_or(PlaceError::NotInvertible)?;
        let picture = Box2D::from_size(input.delivered.to_f64());
        let content = picture_from_stage.outer_transformed_box(&walked.staged.content);
        // Of a picture that contradicts its chain nothing is known to be padding.
        let shown = if walked.contradicted {
            Some(picture)
        } else {
            content.intersection(&picture)
        };
        let shown = shown
            .filter(|shown| !shown.is_empty())
            .ok_or(PlaceError::ShowsNothing)?;
        let delivered_in_page = page_from_picture.outer_transformed_box(&shown);
        let stored_page_size = page.revealed.then(|| page.size.to_f64().cast_unit());
        let page_size = stored_page_size.map(|size| match frame {
            Frame::Stored => size,
            Frame::Upright => exif.turned_size(size),
        });
        let whole_page = page_size.is_some_and(|size| covers(&delivered_in_page, size));
        let expected = exif.turned_size(walked.expected);
        let mismatch = SizeMismatch {
            expected,
            delivered: input.delivered,
        };
        Ok(Placement {
            picture_from_page,
            page_from_picture,
            page_size,
            stored_page_size,
            frame,
            delivered_in_page,
            picture_in_page: page_from_picture.outer_transformed_box(&picture),
            whole_page: whole_page && !walked.contradicted,
            expected,
            size_mismatch: walked.contradicted.then_some(mismatch),
            assumptions: Vec::from_iter(page.crop_assumed_whole.then_some(Assumption::CropWhole)),
        })
    }
}

fn covers(shown: &PageBox, page: PageSize) -> bool {
    let inner = Box2D::from_size(page).inflate(-WHOLE_PAGE_SLACK_PX, -WHOLE_PAGE_SLACK_PX);
    shown.contains_box(&inner)
}

#[cfg(test)]
mod tests {
    use super::super::space::{PagePoint, PictureBox};
    use super::*;

    fn input(process: &str, delivered: (u32, u32)) -> PlacementInput {
        PlacementInput {
            chain: OssChain::parse(process),
            delivered: delivered.into(),
            page_size: None,
            exif: Orientation::Upright,
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
        assert_eq!(
            placement.picture_in_page,
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
    fn auto_orient_must_come_first_and_have_worked() {
        let first = "image/auto-orient,1/crop,w_30,h_20,x_5,y_6";
        assert_eq!(
            place(&input(first, (30, 20)))
                .expect("upright pixels")
                .frame,
            Frame::Upright
        );
        let late = "image/crop,w_30,h_20,x_5,y_6/auto-orient,1";
        assert_eq!(
            place(&input(late, (30, 20))),
            Err(PlaceError::OrientationUnknown)
        );
        let mut still_turned = input(first, (30, 20));
        still_turned.exif = Orientation::Right;
        assert_eq!(
            place(&still_turned),
            Err(PlaceError::OrientationContradicts)
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
}
