//! The note of the open ticket, to be typed among its details. What is typed is kept for its own ticket, wherever the
//! keyboard goes next.

use egui::{Key, RichText, TextEdit, Ui};

use crate::model::{InvoiceNr, MOST_CHARS, Stamp};
use crate::review::Entry;
use crate::state::{Action, JudgeAction, State};

use crate::ui::Cx;
use crate::ui::commands::Command;
use crate::ui::kit::theme;

/// What is being typed, and of which ticket.
#[derive(Default)]
pub struct NoteField {
    typed: Option<(InvoiceNr, String)>,
}

impl NoteField {
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        state: &State,
        nr: InvoiceNr,
        entry: &Entry,
    ) {
        ui.add_space(theme::GAP * 2.0);
        let mut text = match &self.typed {
            Some((of, text)) if *of == nr => text.clone(),
            _ => entry.ticket.note.to_string(),
        };
        ui.horizontal(|ui| {
            let key = cx.keymap.shortcut(Command::Note);
            let name = format!("{} {key}", cx.text("details-note"));
            let title = RichText::new(name).small().color(cx.palette.weak);
            let label = ui.label(title);
            let edit = TextEdit::singleline(&mut text)
                .id(egui::Id::unique("note among the details"))
                .char_limit(MOST_CHARS)
                .margin(egui::Margin::symmetric(8, 4))
                .desired_width(f32::INFINITY);
            let may_write = Command::Note.is_available(state) && state.judging.asks.is_none();
            let field = ui.add_enabled(may_write, edit).labelled_by(label.id);
            if field.changed() {
                self.typed = Some((nr, text.clone()));
            }
            if field.lost_focus() {
                if ui.input(|input| input.key_pressed(Key::Escape)) {
                    self.typed = None;
                }
                self.keep(cx);
            }
        });
    }

    /// Keeps what was typed of a ticket that is open no longer.
    pub fn keep_of_left(&mut self, cx: &mut Cx<'_>, state: &State) {
        let open = state.viewer.as_ref().map(|it| it.nr);
        if self.typed.as_ref().is_some_and(|(of, _)| open != Some(*of)) {
            self.keep(cx);
        }
    }

    fn keep(&mut self, cx: &mut Cx<'_>) {
        if let Some((nr, text)) = self.typed.take() {
            cx.push(Action::Judge(JudgeAction::Note(nr, text, Stamp::now())));
        }
    }
}
