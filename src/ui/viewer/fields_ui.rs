//! What OCR read of the open ticket, beside it: copied by a click, marked as wrong by another, with what is right.

use egui::text::{CCursor, CCursorRange, LayoutJob};
use egui::text_edit::TextEditState;
use egui::{
    Align, Event, Id, Key, Layout, RichText, Sense, TextEdit, TextFormat, TextStyle, Ui, vec2,
};

use crate::model::{
    Field, FieldCorrection, FieldName, FieldValue, InvoiceNr, MAX_FIELD_CHARS, Stamp,
};
use crate::review::{Entry, FieldsTrouble};
use crate::state::{Action, FieldAction, NoticeKind, Room, State};

use super::{details_ui, read_ui};
use crate::ui::Cx;
use crate::ui::commands::{Command, DIGITS};
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, texts, theme, widgets};

/// Width of a field's name in points.
const NAME_WIDTH: f32 = 76.0;

/// The right value of a field while it is typed.
#[derive(Default)]
pub struct FieldDraft {
    of: Option<(InvoiceNr, FieldName)>,
    text: String,
    /// Whether the fields had their digits in the last frame.
    was_choosing: bool,
}

/// What keys mean while a field is being marked. What was typed is said before anything else is looked at.
pub fn field_keys(ui: &Ui, cx: &mut Cx<'_>, state: &State, draft: &mut FieldDraft) {
    let marking = state.marking();
    let field = marking.and_then(|it| Some((it.nr, it.field.clone()?)));
    if draft.of.is_some() && draft.of != field {
        draft.of = None;
        let text = std::mem::take(&mut draft.text);
        push(cx, FieldAction::Answer(text, Stamp::now()));
        return;
    }
    let Some(marking) = marking else {
        return;
    };
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    if pressed(Key::Escape) {
        draft.of = None;
        push(cx, FieldAction::Leave);
        return;
    }
    if !details_ui::is_shown(state) {
        // What was typed where nobody sees it any more still counts.
        draft.of = None;
        let text = std::mem::take(&mut draft.text);
        push(cx, FieldAction::Answer(text, Stamp::now()));
        return;
    }
    if marking.field.is_some() {
        return;
    }
    let entry = state.shown_entry(marking.nr);
    let Some(fields) = entry.and_then(|entry| entry.particulars.fields.as_deref()) else {
        return;
    };
    for (key, field) in DIGITS.into_iter().skip(1).zip(&fields.entries) {
        if pressed(key) {
            // The digit itself is not the value's first.
            ui.input_mut(|input| input.events.retain(|it| !matches!(it, Event::Text(_))));
            push(cx, FieldAction::Mark(field.name.clone(), Stamp::now()));
            return;
        }
    }
}

fn push(cx: &mut Cx<'_>, action: FieldAction) {
    cx.push(Action::Field(action));
}

pub fn fields_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    entry: &Entry,
    draft: &mut FieldDraft,
) {
    let particulars = &entry.particulars;
    let has_something = !particulars.is_empty() || entry.fields_trouble.is_some();
    if entry.invoice.is_none() && !has_something {
        return;
    }
    let is_choosing = state.marking().is_some_and(|it| it.field.is_none());
    let was_choosing = std::mem::replace(&mut draft.was_choosing, is_choosing);
    let starts = is_choosing && !was_choosing;
    ui.add_space(theme::GAP * 2.0);
    let heading = ui.horizontal(|ui| {
        details_ui::heading_ui(ui, cx, "details-fields");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if state.has_fields() {
                let text = cx.text("fields-mark").into_owned();
                let key = cx.keymap.shortcut(Command::MarkField);
                let button = ui.small_button(format!("{text} {key}"));
                if widgets::named(button, &cx.text("field-mark"), "").clicked() {
                    push(cx, FieldAction::Choose);
                }
            }
        });
    });
    if starts {
        heading.response.scroll_to_me(Some(Align::TOP));
    }
    if is_choosing {
        widgets::hint(ui, cx.text("field-choose"));
    }
    if let Some(kind) = &particulars.kind {
        ui.horizontal_top(|ui| {
            name_ui(ui, &cx.text("details-type"), None);
            let kind = texts::invoice_type(cx, kind);
            ui.add(egui::Label::new(kind).selectable(true).wrap());
        });
    }
    if let Some(bill) = &particulars.bill {
        bill_ui(ui, cx, bill.as_str());
    }
    let Some(fields) = &particulars.fields else {
        return trouble_ui(ui, cx, state, entry);
    };
    let (named, rest) = fields.split();
    let row = |ui: &mut Ui, cx: &mut Cx<'_>, draft: &mut FieldDraft, index: usize, field| {
        let digit = (is_choosing && index + 1 < DIGITS.len()).then_some(index + 1);
        field_ui(ui, cx, state, entry, field, digit, draft);
    };
    for (index, field) in named.iter().enumerate() {
        row(ui, cx, draft, index, field);
    }
    if rest.is_empty() {
        return;
    }
    let title = cx.with("fields-rest", &[("count", rest.len().into())]);
    let title = RichText::new(title).color(cx.palette.weak);
    // A digit must not mark what nobody sees, nor may the keyboard go where nobody sees it.
    let marked = state.marking().and_then(|it| it.field.as_ref());
    let is_marked = |field: &Field| marked == Some(&field.name);
    let must_show = is_choosing || rest.iter().any(is_marked);
    egui::CollapsingHeader::new(title)
        .id_salt("other fields")
        .default_open(named.is_empty())
        .open(must_show.then_some(true))
        .show_unindented(ui, |ui| {
            for (index, field) in rest.iter().enumerate() {
                row(ui, cx, draft, named.len() + index, field);
            }
        });
}

