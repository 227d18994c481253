//! A bar of fixed height in which nothing overlaps: what there is no room for goes into a menu "⋯", the least important
//! first. Each item is drawn by one closure, which is told whether it draws in the bar or in the menu.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Align, Button, Id, Layout, Rect, Response, RichText, Ui, UiBuilder, pos2, vec2};

use crate::state::State;

use super::{theme, widgets};
use crate::ui::Cx;
use crate::ui::commands::Command;

/// Height of a bar with the margins of [`widgets::bar`].
pub const TOOLBAR_HEIGHT: f32 = 44.0;
/// Height of what stands in it.
const CONTENT_HEIGHT: f32 = 32.0;
/// Width of the button with the dots.
const MORE_WIDTH: f32 = theme::CONTROL_HEIGHT + theme::GAP;
/// Points around a menu that it leaves of the window's height.
const MENU_AROUND: f32 = 70.0;
/// Least width of the menu.
const MENU_WIDTH: f32 = 220.0;
/// Points before an item that stands apart, with the line in their middle.
const APART: f32 = 3.0 * theme::GAP;

/// Of an item that never goes into the menu.
pub const PINNED: u8 = u8::MAX;

/// Where an item is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// In one row with others. A width is given only to items that asked for one.
    Bar,
    /// In a column. Who is done calls `ui.close()`.
    Menu,
}

type Draw<'a> = Box<dyn FnMut(&mut Ui, &mut Cx<'_>, Spot) + 'a>;

/// Something in a bar.
pub struct ToolbarItem<'a> {
    /// Unique in its bar; what its width is remembered by.
    key: &'static str,
    importance: u8,
    /// Least and largest width; as wide as it turns out to be where it does not say.
    room: Option<(f32, f32)>,
    is_apart: bool,
    draw: Draw<'a>,
}

impl<'a> ToolbarItem<'a> {
    /// The least important items leave the bar first; of equal ones the last.
    pub fn new(
        key: &'static str,
        importance: u8,
        draw: impl FnMut(&mut Ui, &mut Cx<'_>, Spot) + 'a,
    ) -> Self {
        Self {
            key,
            importance,
            room: None,
            is_apart: false,
            draw: Box::new(draw),
        }
    }

    /// The button of a command, with its name and key where it stands in the menu.
    pub fn command(state: &'a State, command: Command, importance: u8) -> Self {
        Self::toggle(state, command, importance, false)
    }

    /// The same for something that is on or off.
    pub fn toggle(state: &'a State, command: Command, importance: u8, is_on: bool) -> Self {
        Self::with_icon(state, command, importance, command.icon(), is_on)
    }

    /// The same with an icon that says how it stands.
    pub fn with_icon(
        state: &'a State,
        command: Command,
        importance: u8,
        icon: &'static str,
        is_on: bool,
    ) -> Self {
        Self::new(command.name(), importance, move |ui, cx, spot| match spot {
            Spot::Bar => widgets::command_with_icon(ui, cx, state, command, icon, is_on),
            Spot::Menu => {
                let name = cx.text(command.name()).into_owned();
                let is_enabled = command.is_available(state);
                let key = cx.keymap.shortcut(command);
                let row = MenuRow::new(icon, &name).key(&key);
                if row.on(is_on).enabled(is_enabled).ui(ui).clicked() {
                    cx.ask(state, command);
                    ui.close();
                }
            }
        })
    }

    /// Gives it a width between these, as much as there is: its closure finds it as the available width.
    pub fn between(mut self, least: f32, most: f32) -> Self {
        self.room = Some((least, most.max(least)));
        self
    }

    /// Sets it apart from what stands before it, by a line.
    pub fn apart(mut self) -> Self {
        self.is_apart = true;
        self
    }
}

/// The items of one bar, from left to right.
pub struct Toolbar<'a> {
    name: &'static str,
    items: Vec<ToolbarItem<'a>>,
    /// The first item of those that stand at the right.
    first_right: usize,
}

