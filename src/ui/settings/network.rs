//! Settings of the network: downloads, the proxy, a company's own authority, and what the keyring keeps.

use egui::Ui;

use crate::platform::{InvalidProxy, ProxyChoice};
use crate::state::{Action, CONNECTIONS, ChoicePurpose, PreferencesAction, State};

use super::draft_field::{DraftField, locked_ui};
use crate::ui::Cx;
use crate::ui::kit::path_field::{choose_ui, missing_ui};

/// Width of a path's or an address's field in points.
const WIDTH: f32 = 300.0;

/// Fewer downloads at a time are kinder to a slow network and to others at the same bucket.
pub fn connections_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    ui.horizontal(|ui| {
        for count in CONNECTIONS {
            let is_current = state.settings.connections == count;
            if ui.selectable_label(is_current, count.to_string()).clicked() {
                cx.push(Action::SetConnections(count));
            }
        }
    });
}

/// The system's, none, or the one that is named.
pub fn proxy_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let present = state.settings.proxy.as_str();
    let is_locked = state.managed.locked_proxy().is_some();
    let set = |cx: &mut Cx<'_>, text: &str| {
        let set = PreferencesAction::SetProxy(text.to_owned());
        cx.push(Action::Preferences(set));
    };
    ui.add_enabled_ui(!is_locked, |ui| {
        ui.horizontal_wrapped(|ui| {
            for (choice, key) in [
                (ProxyChoice::System, "proxy-system"),
                (ProxyChoice::Direct, "proxy-direct"),
            ] {
                let is_current = present == choice.text();
                if ui.selectable_label(is_current, cx.text(key)).clicked() {
                    set(cx, choice.text());
                }
            }
        });
    });
    let named = match ProxyChoice::parse(present) {
        Ok(ProxyChoice::Named(address)) => address.to_string(),
        _ => String::new(),
    };
    let field = DraftField {
        id: "address of the proxy",
        label: "proxy-address",
        placeholder: "proxy-placeholder",
        width: WIDTH,
        is_locked,
    };
    let fault = |text: &str| {
        let key = match ProxyChoice::parse(text).err()? {
            InvalidProxy::HasSecret => "proxy-has-secret",
            InvalidProxy::Unreadable => "proxy-unreadable",
        };
        Some(cx.text(key).into_owned())
    };
    let typed = field.ui(ui, cx, &named, fault);
    if let Some(text) = typed {
        set(cx, &text);
    }
    if is_locked {
        locked_ui(ui, cx, &state.managed.by);
    }
}

pub fn trust_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let is_locked = state.managed.locked_ca_file().is_some();
    let field = DraftField {
        id: "field for the path of authorities",
        label: "settings-ca-file",
        placeholder: "settings-ca-file-placeholder",
        width: WIDTH,
        is_locked,
    };
    let typed = field.ui(ui, cx, &state.settings.ca_file, |_| None);
    if let Some(path) = typed {
        cx.push(Action::SetCaFile(path));
    }
    if !is_locked {
        choose_ui(ui, cx, &state.choosing, ChoicePurpose::CaFile);
        missing_ui(ui, cx, &state.choosing, ChoicePurpose::CaFile);
    }
    if is_locked {
        locked_ui(ui, cx, &state.managed.by);
    }
    let mut reaches = state.settings.private_addresses;
    let name = cx.text("settings-private-addresses");
    if ui.checkbox(&mut reaches, name).changed() {
        cx.push(Action::TogglePrivateAddresses);
    }
    if state.settings.remembers {
        ui.separator();
        if ui.button(cx.text("keyring-forget-all")).clicked() {
            cx.push(Action::Forget);
        }
    }
}
