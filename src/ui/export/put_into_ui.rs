//! Putting the open review into a team's database: where to, with which password, and what came of it.

use egui::Ui;

use crate::state::{Action, JoinAction, State};
use crate::store::{DatabaseAddress, Parted, Parting, StoreError};
use crate::ui::Cx;
use crate::ui::kit::{icons, texts, widgets};
use crate::ui::team::{AddressFields, PasswordField};

const FIELDS: &str = "review to be put in";
const PASSWORD: &str = "password of the database to be put in";

/// What is typed.
#[derive(Default)]
pub struct PutInto {
    is_open: bool,
    fields: AddressFields,
    password: PasswordField,
}

impl PutInto {
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        ui.strong(cx.text("share-team"));
        widgets::hint(ui, cx.text("share-team-hint"));
        if !self.is_open {
            self.is_open = ui.button(cx.text("share-team-begin")).clicked();
            return;
        }
        let name = match &state.judging.keeping {
            crate::state::Keeping::Kept { at, .. } => at.name(),
            _ => String::new(),
        };
        self.fields.begin(state, &name);
        let mut is_entered = self.fields.ui(ui, cx, FIELDS);
        if needs_password(state) {
            let text = cx.text("share-team-password");
            widgets::message(ui, icons::LOCK, &text, cx.palette.warning);
            is_entered |= self.password.ui(ui, cx, PASSWORD);
        }
        let address = self.fields.address();
        let put = egui::Button::new(cx.text("share-team-go"));
        let is_clicked = ui.add_enabled(address.is_some(), put).clicked();
        if let Some(address) = address.filter(|_| is_clicked || is_entered) {
            let password = self.password.take(ui, PASSWORD);
            if let Some(password) = password.as_ref().filter(|_| self.password.keeps) {
                cx.push(Action::Join(JoinAction::Keep {
                    address: Box::new(address.clone()),
                    password: password.clone(),
                }));
            }
            cx.push(Action::Share(Parting::PutInto(Box::new(address), password)));
        }
    }
}

/// Whether the server let nobody in the last time.
fn needs_password(state: &State) -> bool {
    let refused = Err(StoreError::Refused);
    matches!(&state.sharing.outcome, Some(Parted::PutInto { result, .. }) if *result == refused)
}

/// Where it is now and how others come to it, or why it is not there.
pub fn outcome_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    to: &DatabaseAddress,
    result: Result<usize, StoreError>,
) {
    match result {
        Ok(invoices) => {
            let values = [
                ("invoices", invoices.into()),
                ("name", to.review.as_str().into()),
            ];
            let text = cx.with("share-team-done", &values);
            widgets::message(ui, icons::CORRECT, &text, cx.palette.good);
            widgets::hint(ui, cx.text("share-team-others"));
            if ui.button(cx.text("share-team-copy")).clicked() {
                let address = to.to_hand_on();
                widgets::copy(ui, &address);
                let copied = crate::state::NoticeKind::Copied(address);
                cx.push(Action::Notify(copied));
            }
            if ui.button(cx.text("share-team-open")).clicked() {
                cx.push(Action::NewReview);
                cx.push(Action::Join(JoinAction::Open {
                    address: Box::new(to.clone()),
                    access: None,
                }));
            }
        }
        Err(StoreError::Exists) => {
            let text = cx.text("share-team-taken");
            widgets::message(ui, icons::ERROR, &text, cx.palette.error);
        }
        Err(error) => {
            let why = texts::store_error(cx, error);
            let text = cx.with("share-team-not", &[("why", why.into())]);
            widgets::message(ui, icons::ERROR, &text, cx.palette.error);
        }
    }
}
