//! A setting that is typed: it takes effect with Enter, or when its field is left.

use egui::{Id, TextEdit, Ui};

use crate::ui::Cx;
use crate::ui::kit::{icons, widgets};

/// What is said of one.
pub struct DraftField<'a> {
    /// Of its own.
    pub id: &'static str,
    /// Key of its label.
    pub label: &'a str,
    /// Key of what stands in it while it is empty.
    pub placeholder: &'a str,
    pub width: f32,
    /// Whether an administrator set it.
    pub is_locked: bool,
}

impl DraftField<'_> {
    /// Another text than the present one, once it is to take effect. `fault` says what is wrong with a text.
    pub fn ui(
        &self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        present: &str,
        fault: impl FnOnce(&str) -> Option<String>,
    ) -> Option<String> {
        let label = widgets::hint(ui, cx.locale.text(self.label));
        let draft_id = Id::unique((self.id, "draft"));
        let mut text = ui
            .data(|data| data.get_temp::<String>(draft_id))
            .unwrap_or_else(|| present.to_owned());
        let field = TextEdit::singleline(&mut text)
            .id(Id::unique(self.id))
            .hint_text(cx.locale.text(self.placeholder).into_owned())
            .desired_width(self.width.min(ui.available_width()));
        let response = ui.add_enabled(!self.is_locked, field).labelled_by(label.id);
        if self.is_locked {
            ui.data_mut(|data| data.remove::<String>(draft_id));
            return None;
        }
        let fault = fault(text.trim());
        if let Some(fault) = &fault {
            widgets::message(ui, icons::WARNING, fault, cx.palette.warning);
        }
        if response.lost_focus() && fault.is_none() {
            ui.data_mut(|data| data.remove::<String>(draft_id));
            return (text.trim() != present).then_some(text);
        }
        if response.changed() {
            ui.data_mut(|data| data.insert_temp(draft_id, text));
        }
        None
    }
}

/// Who set what nobody else may change.
pub fn locked_ui(ui: &mut Ui, cx: &Cx<'_>, by: &str) {
    let text = if by.is_empty() {
        cx.text("managed-locked").into_owned()
    } else {
        cx.with("managed-locked-by", &[("by", by.into())])
    };
    widgets::message(ui, icons::LOCK, &text, cx.palette.weak);
}
