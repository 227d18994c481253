//! Pan, zoom and turn of the viewer: which part of the page the canvas shows. Turning the view never turns data.

use euclid::{Size2D, Transform2D};

use super::orientation::Orientation;
use super::space::{
    PageBox, PageFromUi, PagePoint, PageSize, UiBox, UiFromPage, UiPoint, UiVector,
};

/// Smallest and largest zoom, in ui points per page pixel: a 30 000 px page still fits a small window, and one page
/// pixel can be looked at.
pub const ZOOM_MIN: f64 = 0.01;
pub const ZOOM_MAX: f64 = 64.0;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The page point in the middle of the canvas.
    pub centre: PagePoint,
    /// Ui points per page pixel.
    pub zoom: f64,
    /// From the page's pixels to how they are seen.
    pub turn: Orientation,
}

impl Viewport {
    /// Shows all of `content` as large as possible with `margin` ui points around it.
    pub fn fit(content: PageBox, canvas: UiBox, turn: impl Into<Orientation>, margin: f64) -> Self {
        let turn = turn.into();
        let seen = turned_size(content.size(), turn);
        let room = canvas.size() - Size2D::new(2.0 * margin, 2.0 * margin);
        let zoom = (room.width / seen.width).min(room.height / seen.height);
        // Nothing to fit, or nowhere to: any zoom is as good.
        let zoom = if zoom.is_finite() { zoom } else { 1.0 };
        Self {
            centre: content.center(),
            zoom: zoom.clamp(ZOOM_MIN, ZOOM_MAX),
            turn,
        }
    }

    pub fn ui_from_page(&self, canvas: UiBox) -> UiFromPage {
        let middle = canvas.center();
        UiFromPage::translation(-self.centre.x, -self.centre.y)
            .then(&turned(self.turn))
            .then_scale(self.zoom, self.zoom)
            .then_translate(middle.to_vector())
    }

    pub fn page_from_ui(&self, canvas: UiBox) -> PageFromUi {
        let middle = canvas.center();
        PageFromUi::translation(-middle.x, -middle.y)
            .then_scale(self.zoom.recip(), self.zoom.recip())
            .then(&turned(self.turn.inverse()))
            .then_translate(self.centre.to_vector())
    }

    /// The part of the page under the canvas; more than the page where there is nothing else to see.
    pub fn visible(&self, canvas: UiBox) -> PageBox {
        self.page_from_ui(canvas).outer_transformed_box(&canvas)
    }

    /// Multiplies the zoom; the page point under `pointer` stays there.
    pub fn zoom_at(&mut self, pointer: UiPoint, canvas: UiBox, factor: f64) {
        let zoom = self.zoom * factor;
        if !zoom.is_finite() || !pointer.is_finite() {
            return;
        }
        let held = self.page_from_ui(canvas).transform_point(pointer);
        self.zoom = zoom.clamp(ZOOM_MIN, ZOOM_MAX);
        let slipped = self.page_from_ui(canvas).transform_point(pointer);
        self.centre += held - slipped;
    }

    /// Moves the page with the pointer, by ui points.
    pub fn pan(&mut self, delta: UiVector) {
        if !delta.is_finite() {
            return;
        }
        let page_from_ui: PageFromUi = turned(self.turn.inverse());
        self.centre -= page_from_ui.transform_vector(delta) / self.zoom;
    }

    /// One page pixel on one pixel of the screen.
    pub fn actual_size(&mut self, pixels_per_point: f64) {
        let zoom = pixels_per_point.recip();
        if zoom.is_finite() && zoom > 0.0 {
            self.zoom = zoom.clamp(ZOOM_MIN, ZOOM_MAX);
        }
    }

