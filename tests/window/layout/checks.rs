//! What must hold of a frame, and of two frames in which nothing of the bars may move.

use std::collections::BTreeMap;

use egui::{Order, Pos2, Rect, Role};

use super::frame::{Frame, Node, Text, is_toolkit_bar};

/// Less than this nobody sees, in points.
const SLACK: f32 = 1.0;
/// A surface is at least so many times as large as what lies on it.
const SURFACE: f32 = 4.0;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Two controls lie on each other.
    Overlap,
    /// Something reaches out of the window.
    Outside,
    /// Something is cut off by what it is in.
    Cut,
    /// Two texts are written over each other.
    Texts,
    /// A control is somewhere else than before.
    Moved,
    /// A control has no name.
    Unnamed,
    /// The ticket is not the largest thing.
    Ticket,
    /// What is needed cannot be reached, or what is in its way is shown.
    Reach,
}

/// One thing that is wrong with a frame.
#[derive(Clone, Debug)]
pub struct Fault {
    pub kind: Kind,
    pub what: String,
}

impl Fault {
    pub fn new(kind: Kind, what: String) -> Self {
        Self { kind, what }
    }
}

/// All that one frame shows to be wrong.
pub fn of(frame: &Frame) -> Vec<Fault> {
    let mut faults = overlaps(frame);
    faults.extend(cut_controls(frame));
    faults.extend(lost_labels(frame));
    faults.extend(cut_texts(frame));
    faults.extend(texts_on_texts(frame));
    faults.extend(unnamed(frame));
    faults
}

fn overlaps(frame: &Frame) -> Vec<Fault> {
    // A panel's edge is taken hold of beside it, too.
    let is_seen = |node: &&Node| {
        node.visible.is_positive() && node.role != Role::Splitter && !is_toolkit_bar(node)
    };
    let controls: Vec<&Node> = frame.controls().filter(is_seen).collect();
    let mut faults = Vec::new();
    for (index, first) in controls.iter().enumerate() {
        for second in &controls[index + 1..] {
            let lies_on = first.layer == second.layer
                && overlap(first.visible, second.visible)
                && !is_parent(first, second)
                && !is_surface(first, second)
                && !is_surface(second, first);
            if lies_on {
                let what = format!("{} on {}", control(first), control(second));
                faults.push(Fault::new(Kind::Overlap, what));
            }
        }
    }
    faults
}

fn is_parent(first: &Node, second: &Node) -> bool {
    first.parents.contains(&second.id) || second.parents.contains(&first.id)
}

/// Whether `below` is what `above` lies upon as a whole.
fn is_surface(below: &Node, above: &Node) -> bool {
    let holds_others = matches!(
        below.role,
        Role::Grid | Role::Image | Role::List | Role::Table
    );
    let is_larger = holds_others || below.rect.area() >= SURFACE * above.rect.area();
    is_larger && below.order < above.order && below.rect.expand(SLACK).contains_rect(above.visible)
}

fn cut_controls(frame: &Frame) -> Vec<Fault> {
    let whole = frame
        .controls()
        .filter(|it| it.role != Role::Splitter && !is_toolkit_bar(it));
    let faults = whole.filter_map(|node| {
        let scrolls = frame.node_scrolls(node);
        let seen = node.visible.intersect(frame.window);
        let sides = lost(node.rect, seen, scrolls)?;
        let kind = kind_of(node.rect, frame.window);
        Some(Fault::new(kind, format!("{} loses {sides}", control(node))))
    });
    faults.collect()
}

/// Labels of which nothing is to be seen; what is lost of others shows in their texts.
fn lost_labels(frame: &Frame) -> Vec<Fault> {
    let labels = frame
        .nodes
        .iter()
        .filter(|it| it.role == Role::Label && !it.name.is_empty());
    let lost = labels.filter(|node| {
        let seen = node.visible.intersect(frame.window);
        let scrolls = frame.node_scrolls(node);
        node.rect.is_positive() && !seen.is_positive() && scrolls == [false; 2]
    });
    let fault = |node: &Node| {
        let kind = kind_of(node.rect, frame.window);
        Fault::new(
            kind,
            format!("nothing is seen of text {}", said(&node.name, node.rect)),
        )
    };
    lost.map(fault).collect()
}

fn cut_texts(frame: &Frame) -> Vec<Fault> {
    let mut faults = Vec::new();
    for text in frame.texts.iter().filter(|it| !it.is_elided) {
        let clip = text.clip.intersect(frame.window);
        for &row in text.rows.iter().filter(|row| row.intersects(clip)) {
            let Some(sides) = lost(row, clip, frame.text_scrolls(text)) else {
                continue;
            };
            if frame.is_field_value(text) {
                continue;
            }
            let kind = kind_of(row, frame.window);
            let what = format!("text {} loses {sides}", said(&text.said, row));
            faults.push(Fault::new(kind, what));
        }
    }
    faults
}

/// What is lost of `whole` on each side, unless it can be moved into view.
fn lost(whole: Rect, seen: Rect, scrolls: [bool; 2]) -> Option<String> {
    let sides = [
        ("left", 0, seen.left() - whole.left()),
        ("right", 0, whole.right() - seen.right()),
        ("top", 1, seen.top() - whole.top()),
        ("bottom", 1, whole.bottom() - seen.bottom()),
    ];
    let lost = sides
        .iter()
        .filter(|(_, axis, points)| *points > SLACK && !scrolls[*axis]);
    let lost: Vec<String> = lost
        .map(|(side, _, points)| format!("{points:.0} at its {side}"))
        .collect();
    (!lost.is_empty()).then(|| lost.join(", "))
}

