//! What is said on the canvas itself: what part of the page is seen, what is still loading, and what is out of view.

use egui::Rect;

use crate::geometry::PageBox;
use crate::model::FindingCode;

use super::canvas::{CanvasView, Scene};
use crate::ui::Cx;
use crate::ui::commands::Command;
use crate::ui::kit::{icons, texts};
use crate::ui::paint::overlay;

/// Says what part of the page the picture is, why there may be no region, and whose it is as well.
pub fn badge_ui(painter: &egui::Painter, cx: &Cx<'_>, canvas: Rect, scene: &Scene<'_>, text: &str) {
    overlay::plate(
        painter,
        canvas.left_bottom() + egui::vec2(8.0, -28.0),
        text,
        &cx.palette.overlay,
    );
    let mut findings = scene.located.all_findings();
    let finding = if scene.located.region.is_none() {
        findings.max_by_key(|it| it.code.severity())
    } else {
        findings.find(|it| it.code == FindingCode::RegionDoublyClaimed)
    };
    if let Some(finding) = finding {
        let text = format!("{} {}", icons::WARNING, texts::finding(cx, finding));
        overlay::plate(
            painter,
            canvas.left_top() + egui::vec2(8.0, 8.0),
            &text,
            &cx.palette.overlay,
        );
    }
}

/// Says so where no border of the region can be seen: what is looked at then says nothing of where they lie.
pub fn out_of_view_ui(painter: &egui::Painter, cx: &Cx<'_>, view: &CanvasView, region: PageBox) {
    let rect = view.rect(region);
    let canvas = view.canvas;
    if canvas.intersects(rect) && !rect.contains_rect(canvas) {
        return;
    }
    let key = cx.keymap.shortcut(Command::FitRegion);
    let text = cx.with("viewer-out-of-view", &[("key", key.into())]);
    let text = format!("{} {text}", icons::WARNING);
    let galley = overlay::plate_text(painter, text, &cx.palette.overlay);
    let at = canvas.center_top() + egui::vec2(-galley.size().x / 2.0, 8.0);
    overlay::plate_of(painter, at, galley, &cx.palette.overlay);
}

pub fn loading_ui(painter: &egui::Painter, cx: &Cx<'_>, canvas: Rect) {
    let text = cx.text("viewer-loading-full");
    overlay::plate(
        painter,
        canvas.left_top() + egui::vec2(8.0, 36.0),
        &text,
        &cx.palette.overlay,
    );
}
