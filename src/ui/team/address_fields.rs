//! The fields that name a review in a database; an address that is pasted into any of them fills them all.

use egui::{Event, Id, Margin, RichText, TextEdit, Ui};

use crate::state::State;
use crate::store::{AddressError, AddressParts, DatabaseAddress};
use crate::ui::Cx;
use crate::ui::kit::{icons, widgets};

/// Key of the name of the first field.
const FIRST: &str = "team-server";
/// Width of the names before the fields.
const NAMES: f32 = 84.0;

/// What is typed.
#[derive(Default)]
pub struct AddressFields {
    parts: AddressParts,
    /// Why what was pasted is no address, until something else is typed.
    trouble: Option<AddressError>,
    is_begun: bool,
    /// They were not drawn yet.
    is_new: bool,
}

impl AddressFields {
    /// The address that the fields name, if they name one.
    pub fn address(&self) -> Option<DatabaseAddress> {
        let parts = Some(&self.parts).filter(|it| it.is_complete());
        parts.and_then(|it| it.address().ok())
    }

    /// Begins where the last one was, without its name, and with this one.
    pub fn begin(&mut self, state: &State, review: &str) {
        if self.is_begun {
            return;
        }
        self.is_begun = true;
        self.is_new = true;
        let last = state.settings.team_reviews.first();
        let last = last.and_then(|it| it.address.parse::<DatabaseAddress>().ok());
        if let Some(last) = last {
            self.parts = AddressParts::from(&last);
        }
        review.clone_into(&mut self.parts.review);
    }

    /// `salt` tells these fields from others. Whether Enter was pressed in one.
    pub fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, salt: &'static str) -> bool {
        let mut is_entered = false;
        let mut whole = None;
        let is_paste = |event: &Event| matches!(event, Event::Paste(_));
        let is_pasted = ui.input(|input| input.events.iter().any(is_paste));
        let is_new = std::mem::take(&mut self.is_new);
        let parts = &mut self.parts;
        for (key, hint, text) in [
            (FIRST, "team-server-hint", &mut parts.server),
            ("team-database", "team-database-hint", &mut parts.database),
            ("team-user", "team-user-hint", &mut parts.user),
            ("team-review", "team-review-hint", &mut parts.review),
        ] {
            ui.horizontal(|ui| {
                let name = cx.text(key);
                let label = ui
                    .scope(|ui| {
                        ui.set_width(NAMES);
                        ui.label(RichText::new(name).color(cx.palette.weak)).id
                    })
                    .inner;
                let edit = TextEdit::singleline(text)
                    .id(Id::unique((salt, key)))
                    .hint_text(cx.text(hint).into_owned())
                    .margin(Margin::symmetric(8, 5))
                    .desired_width(f32::INFINITY);
                let field = ui.add(edit).labelled_by(label);
                if field.changed() {
                    self.trouble = None;
                }
                // One that is typed is whole once its field is left.
                let is_whole = (field.changed() && is_pasted) || field.lost_focus();
                if is_whole && DatabaseAddress::is_meant(text.trim()) {
                    whole = Some(std::mem::take(text));
                }
                if key == FIRST && is_new {
                    field.request_focus();
                }
                is_entered |=
                    field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            });
        }
        if let Some(text) = whole {
            // What is none may hold a password: it stands nowhere any more.
            match text.trim().parse::<DatabaseAddress>() {
                Ok(address) => self.parts = AddressParts::from(&address),
                Err(error) => self.trouble = Some(error),
            }
        }
        self.trouble_ui(ui, cx);
        is_entered
    }

    fn trouble_ui(&self, ui: &mut Ui, cx: &Cx<'_>) {
        if let Some(file) = &self.parts.authorities {
            let values = [("file", file.display().to_string().into())];
            widgets::hint(ui, cx.with("team-authorities", &values));
        }
        let typed = self.parts.is_complete().then(|| self.parts.address().err());
        if let Some(error) = self.trouble.or(typed.flatten()) {
            let text = address_error(cx, error);
            widgets::message(ui, icons::WARNING, &text, cx.palette.warning);
        }
    }
}

/// Why a text is no address of a review.
fn address_error(cx: &Cx<'_>, error: AddressError) -> String {
    let key = match error {
        AddressError::Shape => "team-address-shape",
        AddressError::Password => "team-address-password",
        AddressError::NoUser => "team-address-no-user",
        AddressError::NoReview => "team-address-no-review",
        AddressError::Unverified => "team-address-unverified",
        AddressError::Option => "team-address-option",
    };
    cx.text(key).into_owned()
}
