//! What a reviewer needs however small the window is: the ticket, and every verdict.

use egui::{Key, Modifiers, Role};
use invoice_lens::model::Verdict;

use super::case::Case;
use super::checks::{Fault, Kind, control, place};
use super::frame::{Frame, Node};
use crate::harness::App;

/// Of the window's area, where it is 1440×900 at 100 %.
const SHARE: f32 = 0.55;
/// More than the width of the grid's scroll bar, in points.
const SCROLL_BAR: f32 = 16.0;
/// Of its own area, for a panel to lie beside the ticket rather than around it.
const BESIDE: f32 = 0.1;

/// Every verdict: the text that names it, its key, what it then is called in a report.
const VERDICTS: [(&str, Key, &str); 8] = [
    ("verdict-correct", Key::Num1, "correct"),
    ("verdict-wrong", Key::Num2, "wrong"),
    ("reason-cut-off", Key::Num3, "cut_off"),
    ("reason-too-loose", Key::Num4, "too_loose"),
    ("reason-wrong-ticket", Key::Num5, "wrong_ticket"),
    ("reason-unreadable", Key::Num6, "unreadable"),
    ("verdict-unsure", Key::Num7, "unsure"),
    ("reason-other", Key::Num8, "in own words"),
];
/// Menus in which verdicts may be folded away.
const MENUS: [&str; 1] = ["verdict-reasons"];

/// The ticket is the largest thing. Below the least size nothing is beside the ticket or the tiles, and nothing on an
/// ordinary ticket.
pub fn room(frame: &Frame, case: Case, canvas: &str, is_ordinary: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    let canvas = frame.control(canvas);
    if let Some(canvas) = canvas {
        faults.extend(ticket(frame, case, canvas));
    }
    if !case.is_tiny() {
        return faults;
    }
    let grid = frame.controls().find(|it| it.role == Role::Grid);
    if let Some(shown) = canvas.or(grid)
        && shown.visible.width() < frame.window.width() - SCROLL_BAR
    {
        let what = format!("something is beside {}", control(shown));
        faults.push(Fault::new(Kind::Reach, what));
    }
    if let Some(canvas) = canvas.filter(|_| is_ordinary) {
        let on_ticket = frame.controls().filter(|it| {
            it.layer == canvas.layer
                && it.id != canvas.id
                && canvas.visible.contains(it.visible.center())
                && it.role != Role::Splitter
        });
        let fault = |it| Fault::new(Kind::Reach, format!("{} is on the ticket", control(it)));
        faults.extend(on_ticket.map(fault));
    }
    faults
}

fn ticket(frame: &Frame, case: Case, canvas: &Node) -> Vec<Fault> {
    let mut faults = Vec::new();
    let area = canvas.visible.area();
    let share = area / frame.window.area();
    let is_usual = case.size == (1440, 900) && case.scale == 100;
    if is_usual && share < SHARE {
        let what = format!(
            "the ticket has {:.0} % of the window, {}",
            share * 100.0,
            place(canvas.visible)
        );
        faults.push(Fault::new(Kind::Ticket, what));
    }
    let panels = frame.nodes.iter().filter(|it| is_beside(it, canvas));
    if let Some(largest) = panels.max_by(|a, b| a.visible.area().total_cmp(&b.visible.area()))
        && largest.visible.area() > area
    {
        let what = format!(
            "the ticket {} is smaller than {}",
            place(canvas.visible),
            place(largest.visible)
        );
        faults.push(Fault::new(Kind::Ticket, what));
    }
    faults
}

fn is_beside(node: &Node, canvas: &Node) -> bool {
    let both = node.visible.intersect(canvas.visible);
    let shared = if both.is_positive() { both.area() } else { 0.0 };
    node.layer == canvas.layer
        && node.visible.is_positive()
        && shared < BESIDE * node.visible.area()
}

/// Which verdicts cannot be given by their keys, and which are not to be clicked anywhere.
pub fn verdicts(app: &mut App) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (text, key, wanted) in VERDICTS {
        let given = by_key(app, key);
        if given.as_deref() != Some(wanted) {
            let what = format!("{key:?} gives {given:?}, not “{}”", app.text(text));
            faults.push(Fault::new(Kind::Reach, what));
        }
    }
    let frame = Frame::of(&app.harness);
    let mut missing: Vec<String> = VERDICTS.iter().map(|(text, ..)| app.text(text)).collect();
    missing.retain(|name| !is_clickable(&frame, name));
    for menu in MENUS {
        let menu = app.text(menu);
        if missing.is_empty() || !is_clickable(&frame, &menu) {
            continue;
        }
        app.click(&menu);
        let open = Frame::of(&app.harness);
        missing.retain(|name| !is_clickable(&open, name));
        app.press(Key::Escape);
    }
    let cannot = |name: &String| Fault::new(Kind::Reach, format!("“{name}” cannot be clicked"));
    faults.extend(missing.iter().map(cannot));
    faults
}

/// The verdict that this key gives; taken back at once.
fn by_key(app: &mut App, key: Key) -> Option<String> {
    let nr = app.state().looked_at()?;
    app.press(key);
    if app.state().judging.asks.is_some() {
        app.press(Key::Escape);
        return Some("in own words".to_owned());
    }
    let verdict = app.state().library.get(nr)?.ticket.verdict().cloned();
    let code = |verdict: Verdict| {
        let reason = verdict.reason().map(|it| it.code().to_owned());
        reason.unwrap_or_else(|| verdict.code().to_owned())
    };
    if verdict.is_some() {
        app.press_with(Modifiers::COMMAND, Key::Z);
    }
    verdict.map(code)
}

/// Whether a control of this name, or of this name and its key, can be clicked.
fn is_clickable(frame: &Frame, name: &str) -> bool {
    frame.controls().any(|it| {
        let rest = it.name.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            && it.visible.is_positive()
            && frame.window.contains(it.visible.center())
    })
}
