//! Pictures that nobody sees, drawn before the first real ones. A driver that draws without a graphics processor
//! compiles code for textures of a new kind when it meets the first one, which takes as long as several frames; better
//! while somebody pastes IDs, or when all is loaded, than while decoders are at work.

use egui::{Color32, ColorImage, Painter, Rect, TextureOptions, Vec2, pos2};

/// What such drivers tell apart is whether width and height are powers of two. Both are in the texture of letters; the
/// longer side of a thumbnail is, and neither side of many a part of an open picture.
const KINDS: [[usize; 2]; 3] = [[3, 4], [4, 3], [3, 3]];

/// Seconds before each kind: somebody who presses a button at once is not to wait for this.
const PAUSE: f64 = 0.4;

/// Draws one kind after the other, each once.
#[derive(Default)]
pub struct WarmUp {
    /// Of the last thing that happened here, in the toolkit's seconds.
    since: Option<f64>,
    kinds: usize,
}

impl WarmUp {
    /// Draws a pixel in the corner when it is time.
    pub fn paint(&mut self, painter: &Painter) {
        let Some(kind) = KINDS.get(self.kinds) else {
            return;
        };
        let ctx = painter.ctx();
        let now = ctx.input(|input| input.time);
        let since = *self.since.get_or_insert(now);
        if now - since >= PAUSE {
            paint_pixel(painter, *kind);
            self.kinds += 1;
            self.since = Some(now);
        }
        ctx.request_repaint_after_secs(PAUSE as f32);
    }
}

/// Transparent, and let go of once the frame is drawn.
fn paint_pixel(painter: &Painter, size: [usize; 2]) {
    let ctx = painter.ctx();
    let image = ColorImage::filled(size, Color32::TRANSPARENT);
    let texture = ctx.load_texture("warm-up", image, TextureOptions::LINEAR);
    let corner = painter.clip_rect().min;
    let pixel = Rect::from_min_size(corner, Vec2::splat(1.0 / ctx.pixels_per_point()));
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    painter.image(texture.id(), pixel, whole, Color32::WHITE);
}

#[cfg(test)]
mod tests {
    use egui::{Context, RawInput, Shape, TextureId};

    use super::*;

    #[test]
    fn each_kind_is_drawn_once_after_a_while() {
        let ctx = Context::default();
        let mut warm_up = WarmUp::default();
        let mut drawn = Vec::new();
        for frame in 0..8 {
            let input = RawInput {
                time: Some(f64::from(frame) * PAUSE * 0.75),
                ..RawInput::default()
            };
            let mut output = ctx.run_ui(input, |ui| {
                warm_up.paint(ui.painter());
            });
            let textured = output.shapes.iter().filter(|it| {
                let texture = match &it.shape {
                    Shape::Rect(rect) => rect.brush.as_ref().map(|brush| brush.fill_texture_id),
                    Shape::Mesh(mesh) => Some(mesh.texture_id),
                    _ => None,
                };
                texture.is_some_and(|it| it != TextureId::default())
            });
            drawn.push(textured.count());
            output.textures_delta.clear(); // nobody draws it
        }
        assert_eq!(drawn, [0, 0, 1, 0, 1, 0, 1, 0]);
    }
}
