//! What bytes are, decided by the bytes alone: names and content types of tickets are often wrong.
//! Also tells apart what arrives instead of a ticket, such as a login page or a server's error.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::MediaType;

use super::markup::{self, Markup};

/// What was delivered where a ticket should have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotTicket {
    Empty,
    /// A web page: mostly the login page of a network or a proxy.
    Html,
    /// The bucket's error document; `code` is its `<Code>`, reduced to harmless characters.
    ServerError {
        code: String,
    },
    Json,
    /// A zip archive that is no OFD, such as a spreadsheet.
    Zip,
    Unknown,
}

impl fmt::Display for NotTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing"),
            Self::Html => f.write_str("a web page"),
            Self::ServerError { code } => write!(f, "a server error ({code})"),
            Self::Json => f.write_str("JSON"),
            Self::Zip => f.write_str("a zip archive"),
            Self::Unknown => f.write_str("an unknown kind of file"),
        }
    }
}

/// The answer of [`sniff`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Ticket(MediaType),
    Other(NotTicket),
}

/// Where a PDF may begin at the latest: readers accept leading junk of this many bytes.
const PDF_HEADER_WITHIN: usize = 1024;

/// Sizes of the header that follows `BM` in a bitmap; the two letters alone would match any text.
const BMP_HEADER_SIZES: [u32; 8] = [12, 16, 40, 52, 56, 64, 108, 124];

/// Looks at the bytes and says what they are.
pub fn sniff(bytes: &[u8]) -> Content {
    if bytes.is_empty() {
        return Content::Other(NotTicket::Empty);
    }
    if let Some(media_type) = picture(bytes) {
        return Content::Ticket(media_type);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return if ofd::is_ofd(bytes) {
            Content::Ticket(MediaType::Ofd)
        } else {
            Content::Other(NotTicket::Zip)
        };
    }
    let start = bytes.get(..PDF_HEADER_WITHIN).unwrap_or(bytes);
    if start.windows(5).any(|window| window == b"%PDF-") {
        return Content::Ticket(MediaType::Pdf);
    }
    match markup::classify(bytes) {
        Markup::Html => Content::Other(NotTicket::Html),
        Markup::ServerError { code } => Content::Other(NotTicket::ServerError { code }),
        Markup::Xml => Content::Ticket(MediaType::Xml),
        Markup::Json => Content::Other(NotTicket::Json),
        Markup::None => Content::Other(NotTicket::Unknown),
    }
}

fn picture(bytes: &[u8]) -> Option<MediaType> {
    let media_type = match bytes {
        [0xFF, 0xD8, 0xFF, ..] => MediaType::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => MediaType::Png,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => MediaType::Gif,
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => MediaType::Tiff,
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => MediaType::Webp,
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => heif(brand.get(..4)?)?,
        [b'B', b'M', ..] => bitmap(bytes)?,
        _ => return None,
    };
    Some(media_type)
}

/// Brands of ISO 23008-12 still pictures; other `ftyp` files are films.
fn heif(brand: &[u8]) -> Option<MediaType> {
    match brand {
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => {
            Some(MediaType::Heic)
        }
        b"avif" | b"avis" => Some(MediaType::Avif),
        _ => None,
    }
}

fn bitmap(bytes: &[u8]) -> Option<MediaType> {
    let size = bytes.get(14..18)?.first_chunk::<4>()?;
    BMP_HEADER_SIZES
        .contains(&u32::from_le_bytes(*size))
        .then_some(MediaType::Bmp)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(bytes: &[u8]) -> Option<MediaType> {
        match sniff(bytes) {
            Content::Ticket(media_type) => Some(media_type),
            Content::Other(_) => None,
        }
    }

    #[test]
    fn magic_bytes_decide() {
        let cases: [(&[u8], MediaType); 14] = [
            (b"\xFF\xD8\xFF\xE0", MediaType::Jpeg),
            (b"\x89PNG\r\n\x1a\n", MediaType::Png),
            (b"GIF87a", MediaType::Gif),
            (b"GIF89a", MediaType::Gif),
            (b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", MediaType::Bmp),
            (b"II*\0\x08\0\0\0", MediaType::Tiff),
            (b"MM\0*\0\0\0\x08", MediaType::Tiff),
            (b"II+\0\x08\0\0\0", MediaType::Tiff),
            (b"RIFF\x10\0\0\0WEBPVP8 ", MediaType::Webp),
            (b"\0\0\0\x18ftypheic\0\0\0\0", MediaType::Heic),
            (b"\0\0\0\x1cftypavif\0\0\0\0", MediaType::Avif),
            (b"%PDF-1.7\n", MediaType::Pdf),
            (b"\r\njunk %PDF-1.4\n", MediaType::Pdf),
            (b"<?xml version=\"1.0\"?><EInvoice/>", MediaType::Xml),
        ];
        for (bytes, expected) in cases {
            assert_eq!(ticket(bytes), Some(expected), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_ticket_is_named() {
        let cases: [(&[u8], NotTicket); 8] = [
            (b"", NotTicket::Empty),
            (b"<!DOCTYPE html><html>", NotTicket::Html),
            (b"{\"code\":\"403\"}", NotTicket::Json),
            (b"PK\x03\x04 not enough of a zip", NotTicket::Zip),
            (b"PK\x05\x06", NotTicket::Zip),
            (b"\0\0\0\x18ftypisom", NotTicket::Unknown),
            (b"BMW invoice of 2024, in words", NotTicket::Unknown),
            (b"\x1f\x8b\x08\0", NotTicket::Unknown),
        ];
        for (bytes, expected) in cases {
            assert_eq!(sniff(bytes), Content::Other(expected), "{bytes:?}");
        }
    }

    #[test]
    fn every_prefix_of_a_magic_number_is_survived() {
        for magic in [
            b"RIFF\x10\0\0\0WEBPVP8 ".as_slice(),
            b"\0\0\0\x18ftypheic",
            b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
            b"\xFF\xD8\xFF",
            b"<?xml version",
        ] {
            for cut in 1..magic.len() {
                let content = sniff(&magic[..cut]);
                assert_ne!(content, Content::Other(NotTicket::Empty), "{cut}");
            }
        }
    }
}
