//! The masked field for a database's password, and whether the keyring is to keep it.

use egui::{Id, Key, Ui};
use secrecy::SecretString;
use zeroize::{Zeroize as _, Zeroizing};

use crate::ui::Cx;
use crate::ui::start::credentials_ui::{forget_undo, secret_ui};

/// Room for any password from the start: a text that grows leaves copies behind that nobody overwrites.
const CAPACITY: usize = 1024;

/// What is typed; overwritten once it is used.
pub struct PasswordField {
    text: Zeroizing<String>,
    pub keeps: bool,
}

impl Default for PasswordField {
    fn default() -> Self {
        Self {
            text: Zeroizing::new(String::with_capacity(CAPACITY)),
            keeps: false,
        }
    }
}

impl PasswordField {
    /// `salt` tells this field from others. Whether Enter was pressed in it.
    pub fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, salt: &'static str) -> bool {
        let name = cx.text("team-password").into_owned();
        let field = secret_ui(ui, &mut self.text, Id::unique(salt), &name, f32::INFINITY);
        let field = field.accessible_name(&name);
        // Enter takes the focus away, which it gets back at once.
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        ui.checkbox(&mut self.keeps, cx.text("keyring-remember"));
        is_entered
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What was typed, which is gone from here then.
    pub fn take(&mut self, ui: &Ui, salt: &'static str) -> Option<SecretString> {
        if self.is_empty() {
            return None;
        }
        let password = SecretString::from(self.text.as_str());
        self.text.zeroize();
        forget_undo(ui.ctx(), Id::unique(salt));
        Some(password)
    }
}
