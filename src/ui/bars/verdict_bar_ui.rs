//! The bar at the bottom: a button for every verdict, what was decided, how far the review and its pictures are.

use egui::{
    Button, Color32, Context, Frame, Key, Margin, Rect, RichText, Sense, TextEdit, Ui, vec2,
};

use crate::model::{MOST_CHARS, Reason, Stamp, Verdict};
use crate::review::{Entry, Filter};
use crate::state::{Action, Asked, JudgeAction, State};

use super::many_ui;
use super::said_ui::{is_troubled, said_ui, trouble_ui, ui_text};
use super::status_ui::{export_ui, run_width, status_ui};
use crate::ui::Cx;
use crate::ui::commands::Command;
use crate::ui::kit::theme::Palette;
use crate::ui::kit::toolbar::{PINNED, Toolbar, ToolbarItem};
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, theme, widgets};

/// Below this width the reasons are in a menu.
const REASONS_WIDTH: f32 = 1040.0;
/// Below this width buttons show no keys.
const KEYS_WIDTH: f32 = 620.0;
/// In a window that is lower than this the bar is one row.
const LOW: f32 = 700.0;
/// Room for the word that says what may be lost.
const TROUBLE_WIDTH: f32 = 110.0;
/// Height of the second row.
const ROW_HEIGHT: f32 = 24.0;
/// Height of the strip that says how far the review is.
const STRIP_HEIGHT: f32 = 4.0;

/// The reasons that have a key, in the order of their keys.
const REASONS: [Command; 5] = [
    Command::JudgeCutOff,
    Command::JudgeTooLoose,
    Command::JudgeWrongTicket,
    Command::JudgeUnreadable,
    Command::JudgeOther,
];

/// What is typed in the bar.
#[derive(Default)]
pub struct VerdictBar {
    asked: Option<Asked>,
    text: String,
}

impl VerdictBar {
    /// Height of the bar with its margins, which is always the same in a window.
    pub fn height(ctx: &Context) -> f32 {
        if is_low(ctx) { 52.0 } else { 72.0 }
    }

    /// What it lies on.
    pub fn frame(ctx: &Context, palette: &Palette) -> Frame {
        let above_and_below = if is_low(ctx) { 6 } else { 4 };
        widgets::bar(palette).inner_margin(Margin::symmetric(12, above_and_below))
    }

    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        ui.spacing_mut().item_spacing.y = if is_low(ui.ctx()) { theme::GAP } else { 2.0 };
        strip_ui(ui, cx, state);
        if state.judging.asks.is_some() {
            self.ask_ui(ui, cx, state);
        } else {
            self.asked = None;
            buttons_ui(ui, cx, state);
        }
        if !is_low(ui.ctx()) {
            ui.horizontal(|ui| {
                ui.set_height(ROW_HEIGHT);
                let spacing = ui.spacing_mut();
                spacing.button_padding = vec2(1.5 * theme::GAP, 0.0);
                spacing.interact_size.y = ROW_HEIGHT;
                rest_ui(ui, cx, state);
            });
        }
    }

    /// The one-line field for a reason in own words, or for the note.
    fn ask_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        let asked = state.judging.asks;
        let is_new = self.asked != asked;
        if is_new {
            self.asked = asked;
            self.text = match asked {
                Some(Asked::Note(nr)) => {
                    let entry = state.shown_entry(nr);
                    entry
                        .map(|entry| entry.ticket.note.to_string())
                        .unwrap_or_default()
                }
                _ => String::new(),
            };
        }
        let (name, offers): (_, &[String]) = match asked {
            Some(Asked::Reason(_) | Asked::ReasonOfMany(_)) => {
                ("verdict-ask-reason", &state.settings.reasons)
            }
            _ => ("verdict-ask-note", &[]),
        };
        let mut given = None;
        let whose = match asked {
            Some(Asked::Reason(nr) | Asked::Note(nr)) => {
                let id = state.shown_id(nr);
                id.map_or_else(String::new, |id| widgets::elided(id.as_str(), 16))
            }
            Some(Asked::ReasonOfMany(count)) => {
                cx.with("selection-count", &[("count", count.into())])
            }
            None => return,
        };
        ui.horizontal(|ui| {
            let label = ui.label(
                RichText::new(cx.text(name))
                    .strong()
                    .family(theme::semibold()),
            );
            // Another ticket may be looked at by now.
            ui.label(RichText::new(whose).small().weak());
            let beside = if offers.is_empty() { 190.0 } else { 290.0 };
            let edit = TextEdit::singleline(&mut self.text)
                .id(egui::Id::unique("text of a verdict"))
                .desired_width((ui.available_width() - beside).clamp(120.0, 640.0))
                .char_limit(MOST_CHARS)
                .margin(Margin::symmetric(8, 5));
            let field = ui.add(edit).labelled_by(label.id);
            if is_new {
                // Once it is drawn: the letter that opened it is none of its own.
                field.request_focus();
            }
            limit_ui(ui, cx, &self.text);
            // Also once a click elsewhere took the keyboard from the field.
            let is_free = field.lost_focus() || ui.memory(|memory| memory.focused().is_none());
            let is_entered = is_free && ui.input(|input| input.key_pressed(Key::Enter));
            let ok = widgets::primary_button(ui, cx.palette, &cx.text("verdict-ask-done"), true);
            if is_entered || ok.clicked() {
                given = Some(self.text.clone());
            }
            let cancel = ui.button(cx.text("verdict-ask-cancel"));
            let is_escaped = ui.input(|input| input.key_pressed(Key::Escape));
            if cancel.clicked() || is_escaped {
                cx.push(Action::Judge(JudgeAction::CancelAsking));
            }
            for words in offers {
                if ui.button(widgets::elided(words, 16)).clicked() {
                    given = Some(words.clone());
                }
            }
        });
        // A note is kept for its own ticket before another one is looked at.
        if matches!(asked, Some(Asked::Note(nr)) if state.looked_at() != Some(nr)) {
            given = Some(self.text.clone());
        }
        if let Some(text) = given {
            cx.push(Action::Judge(JudgeAction::Answer(text, Stamp::now())));
        }
    }
}

