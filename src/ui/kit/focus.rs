//! What Tab goes to is brought into view.

use egui::{Id, Key, Ui};

/// Called within a scroll area behind all that it holds. Only Tab moves the page: where a field has the focus from the
/// beginning, or by a click, the page stays where it is.
pub fn follow_focus(ui: &Ui) {
    let id = Id::unique((ui.scope_id(), "focus that was followed"));
    let (before, is_awaited) =
        ui.data(|data| data.get_temp::<(Option<Id>, bool)>(id).unwrap_or_default());
    let is_awaited = is_awaited || ui.input(|input| input.key_pressed(Key::Tab));
    let focused = ui.memory(egui::Memory::focused);
    let is_new = focused != before;
    ui.data_mut(|data| data.insert_temp(id, (focused, is_awaited && !is_new)));
    let response = focused.filter(|_| is_awaited && is_new);
    let response = response.and_then(|focused| ui.ctx().read_response(focused));
    if let Some(rect) = response.map(|it| it.rect)
        && !ui.clip_rect().contains_rect(rect)
    {
        ui.scroll_to_rect(rect, None);
        ui.ctx().request_repaint();
    }
}
