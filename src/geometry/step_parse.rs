//! Reads one operation strictly: what is not understood to the letter is [`ChainStep::Unknown`].

use std::collections::BTreeMap;

use super::chain_step::{ChainStep, Crop, Gravity, IndexCrop, Resize, ResizeMode, StepName};
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

impl ChainStep {
    /// Reads `crop,w_100,h_50` and the like.
    pub(super) fn parse(text: &str) -> Self {
        let (name, args) = text.split_once(',').unwrap_or((text, ""));
        Self::understood(name, args).unwrap_or_else(|Malformed| Self::Unknown(StepName::new(name)))
    }

    fn understood(name: &str, args: &str) -> Result<Self, Malformed> {
        match name {
            "crop" => crop(&StepArgs::parse(args, &["w", "h", "x", "y", "g"])?),
            "resize" => resize(&StepArgs::parse(
                args,
                &["w", "h", "l", "s", "p", "m", "limit", "color"],
            )?),
            "rotate" => {
                let degrees = plain_number(args)?;
                let turn = QuarterTurn::from_degrees(degrees).filter(|_| degrees <= 360);
                turn.map(Self::Rotate).ok_or(Malformed)
            }
            "auto-orient" => match args {
                "0" => Ok(Self::AutoOrient(false)),
                "1" => Ok(Self::AutoOrient(true)),
                _ => Err(Malformed),
            },
            "indexcrop" => index_crop(&StepArgs::parse(args, &["x", "y", "i"])?),
            _ if NO_GEOMETRY.contains(&name) => Ok(Self::NoGeometry(StepName::new(name))),
            _ => Err(Malformed),
        }
    }
}

/// The step is not written as documented; which step it was is told by its name.
#[derive(Clone, Copy, Debug)]
struct Malformed;

/// `key_value` arguments, each key at most once.
struct StepArgs<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> StepArgs<'a> {
    /// An argument that is malformed, repeated or not one of `known` spoils all: half an understanding is none.
    fn parse(text: &'a str, known: &[&str]) -> Result<Self, Malformed> {
        let mut values = BTreeMap::new();
        for arg in text.split(',').filter(|arg| !arg.is_empty()) {
            let (key, value) = arg.split_once('_').ok_or(Malformed)?;
            if !known.contains(&key) || values.insert(key, value).is_some() {
                return Err(Malformed);
            }
        }
        Ok(Self(values))
    }

    fn word(&self, key: &str) -> Option<&'a str> {
        self.0.get(key).copied()
    }

    /// Absent is zero.
    fn offset(&self, key: &str) -> Result<u32, Malformed> {
        self.word(key).map_or(Ok(0), plain_number)
    }

    /// Zero is as good as absent (documentation of OSS).
    fn length(&self, key: &str) -> Result<Option<u32>, Malformed> {
        let length = self.word(key).map(plain_number).transpose()?;
        Ok(length.filter(|length| *length > 0))
    }
}

/// Digits only: no sign, no point, no blank.
fn plain_number(text: &str) -> Result<u32, Malformed> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Malformed);
    }
    match text.parse() {
        Ok(number) if number <= SIDE_MAX => Ok(number),
        _ => Err(Malformed),
    }
}

fn crop(args: &StepArgs<'_>) -> Result<ChainStep, Malformed> {
    let gravity = match args.word("g") {
        None | Some("nw") => Gravity::NorthWest,
        Some("north") => Gravity::North,
        Some("ne") => Gravity::NorthEast,
        Some("west") => Gravity::West,
        Some("center") => Gravity::Center,
        Some("east") => Gravity::East,
        Some("sw") => Gravity::SouthWest,
        // As the documentation spells it.
        Some("south" | "sourth") => Gravity::South,
        Some("se") => Gravity::SouthEast,
        Some(_) => return Err(Malformed),
    };
    Ok(ChainStep::Crop(Crop {
        x: args.offset("x")?,
        y: args.offset("y")?,
        w: args.length("w")?,
        h: args.length("h")?,
        gravity,
    }))
}

fn resize(args: &StepArgs<'_>) -> Result<ChainStep, Malformed> {
    let mode = match args.word("m") {
        None | Some("lfit") => ResizeMode::Lfit,
        Some("mfit") => ResizeMode::Mfit,
        Some("fill") => ResizeMode::Fill,
        Some("pad") => ResizeMode::Pad,
        Some("fixed") => ResizeMode::Fixed,
        Some(_) => return Err(Malformed),
    };
    let limit = match args.word("limit") {
        None | Some("1") => true,
        Some("0") => false,
        Some(_) => return Err(Malformed),
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
    if targets.iter().any(Option::is_some) {
        Ok(ChainStep::Resize(resize))
    } else {
        Err(Malformed)
    }
}

fn index_crop(args: &StepArgs<'_>) -> Result<ChainStep, Malformed> {
    // Documented: with both axes given, y counts.
    let (vertical, length) = match (args.length("x")?, args.length("y")?) {
        (_, Some(y)) => (true, y),
        (Some(x), None) => (false, x),
        (None, None) => return Err(Malformed),
    };
    Ok(ChainStep::IndexCrop(IndexCrop {
        vertical,
        length,
        index: args.offset("i")?,
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
        assert_eq!(ChainStep::parse("crop"), ChainStep::Crop(expected));
        assert_eq!(
            ChainStep::parse("crop,x_5,w_7,g_se"),
            ChainStep::Crop(Crop {
                x: 5,
                w: Some(7),
                gravity: Gravity::SouthEast,
                ..expected
            })
        );
    }

    #[test]
    fn resize_reads_every_target() {
        let ChainStep::Resize(resize) =
            ChainStep::parse("resize,m_pad,w_1,h_2,l_3,s_4,p_5,limit_0,color_FF0000")
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
            ChainStep::parse("indexcrop,x_10,y_20,i_3"),
            ChainStep::IndexCrop(IndexCrop {
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
            assert!(
                matches!(ChainStep::parse(text), ChainStep::Unknown(_)),
                "{text}"
            );
        }
    }
}
