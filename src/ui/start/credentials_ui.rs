//! The masked fields for a token or an app key, and what the keyring keeps: on the start panel and wherever something
//! refused is replaced.

use egui::{Context, Id, RichText, TextEdit, Ui};
use zeroize::Zeroizing;

use crate::keyring::Saved;
use crate::platform::{Credentials, Endpoint};
use crate::state::{Action, Remembered, State};

use super::credentials_data::{CredentialDrafts, Way};
use crate::ui::Cx;
use crate::ui::kit::{icons, theme, widgets};

/// What lets in without being typed.
pub struct Kept<'a> {
    pub credentials: &'a Credentials,
    /// The keyring has it; what it has not is here until the program ends.
    is_saved: bool,
}

/// What the keyring has for this address, or what let in to it last, unless something else was asked for.
pub fn kept<'a>(
    state: &'a State,
    drafts: &CredentialDrafts,
    endpoint: Option<&Endpoint>,
) -> Option<Kept<'a>> {
    let endpoint = endpoint.filter(|_| !drafts.uses_other)?;
    let saved = state
        .remembered
        .kept()
        .filter(|it| it.endpoint == *endpoint);
    let saved = saved.map(|it| (&it.credentials, true));
    let last = state.access.as_ref().filter(|(of, _)| of == endpoint);
    let last = last.map(|(_, credentials)| (credentials, false));
    let (credentials, is_saved) = saved.or(last)?;
    Some(Kept {
        credentials,
        is_saved,
    })
}

/// Choice and fields under a heading, or what is kept.
pub fn credentials_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    state: &State,
    drafts: &mut CredentialDrafts,
    endpoint: Option<&Endpoint>,
) {
    let heading = RichText::new(cx.text("start-token"))
        .strong()
        .family(theme::semibold());
    if let Some(saved) = kept(state, drafts, endpoint) {
        ui.label(heading);
        kept_ui(ui, cx, &saved, drafts);
        return;
    }
    let label = ui
        .horizontal(|ui| {
            let label = ui.label(heading);
            ui.add_space(theme::GAP);
            way_ui(ui, cx, drafts);
            label.id
        })
        .inner;
    match drafts.way {
        Way::Token => {
            fields_ui(ui, cx, drafts, label, f32::INFINITY);
        }
        Way::Key => {
            let width = 0.5 * (ui.available_width() - ui.spacing().item_spacing.x);
            ui.horizontal(|ui| fields_ui(ui, cx, drafts, label, width));
        }
    }
    ui.horizontal_wrapped(|ui| {
        remember_ui(ui, cx, drafts);
        let hint = match (&state.remembered, drafts.remembers) {
            (Remembered::Loading, _) => "keyring-loading",
            (_, true) => "start-remember-hint",
            (_, false) => "start-token-hint",
        };
        widgets::hint(ui, cx.text(hint));
    });
}

/// What is here already, which nobody needs to see to use it.
fn kept_ui(ui: &mut Ui, cx: &mut Cx<'_>, kept: &Kept<'_>, drafts: &mut CredentialDrafts) {
    ui.horizontal(|ui| {
        ui.set_min_height(theme::CONTROL_HEIGHT);
        ui.label(RichText::new(icons::LOCK).color(cx.palette.good));
        let key = match (kept.credentials, kept.is_saved) {
            (Credentials::Token(_), true) => "keyring-has-token",
            (Credentials::Key(_), true) => "keyring-has-key",
            (Credentials::Token(_), false) => "start-has-token",
            (Credentials::Key(_), false) => "start-has-key",
        };
        ui.label(cx.text(key));
        if ui.button(cx.text("keyring-use-other")).clicked() {
            drafts.uses_other = true;
        }
        if kept.is_saved && ui.button(cx.text("keyring-forget")).clicked() {
            cx.push(Action::Forget);
        }
    });
}

/// The choice between the two ways, side by side in a row.
pub fn way_ui(ui: &mut Ui, cx: &Cx<'_>, drafts: &mut CredentialDrafts) {
    for (way, key) in [(Way::Token, "way-token"), (Way::Key, "way-key")] {
        let is_chosen = drafts.way == way;
        if ui.selectable_label(is_chosen, cx.text(key)).clicked() {
            drafts.way = way;
        }
    }
}

/// The fields of the chosen way, each at most `width` points wide. A token's field is named by `label`. Whether Enter was
/// pressed in one.
pub fn fields_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    drafts: &mut CredentialDrafts,
    label: Id,
    width: f32,
) -> bool {
    let mut is_left = false;
    match drafts.way {
        Way::Token => {
            let hint = cx.text("start-token-placeholder");
            let field = secret_ui(ui, &mut drafts.token, token_field_id(), &hint, width);
            is_left = field.labelled_by(label).lost_focus();
        }
        Way::Key => {
            for (buffer, id, name) in [
                (&mut drafts.app_key, key_field_id(), "appKey"),
                (&mut drafts.app_security, security_field_id(), "appSecurity"),
            ] {
                let field = secret_ui(ui, buffer, id, name, width).accessible_name(name);
                is_left |= field.lost_focus();
            }
        }
    }
    is_left && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

pub fn remember_ui(ui: &mut Ui, cx: &Cx<'_>, drafts: &mut CredentialDrafts) {
    ui.checkbox(&mut drafts.remembers, cx.text("keyring-remember"));
}

pub fn secret_ui(
    ui: &mut Ui,
    buffer: &mut Zeroizing<String>,
    id: Id,
    hint: &str,
    width: f32,
) -> egui::Response {
    let field = TextEdit::singleline(&mut **buffer)
        .id(id)
        .password(true)
        .margin(egui::Margin::symmetric(8, 6))
        .hint_text(hint.to_owned())
        .desired_width(width);
    let response = ui.add(field);
    if response.changed() {
        forget_undo(ui.ctx(), id);
    }
    response
}

/// Puts the keyboard into the field of the token, wherever it stands.
pub fn focus_token(ctx: &Context) {
    ctx.memory_mut(|memory| memory.request_focus(token_field_id()));
}

fn token_field_id() -> Id {
    Id::unique("token field")
}

fn key_field_id() -> Id {
    Id::unique("app key field")
}

fn security_field_id() -> Id {
    Id::unique("app security field")
}

/// A field remembers its texts for undo, and with them every stage of a secret.
pub fn forget_undo(ctx: &Context, id: Id) {
    if let Some(mut field) = TextEdit::load_state(ctx, id) {
        field.clear_undoer();
        TextEdit::store_state(ctx, id, field);
    }
}

/// Hands over what was typed and has it kept where that was asked for.
pub fn take(
    ui: &Ui,
    drafts: &mut CredentialDrafts,
    endpoint: &Endpoint,
) -> Option<(Credentials, Option<Action>)> {
    let credentials = drafts.take()?;
    for id in [token_field_id(), key_field_id(), security_field_id()] {
        forget_undo(ui.ctx(), id);
    }
    let remember = drafts.remembers.then(|| {
        Action::Remember(Saved {
            endpoint: endpoint.clone(),
            credentials: credentials.clone(),
        })
    });
    Some((credentials, remember))
}
