//! Colours: grey, RGB and CMYK, written in the ways that occur.

use vello_cpu::peniko::Color;

use super::resources::ResourceScope;
use super::values::{number, words};
use super::xml::Element;

/// How components are read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ColorSpace {
    kind: ColorSpaceKind,
    /// Value of a full component.
    full: f64,
    /// Colours that are named by their place.
    palette: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColorSpaceKind {
    Gray,
    Rgb,
    Cmyk,
}

impl ColorSpace {
    pub(super) fn parse(entry: &Element) -> Self {
        let kind = match entry.attribute("Type").unwrap_or_default() {
            kind if kind.eq_ignore_ascii_case("gray") => ColorSpaceKind::Gray,
            kind if kind.eq_ignore_ascii_case("cmyk") => ColorSpaceKind::Cmyk,
            _ => ColorSpaceKind::Rgb,
        };
        let bits = entry.number("BitsPerComponent").unwrap_or(8.0);
        let bits = if (1.0..=16.0).contains(&bits) {
            bits
        } else {
            8.0
        };
        let palette = entry.child("Palette");
        let values = palette
            .iter()
            .flat_map(|palette| palette.children_named("CV"));
        Self {
            kind,
            full: bits.floor().exp2() - 1.0,
            palette: values.map(|value| value.trimmed().to_owned()).collect(),
        }
    }
}

/// The colour that a `FillColor`, `StrokeColor` or `Color` element says; black if it says none.
pub(super) fn color(element: &Element, scope: &ResourceScope) -> Color {
    let id = element.attribute("ColorSpace");
    let space = id.and_then(|id| scope.color_space(id));
    let named = || {
        let index = element.number("Index")?.max(0.0) as usize;
        space?.palette.get(index).map(String::as_str)
    };
    let value = element.attribute("Value").or_else(named);
    let [r, g, b] = value
        .and_then(|value| rgb(value, space))
        .unwrap_or_default();
    Color::from_rgba8(r, g, b, alpha(element))
}

/// The `Alpha` of a colour or an object, 255 if it says none.
pub(super) fn alpha(element: &Element) -> u8 {
    let alpha = element.number("Alpha").unwrap_or(255.0);
    alpha.round().clamp(0.0, 255.0) as u8
}

fn rgb(value: &str, space: Option<&ColorSpace>) -> Option<[u8; 3]> {
    let full = space.map_or(255.0, |space| space.full);
    let shares = shares(value, full)?;
    let kind = match (shares.len(), space) {
        (1 | 2, _) => ColorSpaceKind::Gray,
        (3, _) => ColorSpaceKind::Rgb,
        (_, Some(space)) => space.kind,
        _ => ColorSpaceKind::Cmyk,
    };
    let rgb = match (kind, shares.as_slice()) {
        (ColorSpaceKind::Gray, [gray, ..]) => [*gray; 3],
        (ColorSpaceKind::Cmyk, [cyan, magenta, yellow, black, ..]) => {
            [cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black))
        }
        (_, [r, g, b, ..]) => [*r, *g, *b],
        _ => return None,
    };
    Some(rgb.map(|share| (share * 255.0).round() as u8))
}

/// Components from 0 to 1. Written as `255 0 0`, `#FF #00 #00`, `#FF0000`, and by some as `1.0 0.0 0.0`.
fn shares(value: &str, full: f64) -> Option<Vec<f64>> {
    let words: Vec<&str> = words(value).collect();
    if let [word] = words.as_slice()
        && let Some(digits) = word.strip_prefix('#')
        && digits.len() > 2
    {
        let pairs = digits.as_bytes().chunks_exact(2);
        return pairs.map(|pair| hex(str::from_utf8(pair).ok()?)).collect();
    }
    let has_fractions = words.iter().any(|word| word.contains('.'));
    let components: Vec<f64> = words
        .iter()
        .map(|word| match word.strip_prefix('#') {
            Some(digits) => hex(digits).map(|share| share * full),
            None => number(word),
        })
        .collect::<Option<_>>()?;
    let is_share = has_fractions && components.iter().all(|component| *component <= 1.0);
    let full = if is_share { 1.0 } else { full };
    let share = |component: &f64| (component / full).clamp(0.0, 1.0);
    Some(components.iter().map(share).collect())
}

fn hex(digits: &str) -> Option<f64> {
    let value = u8::from_str_radix(digits, 16).ok()?;
    Some(f64::from(value) / 255.0)
}

#[cfg(test)]
mod tests {
    use super::super::budget::DrawBudget;
    use super::super::xml;
    use super::*;

    fn space(xml: &str) -> ColorSpace {
        ColorSpace::parse(&xml::parse(xml.as_bytes(), &mut DrawBudget::new()).expect("an element"))
    }

    #[test]
    fn every_way_of_writing_a_colour_is_read() {
        let gray = space("<ColorSpace Type='GRAY'/>");
        let cmyk = space("<ColorSpace Type='CMYK'/>");
        let four_bits = space("<ColorSpace Type='RGB' BitsPerComponent='4'/>");
        for (value, space, expected) in [
            ("156 82 35", None, [156, 82, 35]),
            ("156,82,35", None, [156, 82, 35]),
            ("#9C5223", None, [156, 82, 35]),
            ("#9C #52 #23", None, [156, 82, 35]),
            ("1.0 0.5 0.0", None, [255, 128, 0]),
            ("300 -5 0", None, [255, 0, 0]),
            ("128", Some(&gray), [128, 128, 128]),
            ("128", None, [128, 128, 128]),
            ("255 0 0 0", Some(&cmyk), [0, 255, 255]),
            ("0 0 0 255", None, [0, 0, 0]),
            ("15 0 5", Some(&four_bits), [255, 0, 85]),
        ] {
            assert_eq!(rgb(value, space), Some(expected), "{value}");
        }
        for value in ["", "red", "#", "#GG0000", "1 x 2"] {
            assert_eq!(rgb(value, None), None, "{value}");
        }
    }

    #[test]
    fn a_palette_is_looked_up_by_place() {
        let space = space(
            "<ColorSpace Type='RGB'><Palette><CV>1 2 3</CV><CV>#FF8000</CV></Palette></ColorSpace>",
        );
        assert_eq!(space.palette, ["1 2 3", "#FF8000"]);
    }
}
