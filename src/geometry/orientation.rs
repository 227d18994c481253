//! The eight ways a picture can lie (EXIF's orientation tag), and the four of them that are plain turns.

use euclid::{Size2D, Transform2D};

/// A clockwise turn by a multiple of 90 degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum QuarterTurn {
    #[default]
    None,
    Right,
    Half,
    Left,
}

impl QuarterTurn {
    pub const ALL: [Self; 4] = [Self::None, Self::Right, Self::Half, Self::Left];

    /// `None` for an angle that is not a multiple of 90.
    pub fn from_degrees(degrees: u32) -> Option<Self> {
        match degrees % 360 {
            0 => Some(Self::None),
            90 => Some(Self::Right),
            180 => Some(Self::Half),
            270 => Some(Self::Left),
            _ => None,
        }
    }

    /// This turn followed by another.
    pub fn then(self, next: Self) -> Self {
        Self::ALL[((self.quarters() + next.quarters()) % 4) as usize]
    }

    pub fn inverse(self) -> Self {
        Self::ALL[((4 - self.quarters()) % 4) as usize]
    }

    fn quarters(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Right => 1,
            Self::Half => 2,
            Self::Left => 3,
        }
    }
}

/// What must be done to stored pixels so that they are seen upright: the values of EXIF's orientation tag (CIPA
/// DC-008, tag 0x0112).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// 1
    #[default]
    Upright,
    /// 2: mirrored left to right
    Mirrored,
    /// 3: turn by 180 degrees
    Half,
    /// 4: mirrored top to bottom
    Flipped,
    /// 5: rows are columns
    Transposed,
    /// 6: turn right
    Right,
    /// 7: rows are columns, from the far corner
    Transversed,
    /// 8: turn left
    Left,
}

impl Orientation {
    pub const ALL: [Self; 8] = [
        Self::Upright,
        Self::Mirrored,
        Self::Half,
        Self::Flipped,
        Self::Transposed,
        Self::Right,
        Self::Transversed,
        Self::Left,
    ];

    /// `None` outside 1..=8; viewers treat that as upright.
    pub fn from_exif(tag: u16) -> Option<Self> {
        Self::ALL.get(usize::from(tag).checked_sub(1)?).copied()
    }

    /// The plain turns, and those that follow a mirror: each one the one before, turned right.
    const TURNED: [[Self; 4]; 2] = [
        [Self::Upright, Self::Right, Self::Half, Self::Left],
        [
            Self::Mirrored,
            Self::Transversed,
            Self::Flipped,
            Self::Transposed,
        ],
    ];

    /// This followed by a turn.
    pub fn then(self, turn: QuarterTurn) -> Self {
        let row = Self::TURNED[usize::from(self.is_mirrored())];
        let place = row.iter().position(|it| *it == self).unwrap_or_default();
        row[(place + turn.quarters() as usize) % row.len()]
    }

    /// What undoes this.
    pub fn inverse(self) -> Self {
        match self {
            Self::Right => Self::Left,
            Self::Left => Self::Right,
            // Half a turn and every mirror undo themselves.
            other => other,
        }
    }

    fn is_mirrored(self) -> bool {
        Self::TURNED[1].contains(&self)
    }

    pub fn swaps_axes(self) -> bool {
        matches!(
            self,
            Self::Transposed | Self::Right | Self::Transversed | Self::Left
        )
    }

    /// The plain turn that it is; `None` where it mirrors.
    pub fn quarter_turn(self) -> Option<QuarterTurn> {
        QuarterTurn::ALL
            .into_iter()
            .find(|turn| Self::from(*turn) == self)
    }

    /// The size after turning. Turning back gives the size before: a swap undoes itself.
    pub fn turned_size<T, A, B>(self, size: Size2D<T, A>) -> Size2D<T, B> {
        if self.swaps_axes() {
            Size2D::new(size.height, size.width)
        } else {
            Size2D::new(size.width, size.height)
        }
    }

