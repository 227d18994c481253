//! In the lane for notices: the platform's address, where it leads nowhere, to be mended and tried again in place.

use egui::{Key, RichText, TextEdit, Ui};

use crate::platform::Endpoint;
use crate::state::{Action, State};

use super::failure_ui::failure_detail_ui;
use crate::ui::Cx;
use crate::ui::kit::{icons, texts, theme, widgets};

/// Least and largest width of the field.
const FIELD_WIDTH: (f32, f32) = (160.0, 360.0);

/// With less room beside the field the button stands below it.
const BUTTON_WIDTH: f32 = 170.0;

/// What is typed in the place of an address that leads nowhere.
#[derive(Default)]
pub struct AddressLane {
    /// The address that it is about, and what is to take its place.
    typed: Option<(Endpoint, String)>,
}

impl AddressLane {
    /// Draws nothing where the address may well be right.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let (Some(failure), Some(endpoint)) = (state.wrong_address(), &state.endpoint) else {
            self.typed = None;
            return;
        };
        let is_same = |(of, _): &(Endpoint, String)| of == endpoint;
        if !self.typed.as_ref().is_some_and(is_same) {
            self.typed = Some((endpoint.clone(), endpoint.to_string()));
        }
        widgets::message(
            ui,
            icons::ERROR,
            &texts::failure(cx, failure),
            cx.palette.error,
        );
        if let Some((_, text)) = self.typed.as_mut().filter(|_| state.can_mend_address()) {
            field_ui(ui, cx, text);
        }
        failure_detail_ui(ui, cx, failure);
    }
}

fn field_ui(ui: &mut Ui, cx: &mut Cx<'_>, text: &mut String) {
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(RichText::new(cx.text("start-address")));
        let width = (ui.available_width() - 140.0).clamp(FIELD_WIDTH.0, FIELD_WIDTH.1);
        let field = TextEdit::singleline(text)
            .id(egui::Id::unique("mended address"))
            .desired_width(width)
            .margin(egui::Margin::symmetric(8, 5))
            .font(egui::TextStyle::Monospace);
        let field = ui.add(field).labelled_by(label.id);
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let endpoint = Endpoint::parse(text.trim()).ok();
        let name = cx.text("address-retry").into_owned();
        if ui.available_size_before_wrap().x < BUTTON_WIDTH {
            ui.end_row();
        }
        let again = widgets::primary_button(ui, cx.palette, &name, endpoint.is_some());
        if let Some(endpoint) = endpoint.filter(|_| again.clicked() || is_entered) {
            cx.push(Action::MendAddress(endpoint));
        }
        if Endpoint::parse(text.trim()).is_err() {
            let text = RichText::new(cx.text("start-address-bad")).color(cx.palette.warning);
            ui.label(text.size(theme::SMALL));
        }
    });
}
