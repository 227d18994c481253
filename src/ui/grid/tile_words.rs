//! The words of a tile: its ID, what is worth knowing first, and what kind of file it is.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontId, Painter, Rect};

use crate::model::Severity;
use crate::review::{Entry, Stage};

use super::tile_texts::TileTexts;
use super::tile_ui::{SIDE, aspect, beside_width, is_exact_crop};
use crate::ui::Cx;
use crate::ui::bars::said_ui::verdict_text;
use crate::ui::kit::{icons, texts, theme, widgets};
use crate::ui::paint::overlay;

/// Lines of what is worth knowing beside a high picture.
const BESIDE_ROWS: usize = 4;

/// The words of a tile of this width. `on_page` is its place among the invoices of its page and their number.
pub fn tile_texts(
    painter: &Painter,
    cx: &Cx<'_>,
    entry: &Entry,
    tile: Rect,
    is_tall: bool,
    on_page: Option<(usize, usize)>,
) -> TileTexts {
    let beside = aspect(entry).filter(|_| is_tall);
    let beside = beside.map(|aspect| beside_width(tile, aspect));
    let width = beside.map_or_else(|| tile.width(), |width| width + 2.0 * SIDE);
    let fitting = ((width - 2.0 * SIDE) / 7.3) as usize;
    let id = widgets::elided(entry.id.as_str(), fitting);
    let (caption, color) = caption(cx, entry);
    let room = beside.unwrap_or(width - 2.0 * SIDE);
    let kind = painter.layout_job(caption_job(kind_text(cx, entry), cx.palette.weak, room));
    let caption = if let Some(width) = beside {
        beside_job(caption, color, width)
    } else {
        let left = width - 2.0 * SIDE - kind.size().x - theme::GAP;
        caption_job(caption, color, left)
    };
    TileTexts {
        id: painter.layout_no_wrap(id, FontId::monospace(theme::SMALL), cx.palette.text),
        caption: painter.layout_job(caption),
        kind,
        on_page: on_page.map(|(position, count)| {
            let text = format!("{} {position}/{count}", icons::LAYERS);
            overlay::plate_text(painter, text, &cx.palette.overlay)
        }),
    }
}

/// One line; what does not fit ends in an ellipsis.
fn caption_job(caption: String, color: Color32, width: f32) -> LayoutJob {
    let mut job = LayoutJob::simple_singleline(caption, FontId::proportional(theme::SMALL), color);
    job.wrap = TextWrapping::truncate_at_width(width);
    job
}

/// Some lines.
fn beside_job(caption: String, color: Color32, width: f32) -> LayoutJob {
    let mut job = LayoutJob::simple(caption, FontId::proportional(theme::SMALL), color, width);
    job.wrap.max_rows = BESIDE_ROWS;
    job
}

/// The second line: what is worth knowing first, and what reviewers wrote about it.
fn caption(cx: &Cx<'_>, entry: &Entry) -> (String, Color32) {
    let (mut text, color) = first(cx, entry);
    let note = note(entry).map(|note| format!("{} {note}", icons::NOTE));
    let whose = whose(cx, entry).map(|reviewer| format!("· {reviewer}"));
    for said in [whose, wrong_fields(cx, entry), note].into_iter().flatten() {
        if !text.is_empty() {
            text.push_str("  ");
        }
        text.push_str(&said);
    }
    (text, color)
}

/// Who judged it, where that was somebody else.
pub fn whose<'a>(cx: &Cx<'_>, entry: &'a Entry) -> Option<&'a str> {
    let own = cx.judge?;
    let judgement = entry.ticket.judgement.as_ref()?;
    Some(&*judgement.reviewer).filter(|it| *it != own)
}

/// What OCR read wrongly, as reviewers say.
pub fn wrong_fields(cx: &Cx<'_>, entry: &Entry) -> Option<String> {
    let wrong = entry.ticket.wrong_fields.as_deref()?;
    let names: Vec<String> = wrong
        .iter()
        .map(|it| texts::field_name(cx, &it.field))
        .collect();
    let fields = names.join(" · ");
    (!names.is_empty()).then(|| cx.with("tile-wrong-fields", &[("fields", fields.into())]))
}

/// What reviewers noted.
pub fn note(entry: &Entry) -> Option<&str> {
    let note = &*entry.ticket.note;
    (!note.is_empty()).then_some(note)
}

/// The verdict, else a finding, else why there is no picture.
fn first(cx: &Cx<'_>, entry: &Entry) -> (String, Color32) {
    let palette = cx.palette;
    if let Some(verdict) = entry.ticket.verdict() {
        return verdict_text(cx, verdict);
    }
    if let Some(holder) = &entry.holder {
        let values = [("reviewer", holder.to_string().into())];
        return (cx.with("tile-held", &values), palette.weak);
    }
    if let Some(finding) = entry.worst_finding() {
        let color = match finding.code.severity() {
            Severity::Error => palette.error,
            _ => palette.warning,
        };
        return (cx.locale.finding_name(finding.code.code()), color);
    }
    match (entry.stage, &entry.facts) {
        (Stage::Ready, Some(_)) => (String::new(), palette.weak),
        (Stage::Failed, _) => (cx.text("stage-failed").into_owned(), palette.error),
        (stage, _) => (cx.text(texts::stage_key(stage)).into_owned(), palette.weak),
    }
}

/// What kind of ticket it is where that is known, or else of file, how many pages it has, and whether only a crop of the
/// page was delivered.
fn kind_text(cx: &Cx<'_>, entry: &Entry) -> String {
    let Some(facts) = &entry.facts else {
        return String::new();
    };
    let kind = match &entry.particulars.kind {
        Some(kind) => texts::invoice_type(cx, kind),
        None => facts.media_type.name().to_owned(),
    };
    if entry.page_count() > 1 {
        let values = [("kind", kind.into()), ("count", entry.page_count().into())];
        return cx.with("tile-pages", &values);
    }
    if is_exact_crop(entry) {
        return cx.with("tile-crop", &[("kind", kind.into())]);
    }
    kind
}
