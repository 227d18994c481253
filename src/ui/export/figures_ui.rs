//! The page of reconciliation and figures: counts that add up, each of which opens the list behind it, and a random sample.

use egui::{Id, RichText, ScrollArea, TextEdit, Ui};

use crate::locale::Lang;
use crate::model::{InvoiceNr, Stamp};
use crate::report::{Section, said};
use crate::review::{Entry, Judged, Stage};
use crate::state::{Action, ExportAction, NoticeKind, State};
use crate::ui::Cx;
use crate::ui::kit::{icons, widgets};

const WIDTH: f32 = 620.0;
const HEIGHT: f32 = 460.0;
/// What the dialog's edges, title and foot take of the window's height, and its edges of the width.
const AROUND: egui::Vec2 = egui::vec2(56.0, 190.0);
/// Lines of a list that are laid out; all of them can be copied.
const MAX_LINES: usize = 2_000;
/// So many are proposed for a sample: without a wrong one among them, fewer than 1 % of all are wrong.
const SAMPLE: &str = "300";

/// What is shown, as of the review that it was made of.
#[derive(Default)]
pub struct FiguresPage {
    made_of: Option<(u64, Option<u64>, [usize; 3], Lang)>,
    sections: Vec<Section>,
    /// What became of bills.
    bills: Vec<(String, String)>,
    counts: Vec<(&'static str, Option<usize>)>,
    /// The list that is open: the name of its count, and its lines.
    list: Option<(&'static str, Vec<FigureLine>)>,
    size: Option<String>,
    seed: String,
}

struct FigureLine {
    text: String,
    nr: Option<InvoiceNr>,
}

impl FiguresPage {
    pub fn ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, state: &State) {
        self.follow(cx, state);
        let window = ui.ctx().content_rect().size();
        let height = HEIGHT.min(window.y - AROUND.y).max(80.0);
        let modal = widgets::dialog(ui, Id::unique("figures")).show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(window.x - AROUND.x));
            ui.heading(cx.text("figures"));
            ui.separator();
            ScrollArea::vertical()
                .id_salt(self.list.is_some())
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink(false)
                .show(ui, |ui| {
                    if self.list.is_some() {
                        self.list_ui(ui, cx, state);
                    } else {
                        self.counts_ui(ui, cx, state);
                    }
                });
            ui.separator();
            foot_ui(ui, cx)
        });
        if modal.should_close() || modal.inner {
            self.list = None;
            cx.push(Action::Export(ExportAction::Show(None)));
        }
    }

    /// Makes the figures anew where the review changed.
    fn follow(&mut self, cx: &Cx<'_>, state: &State) {
        let seed = state.sample().map(|sample| sample.seed);
        let bills = &state.bills;
        let bills = [bills.waiting(), bills.empty().len(), bills.failed().len()];
        let now = (state.library.generation(), seed, bills, cx.locale.lang());
        if self.made_of == Some(now) {
            return;
        }
        self.made_of = Some(now);
        let head = state.head();
        self.counts = head.reconciliation.lines().to_vec();
        self.sections = said(&head, cx.locale);
        // The first is the reconciliation, whose counts are drawn with their lists.
        self.bills = self.sections.remove(0).lines;
        self.bills.drain(..self.counts.len().min(self.bills.len()));
        let cannot = state.library.count_judged_as(Judged::Cannot);
        self.counts.push(("cannot_be_judged", Some(cannot)));
    }

    fn counts_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        ui.strong(cx.text("report-reconciliation"));
        // Counts stand close, so that the sample below them is in view.
        let usual = ui.spacing().interact_size.y;
        ui.spacing_mut().interact_size.y = ui.text_style_height(&egui::TextStyle::Body);
        for (name, count) in self.counts.clone() {
            let label = cx.with(&format!("reconcile-{name}"), &[]);
            let value = count.map_or_else(
                || cx.text("reconcile-unknown").into_owned(),
                crate::locale::grouped,
            );
            let has_list = count.is_some_and(|count| count > 0) && name != "pasted";
            ui.horizontal(|ui| {
                if has_list {
                    if ui.link(format!("{label}  {value}")).clicked() {
                        self.list = Some((name, lines(state, name)));
                    }
                } else {
                    ui.label(RichText::new(format!("{label}  {value}")).color(cx.palette.weak));
                }
            });
        }
        ui.spacing_mut().interact_size.y = usual;
        for (label, value) in &self.bills {
            ui.label(format!("{label}  {value}"));
        }
        if state.bills.failed().len() > 0 && ui.button(cx.text("notice-bills-again")).clicked() {
            cx.push(Action::RetryBills);
        }
        self.sample_ui(ui, cx, state);
        for section in &self.sections {
            ui.add_space(8.0);
            ui.strong(&section.heading);
            for (label, value) in &section.lines {
                widgets::fact(ui, label, value);
            }
        }
    }

    fn sample_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        ui.add_space(8.0);
        if state.sample().is_none() {
            ui.strong(cx.text("report-sample"));
        }
        ui.horizontal(|ui| {
            let size = self.size.get_or_insert_with(|| SAMPLE.to_owned());
            number_ui(ui, cx, "sample-size", size, 60.0);
            number_ui(ui, cx, "sample-seed", &mut self.seed, 120.0);
            let wanted = size.trim().parse().ok().filter(|size| *size > 0);
            let stamp = Stamp::now();
            let seed = match self.seed.trim() {
                // Nobody chose one: that of the moment is as good as any, and is kept.
                "" => Some(stamp.at_utc_ms.unsigned_abs()),
                text => text.parse().ok(),
            };
            let can = wanted.is_some() && seed.is_some();
            let draw = ui.add_enabled(can, egui::Button::new(cx.text("sample-draw")));
            if let (true, Some(size), Some(seed)) = (draw.clicked(), wanted, seed) {
                cx.push(Action::Export(ExportAction::Draw { size, seed, stamp }));
            }
        });
        if state.sample().is_some() && ui.link(cx.text("sample-list")).clicked() {
            self.list = Some(("sample", lines(state, "sample")));
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let Some((name, lines)) = &self.list else {
            return;
        };
        let key = match *name {
            "sample" => "report-sample".to_owned(),
            name => format!("reconcile-{name}"),
        };
        let title = cx.with(&key, &[]);
        let mut is_left = false;
        ui.horizontal(|ui| {
            is_left = ui.button(cx.text("figures-back")).clicked();
            ui.strong(format!("{title}  {}", crate::locale::grouped(lines.len())));
            if ui.button(cx.text("figures-copy")).clicked() {
                let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
                widgets::copy(ui, &texts.join("\n"));
                cx.push(Action::Notify(NoticeKind::Copied(title.clone())));
            }
        });
        ui.add_space(4.0);
        for line in lines.iter().take(MAX_LINES) {
            match line.nr {
                Some(nr) => {
                    if ui.link(&line.text).clicked() {
                        cx.push(Action::Export(ExportAction::Show(None)));
                        cx.push(Action::Open(nr));
                    }
                }
                None => {
                    ui.label(&line.text);
                }
            }
        }
        if lines.len() > MAX_LINES {
            let values = [("count", (lines.len() - MAX_LINES).into())];
            widgets::hint(ui, cx.with("figures-more", &values));
        }
        if is_left || state.library.is_empty() {
            self.list = None;
        }
    }
}

