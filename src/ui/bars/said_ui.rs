//! What the last key did or could not do, what was decided last, and what keeps verdicts from being safe.

use egui::{Color32, RichText, Ui};

use crate::model::{InvoiceId, Part, Verdict};
use crate::state::{Keeping, State, Word};
use crate::store::Access;

use super::verdict_bar_ui::meant;
use crate::ui::Cx;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, texts, widgets};
use crate::ui::team::both_text;
use crate::ui::viewer::region_bar_ui::region_word_key;

/// Left below the buttons: what the last key did or could not do, or what was decided last.
pub fn said_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let palette = cx.palette;
    let small = |text: String, color| ui_text(text).color(color);
    // That the review may only be looked at is said as long as it is so.
    let is_said = |word: &&Word| matches!(word, Word::OnlyToLookAt(_)) && is_troubled(state);
    if let Some(word) = state.judging.word.as_ref().filter(|word| !is_said(word)) {
        let color = match word {
            Word::Undone(..)
            | Word::Redone(..)
            | Word::UndoneMany(_)
            | Word::RedoneMany(_)
            | Word::AllJudged
            | Word::NextBatch
            | Word::RestWithOthers(_)
            | Word::Many {
                left_out: 0,
                corrected: 0,
                ..
            }
            | Word::Ignoring { .. }
            | Word::Accepted { .. } => palette.text,
            Word::Region(word) if word.is_good() => palette.text,
            _ => palette.warning,
        };
        said(ui, small(word_text(cx, state, word), color));
        return;
    }
    let entry = meant(state);
    if let Some((entry, verdict)) = entry.and_then(|it| Some((it, it.ticket.verdict()?))) {
        let (text, color) = verdict_text(cx, verdict);
        let by = entry
            .ticket
            .judgement
            .as_ref()
            .map_or("", |it| &*it.reviewer);
        said(ui, small(text, color));
        said(ui, small(by.to_owned(), palette.weak));
    }
    let nr = state.stands_at().filter(|_| entry.is_some());
    if let Some(opinions) = nr.and_then(|nr| state.to_settle(nr)) {
        said(ui, small(both_text(cx, opinions), palette.warning));
    } else if entry.is_some_and(|it| it.behind.is_some()) {
        said(
            ui,
            small(cx.text("second-blind").into_owned(), palette.weak),
        );
    }
    if let Some(holder) = entry.and_then(|it| it.holder.as_ref()) {
        let values = [("reviewer", holder.to_string().into())];
        said(ui, small(cx.with("tile-held", &values), palette.weak));
    } else if entry.is_some_and(|entry| entry.ticket.verdict().is_none()) {
        last_ui(ui, cx, state);
    }
    if let Some(note) = entry
        .map(|entry| &*entry.ticket.note)
        .filter(|note| !note.is_empty())
    {
        let text = widgets::elided(note, 60);
        said(ui, small(format!("{} {text}", icons::NOTE), palette.weak));
    }
}

/// Whether verdicts are not safe, or cannot be given.
pub fn is_troubled(state: &State) -> bool {
    let judging = &state.judging;
    let is_unsaved = judging.trouble.is_some() && judging.unsaved() + judging.kept_here() > 0;
    let is_lost = match &judging.keeping {
        Keeping::Failed(_) => true,
        Keeping::Kept { access, .. } => *access != Access::Write,
        Keeping::Nowhere | Keeping::Opening => false,
    };
    is_unsaved || is_lost
}

/// What keeps verdicts from being safe comes before all else: a sentence, or a word where there is no room for one.
pub fn trouble_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State) {
    let Some((text, color)) = keeping_text(cx, state) else {
        return;
    };
    let long = format!("{} {text}", icons::NOT_SAVED);
    if !is_troubled(state) || widgets::fits_beside(ui, &long, &egui::TextStyle::Small, 0.0) {
        said(ui, ui_text(long).color(color));
        return;
    }
    let short = format!("{} {}", icons::NOT_SAVED, short_text(cx, state));
    let label = egui::Label::new(ui_text(short).color(color)).extend();
    ui.add(label).with_tooltip(text);
}

