//! What the pointer brings up beside a control: clear of the bar that the control stands in, so that no neighbour is
//! covered, and never over a dialog.

use std::sync::Arc;

use egui::{Context, Id, Label, Rect, RectAlign, Response, Tooltip, Ui, WidgetText};

/// Where a tooltip may stand: below what it is about, or else above.
const PLACES: [RectAlign; 3] = [
    RectAlign::TOP_START,
    RectAlign::BOTTOM_END,
    RectAlign::TOP_END,
];

/// Rows of controls that tooltips are to stand clear of.
type Rows = Arc<Vec<(&'static str, Rect)>>;

/// From now on tooltips of what is in this row stand below or above the whole of it.
pub fn keep_clear(ctx: &Context, name: &'static str, row: Rect) {
    ctx.data_mut(|data| {
        let rows: &mut Rows = data.get_temp_mut_or_default(Id::unique("rows clear of tooltips"));
        let same = rows.iter().position(|(of, _)| *of == name);
        match same {
            Some(index) if rows[index].1 == row => {}
            Some(index) => Arc::make_mut(rows)[index].1 = row,
            None => Arc::make_mut(rows).push((name, row)),
        }
    });
}

/// Tooltips of controls.
pub trait WithTooltip: Sized {
    fn with_tooltip(self, text: impl Into<WidgetText>) -> Self;
}

impl WithTooltip for Response {
    fn with_tooltip(self, text: impl Into<WidgetText>) -> Self {
        // Most controls are not pointed at.
        let is_meant =
            self.contains_pointer() || Tooltip::was_tooltip_open_last_frame(&self.ctx, self.id);
        if is_meant && let Some(tooltip) = begun(&self, clear_of_row(&self)) {
            tooltip.show(|ui| ui.add(Label::new(text).wrap()));
        }
        self
    }
}

/// Shows it above `below`, as wide as that.
pub fn show_above(response: &Response, below: Rect, width: f32, content: impl FnOnce(&mut Ui)) {
    if let Some(mut tooltip) = begun(response, below) {
        tooltip.popup = tooltip.popup.align(RectAlign::TOP_START).width(width);
        tooltip.show(content);
    }
}

/// Nothing below a dialog has any.
fn begun(response: &Response, clear_of: Rect) -> Option<Tooltip<'static>> {
    let is_seen = |it: &egui::Memory| it.is_above_modal_layer(response.layer_id);
    let mut tooltip = response
        .ctx
        .memory(is_seen)
        .then(|| Tooltip::for_enabled(response))?;
    tooltip.popup = tooltip.popup.anchor(clear_of).align_alternatives(&PLACES);
    Some(tooltip)
}

/// What a control's tooltip stands clear of.
fn clear_of_row(response: &Response) -> Rect {
    let of_controls = response.rect;
    let rows: Rows = response.ctx.data(|data| {
        data.get_temp(Id::unique("rows clear of tooltips"))
            .unwrap_or_default()
    });
    let is_background = response.layer_id.order == egui::Order::Background;
    let mut rows = rows.iter().filter(|_| is_background);
    let row = rows.find(|(_, row)| row.contains(of_controls.center()));
    match row {
        Some((_, row)) => Rect::from_x_y_ranges(of_controls.x_range(), row.y_range()),
        None => of_controls,
    }
}
