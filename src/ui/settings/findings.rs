//! Settings of findings: each kind with how much it matters, whether it is heeded, and from which number on.

use egui::{RichText, Ui};

use crate::model::{Bound, FindingCode, Severity};
use crate::state::{Action, PreferencesAction, State};

use super::sections::is_in_any_language;
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

/// The kinds that a search finds, by their names in any language.
pub fn found(wanted: &str) -> Vec<FindingCode> {
    let codes = FindingCode::ALL.iter().copied();
    codes
        .filter(|code| is_in_any_language(wanted, |locale| locale.finding_name(code.code())))
        .collect()
}

fn name(cx: &Cx<'_>, code: FindingCode) -> String {
    cx.locale.finding_name(code.code())
}

/// One kind: whether it is heeded, and from which number on.
pub fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, code: FindingCode) {
    let name = name(cx, code);
    let mut is_on = !state.settings.heeded().off.has(code);
    if ui.checkbox(&mut is_on, name.as_str()).changed() {
        cx.push(Action::Preferences(PreferencesAction::Heed(code, is_on)));
    }
    let Some(threshold) = code.threshold() else {
        return;
    };
    let (label, title) = match threshold.bound {
        Bound::From => ("settings-threshold", "settings-threshold-name"),
        Bound::Below => ("settings-threshold-below", "settings-threshold-below-name"),
    };
    let own = threshold.steps.first();
    let chosen = state.settings.thresholds.get(code.code()).or(own);
    ui.horizontal_wrapped(|ui| {
        ui.add_space(1.5 * theme::ICON);
        widgets::hint(ui, cx.text(label));
        for &step in threshold.steps {
            let shown = threshold.unit.show(step);
            let values = [
                ("finding", name.as_str().into()),
                ("least", shown.as_str().into()),
            ];
            let title = cx.with(title, &values);
            let button = egui::Button::selectable(chosen == Some(&step), shown);
            let response = ui.add_enabled(is_on, button);
            if response.accessible_name(&title).clicked() {
                cx.push(Action::Preferences(PreferencesAction::SetThreshold(
                    code, step,
                )));
            }
        }
    });
}
