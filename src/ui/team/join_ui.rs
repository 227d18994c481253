//! The dialog on the start page that names a team's review, and the one that asks for the password of its server.

use egui::{Id, Ui};

use crate::state::{Action, Asks, JoinAction, State};
use crate::ui::Cx;
use crate::ui::kit::{icons, texts, theme, widgets};
use crate::ui::start::recent_ui::given_access;
use crate::ui::start::start_data::Drafts;

use super::{AddressFields, PasswordField};

const WIDTH: f32 = 460.0;
const PASSWORD: &str = "password of a database";

/// What is typed in them.
#[derive(Default)]
pub struct JoinDialog {
    fields: AddressFields,
    password: PasswordField,
}

/// Leads to the dialog.
pub fn button_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let face = cx.text("team-open").into_owned();
    let button = egui::Button::new(face)
        .min_size(egui::vec2(0.0, theme::CONTROL_HEIGHT))
        .frame_when_inactive(false);
    if ui.add_enabled(!state.is_busy, button).clicked() {
        cx.push(Action::Join(JoinAction::Show(true)));
    }
}

impl JoinDialog {
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
        if let Some(asks) = &state.joining.asks {
            self.password_ui(ui, cx, state, asks);
        } else if state.joining.is_shown {
            self.address_ui(ui, cx, state, drafts);
        } else if !state.is_busy {
            self.fields = AddressFields::default();
        }
    }

    fn address_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State, drafts: &mut Drafts) {
        self.fields.begin(state, "");
        let modal = widgets::dialog(ui, Id::unique("team review")).show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(ui.content_rect().width() - 56.0));
            ui.heading(cx.text("team-open-title"));
            widgets::hint(ui, cx.text("team-open-hint"));
            ui.add_space(theme::GAP);
            let is_entered = self.fields.ui(ui, cx, "team review");
            if let Some(error) = state.joining.trouble {
                let why = texts::store_error(cx, error);
                let text = cx.with("review-not-opened", &[("why", why.into())]);
                widgets::message(ui, icons::ERROR, &text, cx.palette.error);
            }
            ui.add_space(theme::GAP);
            let address = self.fields.address();
            ui.horizontal(|ui| {
                let can = address.is_some() && !state.is_busy;
                let name = cx.text("team-open-go").into_owned();
                let go = widgets::primary_button(ui, cx.palette, &name, can);
                if let Some(address) = address.filter(|_| can && (go.clicked() || is_entered)) {
                    let endpoint = drafts.parsed_endpoint();
                    let access = given_access(ui, cx, state, drafts, endpoint);
                    cx.push(Action::Join(JoinAction::Open {
                        address: Box::new(address),
                        access,
                    }));
                }
                let cancel = ui.button(cx.text("verdict-ask-cancel"));
                if state.is_busy {
                    ui.spinner();
                    ui.label(cx.text("team-opening"));
                }
                cancel.clicked()
            })
            .inner
        });
        if (modal.should_close() || modal.inner) && !state.is_busy {
            cx.push(Action::Join(JoinAction::Show(false)));
        }
    }

    fn password_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State, asks: &Asks) {
        let modal = widgets::dialog(ui, Id::unique("team password")).show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(ui.content_rect().width() - 56.0));
            ui.heading(cx.text("team-password-title"));
            let address = &asks.address;
            let values = [
                ("user", address.user.as_str().into()),
                ("database", address.database.as_str().into()),
            ];
            ui.label(cx.with("team-password-what", &values));
            if asks.was_given {
                let text = cx.text("team-password-wrong");
                widgets::message(ui, icons::WARNING, &text, cx.palette.warning);
            }
            ui.add_space(theme::GAP);
            let is_entered = self.password.ui(ui, cx, PASSWORD);
            ui.add_space(theme::GAP);
            ui.horizontal(|ui| {
                let can = !self.password.is_empty() && !state.is_busy;
                let name = cx.text("team-open-go").into_owned();
                let go = widgets::primary_button(ui, cx.palette, &name, can);
                if can
                    && (go.clicked() || is_entered)
                    && let Some(password) = self.password.take(ui, PASSWORD)
                {
                    let keeps = self.password.keeps;
                    cx.push(Action::Join(JoinAction::Password { password, keeps }));
                }
                ui.button(cx.text("verdict-ask-cancel")).clicked()
            })
            .inner
        });
        if modal.should_close() || modal.inner {
            drop(self.password.take(ui, PASSWORD));
            cx.push(Action::Join(JoinAction::GiveUp));
        }
    }
}
