//! One operation of an `x-oss-process` chain, read strictly: what is not understood to the letter is
//! [`Step::Unknown`]. Argument names and ranges are those of Alibaba Cloud's OSS image processing documentation.

use std::collections::BTreeMap;
use std::fmt;

use super::orientation::QuarterTurn;

/// Operations that change pixels but leave every pixel where it was.
const NO_GEOMETRY: [&str; 9] = [
    "rounded-corners",
    "format",
    "quality",
    "interlace",
    "sharpen",
    "bright",
    "contrast",
    "blur",
    "watermark",
];

/// No side of an image that OSS processes is longer (documented limit: 30 000 px); larger numbers cannot be meant.
const SIDE_MAX: u32 = 1_000_000;

/// One operation as written; sizes and offsets in pixels of the image that the step before it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
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

/// The target as written; a resize without any target is [`Step::Unknown`].
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

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Step {
    /// Reads `crop,w_100,h_50` and the like.
    pub(super) fn parse(text: &str) -> Self {
        let (name, args) = text.split_once(',').unwrap_or((text, ""));
        let step = match name {
            "crop" => Args::parse(args, &["w", "h", "x", "y", "g"]).and_then(crop),
            "resize" => Args::parse(args, &["w", "h", "l", "s", "p", "m", "limit", "color"])
                .and_then(resize),
            "rotate" => plain_number(args)
                .filter(|degrees| *degrees <= 360)
                .and_then(QuarterTurn::from_degrees)
                .map(Self::Rotate),
            "auto-orient" => match args {
                "0" => Some(Self::AutoOrient(false)),
                "1" => Some(Self::AutoOrient(true)),
                _ => None,
            },
            "indexcrop" => Args::parse(args, &["x", "y", "i"]).and_then(index_crop),
            _ if NO_GEOMETRY.contains(&name) => Some(Self::NoGeometry(StepName::new(name))),
            _ => None,
        };
        step.unwrap_or_else(|| Self::Unknown(StepName::new(name)))
    }

    /// Whether the step can move, cut, scale or turn anything.
    pub fn has_geometry(&self) -> bool {
        !matches!(
            self,
            Self::NoGeometry(_) | Self::AutoOrient(false) | Self::Rotate(QuarterTurn::None)
        )
    }
}

/// `key_value` arguments, each key at most once.
struct Args<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Args<'a> {
    /// `None` where an argument is malformed, repeated or not one of `known`: half an understanding is none.
    fn parse(text: &'a str, known: &[&str]) -> Option<Self> {
        let mut values = BTreeMap::new();
        for arg in text.split(',').filter(|arg| !arg.is_empty()) {
            let (key, value) = arg.split_once('_')?;
            if !known.contains(&key) || values.insert(key, value).is_some() {
                return None;
            }
        }
        Some(Self(values))
    }

    /// The outer `None` means "written, but not a number".
    fn number(&self, key: &str) -> Option<Option<u32>> {
        match self.0.get(key) {
            None => Some(None),
            Some(value) => plain_number(value).map(Some),
        }
    }

    /// As [`Self::number`], for lengths: zero is malformed.
    fn length(&self, key: &str) -> Option<Option<u32>> {
        self.number(key).filter(|length| *length != Some(0))
    }
}

/// Digits only: no sign, no point, no blank.
fn plain_number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = if digits {
        text.parse().ok()?
    } else {
        return None;
    };
    (number <= SIDE_MAX).then_some(number)
}

fn crop(args: Args<'_>) -> Option<Step> {
    let gravity = match args.0.get("g").copied() {
        None | Some("nw") => Gravity::NorthWest,
        Some("north") => Gravity::North,
        Some("ne") => Gravity::NorthEast,
        Some("west") => Gravity::West,
        Some("center") => Gravity::Center,
        Some("east") => Gravity::East,
        Some("sw") => Gravity::SouthWest,
        Some("south") => Gravity::South,
        Some("se") => Gravity::SouthEast,
        Some(_) => return None,
    };
    Some(Step::Crop(Crop {
        x: args.number("x")?.unwrap_or(0),
        y: args.number("y")?.unwrap_or(0),
        w: args.length("w")?,
        h: args.length("h")?,
        gravity,
    }))
}

