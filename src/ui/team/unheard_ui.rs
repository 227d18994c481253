//! What collided: what one said, what stands, the way to the ticket, and either taken with one click.

use egui::{Link, RichText, Ui};

use crate::model::{Deed, Stamp};
use crate::state::{Action, ExportAction, HandOverPage, State, UnheardAction, Unsettled};
use crate::ui::Cx;
use crate::ui::kit::{texts, theme, widgets};

/// Tickets that are drawn; the next ones come once these are decided.
const MOST: usize = 100;

/// Draws nothing where nothing collided.
pub fn unheard_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let count = state.unsettled().count();
    if count == 0 {
        return;
    }
    ui.add_space(12.0);
    let title = cx.with("unheard", &[("count", count.into())]);
    ui.label(RichText::new(title).strong().family(theme::semibold()));
    widgets::hint(ui, cx.text("unheard-hint"));
    for it in state.unsettled().take(MOST) {
        ui.push_id((it.event.stamp.id, it.invoice), |ui| {
            row_ui(ui, cx, state, &it);
        });
    }
    if count > MOST {
        let values = [("count", (count - MOST).into())];
        widgets::hint(ui, cx.with("figures-more", &values));
    }
}

/// Leads there from the notice that something collided.
pub fn button_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    if ui.button(cx.text("collided-decide")).clicked() {
        cx.push(Action::DismissNotice);
        let page = Some(HandOverPage::Team);
        cx.push(Action::Export(ExportAction::Show(page)));
    }
}

fn row_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, it: &Unsettled<'_>) {
    let nr = state.library.number_of(it.invoice);
    let entry = nr.and_then(|nr| state.library.get(nr));
    let stands = entry.and_then(|it| it.ticket.judgement.as_ref());
    let theirs = stands.map_or_else(
        || cx.text("collided-no-verdict").into_owned(),
        |it| format!("{} ({})", texts::verdict(cx, &it.verdict), it.reviewer),
    );
    let own = own_text(cx, it);
    ui.horizontal_wrapped(|ui| {
        let id = widgets::elided(it.invoice.as_str(), 22);
        let link = ui.add(Link::new(RichText::new(id).monospace()));
        if let Some(nr) = nr.filter(|_| link.clicked()) {
            cx.push(Action::Export(ExportAction::Show(None)));
            cx.push(Action::Open(nr));
        }
        let take = cx.with("unheard-take", &[("own", own.as_str().into())]);
        if ui.button(&take).clicked() {
            let (event, invoice) = (it.event.stamp.id, it.invoice.clone());
            let action = UnheardAction::TakeOwn(event, invoice, Stamp::now());
            cx.push(Action::Unheard(action));
        }
        let keep = cx.with("unheard-keep", &[("theirs", theirs.as_str().into())]);
        if ui.button(&keep).clicked() {
            let (event, invoice) = (it.event.stamp.id, it.invoice.clone());
            cx.push(Action::Unheard(UnheardAction::KeepTheirs(event, invoice)));
        }
    });
}

/// What one said.
fn own_text(cx: &Cx<'_>, it: &Unsettled<'_>) -> String {
    if let Some(verdict) = it.verdict() {
        return texts::verdict(cx, &verdict);
    }
    let key = match &it.event.deed {
        Deed::Noted(text) => return widgets::elided(text, 24),
        Deed::Corrected(_) => "unheard-region",
        Deed::FieldMarked(_) => "unheard-field",
        Deed::Cleared => "collided-no-verdict",
        _ => "unheard-undo",
    };
    cx.text(key).into_owned()
}
