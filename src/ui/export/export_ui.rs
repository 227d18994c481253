//! The dialog that asks what to write and where, and says how far it is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::{Id, Key, ProgressBar, RichText, ScrollArea, TextEdit, Ui};
use jiff::Zoned;

use crate::handover::{Phase, ReportTarget, Watch};
use crate::report::{Format, Scope};
use crate::review::Judged;
use crate::state::{Action, ChoicePurpose, ExportAction, ExportChoice, ReportDefaults, State};
use crate::ui::Cx;
use crate::ui::kit::{icons, path_field, widgets};
use crate::ui::start::credentials_ui::focus_token;

const WIDTH: f32 = 460.0;
/// What the window has around the choices: margins, the heading, the buttons.
const AROUND: f32 = 170.0;
/// Between two looks at how far it is.
const LOOK: Duration = Duration::from_millis(200);

/// What is chosen and typed, kept for the next time.
#[derive(Default)]
pub struct ExportDialog {
    /// What the settings had when the choices were taken from there.
    defaults: Option<ReportDefaults>,
    formats: Vec<Format>,
    scope: Scope,
    with_pictures: bool,
    /// `None` until it is first shown.
    folder: Option<String>,
    name: String,
    /// Whether the platform is asked for the fields that rows lack.
    asks_fields: bool,
    /// How many rows lack them: of which state of the review, and of which part.
    lacking: Option<(u64, Scope, usize)>,
    /// Whether some were lacking since the dialog was opened.
    lacked: bool,
    /// The texts that were looked up last, and whether files are in their place.
    existing: (String, String, bool),
}

impl ExportDialog {
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State) {
        self.follow(&state.settings.report);
        if self.folder.is_none() {
            self.folder = Some(documents().display().to_string());
            let date = Zoned::now().strftime("%Y-%m-%d").to_string();
            self.name = cx.with("export-name", &[("date", date.into())]);
        }
        let modal = widgets::dialog(ui, Id::unique("export")).show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 56.0));
            ui.heading(cx.text("export"));
            ui.add_space(8.0);
            match &state.exporting.running {
                Some(watch) => running_ui(ui, cx, watch),
                None => self.choice_ui(ui, cx, state),
            }
        });
        if modal.should_close() || modal.inner {
            cx.push(Action::Export(ExportAction::Show(None)));
        }
    }

    /// Begins with what the settings say, and begins anew where they say something else.
    fn follow(&mut self, defaults: &ReportDefaults) {
        if self.defaults.as_ref() == Some(defaults) {
            return;
        }
        self.formats = defaults.formats();
        self.scope = defaults.scope();
        self.with_pictures = defaults.with_pictures;
        self.defaults = Some(defaults.clone());
    }

    /// Whether it is to be closed.
    fn choice_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) -> bool {
        let room = (ui.ctx().content_rect().height() - AROUND).max(60.0);
        let mut is_entered = false;
        ScrollArea::vertical()
            .id_salt("export choices")
            .max_height(room)
            // Else it had no more room at first than what was shown last, how far an export is.
            .min_scrolled_height(room)
            .show(ui, |ui| is_entered = self.choices_ui(ui, cx, state));
        ui.add_space(10.0);
        let mut is_done = false;
        ui.horizontal(|ui| {
            let targets = self.targets();
            let can = !targets.is_empty();
            let go = widgets::primary_button(ui, cx.palette, &cx.text("export-go"), can);
            if can && (go.clicked() || is_entered) {
                cx.push(Action::Export(ExportAction::Start(ExportChoice {
                    targets,
                    scope: self.scope,
                    with_pictures: self.with_pictures,
                })));
            }
            is_done = ui.button(cx.text("export-close")).clicked();
        });
        is_done
    }

    /// What is written and where. Whether Enter asks to begin.
    fn choices_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) -> bool {
        ui.label(RichText::new(cx.text("export-formats")).color(cx.palette.weak));
        ui.horizontal_wrapped(|ui| {
            for format in Format::ALL {
                let mut is_on = self.formats.contains(&format);
                if ui
                    .checkbox(&mut is_on, cx.text(format_key(format)))
                    .changed()
                {
                    self.formats.retain(|it| *it != format);
                    if is_on {
                        self.formats.push(format);
                    }
                }
            }
        });
        ui.add_space(6.0);
        ui.label(RichText::new(cx.text("report-scope")).color(cx.palette.weak));
        ui.horizontal_wrapped(|ui| {
            for scope in Scope::ALL {
                let values = [("count", count(state, scope).into())];
                let text = cx.with(scope_key(scope), &values);
                ui.radio_value(&mut self.scope, scope, text);
            }
        });
        ui.add_space(6.0);
        let has_pictures = self.formats.iter().any(|it| it.has_pictures());
        ui.add_enabled_ui(has_pictures, |ui| {
            ui.checkbox(&mut self.with_pictures, cx.text("export-pictures"));
        });
        if has_pictures && self.with_pictures && !state.can_fetch_pictures() {
            let text = cx.text("export-no-token");
            widgets::message(ui, icons::WARNING, &text, cx.palette.warning);
            if state.needs_token() && ui.button(cx.text("export-enter-token")).clicked() {
                cx.push(Action::Export(ExportAction::Show(None)));
                focus_token(ui.ctx());
            }
        }
        self.fields_ui(ui, cx, state);
        ui.add_space(6.0);
        let folder = self.folder.get_or_insert_default();
        let field = ("export-folder", "export-folder");
        let purpose = ChoicePurpose::ReportFolder;
        path_field::folder_ui(ui, cx, &state.choosing, purpose, field, folder);
        let is_entered = field_ui(ui, cx, "export-file", &mut self.name);
        if has_separator(&self.name) {
            let text = RichText::new(cx.text("export-file-no-folder"));
            ui.label(text.color(cx.palette.warning));
        }
        if self.overwrites() {
            let text = cx.text("export-overwrites");
            ui.label(RichText::new(text).color(cx.palette.warning));
        }
        if let Some(trouble) = &state.exporting.trouble {
            ui.add_space(4.0);
            let text = trouble.sentence(cx.locale);
            widgets::message(ui, icons::ERROR, &text, cx.palette.error);
        }
        is_entered
    }

    /// Says how many rows lack what OCR read, and has it asked for.
    fn fields_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let generation = state.library.generation();
        let count = match self.lacking {
            Some((of, scope, count)) if (of, scope) == (generation, self.scope) => count,
            _ => state.lacking_fields(self.scope).len(),
        };
        self.lacking = Some((generation, self.scope, count));
        self.asks_fields &= count > 0 && state.can_fetch_pictures();
        self.lacked |= count > 0;
        if count == 0 {
            // In its place, so that nothing moves under the pointer once they are there.
            if self.lacked {
                ui.add_space(6.0);
                let text = RichText::new(cx.text("export-fields-there"));
                ui.horizontal(|ui| ui.label(text.color(cx.palette.weak)));
            }
            return;
        }
        ui.add_space(6.0);
        let values = [("count", count.into())];
        ui.horizontal_wrapped(|ui| {
            if self.asks_fields {
                ui.spinner();
                ui.label(cx.with("export-fields-asking", &values));
                return;
            }
            ui.label(cx.with("export-fields-lacking", &values));
            let button = egui::Button::new(cx.text("export-fields-ask"));
            if ui.add_enabled(state.can_fetch_pictures(), button).clicked() {
                self.asks_fields = true;
                cx.push(Action::Export(ExportAction::AskFields(self.scope)));
            }
        });
    }

    fn targets(&self) -> Vec<ReportTarget> {
        let name = without_ending(self.name.trim());
        let folder = self.folder.as_deref().unwrap_or_default().trim();
        if name.is_empty() || folder.is_empty() || has_separator(name) {
            return Vec::new();
        }
        let target = |format: &Format| ReportTarget {
            path: Path::new(folder).join(format!("{name}.{}", format.ending())),
            format: *format,
        };
        self.formats.iter().map(target).collect()
    }

    /// Whether a file would be replaced; looked up when a text changed.
    fn overwrites(&mut self) -> bool {
        let folder = self.folder.clone().unwrap_or_default();
        let name = format!("{}{:?}", self.name, self.formats);
        if (&self.existing.0, &self.existing.1) != (&folder, &name) {
            let is_there = self.targets().iter().any(|target| target.path.exists());
            self.existing = (folder, name, is_there);
        }
        self.existing.2
    }
}

