//! Why bytes did not become a picture: one variant for each thing a user can act on.

use std::io;

use image::ImageError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::invoice_xml::DataFile;
use crate::model::MediaType;

use super::sniff::NotTicket;

/// What is kept of a decoder's own words, in characters.
const MAX_DETAIL_CHARS: usize = 160;

/// Why there is no picture. Holds nothing of the file beyond a short, printable detail.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum FormatError {
    #[error("the file is empty")]
    Empty,
    /// Something else was delivered where a ticket should be, such as a login page or an error of the server.
    #[error("not a ticket but {what}")]
    NotAPicture { what: NotTicket },
    /// Not a picture but data, which is here: an XML invoice has no face.
    #[error("an XML invoice has no picture")]
    DataFile(Box<DataFile>),
    /// A ticket in a format, or in a variant of a format, that this version does not draw.
    #[error("{media_type} of this kind cannot be shown by this version")]
    Unsupported { media_type: MediaType },
    /// Locked with a password.
    #[error("the file is locked with a password")]
    Encrypted,
    /// In stored pixels, before the picture is turned upright.
    #[error("{width}x{height} px is too large to decode")]
    TooLarge { width: u32, height: u32 },
    /// The size is fine, but a decoder asked for more memory than allowed.
    #[error("decoding would take too much memory")]
    TooMuchMemory,
    /// A document with more in it, or deeper, than any ticket: drawing it would take too long.
    #[error("drawing the document would take too long")]
    TooComplex,
    /// Ends before the first pixel. A picture that ends later is delivered with `complete: false`.
    #[error("the file ends before its picture begins")]
    Incomplete,
    #[error("the file is damaged: {detail}")]
    Corrupt { detail: String },
    /// The decoder itself failed: a bug of ours or of a library.
    #[error("the decoder crashed")]
    Crashed,
}

impl FormatError {
    /// A short name, to tell errors apart in tests.
    #[cfg(test)]
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::NotAPicture { .. } => "not_a_ticket",
            Self::DataFile(_) => "data_file",
            Self::Unsupported { .. } => "unsupported_format",
            Self::Encrypted => "encrypted",
            Self::TooLarge { .. } => "picture_too_large",
            Self::TooMuchMemory => "picture_memory_limit",
            Self::TooComplex => "too_complex",
            Self::Incomplete => "file_incomplete",
            Self::Corrupt { .. } => "file_corrupt",
            Self::Crashed => "decoder_crashed",
        }
    }

    pub(super) fn corrupt(detail: &str) -> Self {
        let detail = detail
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(MAX_DETAIL_CHARS)
            .collect();
        Self::Corrupt { detail }
    }

    /// The same error with harmless words, where it was not made in this process.
    pub(super) fn tidied(self) -> Self {
        match self {
            Self::Corrupt { detail } => Self::corrupt(&detail),
            Self::NotAPicture {
                what: NotTicket::ServerError { code },
            } => {
                let is_code = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
                let code = code
                    .chars()
                    .filter(is_code)
                    .take(MAX_DETAIL_CHARS)
                    .collect();
                Self::NotAPicture {
                    what: NotTicket::ServerError { code },
                }
            }
            other => other,
        }
    }

    pub(super) fn from_image(error: &ImageError, media_type: MediaType) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooMuchMemory,
            ImageError::Unsupported(_) => Self::Unsupported { media_type },
            _ if is_early_end(error) => Self::Incomplete,
            other => Self::corrupt(&other.to_string()),
        }
    }
}

/// Whether a decoder ran out of bytes. Formats without an end marker show a cut only in this way.
pub(super) fn is_early_end(error: &ImageError) -> bool {
    matches!(error, ImageError::IoError(cause) if cause.kind() == io::ErrorKind::UnexpectedEof)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_short_and_printable() {
        let FormatError::Corrupt { detail } = FormatError::corrupt(&"a\n\u{1b}票".repeat(200))
        else {
            unreachable!("corrupt() makes Corrupt");
        };
        assert_eq!(detail.chars().count(), MAX_DETAIL_CHARS);
        assert!(!detail.chars().any(char::is_control));
    }

    #[test]
    fn running_out_of_bytes_is_told_from_damage() {
        let cut = ImageError::IoError(io::ErrorKind::UnexpectedEof.into());
        let damaged = ImageError::IoError(io::Error::new(io::ErrorKind::InvalidData, "bad"));
        assert_eq!(
            FormatError::from_image(&cut, MediaType::Tiff),
            FormatError::Incomplete
        );
        assert_eq!(
            FormatError::from_image(&damaged, MediaType::Tiff).code(),
            "file_corrupt"
        );
    }
}
