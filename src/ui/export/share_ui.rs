//! The dialog that splits the review for several reviewers and merges what they made of their parts.

use std::path::Path;

use egui::{DragValue, Id, ScrollArea, Ui};

use crate::handover::{conflict_line, file_sentence, split_sentence};
use crate::locale::grouped;
use crate::state::{Action, ChoicePurpose, Choosing, ExportAction, NoticeKind, State, Unshared};
use crate::store::{Conflict, Merged, Parted, Parting};
use crate::ui::Cx;
use crate::ui::bars::said_ui::access_text;
use crate::ui::kit::path_field::{PathField, folder_ui};
use crate::ui::kit::{icons, widgets};

use super::put_into_ui::{self, PutInto};

const WIDTH: f32 = 520.0;
/// What the window has around the contents: margins, the heading, the button.
const AROUND: f32 = 170.0;
/// Most conflicts that are drawn; all are copied.
const MAX_LINES: usize = 300;
/// More reviewers than that are a team with a database.
const MOST_PARTS: usize = 99;

/// What is typed.
pub struct ShareDialog {
    into: usize,
    /// `None` until it is first shown: the review's own then.
    folder: Option<String>,
    from: String,
    put: PutInto,
}

impl Default for ShareDialog {
    fn default() -> Self {
        Self {
            into: 2,
            folder: None,
            from: String::new(),
            put: PutInto::default(),
        }
    }
}

impl ShareDialog {
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State) {
        let window = ui.ctx().content_rect().size();
        let modal = widgets::dialog(ui, Id::unique("share")).show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(window.x - 56.0));
            ui.heading(cx.text("share"));
            ui.add_space(4.0);
            let room = (window.y - AROUND).max(60.0);
            ScrollArea::vertical()
                .id_salt("share contents")
                .max_height(room)
                .min_scrolled_height(room)
                .show(ui, |ui| self.contents_ui(ui, cx, state));
            ui.add_space(10.0);
            let close = egui::Button::new(cx.text("help-done"));
            ui.add_enabled(!state.sharing.is_running, close).clicked()
        });
        // Nothing is judged while a merge changes the verdicts.
        if (modal.should_close() || modal.inner) && !state.sharing.is_running {
            cx.push(Action::Export(ExportAction::Show(None)));
        }
    }

    fn contents_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        if state.sharing.is_running {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(cx.text("share-running"));
            });
            return;
        }
        let file = match state.shared_file() {
            Ok(file) => file,
            Err(why) => {
                let text = unshared_text(cx, state, why);
                widgets::message(ui, icons::WARNING, &text, cx.palette.warning);
                return;
            }
        };
        self.split_ui(ui, cx, &state.choosing, file);
        ui.add_space(10.0);
        self.merge_ui(ui, cx, &state.choosing);
        ui.add_space(10.0);
        self.put.ui(ui, cx, state);
        if let Some(parted) = &state.sharing.outcome {
            ui.add_space(10.0);
            ui.separator();
            outcome_ui(ui, cx, state, parted);
        }
    }

    fn split_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, choosing: &Choosing, file: &Path) {
        ui.strong(cx.text("share-split"));
        widgets::hint(ui, cx.text("share-split-hint"));
        let beside = || {
            file.parent()
                .unwrap_or(Path::new("."))
                .display()
                .to_string()
        };
        let folder = self.folder.get_or_insert_with(beside);
        let field = ("share folder", "export-folder");
        let purpose = ChoicePurpose::PartsFolder;
        folder_ui(ui, cx, choosing, purpose, field, folder);
        ui.horizontal(|ui| {
            let label = ui.label(cx.text("share-parts"));
            let parts = DragValue::new(&mut self.into).range(2..=MOST_PARTS);
            ui.add(parts).labelled_by(label.id);
            let folder = folder.trim();
            let split = egui::Button::new(cx.text("share-split-go"));
            if ui.add_enabled(!folder.is_empty(), split).clicked() {
                let (into, folder) = (self.into, folder.into());
                cx.push(Action::Share(Parting::Split { into, folder }));
            }
        });
    }

    fn merge_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, choosing: &Choosing) {
        ui.strong(cx.text("share-merge"));
        widgets::hint(ui, cx.text("share-merge-hint"));
        let field = PathField {
            purpose: ChoicePurpose::MergeFrom,
            id: "share from",
            hint: "share-from",
            button: "share-merge-go",
        };
        if let Some(from) = field.ui(ui, cx, choosing, &mut self.from) {
            cx.push(Action::Share(Parting::Merge(from)));
        }
    }
}