impl<'a> Toolbar<'a> {
    /// `name` is unique among all bars.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            items: Vec::new(),
            first_right: usize::MAX,
        }
    }

    pub fn add(&mut self, item: ToolbarItem<'a>) {
        self.items.push(item);
    }

    /// What is added from now on stands at the bar's right end.
    pub fn free_room(&mut self) {
        self.first_right = self.items.len();
    }

    /// Draws it over the available width.
    pub fn ui(mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let size = vec2(ui.available_width(), CONTENT_HEIGHT);
        let (whole, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        // Words of another language have other widths.
        let id = Id::unique(("toolbar", self.name, cx.locale.lang().tag()));
        let mut widths = ui.data(|data| data.get_temp::<Widths>(id).unwrap_or_default());
        if self.measure(ui, cx, whole, &mut widths) {
            ui.data_mut(|data| data.insert_temp(id, widths));
            ui.request_discard("widths of a toolbar");
            return;
        }
        let wanted: Vec<WantedItem> = self.items.iter().map(|it| it.wanted(&widths)).collect();
        let fitting = fit(&wanted, whole.width());
        let is_new = self.bar_ui(ui, cx, whole, &fitting, &mut widths);
        if fitting.iter().any(Option::is_none) {
            self.more_ui(ui, cx, whole, &fitting);
        }
        if is_new {
            ui.data_mut(|data| data.insert_temp(id, widths));
            ui.request_discard("another width in a toolbar");
        }
    }

    /// Draws out of sight what was never drawn; whether there was any.
    fn measure(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, whole: Rect, widths: &mut Widths) -> bool {
        let mut is_new = false;
        for item in &mut self.items {
            if item.room.is_some() || widths.of(item.key).is_some() {
                continue;
            }
            let builder = UiBuilder::new().max_rect(whole).sizing_pass().invisible();
            let width = item.bar_ui(ui, cx, builder);
            widths.set(item.key, width);
            is_new = true;
        }
        is_new
    }

    /// Draws what fits; whether anything has another width than it had.
    fn bar_ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        whole: Rect,
        fitting: &[Option<f32>],
        widths: &mut Widths,
    ) -> bool {
        let spaces: Vec<f32> = spaces(&self.items, fitting);
        let taken = |from: usize| -> f32 {
            let of = |index: usize| fitting[index].map_or(0.0, |width| spaces[index] + width);
            (from..fitting.len()).map(of).sum()
        };
        let has_more = fitting.iter().any(Option::is_none);
        let more = if has_more {
            MORE_WIDTH + theme::GAP
        } else {
            0.0
        };
        let mut is_new = false;
        let mut x = whole.left();
        for (index, item) in self.items.iter_mut().enumerate() {
            if index == self.first_right {
                x = x.max(whole.right() - more - taken(index));
            }
            let Some(width) = fitting[index] else {
                continue;
            };
            if item.is_apart && spaces[index] > 0.0 {
                let middle = x + spaces[index] / 2.0;
                let stroke = egui::Stroke::new(1.0, cx.palette.line);
                ui.painter()
                    .vline(middle, whole.y_range().shrink(6.0), stroke);
            }
            x += spaces[index];
            let rect = Rect::from_min_size(pos2(x, whole.top()), vec2(width, whole.height()));
            let drawn = item.bar_ui(ui, cx, UiBuilder::new().max_rect(rect));
            if item.room.is_none() && (drawn - width).abs() > 0.5 {
                widths.set(item.key, drawn);
                is_new = true;
            }
            x += width;
        }
        is_new
    }

    /// The button with the dots, and what is behind it.
    fn more_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, whole: Rect, fitting: &[Option<f32>]) {
        let min = pos2(whole.right() - MORE_WIDTH, whole.top());
        let builder = UiBuilder::new()
            .id_salt("more")
            .max_rect(Rect::from_min_max(min, whole.max))
            .layout(Layout::left_to_right(Align::Center));
        let name = cx.text("toolbar-more").into_owned();
        let button = Button::new(RichText::new("⋯").size(theme::ICON).strong())
            .min_size(vec2(MORE_WIDTH, theme::CONTROL_HEIGHT))
            .frame_when_inactive(false);
        let response = widgets::named(ui.new_child(builder).add(button), &name, "");
        let room = (ui.content_rect().height() - MENU_AROUND).max(160.0);
        egui::Popup::menu(&response)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                ui.set_min_width(MENU_WIDTH);
                egui::ScrollArea::vertical()
                    .max_height(room)
                    .min_scrolled_height(room)
                    .show(ui, |ui| {
                        let items = self.items.iter_mut().zip(fitting);
                        for (item, _) in items.filter(|(_, fits)| fits.is_none()) {
                            (item.draw)(ui, cx, Spot::Menu);
                        }
                    });
            });
    }
}

