//! Settings of reports: what the next one has, unless something else is chosen there.

use egui::Ui;

use crate::locale::Lang;
use crate::report::{Format, Scope};
use crate::state::{Action, PreferencesAction, ReportDefaults, State};

use crate::ui::Cx;
use crate::ui::export::format_key;

pub fn formats_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let report = &state.settings.report;
    let chosen = report.formats();
    ui.horizontal_wrapped(|ui| {
        for format in Format::ALL {
            let mut is_on = chosen.contains(&format);
            // One at least, or the dialog would begin with nothing to write.
            let is_last = is_on && chosen.len() == 1;
            let checkbox = egui::Checkbox::new(&mut is_on, cx.text(format_key(format)));
            if ui.add_enabled(!is_last, checkbox).changed() {
                let mut report = report.clone();
                report.formats.retain(|it| it != format.ending());
                if is_on {
                    report.formats.push(format.ending().to_owned());
                }
                set(cx, report);
            }
        }
    });
}

pub fn scope_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let report = &state.settings.report;
    ui.horizontal_wrapped(|ui| {
        for (scope, key) in [
            (Scope::All, "report-scope-all"),
            (Scope::Judged, "report-scope-judged"),
            (Scope::Wrong, "report-scope-wrong"),
        ] {
            let is_current = report.scope() == scope;
            if ui.selectable_label(is_current, cx.text(key)).clicked() {
                let mut report = report.clone();
                scope.code().clone_into(&mut report.scope);
                set(cx, report);
            }
        }
    });
    let mut with_pictures = report.with_pictures;
    if ui
        .checkbox(&mut with_pictures, cx.text("export-pictures"))
        .changed()
    {
        set(
            cx,
            ReportDefaults {
                with_pictures,
                ..report.clone()
            },
        );
    }
}

pub fn language_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let report = &state.settings.report;
    ui.horizontal_wrapped(|ui| {
        let as_window = (None, cx.text("report-language-window").into_owned());
        let langs = Lang::ALL.map(|lang| (Some(lang), cx.text(lang.name_key()).into_owned()));
        for (lang, text) in [as_window].into_iter().chain(langs) {
            let name = format!("{} {text}", cx.text("report-language"));
            let button = egui::Button::selectable(report.lang == lang, text);
            if ui.add(button).accessible_name(&name).clicked() {
                set(
                    cx,
                    ReportDefaults {
                        lang,
                        ..report.clone()
                    },
                );
            }
        }
    });
}

fn set(cx: &mut Cx<'_>, report: ReportDefaults) {
    cx.push(Action::Preferences(PreferencesAction::SetReport(report)));
}
