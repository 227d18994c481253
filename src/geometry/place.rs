//! From a chain, a delivered size and an orientation to a [`Placement`], or to the reason why there is none.

use euclid::{Box2D, Transform2D};

use super::chain_eval::{Walked, walk};
use super::chain_image::{StageImage, StageSize, stage_size};
use super::chain_step::ChainStep;
use super::frame::{self, Fit, Frame, FramePreference};
use super::orientation::{Orientation, QuarterTurn};
use super::oss_chain::OssChain;
use super::page_guess::{PageGuess, guess};
use super::place_error::PlaceError;
use super::placement::{Assumption, DOCUMENT_PAGE_WIDTH, Placement, PlacementInput, SizeMismatch};
use super::space::{Page, PageBox, PageSize, Picture, PictureFromPage, PictureSize};

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
    let turned_first = input.chain.turned_before_scaling();
    if turned_first == input.chain {
        return place_chain(input);
    }
    let documented = place_chain(&with_chain(input, turned_first));
    if is_borne_out(&documented) {
        return documented;
    }
    let written = place_chain(input);
    if is_borne_out(&written) {
        written
    } else {
        documented
    }
}

fn place_chain(input: &PlacementInput) -> Result<Placement, PlaceError> {
    match turning(&input.chain) {
        Turning::Never => place_stored(input),
        _ if input.exif != Orientation::Upright => Err(PlaceError::OrientationContradicts),
        Turning::First => place_oriented(input),
        Turning::Later => place_turned_later(input),
    }
}

fn with_chain(input: &PlacementInput, chain: OssChain) -> PlacementInput {
    PlacementInput {
        chain,
        ..input.clone()
    }
}

/// Whether the delivered size agrees.
fn is_borne_out(placed: &Result<Placement, PlaceError>) -> bool {
    placed
        .as_ref()
        .is_ok_and(|placement| placement.size_mismatch.is_none())
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
    if picture_from_page.inverse().is_none() {
        return Err(PlaceError::NotInvertible);
    }
    let whole = Box2D::from_size(page);
    Ok(Placement {
        picture_from_page,
        page_size: Some(page),
        stored_page_size: Some(page),
        frame: Frame::Stored,
        orientation: Orientation::Upright,
        delivered_in_page: whole,
        whole_page: true,
        expected: delivered,
        size_mismatch: None,
        assumptions: Vec::new(),
    })
}

/// Whether and when the server turns the page upright.
enum Turning {
    /// Its steps count stored pixels.
    Never,
    /// They count upright ones.
    First,
    /// Those before it count stored pixels.
    Later,
}

fn turning(chain: &OssChain) -> Turning {
    let mut geometry_before = false;
    for step in chain.steps() {
        match step {
            ChainStep::AutoOrient(true) if geometry_before => return Turning::Later,
            ChainStep::AutoOrient(true) => return Turning::First,
            _ => geometry_before |= step.has_geometry(),
        }
    }
    Turning::Never
}

/// Cut in stored pixels, then turned by a tag that is gone. Where nobody knows that tag, all turns that give the
/// delivered size must show the region in the same place.
fn place_turned_later(input: &PlacementInput) -> Result<Placement, PlaceError> {
    let by = |turn| place_stored(&with_chain(input, input.chain.turned_by(turn)));
    if let Some(source) = input.source {
        return by(source
            .quarter_turn()
            .ok_or(PlaceError::OrientationUnknown)?);
    }
    let region = input.region.ok_or(PlaceError::OrientationUnknown)?;
    // The usual ones first: as stored, and a telephone held upright.
    let mut fitting = QuarterTurn::ALL.into_iter().map(by).filter(is_borne_out);
    let first = fitting.next().ok_or(PlaceError::OrientationUnknown)??;
    let place = first.in_picture(region);
    for other in fitting {
        let other = other?.in_picture(region);
        let is_near = |a: f64, b: f64| (a - b).abs() <= WHOLE_PAGE_SLACK_PX;
        let is_same = is_near(place.min.x, other.min.x)
            && is_near(place.min.y, other.min.y)
            && is_near(place.max.x, other.max.x)
            && is_near(place.max.y, other.max.y);
        if !is_same {
            return Err(PlaceError::OrientationUnknown);
        }
    }
    Ok(first)
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
        let picture_from_stage: Transform2D<f64, StageImage, Picture> =
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
            page_size,
            stored_page_size,
            frame,
            orientation: match frame {
                Frame::Stored => exif,
                Frame::Upright => Orientation::Upright,
            },
            delivered_in_page,
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
mod examples;
#[cfg(test)]
mod tests;
