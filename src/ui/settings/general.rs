//! Settings of the person and of the look: name, what follows a verdict, language, theme, scale.

use egui::{TextEdit, Ui};

use crate::locale::Lang;
use crate::state::{Action, SCALES_PERCENT, Settings, ThemeChoice};

use crate::ui::Cx;
use crate::ui::kit::{icons, widgets};

/// Who judges, and what follows a verdict.
pub fn judging_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    let label = widgets::hint(ui, cx.text("settings-reviewer"));
    let mut name = settings.reviewer.clone();
    let field = TextEdit::singleline(&mut name)
        .char_limit(60)
        .desired_width(200.0);
    if ui.add(field).labelled_by(label.id).changed() {
        cx.push(Action::SetReviewer(name));
    }
    let mut advances = settings.advances;
    if ui
        .checkbox(&mut advances, cx.text("settings-advances"))
        .changed()
    {
        cx.push(Action::ToggleAdvance);
    }
}

pub fn language_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    ui.horizontal(|ui| {
        for lang in Lang::ALL {
            let name = cx.text(lang.name_key()).into_owned();
            if ui.selectable_label(settings.lang() == lang, name).clicked() {
                cx.push(Action::SetLang(lang));
            }
        }
    });
}

pub fn theme_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    ui.horizontal(|ui| {
        for (choice, icon, key) in [
            (ThemeChoice::System, icons::MONITOR, "theme-system"),
            (ThemeChoice::Light, icons::SUN, "theme-light"),
            (ThemeChoice::Dark, icons::MOON, "theme-dark"),
        ] {
            let text = format!("{icon} {}", cx.text(key));
            let button = egui::Button::selectable(settings.theme == choice, text);
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

pub fn scale_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    ui.horizontal_wrapped(|ui| {
        for percent in SCALES_PERCENT {
            let is_current = settings.scale_percent == percent;
            if ui
                .selectable_label(is_current, format!("{percent} %"))
                .clicked()
            {
                cx.push(Action::SetScale(percent));
            }
        }
    });
}
