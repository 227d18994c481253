//! Originals: where the user names them, what the viewer shows of them, and the one line that says what is shown.

use egui::{RichText, Ui};

use crate::engine::OriginalSource;
use crate::model::{InvoiceNr, Located};
use crate::review::{Entry, Original};
use crate::state::{Action, ChoicePurpose, NoticeKind, OriginalsAction, State, Viewer};

use super::canvas::PagePicture;
use super::{details_ui, xml_card_ui};
use crate::ui::Cx;
use crate::ui::kit::path_field::PathField;
use crate::ui::kit::tooltip::WithTooltip as _;
use crate::ui::kit::{icons, texts, theme, widgets};

/// Characters of a file's path that fit into the panel without hiding its end.
const PATH_CHARS: usize = 60;

/// What is shown in the place of the delivered picture: the original as it stands on the page, unless the crop is to be
/// seen.
pub fn shown<'a>(state: &'a State, viewer: &Viewer) -> Option<PagePicture<'a>> {
    let (key, picture, placement) = if viewer.shows_crop {
        state.shown_crop(viewer.nr)?
    } else {
        let (original, placement) = state.original(viewer.nr)?;
        (&original.key, &*original.picture, placement)
    };
    Some(PagePicture {
        key,
        page: 0,
        sharp: &[],
        has_parts: false,
        // Its pixels are shown as they are: only documents of the platform are drawn anew.
        is_document: false,
        full: Some(picture),
        thumbnail: None,
        size: picture.facts.size,
        placement: Some(placement),
    })
}

/// Invoices whose pictures are shown beside that of the open one: none on an original, which has it all.
pub fn pieces(state: &State, viewer: &Viewer) -> Vec<InvoiceNr> {
    if !viewer.shows_crop && state.original(viewer.nr).is_some() {
        return Vec::new();
    }
    state.library.pieces(viewer.nr)
}

/// What the viewer shows of the page.
pub fn shown_text(cx: &Cx<'_>, state: &State, viewer: &Viewer, located: &Located) -> String {
    if viewer.shows_crop || state.original(viewer.nr).is_none() {
        return details_ui::placement_text(cx, located, pieces(state, viewer).len());
    }
    let original = state.original(viewer.nr).map(|(original, _)| original);
    let key = match original.map(|original| &original.source) {
        Some(OriginalSource::Uncropped) => "placement-original-server",
        Some(OriginalSource::Attachment) => "placement-original-attachment",
        _ => "placement-original-file",
    };
    cx.text(key).into_owned()
}

/// The same, and why there is no more of a cropped page.
pub fn badge_text(cx: &Cx<'_>, state: &State, viewer: &Viewer, located: &Located) -> String {
    let text = shown_text(cx, state, viewer, located);
    let is_whole = located.placement.as_deref().is_some_and(|it| it.whole_page);
    let has_original = state.original(viewer.nr).is_some();
    if is_whole || has_original || !is_refused(state, viewer.nr) {
        return text;
    }
    // Short, because the badge lies on the page's edge.
    format!("{text} · {}", cx.text("placement-refused"))
}

fn is_refused(state: &State, nr: InvoiceNr) -> bool {
    let invoice = state.library.get(nr).and_then(|it| it.invoice.as_ref());
    invoice.is_some_and(|it| state.originals.is_uncropped_refused(&it.picture_key.page))
}

/// What is known of the open page's original, and where to name one.
pub fn section_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State, entry: &Entry) {
    let Some(invoice) = &entry.invoice else {
        return;
    };
    if xml_card_ui::data_of(state, entry).is_some() {
        return;
    }
    details_ui::section_ui(ui, cx, "details-original");
    let page = &invoice.picture_key.page;
    if let Some((original, _)) = state.original(invoice.nr) {
        let own = state.library.get(invoice.nr);
        let own = own.and_then(|it| it.invoice.as_ref());
        let is_own = own.is_none_or(|it| it.file_name == invoice.file_name);
        let shown_name = (!is_own).then_some(&*invoice.file_name);
        source_ui(ui, cx, original, shown_name);
        if let Some(failure) = &entry.failure {
            let text = texts::failure(cx, failure);
            widgets::message(ui, icons::ERROR, &text, cx.palette.error);
        }
        return;
    }
    // Above what comes and goes, so that it stays under the pointer.
    files_ui(ui, cx, state);
    if let Some(failure) = state.originals.failure(page) {
        let text = texts::failure(cx, failure);
        widgets::message(ui, icons::ERROR, &text, cx.palette.error);
        if !failure.detail.is_empty() {
            widgets::hint(ui, failure.detail.as_str());
        }
    }
    if state.originals.is_uncropped_refused(page) {
        widgets::hint(ui, cx.text("originals-refused"));
    }
}

