//! From flat drawings to a page as a camera, a scanner or a screen shows it.

use image::{Rgb, RgbImage, RgbaImage};

use crate::ground::{Ground, value_noise};
use crate::quad::Quad;
use crate::rng::Rng;

/// How far the shadow of a sheet reaches, px.
const SHADOW_REACH: f64 = 26.0;
/// Where the light's shadow falls, px.
const SHADOW_SHIFT: (f64, f64) = (5.0, 8.0);

pub struct Photo {
    width: u32,
    height: u32,
    /// Linear in what is stored, 0..=255.
    pixels: Vec<[f32; 3]>,
    seed: u64,
}

impl Photo {
    pub fn new(width: u32, height: u32, ground: Ground, seed: u64) -> Self {
        let mut pixels = Vec::with_capacity((width * height) as usize);
        for y in 0..height {
            for x in 0..width {
                pixels.push(ground.color(f64::from(x), f64::from(y), seed));
            }
        }
        Self {
            width,
            height,
            pixels,
            seed,
        }
    }

    /// A flat sheet: every pixel of the drawing is one of the page.
    pub fn lay_flat(&mut self, sheet: &RgbaImage, quad: &Quad, shadow: bool) {
        if shadow {
            self.shadow(sheet, quad);
        }
        self.warp(sheet, quad, |_, _| 1.0);
    }

    /// A sheet with folds and slight waves, as it comes out of a wallet.
    pub fn lay_worn(&mut self, sheet: &RgbaImage, quad: &Quad) {
        self.shadow(sheet, quad);
        let mut rng = Rng::new(self.seed ^ u64::from(sheet.width()) << 8 ^ quad.0[0].0.to_bits());
        let seed = rng.next();
        let folds = [
            (rng.between(0.3, 0.7), true),
            (rng.between(0.35, 0.65), false),
        ];
        let depth = rng.between(0.03, 0.075);
        let (width, height) = (f64::from(sheet.width()), f64::from(sheet.height()));
        let upright = height > width;
        self.warp(sheet, quad, move |u, v| {
            let mut light = 0.975 + 0.05 * value_noise(seed, u * width / 240.0, v * height / 240.0);
            for (at, across) in folds {
                if across == upright {
                    continue;
                }
                let distance = if across {
                    (u - at) * width
                } else {
                    (v - at) * height
                };
                light -= depth * (-(distance / 3.5).powi(2)).exp();
                light += depth * 0.5 * (-((distance - 9.0) / 14.0).powi(2)).exp();
            }
            light
        });
    }

    fn warp(&mut self, sheet: &RgbaImage, quad: &Quad, light: impl Fn(f64, f64) -> f64) {
        let unit_from_page = quad.unit_from_page();
        let size = (f64::from(sheet.width()), f64::from(sheet.height()));
        for (x, y) in self.covered(quad, 1.0) {
            let (u, v) = unit_from_page.map(f64::from(x) + 0.5, f64::from(y) + 0.5);
            let (sx, sy) = (u * size.0, v * size.1);
            let inside = sx.min(size.0 - sx).min(sy).min(size.1 - sy);
            let cover = (inside + 0.5).clamp(0.0, 1.0);
            if cover <= 0.001 {
                continue;
            }
            let [red, green, blue, paper] = bilinear(sheet, sx - 0.5, sy - 0.5);
            let (alpha, light) = (cover as f32 * paper / 255.0, light(u, v) as f32);
            let pixel = &mut self.pixels[(y * self.width + x) as usize];
            for (to, from) in pixel.iter_mut().zip([red, green, blue]) {
                *to += (from * light - *to) * alpha;
            }
        }
    }

    /// Darkens the ground around the sheet; the sheet itself is laid over it afterwards.
    fn shadow(&mut self, sheet: &RgbaImage, quad: &Quad) {
        let unit_from_page = quad.unit_from_page();
        let size = (f64::from(sheet.width()), f64::from(sheet.height()));
        for (x, y) in self.covered(quad, SHADOW_REACH + SHADOW_SHIFT.1) {
            let at = (
                f64::from(x) + 0.5 - SHADOW_SHIFT.0,
                f64::from(y) + 0.5 - SHADOW_SHIFT.1,
            );
            let (u, v) = unit_from_page.map(at.0, at.1);
            let beyond = |share: f64, length: f64| (-share).max(share - 1.0).max(0.0) * length;
            let distance = beyond(u, size.0).hypot(beyond(v, size.1));
            let fade = (1.0 - distance / SHADOW_REACH).clamp(0.0, 1.0);
            let dark = 1.0 - 0.5 * fade * fade;
            for channel in &mut self.pixels[(y * self.width + x) as usize] {
                *channel *= dark as f32;
            }
        }
    }