fn short_text(cx: &Cx<'_>, state: &State) -> String {
    match &state.judging.keeping {
        Keeping::Kept { access, .. } if *access != Access::Write => {
            cx.text("review-read-only-short").into_owned()
        }
        _ if state.judging.unsaved() == 0 => {
            let values = [("count", state.judging.kept_here().into())];
            cx.with("review-kept-here-short", &values)
        }
        _ => {
            let values = [("count", state.judging.unsaved().into())];
            cx.with("review-not-saved-short", &values)
        }
    }
}

/// What the ticket before got, to be seen before it is too late to remember.
fn last_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State) {
    let library = &state.library;
    let last = state.judging.last();
    let entry = last.and_then(|id| library.get(library.number_of(id)?));
    let Some((entry, verdict)) = entry.and_then(|it| Some((it, it.ticket.verdict()?))) else {
        return;
    };
    let (text, _) = verdict_text(cx, verdict);
    let values = [
        ("id", widgets::elided(entry.id.as_str(), 9).into()),
        ("verdict", text.into()),
    ];
    said(
        ui,
        ui_text(cx.with("verdict-last", &values)).color(cx.palette.weak),
    );
}

/// On one line, which ends in an ellipsis where there is no room.
fn said(ui: &mut Ui, text: RichText) {
    /// Fewer points show an ellipsis and nothing else.
    const LEAST: f32 = 40.0;
    if ui.available_width() < LEAST {
        return;
    }
    ui.add(egui::Label::new(text).truncate());
}

pub fn ui_text(text: String) -> RichText {
    RichText::new(text).small()
}

/// A verdict with its sign and its reason, and its colour.
pub fn verdict_text(cx: &Cx<'_>, verdict: &Verdict) -> (String, Color32) {
    let (icon, color) = match verdict {
        Verdict::Correct => (icons::CORRECT, cx.palette.good),
        Verdict::Wrong(_) => (icons::WRONG, cx.palette.error),
        Verdict::Unsure => (icons::UNSURE, cx.palette.warning),
    };
    (format!("{icon} {}", texts::verdict(cx, verdict)), color)
}

fn word_text(cx: &Cx<'_>, state: &State, word: &Word) -> String {
    let of = |key, id: &InvoiceId| cx.with(key, &[("id", widgets::elided(id.as_str(), 20).into())]);
    match word {
        Word::NotShownYet => cx.text("word-not-shown-yet").into_owned(),
        Word::CannotBeCorrect => cx.text("word-cannot-be-correct").into_owned(),
        Word::AllJudged => cx.text("word-all-judged").into_owned(),
        Word::LastJudged(id) => of("word-last-judged", id),
        Word::OnlyToLookAt(access) => access_text(cx, state, *access),
        Word::HeldBy(reviewer) if state.is_oneself(reviewer) => {
            cx.text("word-held-by-own").into_owned()
        }
        Word::HeldBy(reviewer) => {
            cx.with("word-held", &[("reviewer", reviewer.to_string().into())])
        }
        Word::NextBatch => cx.text("word-next-batch").into_owned(),
        Word::RestWithOthers(count) => {
            cx.with("word-rest-with-others", &[("count", (*count).into())])
        }
        Word::VerdictsOnly => cx.text("word-verdicts-only").into_owned(),
        Word::ToSettle => cx.text("word-to-settle").into_owned(),
        Word::Settled => cx.text("word-settled").into_owned(),
        Word::TestOver => cx.text("word-test-over").into_owned(),
        Word::AllSettled => cx.text("word-all-settled").into_owned(),
        Word::Undone(id, part) => again_text(cx, state, "word-undone", id, *part),
        Word::Redone(id, part) => again_text(cx, state, "word-redone", id, *part),
        Word::UndoneMany(count) => cx.with("word-undone-many", &[("count", (*count).into())]),
        Word::RedoneMany(count) => cx.with("word-redone-many", &[("count", (*count).into())]),
        Word::Many {
            judged,
            left_out,
            corrected,
        } => {
            let values = [
                ("judged", (*judged).into()),
                ("left", (*left_out).into()),
                ("corrected", (*corrected).into()),
            ];
            cx.with("word-many", &values)
        }
        Word::CorrectButCorrected(id) => of("word-correct-but-corrected", id),
        Word::Ignoring {
            finding,
            is_ignored,
        } => {
            let key = if *is_ignored {
                "word-ignored"
            } else {
                "word-heeded"
            };
            let finding = cx.locale.finding_name(finding.code());
            cx.with(key, &[("finding", finding.into())])
        }
        Word::Accepted { accepted, left_out } => {
            let values = [
                ("accepted", (*accepted).into()),
                ("left", (*left_out).into()),
            ];
            cx.with("word-accepted", &values)
        }
        Word::NothingToUndo => cx.text("word-nothing-to-undo").into_owned(),
        Word::NothingToRedo => cx.text("word-nothing-to-redo").into_owned(),
        Word::NoFields => cx.text("word-no-fields").into_owned(),
        Word::Region(word) => cx.text(region_word_key(*word)).into_owned(),
    }
}

