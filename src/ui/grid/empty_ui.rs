//! A list without a ticket: why, and what brings some back.

use egui::{Align, Layout, Rect, Ui, UiBuilder, vec2};

use crate::review::Filter;
use crate::state::{Action, State};
use crate::ui::Cx;
use crate::ui::kit::widgets;

/// Size of what stands in the middle.
const SIZE: egui::Vec2 = vec2(320.0, 96.0);

pub fn empty_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, view: Rect) {
    let rect = Rect::from_center_size(view.center(), SIZE.min(view.size()));
    let layout = Layout::top_down(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(layout), |ui| {
        if state.library.is_empty() {
            widgets::hint(ui, cx.text("grid-empty-new"));
            return;
        }
        let is_searched = !state.listing.view.search.trim().is_empty();
        let key = if is_searched {
            "grid-empty-search"
        } else {
            "grid-empty"
        };
        ui.add(egui::Label::new(cx.text(key)).wrap());
        if ui.button(cx.text("grid-empty-all")).clicked() {
            cx.push(Action::ShowAll(Filter::All));
        }
    });
}
