//! The panel at the left: groups of invoices with their live counts.

use egui::{Align2, FontId, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::review::Filter;
use crate::state::{Action, State};

use crate::ui::Cx;
use crate::ui::kit::{icons, texts, theme, widgets};

pub fn filter_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::GAP / 2.0;
        widgets::hint(ui, cx.text("filter-title"));
        group_ui(ui, cx, state, &Filter::BY_STAGE);
        ui.add_space(2.0 * theme::GAP);
        widgets::hint(ui, cx.text("filter-verdicts"));
        group_ui(ui, cx, state, &Filter::BY_VERDICT);
    });
}

fn group_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, filters: &[Filter]) {
    for &filter in filters {
        let count = filter.count(&state.library);
        let is_shown = state.listing.view.filter == filter;
        let always = matches!(
            filter,
            Filter::All
                | Filter::Ready
                | Filter::Unjudged
                | Filter::Correct
                | Filter::Wrong
                | Filter::Unsure
        );
        if count == 0 && !is_shown && !always {
            continue;
        }
        if row_ui(ui, cx, filter, count, is_shown) {
            cx.push(Action::Show(filter));
        }
    }
}

fn icon(filter: Filter) -> &'static str {
    match filter {
        Filter::All => icons::GRID,
        Filter::Unfinished => icons::WAITING,
        Filter::Ready => icons::IMAGE,
        Filter::Findings => icons::WARNING,
        Filter::Failed => icons::ERROR,
        Filter::NotFound | Filter::CannotBeJudged => icons::FILE_X,
        Filter::NoPicture => icons::FILE_TEXT,
        Filter::Unjudged => icons::UNJUDGED,
        Filter::Correct => icons::CORRECT,
        Filter::Wrong => icons::WRONG,
        Filter::Unsure => icons::UNSURE,
        Filter::Noted => icons::NOTE,
        Filter::Changed => icons::RETRY,
    }
}

/// A row with icon, name and count; whether it was clicked.
fn row_ui(ui: &mut Ui, cx: &Cx<'_>, filter: Filter, count: usize, is_shown: bool) -> bool {
    let palette = cx.palette;
    let name = cx.text(texts::filter_key(filter));
    let size = vec2(ui.available_width(), 32.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, true, is_shown, format!("{name} {count}"))
    });
    let fill = if is_shown {
        palette.accent_faint
    } else if response.hovered() {
        palette.hovered
    } else {
        palette.panel
    };
    let painter = ui.painter();
    painter.rect_filled(rect, f32::from(theme::RADIUS), fill);
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.0, palette.accent);
        painter.rect_stroke(
            rect,
            f32::from(theme::RADIUS),
            stroke,
            egui::StrokeKind::Inside,
        );
    }
    let color = match filter {
        Filter::Failed | Filter::Wrong => palette.error,
        Filter::Correct => palette.good,
        Filter::Findings | Filter::NotFound | Filter::Unsure | Filter::Changed => palette.warning,
        _ => palette.weak,
    };
    let middle = rect.left_center();
    let body = FontId::proportional(theme::BODY);
    painter.text(
        middle + vec2(18.0, 0.0),
        Align2::CENTER_CENTER,
        icon(filter),
        FontId::proportional(theme::ICON),
        color,
    );
    painter.text(
        middle + vec2(36.0, 0.0),
        Align2::LEFT_CENTER,
        name,
        body.clone(),
        palette.text,
    );
    painter.text(
        rect.right_center() - vec2(10.0, 0.0),
        Align2::RIGHT_CENTER,
        count.to_string(),
        body,
        palette.weak,
    );
    response.clicked()
}
