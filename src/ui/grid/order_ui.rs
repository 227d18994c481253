//! The menu of orders and of views that were given a name.

use egui::{Button, Key, RichText, TextEdit, Ui};

use crate::review::ListOrder;
use crate::state::{Action, State, VIEW_NAME_CHARS, ViewsAction};

use crate::ui::Cx;
use crate::ui::kit::toolbar::Spot;
use crate::ui::kit::{icons, texts, theme, widgets};

/// Width of the menu.
const WIDTH: f32 = 260.0;
/// Points around the menu that it leaves of the window's height.
const AROUND: f32 = 70.0;

/// The menu behind its button, or laid out in the menu of a bar. `name` is what is typed for the view to be kept.
pub fn order_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, spot: Spot, name: &mut String) {
    if spot == Spot::Menu {
        menu_ui(ui, cx, state, name);
        return;
    }
    let view = &state.listing.view;
    let is_changed = view.order != ListOrder::default() || view.is_reversed;
    let title = cx.text("order").into_owned();
    let response = widgets::icon_toggle(ui, icons::SORT, &title, "", is_changed);
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(WIDTH);
            let room = (ui.content_rect().height() - AROUND).max(160.0);
            egui::ScrollArea::vertical()
                .max_height(room)
                .min_scrolled_height(room)
                .show(ui, |ui| menu_ui(ui, cx, state, name));
        });
}

fn menu_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, name: &mut String) {
    ui.spacing_mut().item_spacing.y = theme::GAP / 2.0;
    let view = &state.listing.view;
    widgets::hint(ui, cx.text("order"));
    for order in ListOrder::ALL {
        let text = cx.text(texts::order_key(order));
        let row = Button::selectable(order == view.order, text)
            .min_size(egui::vec2(ui.available_width(), 0.0));
        if ui.add(row).clicked() {
            cx.push(Action::SetOrder(order));
            ui.close();
        }
    }
    let mut is_reversed = view.is_reversed;
    let reverse = egui::Checkbox::new(&mut is_reversed, cx.text("order-reversed"));
    if ui
        .add_enabled(view.order.has_direction(), reverse)
        .changed()
    {
        cx.push(Action::Views(ViewsAction::Reverse));
    }
    ui.separator();
    widgets::hint(ui, cx.text("views"));
    for (index, saved) in state.settings.views.iter().enumerate() {
        let saved_view = saved.view();
        let is_shown = saved_view.as_ref() == Some(view);
        ui.horizontal(|ui| {
            let room = ui.available_width() - theme::CONTROL_HEIGHT - 2.0 * theme::GAP;
            let row = Button::selectable(is_shown, saved.name.as_str())
                .truncate()
                .min_size(egui::vec2(room, 0.0));
            let response = ui.add_enabled(saved_view.is_some(), row);
            let response = response.on_disabled_hover_text(cx.text("views-not-understood"));
            if response.clicked() {
                cx.push(Action::Views(ViewsAction::Choose(index)));
                ui.close();
            }
            let name = cx.with("views-delete", &[("name", saved.name.as_str().into())]);
            if widgets::icon_button(ui, icons::TRASH, &name, "").clicked() {
                cx.push(Action::Views(ViewsAction::Delete(index)));
            }
        });
    }
    save_ui(ui, cx, name);
}

/// The field for a name, and the button that keeps the present view under it.
fn save_ui(ui: &mut Ui, cx: &mut Cx<'_>, name: &mut String) {
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(name)
            .id(egui::Id::unique("name of a view"))
            .hint_text(cx.text("views-name").into_owned())
            .char_limit(VIEW_NAME_CHARS)
            .margin(egui::Margin::symmetric(8, 5))
            .desired_width(ui.available_width() - 90.0);
        let field = ui
            .add(field)
            .accessible_name(cx.text("views-name").as_ref());
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let button = Button::new(RichText::new(cx.text("views-save")));
        let is_named = !name.trim().is_empty();
        let is_clicked = ui.add_enabled(is_named, button).clicked();
        if is_named && (is_clicked || is_entered) {
            cx.push(Action::Views(ViewsAction::Save(std::mem::take(name))));
        }
    });
}
