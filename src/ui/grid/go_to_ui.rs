//! The field that goes to an invoice by its number in the list, or by its ID.

use egui::{Id, Key, RichText, TextEdit, Ui};

use crate::review::Found;
use crate::state::{Action, State};

use crate::ui::Cx;
use crate::ui::kit::widgets;

/// What is typed, while it is asked for.
#[derive(Default)]
pub struct GoTo {
    text: Option<String>,
    is_new: bool,
    /// Key of why the last text led nowhere.
    trouble: Option<&'static str>,
}

impl GoTo {
    /// Asks where to go, from the next frame on.
    pub fn ask(&mut self) {
        *self = Self {
            text: Some(String::new()),
            is_new: true,
            trouble: None,
        };
    }

    /// Whether it has all keys.
    pub fn is_open(&self) -> bool {
        self.text.is_some()
    }

    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let Some(text) = &mut self.text else {
            return;
        };
        let is_new = std::mem::take(&mut self.is_new);
        let mut is_entered = false;
        let modal = widgets::dialog(ui, Id::unique("go to")).show(ui.ctx(), |ui| {
            ui.set_width(300.0);
            let of = state.listing.shown().len();
            let title = cx.with("go-to-title", &[("of", of.into())]);
            let label = ui.label(RichText::new(title));
            ui.horizontal(|ui| {
                let field = TextEdit::singleline(text)
                    .id(Id::unique("where to go"))
                    .margin(egui::Margin::symmetric(8, 5))
                    .char_limit(200)
                    .desired_width(ui.available_width() - 70.0);
                let field = ui.add(field).labelled_by(label.id);
                // Before the field is given the focus again.
                let is_left = field.lost_focus();
                if is_new || ui.memory(|memory| memory.focused().is_none()) {
                    field.request_focus();
                }
                if field.changed() {
                    self.trouble = None;
                }
                let button = widgets::primary_button(ui, cx.palette, &cx.text("go-to-go"), true);
                let is_enter = ui.input(|input| input.key_pressed(Key::Enter));
                is_entered = button.clicked() || is_left && is_enter;
            });
            if let Some(key) = self.trouble {
                ui.label(RichText::new(cx.text(key)).color(cx.palette.warning));
            }
        });
        let is_left = modal.should_close();
        if is_entered {
            match state.listing.find(&state.library, text) {
                Found::At(nr) => {
                    cx.push(match state.viewer {
                        Some(_) => Action::Open(nr),
                        None => Action::Select(nr),
                    });
                    self.text = None;
                }
                Found::NotShown => self.trouble = Some("go-to-not-shown"),
                Found::Nowhere => self.trouble = Some("go-to-nowhere"),
            }
        }
        if is_left {
            self.text = None;
        }
    }
}
