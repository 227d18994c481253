//! Why a page was not drawn. What only a part of a page suffers from is counted instead: see `DrawnPage::skipped`.

use std::fmt;

/// Characters kept of what another crate says of damage.
const MAX_DETAIL_CHARS: usize = 160;

/// Why there are no pixels. Holds nothing of the file beyond a short, printable detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// Locked with a password.
    Encrypted,
    /// The file ends before its archive does.
    Incomplete,
    /// Something that every page needs is missing or makes no sense, or there is no such page.
    Corrupt { detail: String },
    /// More pixels, or longer sides, than may be drawn at once.
    TooLarge { width: u32, height: u32 },
    /// Unpacking or decoding would take more memory than any honest document.
    TooMuchMemory,
    /// Drawing would take longer than any honest document.
    TooComplex,
    /// A decoder of pictures panicked.
    Crashed,
}

impl Error {
    pub(crate) fn corrupt(detail: &str) -> Self {
        let detail = detail
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(MAX_DETAIL_CHARS)
            .collect();
        Self::Corrupt { detail }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encrypted => f.write_str("the file is locked with a password"),
            Self::Incomplete => f.write_str("the file was cut short"),
            Self::Corrupt { detail } => write!(f, "the file is damaged: {detail}"),
            Self::TooLarge { width, height } => write!(f, "{width}x{height} px are too many"),
            Self::TooMuchMemory => f.write_str("it would take too much memory"),
            Self::TooComplex => f.write_str("it would take too long"),
            Self::Crashed => f.write_str("a decoder crashed"),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_short_and_printable() {
        let Error::Corrupt { detail } = Error::corrupt(&"a\n\u{1b}票".repeat(200)) else {
            unreachable!("corrupt() makes Corrupt");
        };
        assert_eq!(detail.chars().count(), MAX_DETAIL_CHARS);
        assert!(!detail.chars().any(char::is_control));
    }
}