/// The bill that gave the ticket; a click shows all that it gave.
fn bill_ui(ui: &mut Ui, cx: &mut Cx<'_>, bill: &str) {
    ui.horizontal_top(|ui| {
        name_ui(ui, &cx.text("details-bill"), None);
        let link = ui.link(bill).with_tooltip(cx.text("details-bill-hint"));
        if link.clicked() {
            cx.push(Action::CloseViewer);
            cx.push(Action::Search(bill.to_owned()));
        }
    });
}

fn name_ui(ui: &mut Ui, name: &str, digit: Option<usize>) {
    let height = ui.text_style_height(&TextStyle::Body);
    let layout = Layout::left_to_right(Align::Min);
    ui.allocate_ui_with_layout(vec2(NAME_WIDTH, height), layout, |ui| {
        ui.set_width(NAME_WIDTH);
        if let Some(digit) = digit {
            ui.label(
                RichText::new(digit.to_string())
                    .strong()
                    .family(theme::semibold()),
            );
        }
        ui.add(egui::Label::new(RichText::new(name).weak()).wrap());
    });
}

fn field_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    entry: &Entry,
    field: &Field,
    digit: Option<usize>,
    draft: &mut FieldDraft,
) {
    let name = texts::field_name(cx, &field.name);
    let value = texts::field_value(cx, &field.value);
    let correction = entry.ticket.correction(&field.name);
    ui.push_id(field.name.code(), |ui| {
        ui.spacing_mut().interact_size.y = ui.text_style_height(&TextStyle::Body);
        ui.horizontal_top(|ui| {
            name_ui(ui, &name, digit);
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                mark_ui(ui, cx, field, &name, correction);
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    value_ui(ui, cx, &name, &value, correction.is_some());
                });
            });
        });
        // Who says that it is wrong has looked closer.
        if correction.is_none() {
            read_ui::field_ui(ui, cx, entry, field);
        }
        let typed = state.marking().and_then(|it| it.field.as_ref());
        if typed == Some(&field.name) {
            draft_ui(ui, cx, state, field, correction, draft);
        } else if let Some(correction) = correction {
            let text = match &correction.right {
                Some(right) => cx.with("field-right", &[("value", right.as_str().into())]),
                None => cx.text("field-wrong").into_owned(),
            };
            ui.horizontal_top(|ui| {
                name_ui(ui, "", None);
                let text = RichText::new(text).color(cx.palette.error);
                ui.add(egui::Label::new(text).wrap());
            });
        }
    });
}

fn value_ui(ui: &mut Ui, cx: &mut Cx<'_>, name: &str, value: &str, is_wrong: bool) {
    let mut text = RichText::new(value);
    if is_wrong {
        text = text.strikethrough().color(cx.palette.weak);
    }
    let label = egui::Label::new(text).wrap().sense(Sense::click());
    let response = ui
        .add(label)
        .with_tooltip(cx.text("field-copy"))
        .accessible_name(format!("{name}: {value}"));
    if response.clicked() {
        widgets::copy(ui, value);
        cx.push(Action::Notify(NoticeKind::Copied(value.to_owned())));
    }
}

fn mark_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    field: &Field,
    name: &str,
    correction: Option<&FieldCorrection>,
) {
    let (icon, key) = match correction {
        None => (icons::WRONG, "field-mark-one"),
        Some(_) => (icons::UNDO, "field-unmark-one"),
    };
    let text = cx.with(key, &[("field", name.into())]);
    let button = egui::Button::new(RichText::new(icon).size(theme::SMALL)).frame(false);
    let response = ui.add(button).with_tooltip(&text).accessible_name(&text);
    if response.clicked() {
        let name = field.name.clone();
        push(
            cx,
            match correction {
                None => FieldAction::Mark(name, Stamp::now()),
                Some(_) => FieldAction::Unmark(name, Stamp::now()),
            },
        );
    }
}