/// How much of the room for a text is taken.
fn limit_ui(ui: &mut Ui, cx: &Cx<'_>, text: &str) {
    let count = text.chars().count();
    let is_full = count >= MOST_CHARS;
    let color = if is_full {
        cx.palette.warning
    } else {
        cx.palette.weak
    };
    let said = ui_text(format!("{count}/{MOST_CHARS}")).color(color);
    let most = cx.with("verdict-ask-limit", &[("count", MOST_CHARS.into())]);
    ui.label(said).with_tooltip(most);
}

/// Whether the window is so low that the bar is one row.
fn is_low(ctx: &Context) -> bool {
    ctx.content_rect().height() < LOW
}

/// What was decided and how far everything is: the second row, or what is left of the only one.
fn rest_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let has_room = ui.available_width() >= REASONS_WIDTH;
    // What stops the work comes before numbers.
    let reserved = run_width(state);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP;
        // In little room what is to be done comes before what was done, and what may be lost before both.
        let is_busy = state.shows_sheet() || state.means_selection() || is_troubled(state);
        if has_room || !is_busy {
            numbers_ui(ui, cx, state, reserved);
        }
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            trouble_ui(ui, cx, state);
            export_ui(ui, cx, state);
            if state.shows_sheet() {
                many_ui::accept_ui(ui, cx, state);
            } else {
                status_ui(ui, cx, state, has_room);
            }
            if state.means_selection() {
                many_ui::selected_ui(ui, cx, state);
            }
            said_ui(ui, cx, state);
        });
    });
}

