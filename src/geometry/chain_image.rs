//! The image as the server holds it between two steps of a chain, and the four things a step can do to it.
//! Knows nothing of how a step is written.

use euclid::{Box2D, Point2D, Size2D, Transform2D};

use super::orientation::Orientation;
use super::space::{Page, PageSize};

/// Pixels of the image between two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StageImage {}

pub(super) type StageSize = Size2D<u32, StageImage>;
pub(super) type StageBox = Box2D<f64, StageImage>;
pub(super) type StageFromPage = Transform2D<f64, Page, StageImage>;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Staged {
    pub(super) size: StageSize,
    pub(super) stage_from_page: StageFromPage,
    /// The part of the image that shows the page; less than all of it only after padding.
    pub(super) content: StageBox,
    /// Whether the last change of size was a resize of the whole pixel grid: then a delivered size which was rounded
    /// the other way is still that grid.
    pub(super) whole_grid: bool,
}

impl Staged {
    /// The page itself, before any step.
    pub(super) fn page(size: StageSize) -> Self {
        Self {
            size,
            stage_from_page: Transform2D::identity(),
            content: Box2D::from_size(size.to_f64()),
            whole_grid: false,
        }
    }

    /// Cuts out what lies inside of both the image and `cut`; `None` where that is nothing.
    pub(super) fn cut(&self, cut: Box2D<i64, StageImage>) -> Option<Self> {
        let image = Box2D::from_size(self.size.to_i64());
        let kept = image.intersection(&cut)?;
        if kept == image {
            return Some(*self);
        }
        let moved = -kept.min.to_f64().to_vector();
        Some(Self {
            size: kept.size().to_u32(),
            stage_from_page: self.stage_from_page.then_translate(moved),
            content: intersection_or_empty(&self.content, &kept.to_f64()).translate(moved),
            whole_grid: false,
        })
    }

    /// Stretches the whole pixel grid onto `size`.
    pub(super) fn scaled_to(&self, size: StageSize) -> Self {
        if size == self.size {
            return *self;
        }
        let x = f64::from(size.width) / f64::from(self.size.width);
        let y = f64::from(size.height) / f64::from(self.size.height);
        Self {
            size,
            stage_from_page: self.stage_from_page.then_scale(x, y),
            content: self.content.scale(x, y),
            whole_grid: true,
        }
    }

    /// Lays the image into a larger one, at `offset`.
    pub(super) fn padded_to(&self, size: StageSize, offset: Point2D<u32, StageImage>) -> Self {
        if size == self.size {
            return *self;
        }
        let moved = offset.to_f64().to_vector();
        Self {
            size,
            stage_from_page: self.stage_from_page.then_translate(moved),
            content: self.content.translate(moved),
            whole_grid: false,
        }
    }

    pub(super) fn turned(&self, orientation: Orientation) -> Self {
        let turned: Transform2D<f64, StageImage, StageImage> =
            orientation.transform(self.size.to_f64());
        Self {
            size: orientation.turned_size(self.size),
            stage_from_page: self.stage_from_page.then(&turned),
            content: turned.outer_transformed_box(&self.content),
            whole_grid: self.whole_grid,
        }
    }
}

/// The page's size in the pixels that the server starts from; `None` where there is no such image.
pub(super) fn stage_size(page: PageSize) -> Option<StageSize> {
    let whole = |side: f64| {
        let side = side.round();
        (side >= 1.0 && side <= f64::from(u32::MAX)).then_some(side as u32)
    };
    Some(Size2D::new(whole(page.width)?, whole(page.height)?))
}

fn intersection_or_empty(a: &StageBox, b: &StageBox) -> StageBox {
    a.intersection(b)
        .unwrap_or_else(|| Box2D::new(b.min, b.min))
}
