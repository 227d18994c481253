//! Settings of the network: downloads, a company's own authority, and what the keyring keeps.

use egui::{Id, TextEdit, Ui};

use crate::state::{Action, CONNECTIONS, Settings};

use crate::ui::Cx;
use crate::ui::kit::widgets;

/// Width of the path's field in points.
const PATH_WIDTH: f32 = 220.0;

/// Fewer downloads at a time are kinder to a slow network and to others at the same bucket.
pub fn connections_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    ui.horizontal(|ui| {
        for count in CONNECTIONS {
            let is_current = settings.connections == count;
            if ui.selectable_label(is_current, count.to_string()).clicked() {
                cx.push(Action::SetConnections(count));
            }
        }
    });
}

pub fn trust_ui(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    let label = widgets::hint(ui, cx.text("settings-ca-file"));
    // The path being typed; used with Enter or when the field is left.
    let draft_id = Id::unique("path of the authorities");
    let mut path = ui
        .data(|data| data.get_temp::<String>(draft_id))
        .unwrap_or_else(|| settings.ca_file.clone());
    let field = TextEdit::singleline(&mut path)
        .id(Id::unique("field for the path of authorities"))
        .hint_text(cx.text("settings-ca-file-placeholder").into_owned())
        .desired_width(PATH_WIDTH);
    let response = ui.add(field).labelled_by(label.id);
    if response.lost_focus() {
        if path.trim() != settings.ca_file {
            cx.push(Action::SetCaFile(path));
        }
        ui.data_mut(|data| data.remove::<String>(draft_id));
    } else if response.changed() {
        ui.data_mut(|data| data.insert_temp(draft_id, path));
    }
    let mut reaches = settings.private_addresses;
    let name = cx.text("settings-private-addresses");
    if ui.checkbox(&mut reaches, name).changed() {
        cx.push(Action::TogglePrivateAddresses);
    }
    if settings.remembers {
        ui.separator();
        if ui.button(cx.text("keyring-forget-all")).clicked() {
            cx.push(Action::Forget);
        }
    }
}