fn unshared_text(cx: &Cx<'_>, state: &State, why: Unshared) -> String {
    match why {
        Unshared::NoFile => cx.text("share-no-file").into_owned(),
        Unshared::OnlyToLookAt(access) => access_text(cx, state, access),
        Unshared::Unsaved => cx.text("share-unsaved").into_owned(),
    }
}

fn outcome_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, parted: &Parted) {
    match parted {
        Parted::Split(Ok(parts)) => parts_ui(ui, cx, parts),
        Parted::Split(Err(error)) => {
            let text = split_sentence(error, cx.locale);
            widgets::message(ui, icons::ERROR, &text, cx.palette.error);
        }
        Parted::Merged { from, result } => match result {
            Ok(merged) => merged_ui(ui, cx, state, from, merged),
            Err(error) => {
                let text = file_sentence("merge-not", from, *error, cx.locale);
                widgets::message(ui, icons::ERROR, &text, cx.palette.error);
            }
        },
        Parted::PutInto { to, result } => put_into_ui::outcome_ui(ui, cx, to, *result),
    }
}

/// Where the parts are.
fn parts_ui(ui: &mut Ui, cx: &mut Cx<'_>, parts: &[(std::path::PathBuf, usize)]) {
    let text = cx.with("share-parted", &[("count", parts.len().into())]);
    widgets::message(ui, icons::CORRECT, &text, cx.palette.good);
    for (path, count) in parts {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        ui.label(format!("{name}  {}", grouped(*count)))
            .on_hover_text(path.display().to_string());
    }
    if ui.button(cx.text("share-copy-paths")).clicked() {
        let paths = parts.iter().map(|(path, _)| path.display().to_string());
        copy(ui, cx, &paths.collect::<Vec<_>>(), "share-copy-paths");
    }
}

/// What was taken in, and what was said otherwise in both.
fn merged_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, from: &Path, merged: &Merged) {
    let name = from.file_name().unwrap_or_default().to_string_lossy();
    let values = [
        ("path", name.into_owned().into()),
        ("events", merged.events.into()),
        ("invoices", merged.invoices.into()),
        ("conflicts", merged.conflicts.len().into()),
    ];
    let text = cx.with("merge-done", &values);
    let (icon, color) = if merged.conflicts.is_empty() {
        (icons::CORRECT, cx.palette.good)
    } else {
        (icons::WARNING, cx.palette.warning)
    };
    widgets::message(ui, icon, &text, color);
    if merged.conflicts.is_empty() {
        return;
    }
    if ui.button(cx.text("share-copy-conflicts")).clicked() {
        let lines = merged.conflicts.iter();
        let lines: Vec<String> = lines.map(|it| conflict_line(it, cx.locale)).collect();
        copy(ui, cx, &lines, "share-copy-conflicts");
    }
    for conflict in merged.conflicts.iter().take(MAX_LINES) {
        conflict_ui(ui, cx, state, conflict);
    }
    let more = merged.conflicts.len().saturating_sub(MAX_LINES);
    if more > 0 {
        widgets::hint(ui, cx.with("figures-more", &[("count", more.into())]));
    }
}

/// Leads to the ticket.
fn conflict_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, conflict: &Conflict) {
    let line = conflict_line(conflict, cx.locale);
    let mut columns = line.split('\t');
    let about = columns.next().unwrap_or_default();
    let id = conflict.invoice.as_ref();
    match id.and_then(|id| state.library.number_of(id)) {
        Some(nr) if ui.link(about).clicked() => {
            cx.push(Action::Export(ExportAction::Show(None)));
            cx.push(Action::Open(nr));
        }
        Some(_) => {}
        None => {
            ui.label(about);
        }
    }
    for side in columns {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(12.0);
            ui.label(side);
        });
    }
}

fn copy(ui: &Ui, cx: &mut Cx<'_>, lines: &[String], what: &str) {
    widgets::copy(ui, &lines.join("\n"));
    let what = cx.with(what, &[]);
    cx.push(Action::Notify(NoticeKind::Copied(what)));
}