/// What there is no room for stands behind the dots; a verdict always has room, if among the reasons.
fn buttons_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let is_low = is_low(ui.ctx());
    let width = ui.available_width();
    let mut bar = Toolbar::new("verdicts");
    let mut add = |command: Command, color: Color32| {
        let button = ToolbarItem::new(command.id(), PINNED, move |ui, cx, _| {
            verdict_button(ui, cx, state, command, color, width);
        });
        let first_of_group = [REASONS[0], Command::JudgeUnsure];
        bar.add(if first_of_group.contains(&command) {
            button.apart()
        } else {
            button
        });
    };
    add(Command::JudgeCorrect, cx.palette.good);
    add(Command::JudgeWrong, cx.palette.error);
    if width >= REASONS_WIDTH && !is_low {
        for command in REASONS {
            add(command, cx.palette.text);
        }
        add(Command::JudgeUnsure, cx.palette.warning);
    } else {
        bar.add(ToolbarItem::new("reasons", PINNED, |ui, cx, _| {
            reasons_menu_ui(ui, cx, state);
        }));
        let color = cx.palette.warning;
        bar.add(ToolbarItem::new("unsure", PINNED, move |ui, cx, _| {
            verdict_button(ui, cx, state, Command::JudgeUnsure, color, width);
        }));
    }
    bar.free_room();
    if is_low {
        let rest = ToolbarItem::new("rest", PINNED, |ui, cx, _| rest_ui(ui, cx, state));
        let least = if is_troubled(state) {
            TROUBLE_WIDTH
        } else {
            0.0
        };
        bar.add(rest.between(least, f32::INFINITY));
    }
    let has_note = meant(state).is_some_and(|entry| !entry.ticket.note.is_empty());
    bar.add(ToolbarItem::toggle(state, Command::Note, 40, has_note));
    bar.add(ToolbarItem::command(state, Command::ClearVerdict, 30));
    bar.add(ToolbarItem::command(state, Command::Undo, 60));
    bar.add(ToolbarItem::command(state, Command::Redo, 50));
    bar.ui(ui, cx);
}

/// The invoice that a verdict would be about.
pub fn meant(state: &State) -> Option<&Entry> {
    state.shown_entry(state.looked_at()?)
}

/// Whether the invoice that is looked at has the verdict of this button.
fn is_given(state: &State, command: Command) -> bool {
    let verdict = meant(state).and_then(|entry| entry.ticket.verdict());
    let reason = verdict.and_then(Verdict::reason);
    match command {
        Command::JudgeCorrect => verdict == Some(&Verdict::Correct),
        Command::JudgeWrong => matches!(verdict, Some(Verdict::Wrong(_))),
        Command::JudgeUnsure => verdict == Some(&Verdict::Unsure),
        Command::JudgeCutOff => reason == Some(&Reason::CutOff),
        Command::JudgeTooLoose => reason == Some(&Reason::TooLoose),
        Command::JudgeWrongTicket => reason == Some(&Reason::WrongTicket),
        Command::JudgeUnreadable => reason == Some(&Reason::Unreadable),
        Command::JudgeOther => matches!(reason, Some(Reason::Other(_))),
        _ => false,
    }
}

fn verdict_button(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    command: Command,
    color: Color32,
    width: f32,
) {
    let name = cx.text(command.name()).into_owned();
    let mut text =
        RichText::new(format!("{} {name}", command.icon()).trim().to_owned()).color(color);
    if command == Command::JudgeCorrect || command == Command::JudgeWrong {
        text = text.strong().family(theme::semibold());
    }
    let mut button = Button::selectable(is_given(state, command), text)
        .frame_when_inactive(true)
        .min_size(vec2(0.0, theme::CONTROL_HEIGHT));
    if width >= KEYS_WIDTH {
        button =
            button.shortcut_text(RichText::new(cx.keymap.shortcut(command)).color(cx.palette.weak));
    }
    let response = ui.add_enabled(command.is_available(state), button);
    let response = response.accessible_name(&name);
    let keys = cx.keymap.labels(command);
    let hover = format!("{}  ({})", cx.text(command.help()), keys.join(" "));
    if response.with_tooltip(hover).clicked() {
        cx.ask(state, command);
    }
}

fn reasons_menu_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let name = cx.text("verdict-reasons").into_owned();
    let response = ui
        .add(
            Button::new(format!("{name} {}", icons::DOWN))
                .min_size(vec2(0.0, theme::CONTROL_HEIGHT)),
        )
        .accessible_name(&name);
    egui::Popup::menu(&response).show(|ui| {
        for command in REASONS {
            let text = cx.text(command.name()).into_owned();
            let button = Button::selectable(is_given(state, command), text)
                .shortcut_text(cx.keymap.shortcut(command));
            if ui
                .add_enabled(command.is_available(state), button)
                .clicked()
            {
                cx.ask(state, command);
            }
        }
    });
}