/// Leads away, or on to the export. Whether it is left.
fn foot_ui(ui: &mut Ui, cx: &mut Cx<'_>) -> bool {
    let mut is_closed = false;
    ui.horizontal(|ui| {
        is_closed = ui.button(cx.text("help-done")).clicked();
        if ui
            .button(format!("{} {}", icons::EXPORT, cx.text("export")))
            .clicked()
        {
            let page = Some(crate::state::HandOverPage::Export);
            cx.push(Action::Export(ExportAction::Show(page)));
        }
    });
    is_closed
}

fn number_ui(ui: &mut Ui, cx: &Cx<'_>, key: &'static str, text: &mut String, width: f32) {
    let label = ui.label(cx.text(key));
    let edit = TextEdit::singleline(text)
        .id(Id::unique(key))
        .char_limit(20)
        .desired_width(width);
    ui.add(edit).labelled_by(label.id);
}

/// The invoices, or the pieces of the list, behind a count.
fn lines(state: &State, name: &str) -> Vec<FigureLine> {
    let rejects = |of: fn(&crate::model::paste::Intake) -> &[crate::model::paste::Reject]| {
        let intake = state.exporting.intake.iter();
        let rejects = intake.flat_map(|intake| of(intake).iter());
        let line = |it: &crate::model::paste::Reject| FigureLine {
            text: format!("{}: {}", it.line, it.text),
            nr: None,
        };
        rejects.map(line).collect::<Vec<FigureLine>>()
    };
    let numbered = || state.library.numbers().zip(state.library.entries());
    let line = |(nr, entry): (InvoiceNr, &Entry)| FigureLine {
        text: entry.id.to_string(),
        nr: Some(nr),
    };
    let of = |is_in: fn(&Entry) -> bool| numbered().filter(|(_, it)| is_in(it)).map(line).collect();
    match name {
        "repeated" => rejects(|it| &it.repeated),
        "left_out" => rejects(|it| &it.rejected),
        "ready" => of(|it| it.stage == Stage::Ready),
        "missing" => of(|it| it.stage == Stage::NotFound),
        "without_picture" => of(|it| it.stage == Stage::NoPicture),
        "failed" => of(|it| it.stage == Stage::Failed),
        "not_checked" => of(|it| !it.stage.is_settled()),
        "judged" => of(|it| it.ticket.verdict().is_some()),
        "unjudged" => of(|it| it.ticket.verdict().is_none()),
        "cannot_be_judged" => of(|it| Judged::of(it) == Judged::Cannot),
        "sample" => {
            let ids = state.sample().into_iter().flat_map(|it| &it.invoices);
            let numbers = ids.filter_map(|id| state.library.number_of(id));
            let entries = numbers.filter_map(|nr| Some((nr, state.library.get(nr)?)));
            entries.map(line).collect()
        }
        _ => of(|_| true),
    }
}
