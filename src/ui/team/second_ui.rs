//! The second review: which tickets are judged twice, how far it is, how far two agree who know nothing of each other, and
//! what they do not agree about, which a third person settles.

use egui::{DragValue, Id, Link, RichText, Ui};

use crate::model::{InvoiceNr, Opinions, SecondReview, Stamp, Verdict};
use crate::review::PairTable;
use crate::state::{Action, ExportAction, SecondAction, SecondWanted, State};
use crate::ui::Cx;
use crate::ui::kit::{texts, theme, widgets};

/// Disagreements that are drawn; the next ones come once these are settled.
const MOST: usize = 100;

/// What is chosen before it is asked for.
#[derive(Clone, Copy)]
struct SecondChoice {
    wanted: SecondWanted,
    percent: u8,
}

impl Default for SecondChoice {
    fn default() -> Self {
        Self {
            wanted: SecondWanted::All,
            percent: 10,
        }
    }
}

/// Draws nothing where nobody asked for second verdicts, and whoever looks may not.
pub fn second_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let which = state.second_review();
    if which.is_none() && !state.may_settle() {
        return;
    }
    ui.add_space(12.0);
    let title = cx.text("report-second");
    ui.label(RichText::new(title).strong().family(theme::semibold()));
    if let Some(which) = which {
        progress_ui(ui, cx, state, which);
    }
    if state.may_settle() {
        choice_ui(ui, cx, which);
    }
    if which.is_some() && !state.is_blind() {
        agreement_ui(ui, cx, state);
        disagreements_ui(ui, cx, state);
    }
}

fn progress_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State, which: &SecondReview) {
    let (twice, own) = state.judged_twice();
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
    let hidden = state.library.count_hidden();
    if hidden > 0 {
        widgets::hint(ui, cx.with("second-hidden", &[("count", hidden.into())]));
    }
}

fn choice_ui(ui: &mut Ui, cx: &mut Cx<'_>, which: Option<&SecondReview>) {
    let id = Id::unique("second review");
    let mut choice: SecondChoice = ui.data_mut(|it| it.get_temp(id)).unwrap_or_default();
    widgets::hint(ui, cx.text("second-hint"));
    ui.horizontal_wrapped(|ui| {
        let mut all = vec![
            (SecondWanted::All, "second-of-all"),
            (SecondWanted::Share(choice.percent), "second-of-share"),
            (SecondWanted::Wrong, "second-of-wrong"),
        ];
        if which.is_some_and(|it| *it != SecondReview::Nothing) {
            all.push((SecondWanted::Nothing, "second-of-nothing"));
        }
        for (wanted, key) in all {
            ui.radio_value(&mut choice.wanted, wanted, cx.text(key));
        }
        if matches!(choice.wanted, SecondWanted::Share(_)) {
            let label = ui.label(cx.text("second-percent"));
            let value = DragValue::new(&mut choice.percent)
                .range(1..=100)
                .suffix(" %");
            ui.add(value).labelled_by(label.id);
            choice.wanted = SecondWanted::Share(choice.percent);
        }
    });
    if ui.button(cx.text("second-ask")).clicked() {
        let action = SecondAction::Ask(choice.wanted, Stamp::now());
        cx.push(Action::Second(action));
    }
    ui.data_mut(|it| it.insert_temp(id, choice));
}

fn agreement_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State) {
    let mut table = PairTable::default();
    let mut other_reasons = 0_usize;
    for entry in state.library.entries() {
        if let Some(opinions) = &entry.truth().opinions {
            let (first, second) = opinions.verdicts();
            table.count(first, second);
            other_reasons += usize::from(opinions.differ_in_reason());
        }
    }
    let unknown = || "–".to_owned();
    let percent = table.agreement().map(|it| format!("{:.1} %", it * 100.0));
    let kappa = table.kappa().map(|it| format!("{it:.3}"));
    for (key, value) in [
        ("report-second-agreed", percent),
        ("report-second-kappa", kappa),
    ] {
        widgets::fact(ui, &cx.text(key), &value.unwrap_or_else(unknown));
    }
    if other_reasons > 0 {
        let count = crate::locale::grouped(other_reasons);
        widgets::fact(ui, &cx.text("report-second-reasons"), &count);
    }
}

fn disagreements_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let count = state.disagreements().count();
    if count == 0 {
        return;
    }
    ui.add_space(4.0);
    ui.label(cx.with("second-open", &[("count", count.into())]));
    for (nr, opinions) in state.disagreements().take(MOST) {
        ui.push_id(nr, |ui| row_ui(ui, cx, state, nr, opinions));
    }
    if count > MOST {
        let values = [("count", (count - MOST).into())];
        widgets::hint(ui, cx.with("figures-more", &values));
    }
}

fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, nr: InvoiceNr, opinions: &Opinions) {
    let Some(entry) = state.library.get(nr) else {
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
