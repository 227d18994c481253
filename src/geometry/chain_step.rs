//! One operation of an `x-oss-process` chain, as written. Names and meanings are those of Alibaba Cloud's OSS image
//! processing documentation.

use std::fmt;

use super::orientation::QuarterTurn;

/// One operation as written; sizes and offsets in pixels of the image that the step before it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainStep {
    Crop(Crop),
    Resize(Resize),
    Rotate(QuarterTurn),
    /// Whether the server turns the image by its EXIF orientation.
    AutoOrient(bool),
    IndexCrop(IndexCrop),
    NoGeometry(StepName),
    /// An operation, or arguments, whose effect on geometry is not known.
    Unknown(StepName),
}

/// The origin moves to one of nine points, then by `x`, `y`; absent `w`, `h` mean the image's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crop {
    pub x: u32,
    pub y: u32,
    pub w: Option<u32>,
    pub h: Option<u32>,
    pub gravity: Gravity,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gravity {
    NorthWest,
    North,
    NorthEast,
    West,
    Center,
    East,
    SouthWest,
    South,
    SouthEast,
}

/// The target as written; a resize without any target is [`ChainStep::Unknown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resize {
    pub mode: ResizeMode,
    pub w: Option<u32>,
    pub h: Option<u32>,
    pub longer: Option<u32>,
    pub shorter: Option<u32>,
    pub percent: Option<u32>,
    /// `limit_1`, the default: never enlarge.
    pub limit: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResizeMode {
    /// As large as fits into the box.
    #[default]
    Lfit,
    /// As small as covers the box.
    Mfit,
    /// Covers the box, then what sticks out is cut off evenly.
    Fill,
    /// Fits into the box, then is padded to it.
    Pad,
    /// Exactly the box, whatever becomes of the proportions.
    Fixed,
}

/// Strips `length` px wide (or high): the `index`-th.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexCrop {
    pub vertical: bool,
    pub length: u32,
    pub index: u32,
}

/// An operation's name, fit to be shown: it comes out of a link, so nothing but a short plain word is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepName(String);

impl StepName {
    const LENGTH_MAX: usize = 20;

    pub fn new(name: &str) -> Self {
        let plain = !name.is_empty()
            && name.len() <= Self::LENGTH_MAX
            && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        Self(if plain { name } else { "?" }.to_owned())
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ChainStep {
    /// Whether the step can move, cut, scale or turn anything.
    pub fn has_geometry(&self) -> bool {
        !matches!(
            self,
            Self::NoGeometry(_) | Self::AutoOrient(false) | Self::Rotate(QuarterTurn::None)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_a_link_is_shown_only_if_it_is_a_plain_word() {
        assert_eq!(StepName::new("circle").to_string(), "circle");
        for name in [
            "",
            "security-token=CAIS",
            "a b",
            "UPPER",
            "averyveryverylongoperationname",
        ] {
            assert_eq!(StepName::new(name).to_string(), "?", "{name}");
        }
    }
}
