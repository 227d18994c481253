//! The second review: which tickets are judged twice, how far it is, how far two agree who know nothing of each other, and
//! what they do not agree about, which a third person settles.

use egui::{Button, DragValue, Id, Link, RichText, TextEdit, Ui};

use crate::model::{InvoiceNr, Opinions, SecondReview, Stamp, Verdict};
use crate::review::PairTable;
use crate::state::{Action, ExportAction, SecondAction, SecondWanted, State};
use crate::ui::Cx;
use crate::ui::kit::{texts, theme, widgets};

/// Disagreements that are drawn; the next ones come once these are settled.
const MOST: usize = 100;

/// What is chosen before it is asked for.
#[derive(Clone)]
struct SecondChoice {
    which: SecondWanted,
    percent: u8,
    /// Decides which ones a share has; empty where nobody minds.
    seed: String,
}

impl Default for SecondChoice {
    fn default() -> Self {
        Self {
            which: SecondWanted::All,
            percent: 10,
            seed: String::new(),
        }
    }
}

impl SecondChoice {
    /// `None` where the seed is no number.
    fn wanted(&self) -> Option<SecondWanted> {
        let seed = self.seed.trim();
        Some(match self.which {
            SecondWanted::Share { .. } => SecondWanted::Share {
                percent: self.percent,
                seed: if seed.is_empty() {
                    None
                } else {
                    Some(seed.parse().ok()?)
                },
            },
            which => which,
        })
    }
}

/// What came of it, as it was found when the review changed last.
#[derive(Default)]
pub struct SecondPage {
    /// How many were judged twice, and how many got a second verdict from oneself.
    twice: (usize, usize),
    hidden: usize,
    table: PairTable,
    other_reasons: usize,
    /// Those that are drawn.
    disagreements: Vec<InvoiceNr>,
    choice: SecondChoice,
}

impl SecondPage {
    /// Passes over the whole review.
    pub fn make(&mut self, state: &State) {
        self.twice = state.judged_twice();
        self.hidden = state.library.count_hidden();
        self.table = PairTable::default();
        self.other_reasons = 0;
        for entry in state.library.entries() {
            if let Some(opinions) = &entry.truth().opinions {
                let (first, second) = opinions.verdicts();
                self.table.count(first, second);
                self.other_reasons += usize::from(opinions.differ_in_reason());
            }
        }
        let open = state.disagreements().map(|(nr, _)| nr);
        self.disagreements = open.take(MOST).collect();
    }

