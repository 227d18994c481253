//! The small parts that all panels share, so that the same control looks the same everywhere.

use egui::{
    Align, Button, Color32, CornerRadius, Frame, Id, Layout, Margin, Modal, Response, RichText,
    Stroke, Ui,
};

use crate::redact::redact;
use crate::state::State;

use super::theme::{self, Palette};
use super::tooltip::WithTooltip as _;
use crate::ui::Cx;
use crate::ui::commands::Command;

/// A button that leads on; one per panel at most.
pub fn primary_button(ui: &mut Ui, palette: &Palette, text: &str, is_enabled: bool) -> Response {
    let button = |text: RichText| {
        Button::new(text).min_size(egui::vec2(0.0, theme::CONTROL_HEIGHT + theme::GAP))
    };
    if !is_enabled {
        return ui.add_enabled(false, button(RichText::new(text)));
    }
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (visuals, fill) in [
            (&mut widgets.inactive, palette.accent),
            (&mut widgets.hovered, palette.accent_hovered),
            (&mut widgets.active, palette.accent),
        ] {
            visuals.weak_bg_fill = fill;
            visuals.bg_fill = fill;
            visuals.bg_stroke = Stroke::new(1.0, fill);
        }
        ui.add(button(RichText::new(text).color(palette.on_accent)))
    })
    .inner
}

/// The button of a command; greyed where the command does nothing now.
pub fn command_button(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, command: Command) {
    command_toggle(ui, cx, state, command, false);
}

/// The same for something that is on or off.
pub fn command_toggle(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, command: Command, is_on: bool) {
    command_with_icon(ui, cx, state, command, command.icon(), is_on);
}

/// The same with an icon that says how it stands.
pub fn command_with_icon(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    command: Command,
    icon: &str,
    is_on: bool,
) {
    let is_enabled = command.is_available(state);
    let name = cx.text(command.name()).into_owned();
    let button = icon_face(ui, icon, is_on);
    let response = named(
        ui.add_enabled(is_enabled, button),
        &name,
        &cx.keymap.shortcut(command),
    );
    if response.clicked() {
        cx.ask(state, command);
    }
}

/// A button that shows an icon and is named for assistive tools and on hover.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str, key: &str) -> Response {
    icon_toggle(ui, icon, name, key, false)
}

/// The same for something that is on or off.
pub fn icon_toggle(ui: &mut Ui, icon: &str, name: &str, key: &str, is_on: bool) -> Response {
    let face = icon_face(ui, icon, is_on);
    let response = ui.add(face);
    named(response, name, key)
}

/// As high as the row's controls.
fn icon_face<'a>(ui: &Ui, icon: &'a str, is_on: bool) -> Button<'a> {
    Button::selectable(is_on, RichText::new(icon).size(theme::ICON))
        .min_size(egui::vec2(
            theme::CONTROL_HEIGHT,
            ui.spacing().interact_size.y,
        ))
        .frame_when_inactive(is_on)
}

/// Names a control whose text does not, with its key where it has one.
pub fn named(response: Response, name: &str, key: &str) -> Response {
    let hover = if key.is_empty() {
        name.to_owned()
    } else {
        format!("{name}  ({key})")
    };
    response.with_tooltip(hover).accessible_name(name)
}

/// Text that explains, in the weaker colour and small.
pub fn hint(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.label(RichText::new(text.into()).small().weak())
}

/// The heading of a group of controls, with room above it.
pub fn section(ui: &mut Ui, title: &str) -> Response {
    ui.add_space(theme::GAP);
    ui.label(RichText::new(title).strong().family(theme::semibold()))
}

/// A raised surface for a group of controls.
pub fn card(palette: &Palette) -> Frame {
    Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(theme::RADIUS + 4))
        .inner_margin(Margin::same(24))
}

/// A dialog over everything else, with the margins of a window and not of a menu.
pub fn dialog(ui: &Ui, id: Id) -> Modal {
    Modal::new(id).frame(Frame::window(ui.style()))
}

/// A bar along an edge of the window.
pub fn bar(palette: &Palette) -> Frame {
    Frame::new()
        .fill(palette.panel)
        .inner_margin(Margin::symmetric(12, 6))
}

/// An icon and a sentence in one colour, wrapped.
pub fn message(ui: &mut Ui, icon: &str, text: &str, color: Color32) -> Response {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * theme::GAP;
        ui.label(RichText::new(icon).size(theme::ICON).color(color));
        ui.add(egui::Label::new(RichText::new(text).color(color)).wrap())
    })
    .inner
}

/// A name on the left and its value on the right of a row.
pub fn fact(ui: &mut Ui, name: &str, value: &str) -> Response {
    ui.horizontal_top(|ui| {
        let width = 88.0;
        ui.allocate_ui_with_layout(
            egui::vec2(width, ui.text_style_height(&egui::TextStyle::Body)),
            Layout::top_down(Align::Min),
            |ui| {
                ui.set_width(width);
                ui.label(RichText::new(name).weak());
            },
        );
        ui.add(egui::Label::new(value).selectable(true).wrap())
    })
    .inner
}

/// The only way to the clipboard, with a last look for secrets.
#[expect(clippy::disallowed_methods, reason = "this is the way")]
pub fn copy(ui: &Ui, text: &str) {
    ui.copy_text(redact(text).into_owned());
}

/// Whether a button with this text has room in a row; what has none stands somewhere else as well.
pub fn fits(ui: &Ui, text: &str, style: &egui::TextStyle) -> bool {
    fits_beside(ui, text, style, 0.0)
}

/// The same where some of the row is kept for something else.
pub fn fits_beside(ui: &Ui, text: &str, style: &egui::TextStyle, reserved: f32) -> bool {
    button_width(ui, text, style) + reserved <= ui.available_width()
}

/// How wide a button with this text is, in points.
pub fn button_width(ui: &Ui, text: &str, style: &egui::TextStyle) -> f32 {
    let font = style.resolve(ui.style());
    let painter = ui.painter();
    let text = painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER);
    text.size().x + 2.0 * ui.spacing().button_padding.x
}

/// `text` with its middle left out where it is longer than `max_chars`; an ID's end says most.
pub fn elided(text: &str, max_chars: usize) -> String {
    let count = text.chars().count();
    if count <= max_chars || max_chars < 5 {
        return text.to_owned();
    }
    let head = max_chars / 3;
    let tail = max_chars - head - 1;
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::elided;

    #[test]
    fn the_end_of_an_id_is_never_elided() {
        assert_eq!(elided("ID01xO4jZjprrx", 20), "ID01xO4jZjprrx");
        assert_eq!(
            elided("Tdk3tgber501v0:044002105112:13116949", 15),
            "Tdk3t…:13116949"
        );
    }
}
