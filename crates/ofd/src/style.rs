//! How outlines are drawn: what an object says itself, else its drawing parameters, else those of its layer.

use vello_cpu::kurbo::{Cap, Join, Stroke};
use vello_cpu::peniko::{BlendMode, Mix};

use super::ink::Ink;
use super::resources::ResourceScope;
use super::values::{number, words};
use super::xml::Element;

/// In millimetres, where nothing says how wide a line is.
const DEFAULT_LINE_WIDTH: f64 = 0.353;
const DEFAULT_MITER_LIMIT: f64 = 4.234;

/// Lengths of dashes; a pattern of more than a few is a mistake.
const MAX_DASHES: usize = 100;

/// Parameters may build upon others, never in a circle; no writer goes deeper.
const MAX_CHAIN: usize = 16;

#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    line_width: Option<f64>,
    join: Option<Join>,
    cap: Option<Cap>,
    miter_limit: Option<f64>,
    dash_offset: Option<f64>,
    dash_pattern: Option<Vec<f64>>,
    pub(super) fill: Option<Ink>,
    pub(super) stroke: Option<Ink>,
}

impl Style {
    /// Everything that is in force for an element: its own attributes, its parameters, then `inherited`.
    pub(super) fn of(element: &Element, scope: &ResourceScope, inherited: &Self) -> Self {
        let own = Self::own(element, scope);
        match element.attribute("DrawParam") {
            Some(id) => own.or(&Self::chain(id, scope)).or(inherited),
            None => own.or(inherited),
        }
    }

    fn chain(id: &str, scope: &ResourceScope) -> Self {
        let mut style = Self::default();
        let mut next = Some(id);
        for _ in 0..MAX_CHAIN {
            let Some(param) = next.and_then(|id| scope.draw_param(id)) else {
                break;
            };
            style = style.or(&Self::own(param, scope));
            next = param.attribute("Relative");
        }
        style
    }

    fn own(element: &Element, scope: &ResourceScope) -> Self {
        let ink = |name| element.child(name).map(|color| Ink::parse(color, scope));
        Self {
            line_width: element.number("LineWidth").filter(|width| *width >= 0.0),
            join: element.attribute("Join").map(join),
            cap: element.attribute("Cap").map(cap),
            miter_limit: element.number("MiterLimit").filter(|limit| *limit >= 1.0),
            dash_offset: element.number("DashOffset"),
            dash_pattern: element.attribute("DashPattern").map(dashes),
            fill: ink("FillColor"),
            stroke: ink("StrokeColor"),
        }
    }

    fn or(self, other: &Self) -> Self {
        Self {
            line_width: self.line_width.or(other.line_width),
            join: self.join.or(other.join),
            cap: self.cap.or(other.cap),
            miter_limit: self.miter_limit.or(other.miter_limit),
            dash_offset: self.dash_offset.or(other.dash_offset),
            dash_pattern: self.dash_pattern.or_else(|| other.dash_pattern.clone()),
            fill: self.fill.or_else(|| other.fill.clone()),
            stroke: self.stroke.or_else(|| other.stroke.clone()),
        }
    }

    /// In millimetres, before the object's own transform.
    pub(super) fn line(&self) -> Stroke {
        let mut stroke = Stroke::new(self.line_width.unwrap_or(DEFAULT_LINE_WIDTH))
            .with_join(self.join.unwrap_or(Join::Miter))
            .with_caps(self.cap.unwrap_or(Cap::Butt))
            .with_miter_limit(self.miter_limit.unwrap_or(DEFAULT_MITER_LIMIT));
        if let Some(pattern) = &self.dash_pattern {
            // An odd number of lengths is gone through twice.
            let times = if pattern.len() % 2 == 1 { 2 } else { 1 };
            stroke = stroke.with_dashes(self.dash_offset.unwrap_or(0.0), pattern.repeat(times));
        }
        stroke
    }
}

fn dashes(text: &str) -> Vec<f64> {
    words(text).map_while(number).take(MAX_DASHES).collect()
}

fn join(name: &str) -> Join {
    match name {
        "Round" => Join::Round,
        "Bevel" => Join::Bevel,
        _ => Join::Miter,
    }
}

fn cap(name: &str) -> Cap {
    match name {
        "Round" => Cap::Round,
        "Square" => Cap::Square,
        _ => Cap::Butt,
    }
}

/// How an object mixes with what lies below it; seals must not hide print. `None` if it just covers.
pub(super) fn blend_mode(element: &Element) -> Option<BlendMode> {
    let mix = match element.attribute("BlendMode")? {
        "Multiply" => Mix::Multiply,
        "Screen" => Mix::Screen,
        "Overlay" => Mix::Overlay,
        "Darken" => Mix::Darken,
        "Lighten" => Mix::Lighten,
        "ColorDodge" => Mix::ColorDodge,
        "ColorBurn" => Mix::ColorBurn,
        "HardLight" => Mix::HardLight,
        "SoftLight" => Mix::SoftLight,
        "Difference" => Mix::Difference,
        "Exclusion" => Mix::Exclusion,
        "Hue" => Mix::Hue,
        "Saturation" => Mix::Saturation,
        "Color" => Mix::Color,
        "Luminosity" => Mix::Luminosity,
        _ => return None,
    };
    Some(mix.into())
}
