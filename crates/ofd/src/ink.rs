//! What outlines are filled and stroked with: a colour, a gradient along a line or between circles, a pattern.

use std::rc::Rc;

use vello_cpu::peniko::Color;

use super::color::{alpha, color};
use super::resources::ResourceScope;
use super::shade::{Shade, last_color};
use super::xml::Element;

#[derive(Debug, Clone)]
pub(super) enum Ink {
    Color(Color),
    /// In the coordinates of the object that is drawn.
    Shade(Rc<Shade>),
    /// A `Pattern` element; its cells are drawn each time.
    Pattern(Rc<Element>),
}

impl Ink {
    pub(super) const BLACK: Self = Self::Color(Color::BLACK);

    /// Of a `FillColor`, `StrokeColor` or `BorderColor` element.
    pub(super) fn parse(element: &Element, scope: &ResourceScope) -> Self {
        let opacity = f32::from(alpha(element)) / 255.0;
        for child in &element.children {
            let shade = match child.name.as_str() {
                "AxialShd" => Shade::axial(child, scope, opacity),
                "RadialShd" => Shade::radial(child, scope, opacity),
                "Pattern" => return Self::Pattern(Rc::new(child.clone())),
                "GouraudShd" | "LaGouraudShd" => return Self::Color(mean(child, scope)),
                _ => continue,
            };
            return match shade {
                Some(shade) => Self::Shade(Rc::new(shade)),
                // A gradient between equal points has no direction: its last colour covers everything.
                None => Self::Color(last_color(child, scope).multiply_alpha(opacity)),
            };
        }
        Self::Color(color(element, scope))
    }
}

/// Shading between many points, which is rare, is shown as one colour.
fn mean(shade: &Element, scope: &ResourceScope) -> Color {
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