    fn covered(&self, quad: &Quad, margin: f64) -> impl Iterator<Item = (u32, u32)> + use<> {
        let [left, top, right, bottom] = quad.bounds();
        let margin = margin.ceil() as i64;
        let clip = |value: i64, end: u32| value.clamp(0, i64::from(end)) as u32;
        let columns = clip(left - margin, self.width)..clip(right + margin, self.width);
        let rows = clip(top - margin, self.height)..clip(bottom + margin, self.height);
        rows.flat_map(move |y| columns.clone().map(move |x| (x, y)))
    }

    /// Uneven light: brighter towards one side, darker in the corners, slightly warm.
    pub fn light(&mut self) {
        let mut rng = Rng::new(self.seed ^ 0x11);
        let (gx, gy) = (rng.between(-0.16, 0.16), rng.between(-0.14, 0.10));
        let warm = rng.between(0.0, 0.05) as f32;
        let size = (f64::from(self.width), f64::from(self.height));
        for (nr, pixel) in self.pixels.iter_mut().enumerate() {
            let u = f64::from(nr as u32 % self.width) / size.0 - 0.5;
            let v = f64::from(nr as u32 / self.width) / size.1 - 0.5;
            let light = (0.98 + gx * u + gy * v - 0.34 * (u * u + v * v)) as f32;
            pixel[0] *= light;
            pixel[1] *= light * (1.0 - warm * 0.35);
            pixel[2] *= light * (1.0 - warm);
        }
    }

    /// A lens slightly out of focus: a small binomial kernel, both ways.
    pub fn soften(&mut self) {
        let (width, height) = (self.width as usize, self.height as usize);
        let side = 0.16_f32;
        for (step, len, lines) in [(1, width, height), (width, height, width)] {
            for line in 0..lines {
                let start = if step == 1 { line * width } else { line };
                let mut before = self.pixels[start];
                for nr in 0..len {
                    let at = start + nr * step;
                    let here = self.pixels[at];
                    let after = self.pixels[if nr + 1 < len { at + step } else { at }];
                    for channel in 0..3 {
                        self.pixels[at][channel] = here[channel] * (1.0 - 2.0 * side)
                            + (before[channel] + after[channel]) * side;
                    }
                    before = here;
                }
            }
        }
    }

    /// The sensor's grain.
    pub fn grain(&mut self, strength: f64) {
        let mut rng = Rng::new(self.seed ^ 0x22);
        for pixel in &mut self.pixels {
            let noise = (rng.unit() + rng.unit() + rng.unit() - 1.5) * strength * 2.0;
            for channel in pixel {
                *channel += noise as f32;
            }
        }
    }

    pub fn finish(self) -> RgbImage {
        let mut picture = RgbImage::new(self.width, self.height);
        for (to, from) in picture.pixels_mut().zip(&self.pixels) {
            *to = Rgb(from.map(|channel| channel.round().clamp(0.0, 255.0) as u8));
        }
        picture
    }
}

fn bilinear(sheet: &RgbaImage, x: f64, y: f64) -> [f32; 4] {
    let (x0, y0) = (x.floor(), y.floor());
    let (fx, fy) = ((x - x0) as f32, (y - y0) as f32);
    let at = |x: f64, y: f64| {
        let column = x.clamp(0.0, f64::from(sheet.width() - 1)) as u32;
        let row = y.clamp(0.0, f64::from(sheet.height() - 1)) as u32;
        sheet.get_pixel(column, row).0.map(f32::from)
    };
    let upper = (at(x0, y0), at(x0 + 1.0, y0));
    let lower = (at(x0, y0 + 1.0), at(x0 + 1.0, y0 + 1.0));
    let mix = |from: f32, to: f32, share: f32| from + (to - from) * share;
    std::array::from_fn(|nr| {
        mix(
            mix(upper.0[nr], upper.1[nr], fx),
            mix(lower.0[nr], lower.1[nr], fx),
            fy,
        )
    })
}
