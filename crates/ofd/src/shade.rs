//! Colours that change from place to place: along a line, or from one ellipse to another. Worked out for each pixel by the
//! standard's own rules about what lies beyond the ends, which are not those of common gradients.

use std::sync::Arc;

use vello_cpu::kurbo::{Affine, Point, Rect, Vec2};
use vello_cpu::peniko::{Color, ImageAlphaType, ImageQuality, ImageSampler};
use vello_cpu::{Image, ImageSource, PixelMetadata, Pixmap};

use super::canvas::Paint;
use super::color::color;
use super::resources::ResourceScope;
use super::xml::Element;

/// Lengths in millimetres and differences below this are none.
const NOTHING: f64 = 1e-9;
/// Colours between the ends of one run.
const SHADES: usize = 1024;
/// Stops of one run that are looked at: more than these lie closer than its colours.
const MAX_STOPS: usize = SHADES;
/// An ellipse is never flatter than this: an eccentricity of 1 would be a line.
const MIN_RATIO: f64 = 1e-3;

#[derive(Debug, Clone)]
pub(super) struct Shade {
    way: ShadingKind,
    /// Millimetres from start to end.
    length: f64,
    map: Map,
    /// Whether colour goes on before the start and after the end.
    extends: (bool, bool),
    /// Premultiplied, evenly spread over one run.
    shades: Vec<[u8; 4]>,
}

#[derive(Debug, Clone, Copy)]
enum ShadingKind {
    Axial {
        start: Point,
        along: Vec2,
    },
    /// In a space where the ellipses are circles.
    Radial {
        circle_from_object: Affine,
        start: Point,
        along: Vec2,
        start_radius: f64,
        growth: f64,
    },
}

/// What becomes of the colours after one run.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Map {
    Direct,
    /// Millimetres of one run.
    Repeat(f64),
    Reflect(f64),
}

impl Shade {
    /// Of an `AxialShd`; `None` if its ends are one.
    pub(super) fn axial(shade: &Element, scope: &ResourceScope, alpha: f32) -> Option<Self> {
        let start = shade.point("StartPoint").unwrap_or(Point::ZERO);
        let along = shade.point("EndPoint")? - start;
        let way = ShadingKind::Axial { start, along };
        Self::of(shade, scope, alpha, way, along.hypot())
    }

    /// Of a `RadialShd`; `None` if its ends are one.
    pub(super) fn radial(shade: &Element, scope: &ResourceScope, alpha: f32) -> Option<Self> {
        let number = |name, otherwise| shade.number(name).unwrap_or(otherwise);
        let start = shade.point("StartPoint").unwrap_or(Point::ZERO);
        let end = shade.point("EndPoint").unwrap_or(start);
        let start_radius = number("StartRadius", 0.0).max(0.0);
        let growth = number("EndRadius", 0.0).max(0.0) - start_radius;
        let eccentricity = number("Eccentricity", 0.0).clamp(0.0, 1.0);
        let ratio = (1.0 - eccentricity * eccentricity).sqrt().max(MIN_RATIO);
        let circle_from_object = Affine::scale_non_uniform(1.0, 1.0 / ratio)
            * Affine::rotate(-number("Angle", 0.0).to_radians());
        let way = ShadingKind::Radial {
            circle_from_object,
            start: circle_from_object * start,
            along: circle_from_object * end - circle_from_object * start,
            start_radius,
            growth,
        };
        let between = (end - start).hypot();
        // Around one centre, a run is as long as the radius grows.
        let length = if between < NOTHING {
            growth.abs()
        } else {
            between
        };
        Self::of(shade, scope, alpha, way, length)
    }

    fn of(
        shade: &Element,
        scope: &ResourceScope,
        alpha: f32,
        way: ShadingKind,
        length: f64,
    ) -> Option<Self> {
        if length < NOTHING {
            return None;
        }
        let unit = shade.number("MapUnit").filter(|unit| *unit > 0.0);
        let run = unit.unwrap_or(length).max(length * 1e-4);
        let map = match shade.attribute("MapType").unwrap_or_default() {
            "Repeat" => Map::Repeat(run),
            "Reflect" => Map::Reflect(run),
            _ => Map::Direct,
        };
        let extend = shade.number("Extend").unwrap_or(0.0) as u32;
        Some(Self {
            way,
            length,
            map,
            extends: (extend & 1 != 0, extend & 2 != 0),
            shades: shades(&stops(shade, scope), alpha),
        })
    }

    /// For the pixels within `bounds`, which lie on the sheet. `None` if there are none.
    pub(super) fn paint(
        &self,
        canvas_from_object: Affine,
        bounds: Rect,
        alpha: f32,
    ) -> Option<Paint> {
        let bounds = bounds.expand();
        let sides = (bounds.width() as u16, bounds.height() as u16);
        if sides.0 == 0 || sides.1 == 0 || canvas_from_object.determinant().abs() < NOTHING {
            return None;
        }
        let object_from_canvas = canvas_from_object.inverse();
        let mut pixels = Vec::with_capacity(usize::from(sides.0) * usize::from(sides.1) * 4);
        for y in 0..sides.1 {
            for x in 0..sides.0 {
                let centre = Vec2::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
                pixels.extend(self.at(object_from_canvas * (bounds.origin() + centre)));
            }
        }
        let metadata = PixelMetadata::new(ImageAlphaType::AlphaPremultiplied, true);
        let pixmap = Pixmap::from_parts(pixels, sides.0, sides.1, metadata);
        let sampler = ImageSampler::new().with_quality(ImageQuality::Low);
        Some(Paint {
            brush: Image {
                image: ImageSource::Pixmap(Arc::new(pixmap)),
                sampler: sampler.with_alpha(alpha),
            }
            .into(),
            canvas_from_brush: Affine::translate(bounds.origin().to_vec2()),
        })
    }

