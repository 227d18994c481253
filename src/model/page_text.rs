//! What the program itself read from the pixels of a picture: its lines of text, where they lie and what they say. It
//! knows nothing of what the platform says of the same picture.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Look;
use crate::geometry::{PictureBox, PictureSize};

/// Lines kept of one picture.
pub const MAX_LINES: usize = 400;
/// Longest text of one line, in characters.
pub const MAX_LINE_CHARS: usize = 200;
/// Points of a line, along and across it, of which is asked whether they lie in a region.
const SAMPLES: (u32, u32) = (32, 4);

/// So many times longer than high are lines with a number or an amount.
const VALUE_ASPECTS: std::ops::Range<f32> = 2.2..18.0;

/// Whether it can be what stands in one line of print.
pub fn is_line(text: &str) -> bool {
    text.chars().count() <= MAX_LINE_CHARS && !text.chars().any(char::is_control)
}

/// One line of print.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextLine {
    /// In pixels of the upright picture, from the one at the top left clockwise.
    pub corners: [[f32; 2]; 4],
    /// What it says as the picture shows it, or upside down where it is; `None` where it was not read.
    pub text: Option<String>,
    /// Whether it stands on its head; `None` where that was not looked at.
    pub turned: Option<bool>,
}

impl TextLine {
    /// Which part of it lies in the rectangle: 0 to 1.
    pub fn part_in(&self, rect: &PictureBox) -> f64 {
        let has =
            |x: f64, y: f64| x >= rect.min.x && x < rect.max.x && y >= rect.min.y && y < rect.max.y;
        let corners = self.corners.map(|[x, y]| (f64::from(x), f64::from(y)));
        // Most lines of a page lie in a rectangle or beside it as a whole.
        if corners.iter().all(|(x, y)| has(*x, *y)) {
            return 1.0;
        }
        let is_beside = corners.iter().all(|(x, _)| *x < rect.min.x)
            || corners.iter().all(|(x, _)| *x >= rect.max.x)
            || corners.iter().all(|(_, y)| *y < rect.min.y)
            || corners.iter().all(|(_, y)| *y >= rect.max.y);
        if is_beside {
            return 0.0;
        }
        let (along, across) = SAMPLES;
        let mut inside = 0_u32;
        for row in 0..across {
            for column in 0..along {
                let [x, y] = self.point(
                    (column as f32 + 0.5) / along as f32,
                    (row as f32 + 0.5) / across as f32,
                );
                inside += u32::from(has(f64::from(x), f64::from(y)));
            }
        }
        f64::from(inside) / f64::from(along * across)
    }

    pub fn centre(&self) -> [f32; 2] {
        self.point(0.5, 0.5)
    }

    /// Its length and its height.
    pub fn extent(&self) -> (f32, f32) {
        let [a, b, _, d] = self.corners;
        let distance = |p: [f32; 2], q: [f32; 2]| (p[0] - q[0]).hypot(p[1] - q[1]);
        (distance(a, b), distance(a, d))
    }

    /// How many times longer than high it is.
    pub fn aspect(&self) -> f32 {
        let (length, height) = self.extent();
        length / height.max(1.0)
    }

    /// Whether it is as long as a number or an amount is, with a label before it or without.
    pub fn may_hold_value(&self) -> bool {
        VALUE_ASPECTS.contains(&self.aspect())
    }

    /// A point of it by its parts of the length and of the height.
    fn point(&self, along: f32, across: f32) -> [f32; 2] {
        let [a, b, c, d] = self.corners;
        [0, 1].map(|axis| {
            let top = a[axis] + (b[axis] - a[axis]) * along;
            let bottom = d[axis] + (c[axis] - d[axis]) * along;
            top + (bottom - top) * across
        })
    }
}

/// The reading of one picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageText {
    /// Of the upright picture.
    pub size: PictureSize,
    /// Whether lines were looked for; where not, only the pixels beside them were.
    pub is_read: bool,
    /// From top to bottom.
    pub lines: Vec<TextLine>,
    /// What was seen beside text; `None` of a picture that could not be looked at.
    #[serde(default)]
    pub look: Option<Arc<Look>>,
}

impl PageText {
    /// Of a picture that cannot be read, or not even looked at.
    pub fn nothing(size: PictureSize, is_read: bool) -> Self {
        Self {
            size,
            is_read,
            lines: Vec::new(),
            look: None,
        }
    }

    /// Whether somebody tried to read it, and nothing came of that.
    pub fn could_not_be_read(&self) -> bool {
        self.is_read && self.look.is_none() && self.lines.is_empty()
    }

    /// Whether it says what is printed: not of what was only looked at, nor of what could not be read.
    pub fn has_print(&self) -> bool {
        self.is_read && !self.could_not_be_read()
    }

    /// Whether it can be what somebody read of a picture: bounded, and in numbers that can be reckoned with.
    pub fn is_plausible(&self) -> bool {
        let is_sane = |line: &TextLine| {
            let most = 4.0 * self.size.width.max(self.size.height) as f32;
            let has_place = line.corners.iter().flatten().all(|it| it.abs() <= most);
            let text = line.text.as_deref().unwrap_or_default();
            has_place && is_line(text)
        };
        self.lines.len() <= MAX_LINES
            && self.size.width > 0
            && self.size.height > 0
            && self.lines.iter().all(is_sane)
            && self
                .look
                .as_deref()
                .is_none_or(|look| look.size == self.size && look.is_plausible())
    }
}

#[cfg(test)]
mod tests {
    use euclid::point2;

    use super::*;

    fn line(left: f32, top: f32, right: f32, bottom: f32) -> TextLine {
        TextLine {
            corners: [[left, top], [right, top], [right, bottom], [left, bottom]],
            text: Some("¥686.00".into()),
            turned: None,
        }
    }

    #[test]
    fn a_part_of_a_line_lies_in_a_region() {
        let region = PictureBox::new(point2(0.0, 0.0), point2(100.0, 100.0));
        for (left, part) in [(0.0, 1.0), (60.0, 0.5), (100.0, 0.0), (-40.0, 0.5)] {
            let found = line(left, 10.0, left + 80.0, 30.0).part_in(&region);
            assert!((found - part).abs() < 0.02, "{left}: {found}");
        }
    }

    #[test]
    fn nonsense_is_not_taken_for_a_reading() {
        let sane = PageText {
            size: PictureSize::new(100, 100),
            is_read: true,
            lines: vec![line(1.0, 1.0, 50.0, 20.0)],
            look: None,
        };
        assert!(sane.is_plausible());
        let spoilt = |spoil: fn(&mut PageText)| {
            let mut text = sane.clone();
            spoil(&mut text);
            text.is_plausible()
        };
        assert!(!spoilt(|it| it.lines[0].corners[2][1] = f32::NAN));
        assert!(!spoilt(|it| it.lines[0].corners[2][1] = 1e9));
        assert!(!spoilt(|it| it.lines[0].text = Some("\u{1b}".into())));
        assert!(!spoilt(|it| it.lines[0].text = Some("1".repeat(201))));
        assert!(!spoilt(|it| it.size = PictureSize::new(0, 9)));
        assert!(!spoilt(
            |it| it.lines = vec![it.lines[0].clone(); MAX_LINES + 1]
        ));
    }
}
