//! The edge lens of a large tile: the four borders of its region around its picture, in the picture's own pixels.

use egui::{Color32, Mesh, Painter, Pos2, Rect, TextureId, Vec2, pos2, vec2};

use crate::engine::{DecodedPixels, EngineEvent, Interest};
use crate::formats::Pixels;
use crate::geometry::{EdgeCut, PictureBox, PictureSize, Side};
use crate::model::{InvoiceNr, PictureKey};
use crate::review::{Entry, Stage};
use crate::state::State;

use super::edge_frame::EdgeFrame;
use crate::ui::kit::theme::Palette;
use crate::ui::paint::edge_textures::{EdgeTextures, EdgesKey};
use crate::ui::paint::overlay;

/// Tiles at least this wide, in points, show their borders: on narrower ones strips would take the picture's room.
pub const LARGE_TILE: f32 = 300.0;
/// Thickness of a strip in points.
const THICKNESS: f32 = 34.0;
/// Space between the strips and the picture.
const GAP: f32 = 2.0;

/// What a tile shows of the borders of its region.
pub struct TileEdges {
    cut: EdgeCut,
    region: PictureBox,
    picture: PictureSize,
    texture: Option<TextureId>,
}

/// A strip of a tile, and how the picture is laid on it.
struct Strip {
    side: Side,
    rect: Rect,
    /// Of the cut's window, in points.
    window: Rect,
    /// Points per picture pixel.
    scale: Vec2,
    /// The window's corner in picture pixels.
    corner: Vec2,
}

impl TileEdges {
    /// `None` where the picture shows no border of the region.
    pub fn new(entry: &Entry, textures: &mut EdgeTextures) -> Option<Self> {
        let (cut, picture_key) = wanted(entry)?;
        let texture = textures.get(&(picture_key.clone(), cut));
        Some(Self {
            cut,
            region: region(entry)?,
            picture: entry.facts?.size,
            texture: texture.map(egui::TextureHandle::id),
        })
    }

    /// What is left for the picture of a tile's picture area.
    pub fn inner(area: Rect) -> Rect {
        frame(area).picture
    }

    /// The ground of the strips: unknown where the picture ends.
    pub fn paint_back(&self, painter: &Painter, area: Rect, palette: &Palette) {
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(area, palette.picture_gap);
        mesh.add_colored_rect(Self::inner(area), palette.picture_back);
        for strip in self.strips(area) {
            if self.texture.is_none() {
                mesh.add_colored_rect(strip.rect, palette.skeleton);
                continue;
            }
            mesh.add_colored_rect(strip.rect, palette.picture_back);
            let window = strip.window.intersect(strip.rect);
            let picture = vec2(self.picture.width as f32, self.picture.height as f32);
            let picture = strip.of(Rect::from_min_size(Pos2::ZERO, picture));
            if !picture.contains_rect(window) {
                overlay::unknown_into(&mut mesh, window, palette);
            }
        }
        painter.add(mesh);
    }

    /// The pixels themselves: one mesh for all four strips.
    pub fn paint_pixels(&self, painter: &Painter, area: Rect) {
        let Some(texture) = self.texture else {
            return;
        };
        let (columns, rows) = self.cut.packed_size();
        let mut mesh = Mesh::with_texture(texture);
        for strip in self.strips(area) {
            let packed = self.cut.packed(strip.side);
            // Half a pixel less on each side, so that nothing of the next strip shines in.
            let u = |x: f32| x / columns as f32;
            let v = |y: f32| y / rows as f32;
            let (along, across) = (
                [u(0.5), u(packed.max.x as f32 - 0.5)],
                [v(packed.min.y as f32 + 0.5), v(packed.max.y as f32 - 0.5)],
            );
            let part = self.without_half_pixels(&strip, packed.width());
            let at = |x: usize, y: usize| {
                if strip.side.is_level() {
                    pos2(along[x], across[y])
                } else {
                    pos2(along[y], across[x])
                }
            };
            let start = mesh.vertices.len() as u32;
            for (pos, uv) in [
                (part.left_top(), at(0, 0)),
                (part.right_top(), at(1, 0)),
                (part.right_bottom(), at(1, 1)),
                (part.left_bottom(), at(0, 1)),
            ] {
                let color = Color32::WHITE;
                mesh.vertices.push(egui::epaint::Vertex { pos, uv, color });
            }
            mesh.add_triangle(start, start + 1, start + 2);
            mesh.add_triangle(start, start + 2, start + 3);
        }
        painter.add(mesh);
    }

    /// The window of a strip but for half a packed pixel on each side.
    fn without_half_pixels(&self, strip: &Strip, columns: u32) -> Rect {
        let half_across = 0.5 * THICKNESS / (2 * self.cut.depth()) as f32;
        let window = strip.window;
        if strip.side.is_level() {
            let half_along = 0.5 * window.width() / columns as f32;
            window.shrink2(vec2(half_along, half_across))
        } else {
            let half_along = 0.5 * window.height() / columns as f32;
            window.shrink2(vec2(half_across, half_along))
        }
    }

    /// The border itself, as fine as the screen allows.
    pub fn paint_lines(&self, painter: &Painter, area: Rect, palette: &Palette) {
        if self.texture.is_none() {
            return;
        }
        let pixel = 1.0 / painter.ctx().pixels_per_point();
        let region = Rect::from_min_max(
            pos2(self.region.min.x as f32, self.region.min.y as f32),
            pos2(self.region.max.x as f32, self.region.max.y as f32),
        );
        let mut mesh = Mesh::default();
        for strip in self.strips(area) {
            let seen = strip.of(region);
            let clip = strip.window.intersect(strip.rect);
            overlay::fine_outline(&mut mesh, seen, clip, pixel, &palette.overlay);
        }
        painter.add(mesh);
    }

