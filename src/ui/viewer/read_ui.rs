//! What the program itself read: lines of print that a region cuts, marked on the picture, and beside a field what is
//! printed in its place, character by character.

use egui::text::LayoutJob;
use egui::{Painter, Pos2, RichText, TextFormat, TextStyle, Ui};

use super::canvas::CanvasView;
use crate::geometry::{PagePoint, PictureBox};
use crate::model::{Field, FindingCode};
use crate::review::printed::{Near, ValueKind};
use crate::review::reading::{self, Beside};
use crate::review::{Entry, pixels, qr, widest_margin};
use crate::ui::Cx;
use crate::ui::kit::{icons, theme};
use crate::ui::paint::overlay;

/// Regions that every line of a page is held against in every frame.
const MOST_REGIONS: usize = 100;

/// Marks the lines that the border of the region goes through, those that lie in no region, the print on a border, and the
/// QR codes that say something against the ticket; `others` are the other regions of the page in the same picture.
pub fn paint_noticed(
    painter: &Painter,
    cx: &Cx<'_>,
    view: &CanvasView,
    entry: &Entry,
    others: &[PictureBox],
) {
    let placed = entry.located.as_ref().and_then(|located| {
        let placement = located.placement.as_deref()?;
        Some((placement.page_from_picture(), located.in_picture?))
    });
    let (Some(text), Some((page_from_picture, region))) = (&entry.text, placed) else {
        return;
    };
    let mark = |corners: [[f64; 2]; 4]| {
        let corners: [Pos2; 4] = corners.map(|[x, y]| {
            let on_page: PagePoint = page_from_picture.transform_point(euclid::point2(x, y));
            view.point(on_page)
        });
        overlay::cut_line(painter, corners, &cx.palette.overlay);
    };
    // What is not said, as it is ignored or below its threshold, is not marked either.
    let is_said = |code: FindingCode| {
        !entry.ignored.has(code) && entry.finding_codes().any(|said| said == code)
    };
    if is_said(FindingCode::TextCut) {
        for line in reading::cut_lines(text, &region) {
            mark(line.corners.map(|corner| corner.map(f64::from)));
        }
    }
    if others.len() <= MOST_REGIONS && is_said(FindingCode::TextUnclaimed) {
        let regions: Vec<PictureBox> = others.iter().copied().chain([region]).collect();
        for line in reading::unclaimed_lines(text, &regions) {
            mark(line.corners.map(|corner| corner.map(f64::from)));
        }
    }
    let Some(look) = &text.look else {
        return;
    };
    let widest = widest_margin(entry.particulars.kind.as_ref());
    for (finding, place) in pixels::at_borders(look, region, others, widest) {
        if is_said(finding.code) && entry.heeded.takes(&finding) {
            mark(corners(place));
        }
    }
    let ticket = qr::QrTicket {
        id: &entry.id,
        fields: entry.particulars.fields.as_deref(),
        kind: entry.particulars.kind.as_ref(),
        region,
        others,
    };
    let of_codes = [
        FindingCode::QrDiffers,
        FindingCode::QrOutside,
        FindingCode::QrSeveral,
    ];
    if of_codes.into_iter().any(is_said) {
        for code in qr::marked(&look.codes, &ticket) {
            mark(corners(code.place()));
        }
    }
}

fn corners(rect: PictureBox) -> [[f64; 2]; 4] {
    let (min, max) = (rect.min, rect.max);
    [
        [min.x, min.y],
        [max.x, min.y],
        [max.x, max.y],
        [min.x, max.y],
    ]
}

/// Below a field that is looked for in the picture: whether it is there, and what was read instead.
pub fn field_ui(ui: &mut Ui, cx: &Cx<'_>, entry: &Entry, field: &Field) {
    let Some(kind) = ValueKind::of(&field.name) else {
        return;
    };
    let region = entry.located.as_ref().and_then(|it| it.in_picture);
    let (Some(text), Some(region)) = (&entry.text, region) else {
        return;
    };
    match reading::beside(text, &region, field.value.plain(), kind) {
        Some(Beside::Same) => {
            let said = format!("{} {}", icons::CORRECT, cx.text("read-same"));
            ui.label(RichText::new(said).small().color(cx.palette.weak));
        }
        Some(Beside::Other(near)) => {
            let said = cx.with("read-other", &[("value", near.read.as_str().into())]);
            ui.label(compared(ui, cx, &said, &near));
        }
        Some(Beside::Missing) => {
            let said = RichText::new(cx.text("read-not")).small();
            ui.add(egui::Label::new(said.color(cx.palette.warning)).wrap());
        }
        None => {}
    }
}

/// The sentence, with those characters of what was read coloured that differ.
fn compared(ui: &Ui, cx: &Cx<'_>, said: &str, near: &Near) -> LayoutJob {
    let font = TextStyle::Small.resolve(ui.style());
    let format = |color| TextFormat::simple(font.clone(), color);
    let mut job = LayoutJob::default();
    let (before, after) = said.split_once(&near.read).unwrap_or((said, ""));
    job.append(before, 0.0, format(cx.palette.weak));
    if before.len() < said.len() {
        for (c, differs) in near.read.chars().zip(&near.differing) {
            let color = if *differs {
                cx.palette.error
            } else {
                cx.palette.text
            };
            job.append(c.encode_utf8(&mut [0; 4]), 0.0, format(color));
        }
    }
    job.append(after, 0.0, format(cx.palette.weak));
    job.wrap.max_width = ui.available_width() - theme::GAP;
    job
}
