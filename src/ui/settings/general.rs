//! Settings of the person and of the look: name, what follows a verdict, language, theme, scale.

use egui::{TextEdit, Ui};

use crate::locale::Lang;
use crate::state::{Action, PreferencesAction, SCALES_PERCENT, State, ThemeChoice};

use super::draft_field::{DraftField, locked_ui};
use crate::ui::Cx;
use crate::ui::kit::{icons, widgets};

/// Who judges, and what follows a verdict.
pub fn judging_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let label = widgets::hint(ui, cx.text("settings-reviewer"));
    let mut name = state.settings.reviewer.clone();
    let field = TextEdit::singleline(&mut name)
        .char_limit(60)
        .desired_width(200.0);
    if ui.add(field).labelled_by(label.id).changed() {
        cx.push(Action::SetReviewer(name));
    }
    let mut advances = state.settings.advances;
    if ui
        .checkbox(&mut advances, cx.text("settings-advances"))
        .changed()
    {
        cx.push(Action::ToggleAdvance);
    }
}

pub fn language_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    ui.horizontal(|ui| {
        for lang in Lang::ALL {
            let name = cx.text(lang.name_key()).into_owned();
            if ui
                .selectable_label(state.settings.lang() == lang, name)
                .clicked()
            {
                cx.push(Action::SetLang(lang));
            }
        }
    });
}

pub fn theme_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    ui.horizontal(|ui| {
        for (choice, icon, key) in [
            (ThemeChoice::System, icons::MONITOR, "theme-system"),
            (ThemeChoice::Light, icons::SUN, "theme-light"),
            (ThemeChoice::Dark, icons::MOON, "theme-dark"),
        ] {
            let text = format!("{icon} {}", cx.text(key));
            let button = egui::Button::selectable(state.settings.theme == choice, text);
            if ui
                .add(button)
                .accessible_name(cx.text(key).as_ref())
                .clicked()
            {
                cx.push(Action::SetTheme(choice));
            }
        }
    });
}

pub fn scale_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    ui.horizontal_wrapped(|ui| {
        for percent in SCALES_PERCENT {
            let is_current = state.settings.scale_percent == percent;
            if ui
                .selectable_label(is_current, format!("{percent} %"))
                .clicked()
            {
                cx.push(Action::SetScale(percent));
            }
        }
    });
}

/// Where reviews are kept, from the next start on.
pub fn reviews_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let is_locked = state.managed.locked_reviews().is_some();
    let field = DraftField {
        id: "folder of reviews",
        label: "settings-reviews-hint",
        placeholder: "settings-reviews-placeholder",
        width: 300.0,
        is_locked,
    };
    let fault = |text: &str| {
        let is_meant = text.is_empty() || std::path::Path::new(text).is_absolute();
        (!is_meant).then(|| cx.text("settings-reviews-whole").into_owned())
    };
    let typed = field.ui(ui, cx, &state.settings.reviews_folder, fault);
    if let Some(path) = typed {
        let set = PreferencesAction::SetReviewsFolder(path);
        cx.push(Action::Preferences(set));
    }
    if is_locked {
        locked_ui(ui, cx, &state.managed.by);
    }
}