/// `shown_name` is the file's where it is shown under another than its own.
fn source_ui(ui: &mut Ui, cx: &Cx<'_>, original: &Original, shown_name: Option<&str>) {
    match &original.source {
        OriginalSource::File(path) => {
            let path = match shown_name {
                Some(name) => path.with_file_name(name).display().to_string(),
                None => path.display().to_string(),
            };
            let shown = widgets::elided(&path, PATH_CHARS);
            widgets::fact(ui, &cx.text("originals-file"), &shown).with_tooltip(path);
        }
        OriginalSource::Uncropped => {
            widgets::hint(ui, cx.text("originals-from-server"));
        }
        OriginalSource::Attachment => {
            widgets::hint(ui, cx.text("originals-from-attachment"));
        }
    }
    let size = original.picture.facts.size;
    let size = format!("{} × {} px", size.width, size.height);
    widgets::fact(ui, &cx.text("details-picture"), &size);
}

/// Opens the menu in which a folder is named.
pub fn button_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let name = cx.text("originals").into_owned();
    let has_files = !state.originals.files().is_empty();
    let response = widgets::icon_toggle(ui, icons::FOLDER_OPEN, &name, "", has_files);
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(360.0);
            ui.label(RichText::new(&name).strong().family(theme::semibold()));
            files_ui(ui, cx, state);
        });
}

/// The files known so far, and the field for more of them.
pub fn files_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let originals = &state.originals;
    let count = originals.files().len();
    if count > 0 {
        let matched = originals.matched();
        let values = [("files", count.into()), ("matched", matched.into())];
        ui.horizontal_wrapped(|ui| {
            ui.label(cx.with("originals-known", &values));
            if ui.button(cx.text("originals-forget")).clicked() {
                cx.push(Action::Originals(OriginalsAction::Forget));
            }
        });
        repeated_ui(ui, cx, originals.files().repeated());
        ui.add_space(theme::GAP);
    }
    field_ui(ui, cx, state);
    widgets::hint(ui, cx.text("originals-hint"));
    attachments_ui(ui, cx, state);
}

/// Asks for what was attached to the open ticket's bill, or to all bills, where they can be asked for.
fn attachments_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let open = state.viewer.as_ref().map(|viewer| viewer.nr);
    let Some(bill) = open.and_then(|nr| state.bill_beyond_crop(nr)) else {
        return;
    };
    ui.add_space(theme::GAP);
    if !bill.is_id() {
        widgets::hint(ui, cx.text("originals-attachments-need-id"));
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for (key, of_all) in [
            ("originals-attachment", false),
            ("originals-attachments-all", true),
        ] {
            if ui.button(cx.text(key)).clicked() {
                cx.push(Action::Originals(OriginalsAction::FromAttachments {
                    of_all,
                }));
            }
        }
    });
    widgets::hint(ui, cx.text("originals-attachments-hint"));
}

fn repeated_ui(ui: &mut Ui, cx: &Cx<'_>, repeated: usize) {
    if repeated > 0 {
        widgets::hint(
            ui,
            cx.with("originals-repeated", &[("count", repeated.into())]),
        );
    }
}

fn field_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
    let id = egui::Id::unique("path of originals");
    let mut text = ui.data_mut(|data| data.get_temp::<String>(id).unwrap_or_default());
    let field = PathField {
        purpose: ChoicePurpose::Originals,
        id: "field for a path of originals",
        hint: "originals-path",
        button: "originals-use",
    };
    let named = field.ui(ui, cx, &state.choosing, &mut text);
    if let Some(place) = named {
        cx.push(Action::Originals(OriginalsAction::Name(place)));
    }
    ui.data_mut(|data| data.insert_temp(id, text));
    if state.original_searches > 0 {
        widgets::hint(ui, cx.text("originals-searching"));
    }
}

/// How many files were taken and how many invoices they match.
pub fn taken_text(cx: &Cx<'_>, notice: &NoticeKind) -> String {
    let NoticeKind::OriginalsTaken {
        taken,
        matched,
        repeated,
        is_cut,
    } = notice
    else {
        return String::new();
    };
    let values = [("files", (*taken).into()), ("matched", (*matched).into())];
    let mut sentences = vec![cx.with("originals-taken", &values)];
    if *repeated > 0 {
        sentences.push(cx.with("originals-repeated", &[("count", (*repeated).into())]));
    }
    if *is_cut {
        sentences.push(cx.text("originals-cut").into_owned());
    }
    sentences.join(" · ")
}