fn resize(args: Args<'_>) -> Option<Step> {
    let mode = match args.0.get("m").copied() {
        None | Some("lfit") => ResizeMode::Lfit,
        Some("mfit") => ResizeMode::Mfit,
        Some("fill") => ResizeMode::Fill,
        Some("pad") => ResizeMode::Pad,
        Some("fixed") => ResizeMode::Fixed,
        Some(_) => return None,
    };
    let limit = match args.0.get("limit").copied() {
        None | Some("1") => true,
        Some("0") => false,
        Some(_) => return None,
    };
    let resize = Resize {
        mode,
        w: args.length("w")?,
        h: args.length("h")?,
        longer: args.length("l")?,
        shorter: args.length("s")?,
        percent: args.length("p")?,
        limit,
    };
    let targets = [
        resize.w,
        resize.h,
        resize.longer,
        resize.shorter,
        resize.percent,
    ];
    targets
        .iter()
        .any(Option::is_some)
        .then_some(Step::Resize(resize))
}

fn index_crop(args: Args<'_>) -> Option<Step> {
    // Documented: with both axes given, y counts.
    let (vertical, length) = match (args.length("x")?, args.length("y")?) {
        (_, Some(y)) => (true, y),
        (Some(x), None) => (false, x),
        (None, None) => return None,
    };
    let index = args.number("i")?.unwrap_or(0);
    Some(Step::IndexCrop(IndexCrop {
        vertical,
        length,
        index,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crop_defaults_to_the_whole_from_the_top_left() {
        let expected = Crop {
            x: 0,
            y: 0,
            w: None,
            h: None,
            gravity: Gravity::NorthWest,
        };
        assert_eq!(Step::parse("crop"), Step::Crop(expected));
        assert_eq!(
            Step::parse("crop,x_5,w_7,g_se"),
            Step::Crop(Crop {
                x: 5,
                w: Some(7),
                gravity: Gravity::SouthEast,
                ..expected
            })
        );
    }

    #[test]
    fn resize_reads_every_target() {
        let Step::Resize(resize) =
            Step::parse("resize,m_pad,w_1,h_2,l_3,s_4,p_5,limit_0,color_FF0000")
        else {
            panic!("a resize");
        };
        assert_eq!(resize.mode, ResizeMode::Pad);
        assert_eq!((resize.w, resize.h), (Some(1), Some(2)));
        assert_eq!(
            (resize.longer, resize.shorter, resize.percent),
            (Some(3), Some(4), Some(5))
        );
        assert!(!resize.limit);
    }

    #[test]
    fn index_crop_prefers_y() {
        assert_eq!(
            Step::parse("indexcrop,x_10,y_20,i_3"),
            Step::IndexCrop(IndexCrop {
                vertical: true,
                length: 20,
                index: 3
            })
        );
    }

    #[test]
    fn what_is_not_understood_to_the_letter_is_unknown() {
        for text in [
            "crop,w_1.5",
            "crop,w_-3",
            "crop,w_+3",
            "crop,w_",
            "crop,w",
            "crop,w_0",
            "crop,w_1,w_2",
            "crop,w_99999999999",
            "crop,g_middle",
            "crop,g_face",
            "crop,q_1",
            "Crop,w_1",
            "resize",
            "resize,m_lfit",
            "resize,m_cover,w_1",
            "resize,w_1,limit_2",
            "rotate",
            "rotate,45",
            "rotate,450",
            "rotate,-90",
            "auto-orient",
            "auto-orient,2",
            "indexcrop,i_1",
            "indexcrop,x_0",
            "circle,r_10",
            "info",
            "",
            "crop ,w_1",
        ] {
            assert!(matches!(Step::parse(text), Step::Unknown(_)), "{text}");
        }
    }

    #[test]
    fn a_name_from_a_link_is_shown_only_if_it_is_a_plain_word() {
        assert_eq!(StepName::new("circle").as_str(), "circle");
        for name in [
            "",
            "security-token=CAIS",
            "a b",
            "UPPER",
            "averyveryverylongoperationname",
        ] {
            assert_eq!(StepName::new(name).as_str(), "?", "{name}");
        }
    }
}
