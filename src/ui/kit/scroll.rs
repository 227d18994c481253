//! A vertical scroll position in 64 bits with its bar. The toolkit's own counts in 32-bit points,
//! which cannot tell single points apart any more at the far end of a hundred thousand tiles.

use egui::{Rect, Role, Sense, Ui, WidgetInfo};

use super::theme::{self, Palette};

/// Width of the bar's strip.
pub const BAR_WIDTH: f32 = 12.0;
/// Least length of the handle.
const MIN_HANDLE: f32 = 28.0;

/// How far down the content has been moved, in points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scroll {
    offset: f64,
    /// Where on the handle the drag began, in points from its top.
    grip: Option<f32>,
}

impl Scroll {
    pub fn offset(&self) -> f64 {
        self.offset
    }

    /// Moves to `offset`, kept between the ends.
    pub fn set(&mut self, offset: f64, max: f64) {
        self.offset = offset.clamp(0.0, max);
    }

    /// Draws the bar in `strip` and follows the pointer on it; the middle of the handle while it is dragged.
    pub fn bar_ui(
        &mut self,
        ui: &Ui,
        palette: &Palette,
        strip: Rect,
        view: f64,
        max: f64,
        name: &str,
    ) -> Option<f32> {
        let response = ui.interact(
            strip,
            egui::Id::unique("scroll bar"),
            Sense::click_and_drag(),
        );
        let percent = if max > 0.0 {
            self.offset / max * 100.0
        } else {
            0.0
        };
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ScrollBar, max > 0.0, name);
            info.value = Some(percent);
            info
        });
        if max <= 0.0 {
            return None;
        }
        let length = (f64::from(strip.height()) * view / (view + max)) as f32;
        let length = length.clamp(MIN_HANDLE.min(strip.height()), strip.height());
        let travel = f64::from(strip.height() - length);
        let top_of = |offset: f64| strip.top() + (offset / max * travel) as f32;
        if let Some(pointer) = response
            .interact_pointer_pos()
            .filter(|_| response.is_pointer_button_down_on())
        {
            let top = top_of(self.offset);
            let grip = *self.grip.get_or_insert_with(|| {
                let on_handle = pointer.y - top;
                if (0.0..=length).contains(&on_handle) {
                    on_handle
                } else {
                    length / 2.0
                }
            });
            if travel > 0.0 {
                self.set(
                    f64::from(pointer.y - grip - strip.top()) / travel * max,
                    max,
                );
            }
        } else {
            self.grip = None;
        }
        let handle = Rect::from_min_size(
            egui::pos2(strip.left() + 3.0, top_of(self.offset)),
            egui::vec2(BAR_WIDTH - 6.0, length),
        );
        let color = if response.hovered() || self.grip.is_some() {
            palette.weak
        } else {
            palette.line
        };
        ui.painter()
            .rect_filled(handle, f32::from(theme::RADIUS) / 2.0, color);
        self.grip.map(|_| handle.center().y)
    }
}
