//! A page laid on a part of the window: turned, then scaled along each of the window's axes by itself.

use euclid::{Size2D, Transform2D};

use super::orientation::Orientation;
use super::space::{PageBox, PageFromUi, PagePoint, PageSize, UiBox, UiFromPage, UiVector};

/// A [`Viewport`](super::Viewport) whose two axes have zooms of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// The page point in the middle of the canvas.
    pub centre: PagePoint,
    /// Ui points per page pixel along the window's axes, whatever the turn.
    pub zoom: UiVector,
    /// From the page's pixels to how they are seen.
    pub turn: Orientation,
}

impl Projection {
    pub fn ui_from_page(&self, canvas: UiBox) -> UiFromPage {
        let middle = canvas.center();
        UiFromPage::translation(-self.centre.x, -self.centre.y)
            .then(&turned(self.turn))
            .then_scale(self.zoom.x, self.zoom.y)
            .then_translate(middle.to_vector())
    }

    pub fn page_from_ui(&self, canvas: UiBox) -> PageFromUi {
        let middle = canvas.center();
        PageFromUi::translation(-middle.x, -middle.y)
            .then_scale(self.zoom.x.recip(), self.zoom.y.recip())
            .then(&turned(self.turn.inverse()))
            .then_translate(self.centre.to_vector())
    }

    /// The part of the page under the canvas; more than the page where there is nothing else to see.
    pub fn visible(&self, canvas: UiBox) -> PageBox {
        self.page_from_ui(canvas).outer_transformed_box(&canvas)
    }
}

/// How wide and high something of the page is as seen, in page pixels.
pub(super) fn turned_size(size: PageSize, turn: Orientation) -> PageSize {
    turn.turned_size(size)
}

/// About the origin, y down.
pub(super) fn turned<A, B>(turn: Orientation) -> Transform2D<f64, A, B> {
    turn.transform(Size2D::zero())
}

#[cfg(test)]
mod tests {
    use super::super::space::UiPoint;
    use super::*;

    #[test]
    fn each_axis_of_the_window_has_its_own_zoom_however_the_page_is_turned() {
        let canvas = UiBox::new(UiPoint::new(10.0, 20.0), UiPoint::new(410.0, 80.0));
        for turn in Orientation::ALL {
            let projection = Projection {
                centre: PagePoint::new(300.0, -40.0),
                zoom: UiVector::new(0.5, 3.0),
                turn,
            };
            let visible = projection.visible(canvas);
            let seen = turned_size(visible.size(), turn);
            assert!((seen.width - 800.0).abs() < 1e-9, "{turn:?}: {seen:?}");
            assert!((seen.height - 20.0).abs() < 1e-9, "{turn:?}: {seen:?}");
            assert!((visible.center() - projection.centre).length() < 1e-9);
            let corner = projection.page_from_ui(canvas).transform_point(canvas.min);
            let back = projection.ui_from_page(canvas).transform_point(corner);
            assert!((back - canvas.min).length() < 1e-9, "{turn:?}: {back:?}");
        }
    }
}
