//! What the program itself saw in the pixels of a picture, before any region is held against it: marks as large as print,
//! how light and how sharp each part is, and the codes. Small enough to be kept beside what was read.

use euclid::point2;
use serde::{Deserialize, Serialize};

use crate::geometry::{PictureBox, PictureSize};

/// Marks kept of one picture; a page full of print has fewer.
pub const MAX_MARKS: usize = 6_000;
/// Longest side of the copy that is looked at, in pixels.
pub const MAX_LOOK_SIDE: u32 = 2_000;
/// Pixels of that copy on each side of a cell.
pub const CELL: u32 = 32;
/// Codes kept of one picture: more than tickets fit on a page, so that none can be crowded out by a few others.
pub const MAX_CODES: usize = 64;
/// Longest text kept of a code, in characters; what is longer is no invoice's.
pub const MAX_CODE_CHARS: usize = 400;

/// A piece of print: about a character, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u16, u16, u8, u8)", into = "(u16, u16, u8, u8)")]
pub struct Mark {
    pub left: u16,
    pub top: u16,
    pub width: u8,
    pub height: u8,
}

/// A part of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u8, u8, u8)", into = "(u8, u8, u8)")]
pub struct PictureCell {
    /// Of its lightest fifth: the paper, where there is some.
    pub paper: u8,
    /// By how much its darkest pixel is darker than that.
    pub contrast: u8,
    /// The greatest difference between neighbours.
    pub step: u8,
}

// On the pipe there are thousands of both: without names.
impl From<(u16, u16, u8, u8)> for Mark {
    fn from((left, top, width, height): (u16, u16, u8, u8)) -> Self {
        Self {
            left,
            top,
            width,
            height,
        }
    }
}

impl From<Mark> for (u16, u16, u8, u8) {
    fn from(mark: Mark) -> Self {
        (mark.left, mark.top, mark.width, mark.height)
    }
}

impl From<(u8, u8, u8)> for PictureCell {
    fn from((paper, contrast, step): (u8, u8, u8)) -> Self {
        Self {
            paper,
            contrast,
            step,
        }
    }
}

impl From<PictureCell> for (u8, u8, u8) {
    fn from(cell: PictureCell) -> Self {
        (cell.paper, cell.contrast, cell.step)
    }
}

/// A QR code that could be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// Left, top, right and bottom, in pixels of the upright picture.
    pub edges: [u32; 4],
    /// As far as it is plain text; empty where it is none.
    pub text: String,
}

/// The QR codes of one picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    pub found: Vec<QrCode>,
    /// Whether they were looked for to the end; where not, the picture may have others.
    pub is_whole: bool,
}

/// What was seen in one picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Of the whole upright picture.
    pub size: PictureSize,
    /// So many of its pixels make one of the copy in which marks and cells are counted.
    pub shrink: f32,
    pub marks: Vec<Mark>,
    /// Row by row.
    pub cells: Vec<PictureCell>,
    pub columns: u32,
    pub codes: Codes,
    /// Of the picture as a whole: see [`Look::is_like`]. Zero where nothing is to be seen.
    pub likeness: u64,
}

/// Copies of one picture differ in so many bits of their likeness at most.
pub const LIKE_BITS: u32 = 5;

impl Look {
    /// Whether it can be what somebody saw in a picture: bounded, and in numbers that can be reckoned with.
    pub fn is_plausible(&self) -> bool {
        let longest = self.size.width.max(self.size.height) as f32;
        let is_scaled = self.shrink >= 1.0 && self.shrink <= longest;
        let copy = longest / self.shrink;
        let most_cells = (MAX_LOOK_SIDE / CELL + 1).pow(2) as usize;
        let has_place = |mark: &Mark| {
            f32::from(mark.left) <= copy + 1.0
                && f32::from(mark.top) <= copy + 1.0
                && mark.width > 0
                && mark.height > 0
        };
        let is_sane = |code: &QrCode| {
            let [left, top, right, bottom] = code.edges;
            left < right
                && top < bottom
                && right <= self.size.width
                && bottom <= self.size.height
                && code.text.chars().count() <= MAX_CODE_CHARS
                && !code.text.chars().any(char::is_control)
        };
        is_scaled
            && copy <= MAX_LOOK_SIDE as f32 + 1.0
            && self.marks.len() <= MAX_MARKS
            && self.marks.iter().all(has_place)
            && self.columns > 0
            && self.cells.len() <= most_cells
            && self.cells.len().is_multiple_of(self.columns as usize)
            && self.codes.found.len() <= MAX_CODES
            && self.codes.found.iter().all(is_sane)
    }

