//! Numbers as OFD writes them in attributes: boxes, matrices, arrays with `g` for repetition. What is no finite number
//! is not there.

use vello_cpu::kurbo::{Affine, Point, Rect};

use super::xml::Element;

/// Numbers of more than this size mean nothing on a page of millimetres.
const MAX_NUMBER: f64 = 1e7;

pub(super) fn number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    (number.abs() <= MAX_NUMBER).then_some(number)
}

/// All numbers, as far as they go.
pub(super) fn numbers(text: &str) -> Vec<f64> {
    words(text).map_while(number).collect()
}

/// Split at spaces and commas.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
}

/// `x y width height`; width and height may be zero or negative.
pub(super) fn rect(text: &str) -> Option<Rect> {
    match numbers(text).as_slice() {
        [x, y, width, height, ..] => Some(Rect::new(*x, *y, x + width, y + height)),
        _ => None,
    }
}

pub(super) fn point(text: &str) -> Option<Point> {
    match numbers(text).as_slice() {
        [x, y, ..] => Some(Point::new(*x, *y)),
        _ => None,
    }
}

pub(super) fn matrix(text: &str) -> Option<Affine> {
    numbers(text).first_chunk().copied().map(Affine::new)
}

/// Steps between glyphs: `g n v` stands for n times v. Never longer than `most`, whatever n says.
pub(super) fn steps(text: &str, most: usize) -> Vec<f64> {
    let mut steps = Vec::new();
    let mut words = words(text);
    while steps.len() < most
        && let Some(word) = words.next()
    {
        if word.eq_ignore_ascii_case("g") {
            let count = words.next().and_then(|count| count.parse::<f64>().ok());
            let value = words.next().and_then(number);
            let (Some(count), Some(value)) = (count, value) else {
                break;
            };
            let count = (count.max(0.0) as usize).min(most - steps.len());
            steps.extend(std::iter::repeat_n(value, count));
        } else if let Some(value) = number(word) {
            steps.push(value);
        } else {
            break;
        }
    }
    steps
}

pub(super) fn flag(text: &str) -> Option<bool> {
    match text.trim() {
        "true" | "True" | "TRUE" | "1" => Some(true),
        "false" | "False" | "FALSE" | "0" => Some(false),
        _ => None,
    }
}

/// Attributes of an element as values.
impl Element {
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.value(name).and_then(number)
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.value(name).and_then(flag)
    }

    pub(super) fn rect(&self, name: &str) -> Option<Rect> {
        self.value(name).and_then(rect)
    }

    pub(super) fn point(&self, name: &str) -> Option<Point> {
        self.value(name).and_then(point)
    }

    pub(super) fn matrix(&self, name: &str) -> Affine {
        self.value(name).and_then(matrix).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_repeated_and_bounded() {
        assert_eq!(steps("1 2.5 g 3 4 -1", 10), [1.0, 2.5, 4.0, 4.0, 4.0, -1.0]);
        assert_eq!(steps("g 2000000000 5", 3), [5.0; 3]);
        assert_eq!(steps("g -4 5 6", 3), [6.0]);
        assert_eq!(steps("g 2", 3), [0.0; 0]);
        assert_eq!(steps("1,2 x 3", 9), [1.0, 2.0]);
        assert_eq!(steps("", 9), [0.0; 0]);
    }

    #[test]
    fn what_is_no_number_is_not_there() {
        for text in ["", "x", "NaN", "inf", "1e9", "-1e300", "1 2"] {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(number(" -1.5e2 "), Some(-150.0));
        assert_eq!(rect("1 2 3"), None);
        assert_eq!(rect("1 2 -3 0"), Some(Rect::new(1.0, 2.0, -2.0, 2.0)));
        assert_eq!(matrix("1 0 0 1 5"), None);
        assert_eq!(flag("True"), Some(true));
        assert_eq!(flag("yes"), None);
    }
}
