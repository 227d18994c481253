//! Settings of findings: each kind with how much it matters, whether it is heeded, and from which number on.

use egui::{Grid, RichText, Ui};

use crate::model::{FindingCode, Severity};
use crate::state::{Action, PreferencesAction, State};

use crate::ui::Cx;
use crate::ui::kit::{icons, theme, widgets};

/// What matters most first.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

pub fn findings_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    widgets::hint(ui, cx.text("settings-findings-hint"));
    for severity in SEVERITIES {
        ui.add_space(theme::GAP);
        let (icon, color, key) = match severity {
            Severity::Error => (icons::ERROR, cx.palette.error, "severity-error"),
            Severity::Warning => (icons::WARNING, cx.palette.warning, "severity-warning"),
            Severity::Info => (icons::INFO, cx.palette.info, "severity-info"),
        };
        let title = format!("{icon}  {}", cx.text(key));
        ui.label(RichText::new(title).color(color).family(theme::semibold()));
        let codes = FindingCode::ALL.iter().copied();
        for code in codes.filter(|it| it.severity() == severity) {
            row_ui(ui, cx, state, code);
        }
    }
}

/// The kinds that a search finds; whether there are any.
pub fn found_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, wanted: &str) -> bool {
    let codes = FindingCode::ALL.iter().copied();
    let found: Vec<FindingCode> = codes
        .filter(|it| name(cx, *it).to_lowercase().contains(wanted))
        .collect();
    for code in &found {
        row_ui(ui, cx, state, *code);
    }
    !found.is_empty()
}

fn name(cx: &Cx<'_>, code: FindingCode) -> String {
    cx.locale.finding_name(code.code())
}

fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, code: FindingCode) {
    let name = name(cx, code);
    let mut is_on = !state.settings.heeded().off.has(code);
    if ui.checkbox(&mut is_on, name.as_str()).changed() {
        cx.push(Action::Preferences(PreferencesAction::Heed(code, is_on)));
    }
    let steps = code.thresholds();
    let Some(own) = steps.first() else {
        return;
    };
    let chosen = state.settings.thresholds.get(code.code());
    let chosen = *chosen.unwrap_or(own);
    Grid::new(code.code()).show(ui, |ui| {
        ui.add_space(theme::ICON);
        widgets::hint(ui, cx.text("settings-threshold"));
        for &least in steps {
            let title = cx.with(
                "settings-threshold-name",
                &[("finding", name.as_str().into()), ("least", least.into())],
            );
            let button = egui::Button::selectable(least == chosen, least.to_string());
            let response = ui.add_enabled(is_on, button);
            if response.accessible_name(&title).clicked() {
                cx.push(Action::Preferences(PreferencesAction::SetThreshold(
                    code, least,
                )));
            }
        }
        ui.end_row();
    });
}
