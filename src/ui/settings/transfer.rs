//! All settings as a file, for another machine or a colleague, and back to the beginning.

use egui::Ui;

use crate::state::{Action, ChoicePurpose, NoticeKind, PreferencesAction, State};

use super::sections::is_said;
use crate::ui::Cx;
use crate::ui::bars::notice_ui;
use crate::ui::kit::path_field::PathField;
use crate::ui::kit::{icons, widgets};

/// What is typed and asked, kept while the dialog is open.
#[derive(Default)]
pub struct Transfer {
    export: String,
    import: String,
    /// Whether it is being asked if all settings are to go.
    asks_reset: bool,
}

impl Transfer {
    /// Whether a search finds it.
    pub fn has(wanted: &str) -> bool {
        let keys = [
            "settings-transfer",
            "settings-export",
            "settings-import",
            "settings-reset",
            "settings-words-transfer",
        ];
        is_said(keys, wanted)
    }

    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let choosing = &state.choosing;
        answer_ui(ui, cx, state);
        widgets::section(ui, &cx.text("settings-export"));
        widgets::hint(ui, cx.text("settings-export-hint"));
        let export = PathField {
            purpose: ChoicePurpose::SettingsExport,
            id: "file for settings",
            hint: "settings-file",
            button: "settings-export-go",
        };
        if let Some(path) = export.ui(ui, cx, choosing, &mut self.export) {
            // Whoever mistyped it puts it right.
            self.export = path.display().to_string();
            cx.push(Action::Preferences(PreferencesAction::Export(path)));
        }
        widgets::section(ui, &cx.text("settings-import"));
        widgets::hint(ui, cx.text("settings-import-hint"));
        let import = PathField {
            purpose: ChoicePurpose::SettingsImport,
            id: "file of settings",
            hint: "settings-file-import",
            button: "settings-import-go",
        };
        if let Some(path) = import.ui(ui, cx, choosing, &mut self.import) {
            self.import = path.display().to_string();
            cx.push(Action::Preferences(PreferencesAction::Import(path)));
        }
        widgets::section(ui, &cx.text("settings-reset"));
        widgets::hint(ui, cx.text("settings-reset-hint"));
        if !self.asks_reset {
            self.asks_reset = ui.button(cx.text("settings-reset-ask")).clicked();
            return;
        }
        let question = cx.text("settings-reset-question");
        widgets::message(ui, icons::WARNING, &question, cx.palette.warning);
        ui.horizontal_wrapped(|ui| {
            if ui.button(cx.text("settings-reset-go")).clicked() {
                cx.push(Action::Preferences(PreferencesAction::Reset));
                self.asks_reset = false;
            }
            if ui.button(cx.text("settings-reset-keep")).clicked() {
                self.asks_reset = false;
            }
        });
    }
}

/// What came of it, said here as well: a notice lies behind the dialog.
fn answer_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State) {
    let is_answer = |notice: &&NoticeKind| {
        matches!(
            notice,
            NoticeKind::SettingsExported(_)
                | NoticeKind::SettingsImported { .. }
                | NoticeKind::SettingsReset
                | NoticeKind::SettingsFileFailed(_)
                | NoticeKind::NoSettings(_)
        )
    };
    if let Some(notice) = state.notice.as_ref().filter(is_answer) {
        let (icon, color, text) = notice_ui::said(cx, state, notice);
        widgets::message(ui, icon, &text, color);
    }
}