/// Takes what is right. It begins with what was read, which is seldom wrong as a whole.
fn draft_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    field: &Field,
    correction: Option<&FieldCorrection>,
    draft: &mut FieldDraft,
) {
    let Some(nr) = state.marking().map(|marking| marking.nr) else {
        return;
    };
    let of = Some((nr, field.name.clone()));
    let is_new = draft.of != of;
    if is_new {
        draft.of = of;
        let right = correction.and_then(|it| it.right.as_deref());
        right
            .unwrap_or(field.value.plain())
            .clone_into(&mut draft.text);
    }
    let name = cx.with(
        "field-right-of",
        &[("field", texts::field_name(cx, &field.name).into())],
    );
    ui.horizontal(|ui| {
        name_ui(ui, "", None);
        let edit = TextEdit::singleline(&mut draft.text)
            .id(Id::unique("right value of a field"))
            .char_limit(MAX_FIELD_CHARS)
            .desired_width(f32::INFINITY);
        let response = ui.add(edit).accessible_name(&name);
        if is_new {
            response.request_focus();
            response.scroll_to_me(None);
            select_all(ui, response.id, &draft.text);
        }
        if response.lost_focus() && draft.of.is_some() {
            draft.of = None;
            let text = std::mem::take(&mut draft.text);
            push(cx, FieldAction::Answer(text, Stamp::now()));
        }
    });
    let kept = field.value.read_typed(&field.name, &draft.text);
    let is_empty = draft.text.trim().is_empty();
    match (kept, &field.value) {
        (Some(kept), _) if kept != draft.text.trim() => {
            let text = cx.with("field-kept-as", &[("value", kept.into())]);
            widgets::hint(ui, text);
        }
        (None, FieldValue::Money { .. } | FieldValue::Number(_)) if !is_empty => {
            warn_ui(ui, cx, "field-no-amount");
        }
        (None, FieldValue::Date(_)) if !is_empty => warn_ui(ui, cx, "field-no-date"),
        _ => {
            widgets::hint(ui, cx.text("field-right-hint"));
        }
    }
}

fn warn_ui(ui: &mut Ui, cx: &Cx<'_>, key: &'static str) {
    let text = RichText::new(cx.text(key)).small();
    ui.label(text.color(cx.palette.warning));
}

/// What is typed first takes the place of what was read.
fn select_all(ui: &Ui, field: Id, text: &str) {
    let end = CCursor::new(text.chars().count());
    let mut state = TextEditState::load(ui.ctx(), field).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), end);
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), field);
}

/// Why there is nothing, or not yet.
fn trouble_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, entry: &Entry) {
    match &entry.fields_trouble {
        Some(FieldsTrouble::Unknown) => {
            widgets::hint(ui, cx.text("fields-unknown"));
        }
        Some(FieldsTrouble::Failed(failure)) => {
            let why = texts::failure(cx, failure);
            let text = cx.with("fields-failed", &[("why", why.into())]);
            widgets::message(ui, icons::WARNING, &text, cx.palette.warning);
        }
        None if state.needs_token() => {
            widgets::hint(ui, cx.text("fields-need-token"));
            return;
        }
        None => {
            widgets::hint(ui, cx.text("fields-waiting"));
            return;
        }
    }
    if ui.button(cx.text("fields-again")).clicked() {
        push(cx, FieldAction::AskAgain);
    }
}

/// The fields that say most, on one line.
pub fn fields_line(cx: &Cx<'_>, entry: &Entry) -> Option<String> {
    let fields = entry.particulars.fields.as_ref()?;
    let wanted = [
        FieldName::Total,
        FieldName::Amount,
        FieldName::Date,
        FieldName::Number,
        FieldName::Seller,
    ];
    let mut shown: Vec<String> = Vec::new();
    for name in wanted {
        // What was paid says more than the same without tax.
        if name == FieldName::Amount && fields.get(&FieldName::Total).is_some() {
            continue;
        }
        if let Some(value) = fields.get(&name) {
            shown.push(texts::field_value(cx, value));
        }
    }
    let kind = entry.particulars.kind.as_ref();
    let kind = kind.map(|kind| texts::invoice_type(cx, kind));
    let parts: Vec<String> = kind.into_iter().chain(shown).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Whether the ticket needs all of the window's height.
pub fn is_low(ui: &Ui) -> bool {
    const FROM: f32 = 420.0;
    ui.ctx().content_rect().height() < FROM
}

/// What is worst of it and what OCR read, on one line below the ticket, where there is no room beside it.
pub fn line_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State, entry: &Entry) {
    /// Height of the line in points.
    const HEIGHT: f32 = 22.0;
    let has_details = state.room == Room::Wide && details_ui::is_shown(state);
    if has_details || is_low(ui) {
        return;
    }
    egui::Panel::bottom("fields line")
        .frame(
            egui::Frame::new()
                .fill(cx.palette.panel)
                .inner_margin(egui::Margin::symmetric(8, 0)),
        )
        .exact_size(HEIGHT)
        .resizable(false)
        .show_separator_line(false)
        .show(ui, |ui| {
            // There also while nothing is known, so that nothing moves when it comes.
            let font = TextStyle::Small.resolve(ui.style());
            let mut line = LayoutJob::default();
            // The drawer has it too.
            if let Some(finding) = entry
                .worst_finding()
                .filter(|_| !details_ui::is_shown(state))
            {
                let (icon, color) = details_ui::weight_of(cx, entry, finding.code);
                let said = format!("{icon} {}   ", texts::finding(cx, &finding));
                line.append(&said, 0.0, TextFormat::simple(font.clone(), color));
            }
            let read = fields_line(cx, entry).unwrap_or_default();
            line.append(&read, 0.0, TextFormat::simple(font, cx.palette.weak));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(line).truncate());
            });
        });
}