    /// Whether both may be copies of one picture, scaled or compressed anew.
    pub fn is_like(&self, other: &Self) -> bool {
        let is_seen = self.likeness != 0 && other.likeness != 0;
        is_seen && (self.likeness ^ other.likeness).count_ones() <= LIKE_BITS
    }

    /// Where a mark lies, in pixels of the picture.
    pub fn place(&self, mark: Mark) -> PictureBox {
        let shrink = f64::from(self.shrink);
        let (left, top) = (f64::from(mark.left), f64::from(mark.top));
        let far = point2(left + f64::from(mark.width), top + f64::from(mark.height));
        PictureBox::new(point2(left, top) * shrink, far * shrink)
    }

    /// The cells whose middle lies in the rectangle, with those middles.
    pub fn cells_in(&self, rect: PictureBox) -> impl Iterator<Item = PictureCell> {
        let side = f64::from(CELL) * f64::from(self.shrink);
        let columns = self.columns as usize;
        let cells = self.cells.iter().enumerate();
        cells.filter_map(move |(index, cell)| {
            let middle = |at: usize| (at as f64 + 0.5) * side;
            let at = point2(middle(index % columns), middle(index / columns));
            rect.contains(at).then_some(*cell)
        })
    }

    /// The cell at this place of the picture.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<PictureCell> {
        let side = f64::from(CELL) * f64::from(self.shrink);
        if x < 0.0 || y < 0.0 {
            return None;
        }
        let (column, row) = ((x / side) as usize, (y / side) as usize);
        let columns = self.columns as usize;
        if column >= columns {
            return None;
        }
        self.cells.get(row * columns + column).copied()
    }
}

impl QrCode {
    pub fn place(&self) -> PictureBox {
        let [left, top, right, bottom] = self.edges.map(f64::from);
        PictureBox::new(point2(left, top), point2(right, bottom))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look() -> Look {
        let cell = PictureCell {
            paper: 240,
            contrast: 9,
            step: 4,
        };
        Look {
            size: PictureSize::new(128, 64),
            shrink: 2.0,
            marks: vec![Mark {
                left: 3,
                top: 4,
                width: 5,
                height: 6,
            }],
            cells: vec![cell; 2],
            columns: 2,
            codes: Codes {
                found: vec![QrCode {
                    edges: [1, 2, 30, 31],
                    text: "01,10".into(),
                }],
                is_whole: true,
            },
            likeness: 5,
        }
    }

    #[test]
    fn marks_and_cells_have_their_places_in_the_picture() {
        let look = look();
        let place = look.place(look.marks[0]);
        assert_eq!(place, PictureBox::new(point2(6.0, 8.0), point2(16.0, 20.0)));
        let left = PictureBox::new(point2(0.0, 0.0), point2(64.0, 64.0));
        assert_eq!(look.cells_in(left).count(), 1);
        assert!(look.cell_at(70.0, 10.0).is_some());
        assert_eq!(look.cell_at(130.0, 10.0), None);
        assert_eq!(look.cell_at(-1.0, 10.0), None);
    }

    #[test]
    fn nonsense_is_not_taken_for_a_look() {
        assert!(look().is_plausible());
        let spoilt: [fn(&mut Look); 8] = [
            |it| it.shrink = f32::NAN,
            |it| it.shrink = 0.5,
            |it| it.marks[0].left = 60_000,
            |it| it.marks[0].width = 0,
            |it| it.columns = 0,
            |it| it.cells.truncate(1),
            |it| it.codes.found[0].edges = [1, 2, 900, 31],
            |it| it.codes.found[0].text = "01\u{1b}".into(),
        ];
        for (index, spoil) in spoilt.into_iter().enumerate() {
            let mut look = look();
            spoil(&mut look);
            assert!(!look.is_plausible(), "{index}");
        }
        let mut many = look();
        many.marks = vec![many.marks[0]; MAX_MARKS + 1];
        assert!(!many.is_plausible());
    }
}