    /// Draws nothing where nobody asked for second verdicts, and whoever looks may not.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let which = state.second_review();
        if which.is_none() && !state.may_settle() {
            return;
        }
        ui.add_space(12.0);
        let title = cx.text("report-second");
        ui.label(RichText::new(title).strong().family(theme::semibold()));
        if let Some(which) = which {
            self.progress_ui(ui, cx, which);
        }
        if state.may_settle() {
            self.choice_ui(ui, cx, which);
        }
        if which.is_some() && self.hidden == 0 {
            self.agreement_ui(ui, cx);
            self.disagreements_ui(ui, cx, state);
        }
    }

    fn progress_ui(&self, ui: &mut Ui, cx: &Cx<'_>, which: &SecondReview) {
        let (twice, own) = self.twice;
        let of = match which {
            SecondReview::Share { percent, .. } => {
                cx.with("second-share", &[("percent", u64::from(*percent).into())])
            }
            which => cx.with(&format!("second-of-{}", which.code()), &[]),
        };
        let values = [
            ("of", of.into()),
            ("twice", twice.into()),
            ("own", own.into()),
        ];
        ui.label(cx.with("second-progress", &values));
        if self.hidden > 0 {
            let values = [("count", self.hidden.into())];
            widgets::hint(ui, cx.with("second-hidden", &values));
        }
    }

    fn choice_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, which: Option<&SecondReview>) {
        let choice = &mut self.choice;
        widgets::hint(ui, cx.text("second-hint"));
        ui.horizontal_wrapped(|ui| {
            let share = SecondWanted::Share {
                percent: 0,
                seed: None,
            };
            let mut all = vec![
                (SecondWanted::All, "second-of-all"),
                (share, "second-of-share"),
                (SecondWanted::Wrong, "second-of-wrong"),
            ];
            if which.is_some_and(|it| *it != SecondReview::Nothing) {
                all.push((SecondWanted::Nothing, "second-of-nothing"));
            }
            for (wanted, key) in all {
                ui.radio_value(&mut choice.which, wanted, cx.text(key));
            }
        });
        if matches!(choice.which, SecondWanted::Share { .. }) {
            // A row of their own: a field at the end of the one above has no room.
            ui.horizontal(|ui| {
                let label = ui.label(cx.text("second-percent"));
                let value = DragValue::new(&mut choice.percent)
                    .range(1..=100)
                    .suffix(" %");
                ui.add(value).labelled_by(label.id);
                let label = ui.label(cx.text("sample-seed"));
                let seed = TextEdit::singleline(&mut choice.seed)
                    .id(Id::unique("seed of a share"))
                    .char_limit(20)
                    .desired_width(120.0);
                ui.add(seed).labelled_by(label.id);
            });
        }
        let wanted = choice.wanted().filter(|it| !is_asked(*it, which));
        let button = Button::new(cx.text("second-ask"));
        if let (true, Some(wanted)) = (ui.add_enabled(wanted.is_some(), button).clicked(), wanted) {
            let action = SecondAction::Ask(wanted, Stamp::now());
            cx.push(Action::Second(action));
        }
    }

    fn agreement_ui(&self, ui: &mut Ui, cx: &Cx<'_>) {
        let table = &self.table;
        let unknown = || "–".to_owned();
        let percent = table.agreement().map(|it| format!("{:.1} %", it * 100.0));
        let kappa = table.kappa().map(|it| format!("{it:.3}"));
        for (key, value) in [
            ("report-second-agreed", percent),
            ("report-second-kappa", kappa),
        ] {
            widgets::fact(ui, &cx.text(key), &value.unwrap_or_else(unknown));
        }
        if self.other_reasons > 0 {
            let count = crate::locale::grouped(self.other_reasons);
            widgets::fact(ui, &cx.text("report-second-reasons"), &count);
        }
    }

    fn disagreements_ui(&self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let count = state.library.count_disagreements();
        if count == 0 {
            return;
        }
        ui.add_space(4.0);
        ui.label(cx.with("second-open", &[("count", count.into())]));
        for nr in &self.disagreements {
            ui.push_id(nr, |ui| row_ui(ui, cx, state, *nr));
        }
        if count > MOST {
            let values = [("count", (count - MOST).into())];
            widgets::hint(ui, cx.with("figures-more", &values));
        }
    }
}

/// Whether that is what was asked for last; another share with the same seed may have tickets that were added since.
fn is_asked(wanted: SecondWanted, which: Option<&SecondReview>) -> bool {
    matches!(
        (wanted, which),
        (SecondWanted::All, Some(SecondReview::All))
            | (SecondWanted::Wrong, Some(SecondReview::Wrong))
            | (SecondWanted::Nothing, Some(SecondReview::Nothing))
    )
}

fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, nr: InvoiceNr) {
    let Some(entry) = state.library.get(nr) else {
        return;
    };
    let Some(opinions) = &entry.truth().opinions else {
        return;
    };
    let may = state.to_settle(nr).is_some();
    ui.horizontal_wrapped(|ui| {
        let id = widgets::elided(entry.id.as_str(), 22);
        let link = ui.add(Link::new(RichText::new(id).monospace()));
        if link.clicked() {
            cx.push(Action::Export(ExportAction::Show(None)));
            cx.push(Action::Open(nr));
        }
        for it in [&opinions.first, &opinions.second] {
            let said = said_by(cx, &it.verdict, &it.reviewer);
            if !may {
                ui.label(said);
            } else if ui
                .button(cx.with("second-take", &[("said", said.into())]))
                .clicked()
            {
                let action = SecondAction::Settle(nr, it.verdict.clone(), Stamp::now());
                cx.push(Action::Second(action));
            }
        }
    });
}

/// A verdict with who gave it.
fn said_by(cx: &Cx<'_>, verdict: &Verdict, reviewer: &str) -> String {
    format!("{} ({reviewer})", texts::verdict(cx, verdict))
}

/// Both verdicts on a ticket that one is to settle.
pub fn both_text(cx: &Cx<'_>, opinions: &Opinions) -> String {
    let said = |it: &crate::model::Judgement| said_by(cx, &it.verdict, &it.reviewer);
    let values = [
        ("first", said(&opinions.first).into()),
        ("second", said(&opinions.second).into()),
    ];
    cx.with("second-both", &values)
}
