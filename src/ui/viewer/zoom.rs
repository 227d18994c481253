//! Zooming and panning by keys and buttons, carried out with the next frame.

/// Zoom of a key or button.
pub const ZOOM_STEP: f32 = 1.25;

/// A zoom without a pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zoom {
    By(f32),
    ActualSize,
    /// By so many points.
    Pan(egui::Vec2),
}

impl Zoom {
    /// Both as one, where one adds to the other; else this one, as the later one.
    pub fn after(self, earlier: Option<Self>) -> Self {
        match (earlier, self) {
            (Some(Self::By(first)), Self::By(second)) => Self::By(first * second),
            (Some(Self::Pan(first)), Self::Pan(second)) => Self::Pan(first + second),
            (_, later) => later,
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    #[test]
    fn presses_of_one_frame_add_up() {
        let twice = Zoom::By(1.25).after(Some(Zoom::By(2.0)));
        assert_eq!(twice, Zoom::By(2.5));
        let aside = Zoom::Pan(vec2(0.0, 60.0)).after(Some(Zoom::Pan(vec2(60.0, 0.0))));
        assert_eq!(aside, Zoom::Pan(vec2(60.0, 60.0)));
        assert_eq!(Zoom::ActualSize.after(Some(twice)), Zoom::ActualSize);
        assert_eq!(Zoom::By(2.0).after(None), Zoom::By(2.0));
    }
}