    /// `turned_from_stored` for an image whose stored size is `stored`.
    pub fn transform<A, B>(self, stored: Size2D<f64, A>) -> Transform2D<f64, A, B> {
        let Size2D { width, height, .. } = stored;
        match self {
            Self::Upright => Transform2D::new(1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
            Self::Mirrored => Transform2D::new(-1.0, 0.0, 0.0, 1.0, width, 0.0),
            Self::Half => Transform2D::new(-1.0, 0.0, 0.0, -1.0, width, height),
            Self::Flipped => Transform2D::new(1.0, 0.0, 0.0, -1.0, 0.0, height),
            Self::Transposed => Transform2D::new(0.0, 1.0, 1.0, 0.0, 0.0, 0.0),
            Self::Right => Transform2D::new(0.0, 1.0, -1.0, 0.0, height, 0.0),
            Self::Transversed => Transform2D::new(0.0, -1.0, -1.0, 0.0, height, width),
            Self::Left => Transform2D::new(0.0, -1.0, 1.0, 0.0, 0.0, width),
        }
    }
}

impl From<QuarterTurn> for Orientation {
    fn from(turn: QuarterTurn) -> Self {
        match turn {
            QuarterTurn::None => Self::Upright,
            QuarterTurn::Right => Self::Right,
            QuarterTurn::Half => Self::Half,
            QuarterTurn::Left => Self::Left,
        }
    }
}

#[cfg(test)]
mod tests {
    use euclid::{Point2D, UnknownUnit};

    use super::*;

    /// Where the stored top left corner and the stored top right corner are seen, for a stored 30×20 image.
    #[test]
    fn corners_go_where_the_standard_says() {
        let stored = Size2D::<f64, UnknownUnit>::new(30.0, 20.0);
        let expected = [
            (1, (0.0, 0.0), (30.0, 0.0)),
            (2, (30.0, 0.0), (0.0, 0.0)),
            (3, (30.0, 20.0), (0.0, 20.0)),
            (4, (0.0, 20.0), (30.0, 20.0)),
            (5, (0.0, 0.0), (0.0, 30.0)),
            (6, (20.0, 0.0), (20.0, 30.0)),
            (7, (20.0, 30.0), (20.0, 0.0)),
            (8, (0.0, 30.0), (0.0, 0.0)),
        ];
        for (tag, top_left, top_right) in expected {
            let orientation = Orientation::from_exif(tag).expect("tag 1..=8");
            let turned_from_stored: Transform2D<f64, UnknownUnit, UnknownUnit> =
                orientation.transform(stored);
            let seen = |x, y| {
                turned_from_stored
                    .transform_point(Point2D::new(x, y))
                    .to_tuple()
            };
            assert_eq!(seen(0.0, 0.0), top_left, "tag {tag}");
            assert_eq!(seen(30.0, 0.0), top_right, "tag {tag}");
        }
    }

    #[test]
    fn orientations_are_turned_and_undone_as_their_transforms_are() {
        let none = Size2D::<f64, UnknownUnit>::zero();
        let transform = |orientation: Orientation| -> Transform2D<f64, UnknownUnit, UnknownUnit> {
            orientation.transform(none)
        };
        for orientation in Orientation::ALL {
            let undone = transform(orientation).then(&transform(orientation.inverse()));
            assert_eq!(undone, Transform2D::identity(), "{orientation:?}");
            for turn in QuarterTurn::ALL {
                let expected = transform(orientation).then(&transform(turn.into()));
                let found = transform(orientation.then(turn));
                assert_eq!(found, expected, "{orientation:?} {turn:?}");
            }
        }
    }

    #[test]
    fn tags_outside_the_standard_are_refused() {
        assert_eq!(Orientation::from_exif(0), None);
        assert_eq!(Orientation::from_exif(9), None);
        assert_eq!(Orientation::from_exif(u16::MAX), None);
    }

    #[test]
    fn turns_add_up() {
        for turn in QuarterTurn::ALL {
            assert_eq!(turn.then(turn.inverse()), QuarterTurn::None);
            assert_eq!(
                QuarterTurn::from_degrees(turn.quarters() * 90 + 360),
                Some(turn)
            );
        }
        assert_eq!(
            QuarterTurn::Right.then(QuarterTurn::Half),
            QuarterTurn::Left
        );
        assert_eq!(QuarterTurn::from_degrees(45), None);
    }
}
