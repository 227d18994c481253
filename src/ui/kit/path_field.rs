//! A field for the path of a file or a folder, with the button that takes it.

use std::path::PathBuf;

use egui::{Align, Button, Id, Key, Layout, Margin, RichText, TextEdit, Ui};
use percent_encoding::percent_decode_str;

use crate::state::{Action, ChoicePurpose, Choosing, ChoosingAction};
use crate::ui::Cx;

use super::{icons, theme, widgets};

/// What is said of one. The last two are keys of texts.
pub struct PathField {
    /// What the system's dialog, opened by a button beside it, gives a place for.
    pub purpose: ChoicePurpose,
    /// Of its own, not counted: what comes above the field must not take the keyboard away.
    pub id: &'static str,
    pub hint: &'static str,
    pub button: &'static str,
}

impl PathField {
    /// The place that was named just now, by the button or by Enter; the field is empty then.
    pub fn ui(
        &self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        choosing: &Choosing,
        text: &mut String,
    ) -> Option<PathBuf> {
        // A row of its own: else the layout is as high as what is left of the page.
        let row = ui.horizontal(|ui| self.row_ui(ui, cx, choosing, text));
        missing_ui(ui, cx, choosing, self.purpose);
        let named = row.inner?;
        text.clear();
        Some(named)
    }

    fn row_ui(
        &self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        choosing: &Choosing,
        text: &mut String,
    ) -> Option<PathBuf> {
        let layout = Layout::right_to_left(Align::Center);
        let named = ui.with_layout(layout, |ui| {
            let named = place(text);
            let button = Button::new(cx.text(self.button).into_owned());
            let is_clicked = ui.add_enabled(named.is_some(), button).clicked();
            choose_ui(ui, cx, choosing, self.purpose);
            let edit = TextEdit::singleline(text)
                .id(Id::unique(self.id))
                .hint_text(cx.text(self.hint).into_owned())
                .margin(Margin::symmetric(8, 5))
                .desired_width(f32::INFINITY);
            let field = ui.add(edit).accessible_name(cx.text(self.hint).as_ref());
            let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            place(text).filter(|_| is_clicked || is_entered)
        });
        named.inner
    }
}

/// A folder that stays in its field, under its name, with the button that has another one chosen.
pub fn folder_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    choosing: &Choosing,
    purpose: ChoicePurpose,
    (id, label): (&'static str, &'static str),
    text: &mut String,
) {
    if let Some(folder) = choosing.folder(purpose) {
        *text = folder.display().to_string();
        cx.push(Action::Choosing(ChoosingAction::Taken));
    }
    let label = ui.label(RichText::new(cx.text(label)).color(cx.palette.weak));
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            choose_ui(ui, cx, choosing, purpose);
            let edit = TextEdit::singleline(text)
                .id(Id::unique(id))
                .margin(Margin::symmetric(8, 5))
                .desired_width(f32::INFINITY);
            ui.add(edit).labelled_by(label.id);
        });
    });
    missing_ui(ui, cx, choosing, purpose);
}

/// The button that opens the system's dialog.
pub fn choose_ui(ui: &mut Ui, cx: &mut Cx<'_>, choosing: &Choosing, purpose: ChoicePurpose) {
    let icon = RichText::new(icons::FOLDER_OPEN).size(theme::ICON);
    let button = ui.add_enabled(choosing.open.is_none(), Button::new(icon));
    let text = cx.text(purpose.kind().text()).into_owned();
    if widgets::named(button, &text, "").clicked() {
        cx.push(Action::Choosing(ChoosingAction::Ask(purpose)));
    }
}

/// Where the dialog was asked for in vain.
pub fn missing_ui(ui: &mut Ui, cx: &Cx<'_>, choosing: &Choosing, purpose: ChoicePurpose) {
    if choosing.missing_for == Some(purpose) {
        widgets::message(
            ui,
            icons::WARNING,
            &cx.text("choose-none"),
            cx.palette.warning,
        );
    }
}

/// A path as people paste it: with quotes around it, or as the address that file managers copy.
fn place(text: &str) -> Option<PathBuf> {
    let text = text.trim();
    let bare = ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(text);
    let path = match bare.strip_prefix("file://") {
        Some(address) => percent_decode_str(address).decode_utf8_lossy().into_owned(),
        None => bare.to_owned(),
    };
    (!path.is_empty()).then(|| path.into())
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_path_is_understood_however_it_was_copied() {
        for text in [
            "/扫描 件/2024",
            " /扫描 件/2024\n",
            "\"/扫描 件/2024\"",
            "'/扫描 件/2024'",
            "file:///%E6%89%AB%E6%8F%8F%20%E4%BB%B6/2024",
        ] {
            let place = place(text).expect("a path");
            assert_eq!(place.to_string_lossy(), "/扫描 件/2024", "{text}");
        }
        assert_eq!(place(" \"\" "), None);
    }
}