fn kind_of(rect: Rect, window: Rect) -> Kind {
    if window.expand(SLACK).contains_rect(rect) {
        Kind::Cut
    } else {
        Kind::Outside
    }
}

fn texts_on_texts(frame: &Frame) -> Vec<Fault> {
    let seen = |text: &Text| -> Vec<Rect> {
        let rows = text.rows.iter().map(|row| row.intersect(text.clip));
        rows.filter(Rect::is_positive).collect()
    };
    let texts: Vec<(&Text, Vec<Rect>)> = frame.texts.iter().map(|it| (it, seen(it))).collect();
    let mut faults = Vec::new();
    for (index, (first, rows)) in texts.iter().enumerate() {
        for (second, others) in texts[index + 1..]
            .iter()
            .filter(|(it, _)| it.layer == first.layer)
        {
            let mut pairs = rows
                .iter()
                .flat_map(|row| others.iter().map(move |other| (*row, *other)));
            if let Some((row, other)) = pairs.find(|(row, other)| overlap(*row, *other)) {
                let what = format!(
                    "text {} on text {}",
                    said(&first.said, row),
                    said(&second.said, other)
                );
                faults.push(Fault::new(Kind::Texts, what));
            }
        }
    }
    faults
}

fn unnamed(frame: &Frame) -> Vec<Fault> {
    let has_no_name = |node: &&Node| {
        let is_plain = matches!(
            node.role,
            Role::Unknown
                | Role::GenericContainer
                | Role::Window
                | Role::Dialog
                | Role::Pane
                | Role::Splitter
                | Role::ScrollBar
        );
        node.name.is_empty() && node.placeholder.is_empty() && !is_plain
    };
    let faults = frame.controls().filter(has_no_name);
    let fault = |node: &Node| Fault::new(Kind::Unnamed, control(node));
    faults.map(fault).collect()
}

/// Where a control is that has a place of its own.
pub struct Fixed {
    rect: Rect,
    /// In a panel beside the ticket.
    pub is_beside: bool,
}

/// The controls that have a place of their own, by their names, where a name is that of one alone. What lies in areas
/// that scroll or on the ticket has none.
pub fn fixed(frame: &Frame, canvas: &str) -> BTreeMap<String, Fixed> {
    let canvas = frame.control(canvas).map(|it| it.id);
    let place = canvas.and_then(|id| frame.nodes.iter().find(|it| it.id == id));
    let mut named: BTreeMap<String, Vec<Fixed>> = BTreeMap::new();
    for node in frame.controls() {
        let is_on_canvas = place.is_some_and(|it| it.rect.contains(node.rect.center()));
        let is_whole = Some(node.id) == canvas || node.role == Role::Grid;
        let is_fixed = node.layer.order == Order::Background
            && (is_whole || !is_on_canvas && !frame.is_in_scroll(node))
            && !matches!(node.role, Role::ScrollBar | Role::Splitter)
            && !node.name.is_empty();
        if is_fixed {
            named.entry(node.name.clone()).or_default().push(Fixed {
                rect: node.rect,
                is_beside: is_beside(frame, node),
            });
        }
    }
    let only = |(name, mut places): (String, Vec<Fixed>)| {
        let place = places.pop()?;
        places.is_empty().then_some((name, place))
    };
    named.into_iter().filter_map(only).collect()
}

/// Whether the innermost panel that the node is in is higher than wide.
fn is_beside(frame: &Frame, node: &Node) -> bool {
    let panels = |id| {
        frame
            .nodes
            .iter()
            .find(|it| it.id == id && it.role == Role::Pane)
    };
    let panel = node.parents.iter().find_map(|&id| panels(id));
    panel.is_some_and(|it| {
        it.rect.height() > it.rect.width() && it.rect.width() < frame.window.width() / 2.0
    })
}

/// Which of these controls are somewhere else in the second.
pub fn moved(
    before: &BTreeMap<String, Fixed>,
    after: &BTreeMap<String, Fixed>,
    is_held: impl Fn(&Fixed) -> bool,
) -> Vec<Fault> {
    let held = before.iter().filter(|(_, place)| is_held(place));
    let both = held.filter_map(|(name, place)| Some((name, place.rect, after.get(name)?.rect)));
    let moved = both.filter(|(_, rect, now)| distance(*rect, *now) > SLACK);
    let fault = |(name, rect, now): (&String, Rect, Rect)| {
        Fault::new(
            Kind::Moved,
            format!("{} is now at {}", said(name, rect), place(now)),
        )
    };
    moved.map(fault).collect()
}

fn distance(first: Rect, second: Rect) -> f32 {
    let corner = |one: Pos2, other: Pos2| (one - other).abs().max_elem();
    corner(first.min, second.min).max(corner(first.max, second.max))
}

/// In both directions.
fn overlap(first: Rect, second: Rect) -> bool {
    let both = first.intersect(second);
    both.width() > SLACK && both.height() > SLACK
}

pub fn control(node: &Node) -> String {
    format!("{:?} {}", node.role, said(&node.name, node.rect))
}

pub fn said(name: &str, rect: Rect) -> String {
    let short: String = name.chars().take(28).collect();
    let more = if short.len() < name.len() { "…" } else { "" };
    format!("“{}{more}” {}", short.replace('\n', " "), place(rect))
}

pub fn place(rect: Rect) -> String {
    let Rect { min, max } = rect;
    format!("[{:.0} {:.0} {:.0} {:.0}]", min.x, min.y, max.x, max.y)
}