impl ToolbarItem<'_> {
    /// Draws it into the bar; how wide it is.
    fn bar_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, builder: UiBuilder) -> f32 {
        let builder = builder
            .id_salt(self.key)
            .layout(Layout::left_to_right(Align::Center));
        let mut child = ui.new_child(builder);
        child.spacing_mut().item_spacing.x = theme::GAP;
        (self.draw)(&mut child, cx, Spot::Bar);
        child.min_rect().width()
    }

    fn wanted(&self, widths: &Widths) -> WantedItem {
        let natural = widths.of(self.key).unwrap_or_default();
        let (least, most) = self.room.unwrap_or((natural, natural));
        WantedItem {
            least,
            most,
            importance: self.importance,
            space: self.space(),
        }
    }

    /// Points before it.
    fn space(&self) -> f32 {
        if self.is_apart { APART } else { theme::GAP }
    }
}

/// Points before each item; the first that is shown has none.
fn spaces(items: &[ToolbarItem<'_>], fitting: &[Option<f32>]) -> Vec<f32> {
    let first = fitting.iter().position(Option::is_some);
    let space = |(index, item): (usize, &ToolbarItem<'_>)| {
        if Some(index) == first {
            0.0
        } else {
            item.space()
        }
    };
    items.iter().enumerate().map(space).collect()
}

/// How wide items were when they were drawn last.
#[derive(Clone, Default)]
struct Widths(Arc<HashMap<&'static str, f32>>);

impl Widths {
    fn of(&self, key: &str) -> Option<f32> {
        self.0.get(key).copied()
    }

    fn set(&mut self, key: &'static str, width: f32) {
        Arc::make_mut(&mut self.0).insert(key, width);
    }
}

/// What is to be known of an item to say whether it fits.
#[derive(Clone, Copy, Debug)]
struct WantedItem {
    least: f32,
    most: f32,
    importance: u8,
    space: f32,
}

/// The width of each item, or that it has to go into the menu.
fn fit(wanted: &[WantedItem], available: f32) -> Vec<Option<f32>> {
    let mut is_in: Vec<bool> = vec![true; wanted.len()];
    let least = |is_in: &[bool]| {
        let shown = wanted.iter().zip(is_in).filter(|(_, is_in)| **is_in);
        let widths: f32 = shown.map(|(it, _)| it.space + it.least).sum();
        let has_more = is_in.iter().any(|is_in| !is_in);
        widths
            + if has_more {
                MORE_WIDTH + theme::GAP
            } else {
                0.0
            }
    };
    // The first item's space is not used: a few points in reserve.
    while least(&is_in) > available {
        let candidates = (0..wanted.len()).rev();
        let candidates = candidates.filter(|&it| is_in[it] && wanted[it].importance < PINNED);
        match candidates.min_by_key(|&it| wanted[it].importance) {
            Some(index) => is_in[index] = false,
            None => break,
        }
    }
    let mut left = (available - least(&is_in)).max(0.0);
    let width = |(it, is_in): (&WantedItem, bool)| {
        is_in.then(|| {
            let more = (it.most - it.least).min(left);
            left -= more;
            it.least + more
        })
    };
    wanted.iter().zip(is_in).map(width).collect()
}

/// A line of a menu: icon, name, key.
pub struct MenuRow<'a> {
    icon: &'a str,
    name: &'a str,
    key: &'a str,
    is_on: bool,
    is_enabled: bool,
}

impl<'a> MenuRow<'a> {
    pub fn new(icon: &'a str, name: &'a str) -> Self {
        Self {
            icon,
            name,
            key: "",
            is_on: false,
            is_enabled: true,
        }
    }

    pub fn key(mut self, key: &'a str) -> Self {
        self.key = key;
        self
    }

    pub fn on(mut self, is_on: bool) -> Self {
        self.is_on = is_on;
        self
    }

    pub fn enabled(mut self, is_enabled: bool) -> Self {
        self.is_enabled = is_enabled;
        self
    }

    pub fn ui(self, ui: &mut Ui) -> Response {
        let icon = RichText::new(self.icon).size(theme::ICON);
        let mut button = Button::selectable(self.is_on, (icon, self.name))
            .min_size(vec2(ui.available_width(), theme::CONTROL_HEIGHT));
        if !self.key.is_empty() {
            button = button.shortcut_text(self.key);
        }
        let response = ui.add_enabled(self.is_enabled, button);
        response.accessible_name(self.name)
    }
}

#[cfg(test)]
#[path = "toolbar_tests.rs"]
mod tests;
