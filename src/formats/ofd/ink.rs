//! What outlines are filled and stroked with: a colour, a gradient along a line or between circles, a pattern.

use std::rc::Rc;

use vello_cpu::kurbo::{Point, Vec2};
use vello_cpu::peniko::color::DynamicColor;
use vello_cpu::peniko::{Color, ColorStop, Extend, Gradient};

use super::color::{alpha, color};
use super::resources::Scope;
use super::xml::Element;

#[derive(Debug, Clone)]
pub(super) enum Ink {
    Color(Color),
    /// In the coordinates of the object that is drawn.
    Gradient(Rc<Gradient>),
    /// A `Pattern` element; its cells are drawn each time.
    Pattern(Rc<Element>),
}

impl Ink {
    pub(super) const BLACK: Self = Self::Color(Color::BLACK);

    /// Of a `FillColor`, `StrokeColor` or `BorderColor` element.
    pub(super) fn parse(element: &Element, scope: &Scope) -> Self {
        for child in &element.children {
            let gradient = match child.name.as_str() {
                "AxialShd" => axial(child, scope),
                "RadialShd" => radial(child, scope),
                "Pattern" => return Self::Pattern(Rc::new(child.clone())),
                "GouraudShd" | "LaGouraudShd" => return Self::Color(mean(child, scope)),
                _ => continue,
            };
            return match gradient {
                Some(gradient) => {
                    let share = f32::from(alpha(element)) / 255.0;
                    Self::Gradient(Rc::new(gradient.multiply_alpha(share)))
                }
                // A gradient between equal points has no direction: its last colour covers everything.
                None => Self::Color(stops(child, scope).last().map_or(Color::BLACK, |(_, c)| *c)),
            };
        }
        Self::Color(color(element, scope))
    }
}

fn axial(shade: &Element, scope: &Scope) -> Option<Gradient> {
    let start = shade.point("StartPoint").unwrap_or(Point::ZERO);
    let end = shade.point("EndPoint")?;
    let whole = end - start;
    if whole.hypot() < 1e-9 {
        return None;
    }
    let map = Map::of(shade, whole.hypot());
    let end = start + whole * map.share;
    let gradient = Gradient::new_linear(start, end).with_extend(map.extend);
    Some(with_stops(gradient, shade, scope, map.extend))
}

fn radial(shade: &Element, scope: &Scope) -> Option<Gradient> {
    let start = shade.point("StartPoint").unwrap_or(Point::ZERO);
    let end = shade.point("EndPoint").unwrap_or(start);
    let start_radius = shade.number("StartRadius").unwrap_or(0.0).max(0.0);
    let end_radius = shade.number("EndRadius").unwrap_or(0.0).max(0.0);
    let growth = end_radius - start_radius;
    if growth.abs() < 1e-9 && (end - start).hypot() < 1e-9 {
        return None;
    }
    let map = Map::of(shade, Vec2::new((end - start).hypot(), growth).hypot());
    let end = start.lerp(end, map.share);
    let end_radius = (start_radius + growth * map.share).max(0.0);
    let gradient =
        Gradient::new_two_point_radial(start, start_radius as f32, end, end_radius as f32)
            .with_extend(map.extend);
    Some(with_stops(gradient, shade, scope, map.extend))
}

/// How a gradient goes on after its end.
struct Map {
    extend: Extend,
    /// What part of the whole way one run takes.
    share: f64,
}

impl Map {
    fn of(shade: &Element, length: f64) -> Self {
        let extend = match shade.attribute("MapType").unwrap_or_default() {
            "Repeat" => Extend::Repeat,
            "Reflect" => Extend::Reflect,
            _ => Extend::Pad,
        };
        let unit = shade.number("MapUnit").filter(|unit| *unit > 0.0);
        let part = match (extend, unit) {
            (Extend::Repeat | Extend::Reflect, Some(unit)) => (unit / length).max(1e-4),
            _ => 1.0,
        };
        Self {
            extend,
            share: part,
        }
    }
}

/// How far a gradient's ends are from where nothing of it shows: two colours in one place would be one.
const EDGE: f32 = 1e-3;

/// Beyond its ends a gradient shows nothing, unless `Extend` says so: 1 before the start, 2 after the end, 3 both.
fn with_stops(gradient: Gradient, shade: &Element, scope: &Scope, extend: Extend) -> Gradient {
    let mut stops = stops(shade, scope);
    if extend == Extend::Pad
        && let (Some(first), Some(last)) = (stops.first().copied(), stops.last().copied())
    {
        let extends = shade.number("Extend").unwrap_or(0.0) as u32;
        for (place, _) in &mut stops {
            *place = place.clamp(EDGE, 1.0 - EDGE);
        }
        let (before, after) = match extends & 3 {
            0 => (0.0, 0.0),
            1 => (1.0, 0.0),
            2 => (0.0, 1.0),
            _ => (1.0, 1.0),
        };
        stops.insert(0, (0.0, first.1.multiply_alpha(before)));
        stops.push((1.0, last.1.multiply_alpha(after)));
    }
    let stops: Vec<ColorStop> = stops
        .into_iter()
        .map(|(offset, color)| ColorStop {
            offset,
            color: DynamicColor::from_alpha_color(color),
        })
        .collect();
    gradient.with_stops(stops.as_slice())
}

/// Places from 0 to 1 in rising order; two at least.
fn stops(shade: &Element, scope: &Scope) -> Vec<(f32, Color)> {
    let segments: Vec<&Element> = shade.children_named("Segment").collect();
    let last = segments.len().saturating_sub(1).max(1) as f64;
    let mut stops: Vec<(f32, Color)> = Vec::new();
    for (index, segment) in segments.into_iter().enumerate() {
        let even = index as f64 / last;
        let position = segment.number("Position").unwrap_or(even).clamp(0.0, 1.0) as f32;
        let position = stops
            .last()
            .map_or(position, |(before, _)| position.max(*before));
        let shown = segment
            .child("Color")
            .map_or(Color::BLACK, |c| color(c, scope));
        stops.push((position, shown));
    }
    if let [(_, only)] = stops.as_slice() {
        stops = vec![(0.0, *only), (1.0, *only)];
    }
    if stops.is_empty() {
        stops = vec![(0.0, Color::BLACK), (1.0, Color::BLACK)];
    }
    stops
}

/// Shading between many points, which no invoice has, is shown as one colour.
fn mean(shade: &Element, scope: &Scope) -> Color {
    let points = shade.children_named("Point");
    let colors: Vec<[f32; 4]> = points
        .filter_map(|point| point.child("Color"))
        .map(|element| color(element, scope).components)
        .collect();
    let count = colors.len().max(1) as f32;
    let mut sum = [0.0; 4];
    for color in &colors {
        for (total, part) in sum.iter_mut().zip(color) {
            *total += part / count;
        }
    }
    Color::new(if colors.is_empty() {
        [0.0, 0.0, 0.0, 1.0]
    } else {
        sum
    })
}