    fn strips(&self, area: Rect) -> [Strip; 4] {
        frame(area)
            .strips
            .map(|(side, rect)| self.strip(side, rect))
    }

    /// Across, all that was cut out; along, the same scale, or less where it would not fit.
    fn strip(&self, side: Side, rect: Rect) -> Strip {
        let window = self.cut.window(side);
        let across = THICKNESS / (2 * self.cut.depth()) as f32;
        let room = if side.is_level() {
            rect.width()
        } else {
            rect.height()
        };
        let along = across.min(room / self.cut.length(side) as f32);
        let scale = if side.is_level() {
            vec2(along, across)
        } else {
            vec2(across, along)
        };
        let in_points = vec2(window.width() as f32, window.height() as f32) * scale;
        Strip {
            side,
            rect,
            window: Rect::from_center_size(rect.center(), in_points),
            scale,
            corner: vec2(window.min.x as f32, window.min.y as f32),
        }
    }
}

impl Strip {
    /// Where a rectangle of the picture is seen in the strip; may reach beyond it.
    fn of(&self, picture: Rect) -> Rect {
        let at = |corner: Pos2| self.window.min + (corner.to_vec2() - self.corner) * self.scale;
        Rect::from_min_max(at(picture.min), at(picture.max))
    }
}

fn frame(area: Rect) -> EdgeFrame {
    EdgeFrame::new(area, THICKNESS, GAP)
}

/// The reviewer's region, or else OCR's.
fn region(entry: &Entry) -> Option<PictureBox> {
    let located = entry.located.as_ref()?;
    let placement = located.placement.as_deref();
    let corrected = entry.ticket.corrected_box();
    let corrected = corrected.and_then(|it| Some(placement?.in_picture(it)));
    corrected.or(located.in_picture)
}

/// The borders that a tile is to show, and of which picture.
fn wanted(entry: &Entry) -> Option<(EdgeCut, &PictureKey)> {
    let (invoice, facts) = (entry.invoice.as_ref()?, entry.facts?);
    let cut = EdgeCut::around(region(entry)?, facts.size)?;
    (entry.stage == Stage::Ready).then_some((cut, &invoice.picture_key))
}

/// Asks for the borders of these invoices that are not here yet.
pub fn ask_for(
    interest: &mut Interest,
    state: &State,
    visible: &[InvoiceNr],
    textures: &EdgeTextures,
) {
    let missing = visible.iter().filter_map(|&nr| {
        let (cut, key) = wanted(state.library.get(nr)?)?;
        let key: EdgesKey = (key.clone(), cut);
        (!textures.has(&key)).then_some((nr, Pixels::Edges(cut)))
    });
    interest.of_visible = missing.collect();
}

/// Takes borders out of what the background sent.
pub fn take(textures: &mut EdgeTextures, event: &EngineEvent) {
    if let EngineEvent::Pixels {
        key,
        pixels: Pixels::Edges(cut),
        result: Ok(DecodedPixels::Raster { raster, .. }),
    } = event
    {
        textures.arrive((key.clone(), *cut), std::sync::Arc::clone(raster));
    }
}

#[cfg(test)]
mod tests {
    use euclid::{Box2D, point2};

    use super::*;

    fn edges(region: [f64; 4], picture: [u32; 2]) -> TileEdges {
        let [left, top, right, bottom] = region;
        let region = Box2D::new(point2(left, top), point2(right, bottom));
        let picture = PictureSize::new(picture[0], picture[1]);
        TileEdges {
            cut: EdgeCut::around(region, picture).expect("in the picture"),
            region,
            picture,
            texture: None,
        }
    }

    #[test]
    fn every_border_stands_in_the_middle_of_its_strip_where_the_region_really_is() {
        let edges = edges([100.3, 60.0, 900.0, 699.6], [1000, 800]);
        let area = Rect::from_min_max(pos2(10.0, 20.0), pos2(340.0, 290.0));
        for strip in edges.strips(area) {
            let corner = |point: euclid::Point2D<f64, _>| pos2(point.x as f32, point.y as f32);
            let region = Rect::from_min_max(corner(edges.region.min), corner(edges.region.max));
            let seen = strip.of(region);
            let middle = strip.rect.center();
            let (off, along, rect) = match strip.side {
                Side::Top => (seen.top() - middle.y, seen.x_range(), strip.rect.x_range()),
                Side::Bottom => (
                    seen.bottom() - middle.y,
                    seen.x_range(),
                    strip.rect.x_range(),
                ),
                Side::Left => (seen.left() - middle.x, seen.y_range(), strip.rect.y_range()),
                Side::Right => (
                    seen.right() - middle.x,
                    seen.y_range(),
                    strip.rect.y_range(),
                ),
            };
            // The cut is on whole pixels: at most half a pixel off the region.
            let half_pixel = 0.5 * THICKNESS / (2 * edges.cut.depth()) as f32;
            assert!(off.abs() <= half_pixel, "{:?} {off}", strip.side);
            assert!(
                along.min > rect.min && along.max < rect.max,
                "{:?}",
                strip.side
            );
            assert!(strip.rect.expand(1e-3).contains_rect(strip.window));
        }
    }

    #[test]
    fn a_short_border_is_not_stretched() {
        let edges = edges([0.0, 0.0, 60.0, 900.0], [60, 900]);
        let area = Rect::from_min_max(pos2(0.0, 0.0), pos2(340.0, 290.0));
        let [top, _, left, _] = edges.strips(area);
        assert!((top.scale.x - top.scale.y).abs() < 1e-6);
        assert!(left.scale.y < left.scale.x, "the long one is squeezed");
    }
}