/// A name that would lead into another folder.
fn has_separator(name: &str) -> bool {
    name.contains(['/', '\\'])
}

/// Whoever types the ending as well means the same file.
fn without_ending(name: &str) -> &str {
    let stem = |format: &Format| {
        let (stem, ending) = name.rsplit_once('.')?;
        ending
            .eq_ignore_ascii_case(format.ending())
            .then_some(stem.trim_end())
    };
    Format::ALL.iter().find_map(stem).unwrap_or(name)
}

/// Whether it is to be closed.
fn running_ui(ui: &mut Ui, cx: &mut Cx<'_>, watch: &Watch) -> bool {
    let (phase, done, of) = watch.progress();
    let values = [("done", done.min(of).into()), ("of", of.into())];
    let key = match phase {
        Phase::Fetching => "export-fetching",
        Phase::Writing => "export-writing",
    };
    let text = cx.with(key, &values);
    let part = if of == 0 {
        0.0
    } else {
        done as f32 / of as f32
    };
    let bar = ui.add(ProgressBar::new(part.min(1.0)).desired_width(ui.available_width()));
    widgets::named(bar, &text, "");
    ui.label(text);
    ui.ctx().request_repaint_after(LOOK);
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let on = widgets::primary_button(ui, cx.palette, &cx.text("export-behind"), true);
        let cancel = ui.add_enabled(
            !watch.is_cancelled(),
            egui::Button::new(cx.text("export-cancel")),
        );
        if cancel.clicked() {
            cx.push(Action::Export(ExportAction::Cancel));
        }
        on.clicked()
    })
    .inner
}

/// Whether Enter was pressed in it.
fn field_ui(ui: &mut Ui, cx: &Cx<'_>, key: &'static str, text: &mut String) -> bool {
    let label = ui.label(RichText::new(cx.text(key)).color(cx.palette.weak));
    let edit = TextEdit::singleline(text)
        .id(Id::unique(key))
        .margin(egui::Margin::symmetric(8, 5))
        .desired_width(ui.available_width());
    let field = ui.add(edit).labelled_by(label.id);
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn count(state: &State, scope: Scope) -> usize {
    match scope {
        Scope::All => state.library.len(),
        Scope::Judged => state.library.count_verdicts(),
        Scope::Wrong => state.library.count_judged_as(Judged::Wrong),
    }
}

pub fn format_key(format: Format) -> &'static str {
    match format {
        Format::Xlsx => "export-xlsx",
        Format::Html => "export-html",
        Format::Csv => "export-csv",
        Format::Json => "export-json",
    }
}

fn scope_key(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "export-all",
        Scope::Judged => "export-judged",
        Scope::Wrong => "export-wrong",
    }
}

/// Where people look for what a program wrote.
fn documents() -> PathBuf {
    let home = std::env::home_dir().unwrap_or_else(|| PathBuf::from("."));
    let folders = ["Documents", "文档", "Desktop", "桌面"].map(|name| home.join(name));
    folders.into_iter().find(|it| it.is_dir()).unwrap_or(home)
}