/// Right below the buttons: how far the review is. Every number shows what it counts.
fn numbers_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, reserved: f32) {
    let library = &state.library;
    let palette = cx.palette;
    let values = [
        ("done", library.count_verdicts().into()),
        (
            "of",
            (library.len() - Filter::CannotBeJudged.count(library)).into(),
        ),
    ];
    let judged = cx.with("verdict-judged", &values);
    // How far the review is comes before the parts of it.
    let small = &egui::TextStyle::Small;
    let kept = reserved + widgets::button_width(ui, &judged, small) + ui.spacing().item_spacing.x;
    let counts = [
        ("verdict-count-unsure", Filter::Unsure, palette.warning),
        ("verdict-count-wrong", Filter::Wrong, palette.error),
    ];
    for (key, filter, color) in counts {
        let count = filter.count(library);
        if count > 0 {
            let text = cx.with(key, &[("count", count.into())]);
            number_ui(ui, cx, &text, color, filter, kept);
        }
    }
    if state.is_in_team() {
        team_ui(ui, cx, state, reserved);
    }
    // Both stand beside each other where there is room, else what is to be done.
    let refresh = state.listing.is_behind(library);
    let refresh = refresh.then(|| cx.text("list-refresh").into_owned());
    let style = &egui::TextStyle::Button;
    let spacing = ui.spacing().item_spacing.x;
    let width = |text: &String| widgets::button_width(ui, text, style) + spacing;
    let kept = reserved + refresh.as_ref().map_or(0.0, width);
    number_ui(ui, cx, &judged, palette.text, Filter::Unjudged, kept);
    if let Some(text) = refresh
        && widgets::fits_beside(ui, &text, style, reserved)
        && ui.small_button(text).clicked()
    {
        cx.push(Action::Judge(JudgeAction::RefreshList));
    }
}

/// What is one's own, or what waits for a decision of one's own, be it because it collided or because two disagree: all of
/// it leads to who works on what.
fn team_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, reserved: f32) {
    /// For how far all are, which comes after it.
    const JUDGED: f32 = 80.0;
    let disagreements = state.library.count_disagreements();
    let (key, count, color) = match state.unsettled().count() {
        0 if disagreements > 0 && state.may_settle() => {
            ("second-open", disagreements, cx.palette.warning)
        }
        0 => ("team-own-left", state.own_left(), cx.palette.weak),
        count => ("team-unsettled", count, cx.palette.warning),
    };
    let text = cx.with(key, &[("count", count.into())]);
    let button = Button::new(ui_text(text.clone()).color(color))
        .frame_when_inactive(false)
        .small();
    let has_room = widgets::fits_beside(ui, &text, &egui::TextStyle::Small, reserved + JUDGED);
    if has_room && ui.add(button).clicked() {
        cx.ask(state, Command::Team);
    }
}

fn number_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    text: &str,
    color: Color32,
    filter: Filter,
    reserved: f32,
) {
    let button = Button::new(ui_text(text.to_owned()).color(color))
        .frame_when_inactive(false)
        .small();
    let has_room = widgets::fits_beside(ui, text, &egui::TextStyle::Small, reserved);
    if has_room && ui.add(button).clicked() {
        cx.push(Action::ShowAll(filter));
    }
}

/// A quiet line over the bar: the parts that are correct, wrong, unsure and open.
fn strip_ui(ui: &mut Ui, cx: &Cx<'_>, state: &State) {
    let library = &state.library;
    let size = vec2(ui.available_width(), STRIP_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let share = |count: usize| count as f32 / library.len().max(1) as f32;
    response.widget_info(|| {
        let role = egui::Role::ProgressIndicator;
        let mut info = egui::WidgetInfo::labeled(role, true, cx.text("verdict-progress"));
        info.value = Some(f64::from(share(library.count_verdicts())) * 100.0);
        info
    });
    ui.painter().rect_filled(rect, 2.0, cx.palette.line);
    let mut left = rect.left();
    for (filter, color) in [
        (Filter::Correct, cx.palette.good),
        (Filter::Wrong, cx.palette.error),
        (Filter::Unsure, cx.palette.warning),
    ] {
        let width = rect.width() * share(filter.count(library));
        let part = Rect::from_min_size(egui::pos2(left, rect.top()), vec2(width, STRIP_HEIGHT));
        ui.painter().rect_filled(part, 2.0, color);
        left += width;
    }
}
