//! Test tickets: how many are mixed in, and how often each reviewer noticed what was moved.

use egui::{DragValue, Id, RichText, Ui};

use crate::model::Stamp;
use crate::review::test_figures;
use crate::state::{Action, MOST_PERCENT, State, TestAction};
use crate::ui::Cx;
use crate::ui::kit::{theme, widgets};

/// What is proposed where nobody asked for any.
const PERCENT: u8 = 2;

/// Draws nothing where nobody asked for any, and whoever looks may not.
pub fn tests_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let asked = state.test_tickets();
    let figures = test_figures(state.test_book());
    if figures.is_none() && !state.may_settle() {
        return;
    }
    ui.add_space(12.0);
    let title = cx.text("tests");
    ui.label(RichText::new(title).strong().family(theme::semibold()));
    if let Some(asked) = asked {
        let values = [("percent", u64::from(asked.percent).into())];
        ui.label(cx.with("tests-mixed-in", &values));
    }
    if state.may_settle() {
        choice_ui(ui, cx, asked.map(|it| it.percent));
    }
    for it in figures.iter().flat_map(|it| &it.reviewers) {
        let name = widgets::elided(&it.reviewer, 24);
        widgets::fact(ui, &name, &it.text(cx.locale));
    }
}

fn choice_ui(ui: &mut Ui, cx: &mut Cx<'_>, asked: Option<u8>) {
    let id = Id::unique("test tickets");
    let chosen = ui.data_mut(|it| it.get_temp::<u8>(id));
    let mut percent = chosen.or(asked).unwrap_or(PERCENT);
    widgets::hint(ui, cx.text("tests-hint"));
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(cx.text("tests-percent"));
        let value = DragValue::new(&mut percent)
            .range(0..=MOST_PERCENT)
            .suffix(" %");
        ui.add(value).labelled_by(label.id);
        let is_new = asked.unwrap_or_default() != percent;
        let button = egui::Button::new(cx.text(if percent == 0 {
            "tests-end"
        } else {
            "tests-ask"
        }));
        if ui.add_enabled(is_new, button).clicked() {
            let action = TestAction::Ask(percent, Stamp::now());
            cx.push(Action::Test(action));
        }
    });
    ui.data_mut(|it| it.insert_temp(id, percent));
}

/// Leads to the test ticket that was answered last.
pub fn button_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    if ui.button(cx.text("tested-look")).clicked() {
        cx.push(Action::Test(TestAction::LookAgain));
    }
}