    fn at(&self, place: Point) -> [u8; 4] {
        let Some(share) = self.share(place) else {
            return [0; 4];
        };
        let runs = share * self.length;
        let run = match self.map {
            Map::Direct => share.clamp(0.0, 1.0),
            Map::Repeat(run) => (runs / run).rem_euclid(1.0),
            Map::Reflect(run) => 1.0 - ((runs / run).rem_euclid(2.0) - 1.0).abs(),
        };
        let index = (run * (SHADES - 1) as f64).round() as usize;
        self.shades.get(index).copied().unwrap_or_default()
    }

    /// How far along a place is: 0 at the start, 1 at the end. `None` where nothing is painted.
    fn share(&self, place: Point) -> Option<f64> {
        match self.way {
            ShadingKind::Axial { start, along } => {
                let share = (place - start).dot(along) / along.hypot2();
                self.is_painted(share).then_some(share)
            }
            ShadingKind::Radial {
                circle_from_object,
                start,
                along,
                start_radius,
                growth,
            } => {
                let away = circle_from_object * place - start;
                // The circles through the place: a·s² − 2b·s + c = 0. Later ones cover earlier ones.
                let a = along.hypot2() - growth * growth;
                let b = away.dot(along) + start_radius * growth;
                let c = away.hypot2() - start_radius * start_radius;
                let roots = if a.abs() < NOTHING {
                    [c / (2.0 * b); 2]
                } else {
                    let root = (b * b - a * c).sqrt();
                    let (one, other) = ((b + root) / a, (b - root) / a);
                    [one.max(other), one.min(other)]
                };
                let exists =
                    |share: &f64| self.is_painted(*share) && start_radius + share * growth >= 0.0;
                roots.into_iter().find(exists)
            }
        }
    }

    fn is_painted(&self, share: f64) -> bool {
        share.is_finite() && (share >= 0.0 || self.extends.0) && (share <= 1.0 || self.extends.1)
    }
}

/// The colours of one run from its stops.
fn shades(stops: &[(f32, Color)], alpha: f32) -> Vec<[u8; 4]> {
    let last = (SHADES - 1) as f32;
    let places = (0..SHADES).map(|index| index as f32 / last);
    let shade = |place: f32| {
        let after = stops.iter().position(|(at, _)| *at > place);
        let (before, after) = match after {
            Some(0) => (0, 0),
            Some(after) => (after - 1, after),
            None => (stops.len() - 1, stops.len() - 1),
        };
        let ((from, first), (to, second)) = (stops[before], stops[after]);
        let share = if to > from {
            (place - from) / (to - from)
        } else {
            0.0
        };
        let mixed = first.lerp_rect(second, share.clamp(0.0, 1.0));
        mixed
            .multiply_alpha(alpha)
            .premultiply()
            .to_rgba8()
            .to_u8_array()
    };
    places.map(shade).collect()
}

/// Places from 0 to 1 in rising order; two at least. Those that do not say their place share the gap that they are in.
fn stops(shade: &Element, scope: &ResourceScope) -> Vec<(f32, Color)> {
    let segments = shade.children_named("Segment").take(MAX_STOPS);
    let segments: Vec<&Element> = segments.collect();
    let last = segments.len().saturating_sub(1);
    let mut places: Vec<Option<f64>> = segments
        .iter()
        .map(|segment| segment.number("Position"))
        .collect();
    for (index, otherwise) in [(0, 0.0), (last, 1.0)] {
        if let Some(place) = places.get_mut(index) {
            place.get_or_insert(otherwise);
        }
    }
    let mut stops: Vec<(f32, Color)> = Vec::new();
    let mut known = (0, 0.0);
    for (index, segment) in segments.iter().enumerate() {
        let place = places[index].unwrap_or_else(|| {
            let next = (index..=last).find_map(|at| Some((at, places[at]?)));
            let (end, to) = next.unwrap_or((last, 1.0));
            known.1 + (to - known.1) * (index - known.0) as f64 / (end - known.0).max(1) as f64
        });
        if places[index].is_some() {
            known = (index, place);
        }
        let before = stops.last().map_or(0.0, |(before, _)| *before);
        let shown = segment
            .child("Color")
            .map_or(Color::BLACK, |c| color(c, scope));
        stops.push((place.clamp(f64::from(before), 1.0) as f32, shown));
    }
    match stops.as_slice() {
        [] => vec![(0.0, Color::BLACK), (1.0, Color::BLACK)],
        [(_, only)] => vec![(0.0, *only), (1.0, *only)],
        _ => stops,
    }
}

/// The colour that a shade ends in.
pub(super) fn last_color(shade: &Element, scope: &ResourceScope) -> Color {
    stops(shade, scope)
        .last()
        .map_or(Color::BLACK, |(_, color)| *color)
}