/// What was taken back or done again, and how the ticket stands now.
fn again_text(cx: &Cx<'_>, state: &State, key: &str, id: &InvoiceId, part: Part) -> String {
    let library = &state.library;
    let entry = library.number_of(id).and_then(|nr| library.get(nr));
    let now = match entry.and_then(|entry| entry.ticket.verdict()) {
        Some(verdict) => texts::verdict(cx, verdict),
        None => cx.text("verdict-none").into_owned(),
    };
    let part = match part {
        Part::Verdict => "verdict",
        Part::Note => "note",
        Part::Region => "region",
        Part::Fields => "fields",
    };
    let values = [
        ("id", widgets::elided(id.as_str(), 20).into()),
        ("part", part.into()),
        ("now", now.into()),
    ];
    cx.with(key, &values)
}

/// Why the review may only be looked at.
pub fn access_text(cx: &Cx<'_>, state: &State, access: Access) -> String {
    let key = match access {
        Access::Elsewhere => "review-elsewhere",
        Access::Newer => "review-newer",
        Access::Protected if state.judging.is_in_database() => "review-only-read",
        Access::Protected | Access::Write => "review-read-only",
    };
    cx.text(key).into_owned()
}

/// What keeps verdicts from being safe, if anything does.
fn keeping_text(cx: &Cx<'_>, state: &State) -> Option<(String, Color32)> {
    let judging = &state.judging;
    if let Some(error) = judging.trouble.filter(|_| judging.unsaved() > 0) {
        let why = texts::store_error(cx, error);
        let values = [("count", judging.unsaved().into()), ("why", why.into())];
        return Some((cx.with("review-not-saved", &values), cx.palette.error));
    }
    if let Some(error) = judging.trouble.filter(|_| judging.kept_here() > 0) {
        let why = texts::store_error(cx, error);
        let values = [("count", judging.kept_here().into()), ("why", why.into())];
        return Some((cx.with("review-kept-here", &values), cx.palette.warning));
    }
    if judging.is_away {
        return Some((cx.text("team-away").into_owned(), cx.palette.warning));
    }
    match &judging.keeping {
        Keeping::Failed(error) => {
            let values = [("why", texts::store_error(cx, *error).into())];
            Some((cx.with("review-not-kept", &values), cx.palette.error))
        }
        Keeping::Kept { access, .. } if *access != Access::Write => {
            Some((access_text(cx, state, *access), cx.palette.warning))
        }
        Keeping::Opening if judging.unsaved() > 0 => {
            Some((cx.text("review-opening").into_owned(), cx.palette.warning))
        }
        Keeping::Nowhere | Keeping::Opening | Keeping::Kept { .. } => None,
    }
}