    /// Keeps the middle of the canvas on `content`, so that it cannot be lost, and the zoom within its range.
    pub fn clamp(&mut self, content: PageBox) {
        self.zoom = if self.zoom.is_finite() {
            self.zoom.clamp(ZOOM_MIN, ZOOM_MAX)
        } else {
            1.0
        };
        let centre = if self.centre.is_finite() {
            self.centre
        } else {
            content.center()
        };
        self.centre = centre.max(content.min).min(content.max);
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
    use euclid::{Box2D, Vector2D};

    use super::super::orientation::QuarterTurn;
    use super::super::space::{Page, Ui};
    use super::*;

    const CANVAS: UiBox = Box2D {
        min: UiPoint::new(100.0, 50.0),
        max: UiPoint::new(500.0, 350.0),
    };
    const CONTENT: PageBox = Box2D {
        min: PagePoint::new(200.0, 100.0),
        max: PagePoint::new(1000.0, 300.0),
    };

    fn near<U>(a: euclid::Point2D<f64, U>, b: euclid::Point2D<f64, U>) -> bool {
        (a - b).length() < 1e-9
    }

    fn views() -> impl Iterator<Item = Viewport> {
        Orientation::ALL.into_iter().flat_map(|turn| {
            [0.02, 0.7, 30.0].map(|zoom| Viewport {
                centre: PagePoint::new(321.5, -7.25),
                zoom,
                turn,
            })
        })
    }

    #[test]
    fn there_and_back_is_the_same_point() {
        for view in views() {
            let point = PagePoint::new(12.0, 345.0);
            let seen = view.ui_from_page(CANVAS).transform_point(point);
            assert!(
                near(view.page_from_ui(CANVAS).transform_point(seen), point),
                "{view:?}"
            );
        }
    }

    #[test]
    fn a_right_turn_brings_the_left_edge_to_the_top() {
        let view = Viewport::fit(CONTENT, CANVAS, QuarterTurn::Right, 0.0);
        let seen = view.ui_from_page(CANVAS).transform_point(CONTENT.min);
        assert!(
            seen.x > CANVAS.center().x,
            "the top left corner is now at the right: {seen:?}"
        );
        assert!(
            near(seen, UiPoint::new(seen.x, CANVAS.min.y)),
            "and at the top: {seen:?}"
        );
    }

    #[test]
    fn fit_shows_all_and_touches_the_margin() {
        for turn in Orientation::ALL {
            let view = Viewport::fit(CONTENT, CANVAS, turn, 20.0);
            let seen = view.ui_from_page(CANVAS).outer_transformed_box(&CONTENT);
            let room = CANVAS.inflate(-20.0, -20.0);
            assert!(
                room.inflate(1e-9, 1e-9).contains_box(&seen),
                "{turn:?}: {seen:?}"
            );
            let slack = (room.size() - seen.size()).to_vector();
            assert!(slack.x.min(slack.y).abs() < 1e-9, "{turn:?}: {slack:?}");
            assert!(near(seen.center(), CANVAS.center()));
        }
    }

    #[test]
    fn fitting_nothing_or_nowhere_is_still_a_view() {
        let nowhere = Box2D::new(UiPoint::zero(), UiPoint::zero());
        assert_eq!(
            Viewport::fit(CONTENT, nowhere, QuarterTurn::None, 8.0)
                .zoom
                .to_bits(),
            ZOOM_MIN.to_bits()
        );
        let nothing = Box2D::new(CONTENT.min, CONTENT.min);
        assert!(
            (ZOOM_MIN..=ZOOM_MAX)
                .contains(&Viewport::fit(nothing, CANVAS, QuarterTurn::None, 8.0).zoom)
        );
    }

    #[test]
    fn the_point_under_the_pointer_stays() {
        let pointer = UiPoint::new(130.0, 340.0);
        for before in views() {
            for factor in [0.5, 1.1, 1000.0, 0.0001] {
                let mut after = before;
                after.zoom_at(pointer, CANVAS, factor);
                assert!((ZOOM_MIN..=ZOOM_MAX).contains(&after.zoom));
                let held = before.page_from_ui(CANVAS).transform_point(pointer);
                let kept = after.ui_from_page(CANVAS).transform_point(held);
                assert!(
                    (kept - pointer).length() < 1e-6,
                    "{before:?} by {factor}: {kept:?}"
                );
            }
        }
    }

    #[test]
    fn the_page_follows_the_pointer() {
        let delta = UiVector::new(15.0, -40.0);
        for before in views() {
            let mut after = before;
            after.pan(delta);
            let point = PagePoint::new(300.0, 20.0);
            let moved = after.ui_from_page(CANVAS).transform_point(point)
                - before.ui_from_page(CANVAS).transform_point(point);
            assert!((moved - delta).length() < 1e-9, "{before:?}: {moved:?}");
        }
    }

    #[test]
    fn nonsense_changes_nothing() {
        for before in views() {
            let mut after = before;
            after.zoom_at(UiPoint::new(f64::NAN, 0.0), CANVAS, 2.0);
            after.zoom_at(CANVAS.center(), CANVAS, f64::INFINITY);
            after.pan(UiVector::new(f64::INFINITY, 0.0));
            after.actual_size(0.0);
            assert_eq!(after, before);
        }
    }

    #[test]
    fn actual_size_is_a_pixel_on_a_pixel() {
        let mut view = Viewport {
            centre: PagePoint::origin(),
            zoom: 3.0,
            turn: Orientation::Upright,
        };
        view.actual_size(2.0);
        assert!((view.zoom - 0.5).abs() < 1e-12);
    }

    #[test]
    fn content_cannot_be_lost() {
        let lost = [
            PagePoint::new(-9e9, 200.0),
            PagePoint::new(4e4, 9e9),
            PagePoint::new(f64::NAN, 0.0),
        ];
        for centre in lost {
            let mut view = Viewport {
                centre,
                zoom: f64::NAN,
                turn: Orientation::Left,
            };
            view.clamp(CONTENT);
            let visible = view.visible(CANVAS);
            assert!(visible.inflate(1e-9, 1e-9).intersects(&CONTENT), "{view:?}");
        }
        let mut inside = Viewport {
            centre: CONTENT.center(),
            zoom: 2.0,
            turn: Orientation::Upright,
        };
        let before = inside;
        inside.clamp(CONTENT);
        assert_eq!(inside, before);
    }

    #[test]
    fn four_turns_are_none() {
        let turns = (0..4).fold(QuarterTurn::None, |turn, _| turn.then(QuarterTurn::Right));
        assert_eq!(turns, QuarterTurn::None);
        let vector =
            turned::<Page, Ui>(Orientation::Right).transform_vector(Vector2D::new(1.0, 0.0));
        assert_eq!(vector, Vector2D::new(0.0, 1.0));
    }
}
