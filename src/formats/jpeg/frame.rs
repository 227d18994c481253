//! What a JPEG's frame says: size, process and components, and whether it is of a kind that is decoded here at all.

use super::super::FormatError;
use crate::model::MediaType;

/// Sequential with Huffman's codes, baseline and extended.
const SEQUENTIAL: [u8; 2] = [0xC0, 0xC1];
const PROGRESSIVE: u8 = 0xC2;
/// Announces several frames of one picture.
const HIERARCHICAL: u8 = 0xDE;
const MAX_SAMPLING: usize = 4;

/// In stored pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct JpegFrame {
    pub(super) width: u32,
    /// 0 if a segment behind the first scan says it.
    pub(super) height: u32,
    pub(super) is_progressive: bool,
    pub(super) components: Vec<Component>,
}

/// One of the picture's colour components.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) id: u8,
    /// Blocks beside and above each other in one unit of an interleaved scan.
    pub(super) blocks: (usize, usize),
    pub(super) quantisation: usize,
}

/// Whether a marker begins a frame, of whatever kind. Three numbers between mean something else.
pub(super) fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) || marker == HIERARCHICAL
}

impl JpegFrame {
    /// Frames with arithmetic codes, of several pictures, without loss, of more than eight bits, of two components, or of
    /// components that do not divide each other are [`FormatError::Unsupported`].
    pub(super) fn read(marker: u8, body: &[u8]) -> Result<Self, FormatError> {
        let corrupt = || FormatError::corrupt("JPEG frame without a size");
        let unsupported = Err(FormatError::Unsupported {
            media_type: MediaType::Jpeg,
        });
        let is_progressive = marker == PROGRESSIVE;
        let (&[precision, h1, h0, w1, w0, count], specifications) =
            body.split_first_chunk().ok_or_else(corrupt)?;
        if !(is_progressive || SEQUENTIAL.contains(&marker)) || precision != 8 {
            return unsupported;
        }
        let side = |high, low| u32::from(u16::from_be_bytes([high, low]));
        let (width, height) = (side(w1, w0), side(h1, h0));
        if width == 0 || count == 0 || specifications.len() != 3 * usize::from(count) {
            return Err(corrupt());
        }
        let components: Vec<Component> = specifications
            .as_chunks()
            .0
            .iter()
            .map(|[id, sampling, quantisation]| Component {
                id: *id,
                blocks: (usize::from(sampling >> 4), usize::from(sampling & 0x0F)),
                quantisation: usize::from(*quantisation),
            })
            .collect();
        let sides = components.iter().flat_map(|it| [it.blocks.0, it.blocks.1]);
        if !sides.into_iter().all(|it| (1..=MAX_SAMPLING).contains(&it)) {
            return Err(FormatError::corrupt("JPEG component without a size"));
        }
        let frame = Self {
            width,
            height,
            is_progressive,
            components,
        };
        if !matches!(count, 1 | 3 | 4) || !frame.is_even() {
            return unsupported;
        }
        Ok(frame)
    }

    /// Whether samples of every component cover a whole number of pixels.
    fn is_even(&self) -> bool {
        let most = self.most_blocks();
        let divides = |it: &Component| {
            most.0.is_multiple_of(it.blocks.0) && most.1.is_multiple_of(it.blocks.1)
        };
        self.components.len() == 1 || self.components.iter().all(divides)
    }

    /// Whether components are brightness alone, or with two colours, as far as their names tell.
    pub(super) fn has_usual_colours(&self) -> bool {
        let ids = self.components.iter().map(|component| component.id);
        matches!(self.components.len(), 1 | 3) && !ids.eq(*b"RGB")
    }

    /// Most blocks beside and above each other that any component has in a unit.
    pub(super) fn most_blocks(&self) -> (usize, usize) {
        let blocks = self.components.iter().map(|component| component.blocks);
        blocks.fold((1, 1), |most, it| (most.0.max(it.0), most.1.max(it.1)))
    }

    /// Units of an interleaved scan beside and above each other.
    pub(super) fn units(&self) -> (usize, usize) {
        let most = self.most_blocks();
        (
            (self.width as usize).div_ceil(8 * most.0),
            (self.height as usize).div_ceil(8 * most.1),
        )
    }

    /// Blocks beside and above each other of a component that has a scan to itself.
    pub(super) fn blocks(&self, component: &Component) -> (usize, usize) {
        let most = self.most_blocks();
        let (width, height) = (self.width as usize, self.height as usize);
        (
            (width * component.blocks.0).div_ceil(8 * most.0),
            (height * component.blocks.1).div_ceil(8 * most.1),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(marker: u8, body: &[u8]) -> &'static str {
        JpegFrame::read(marker, body).map_or_else(|error| error.code(), |_| "read")
    }

    #[test]
    fn rare_kinds_are_told_from_damage() {
        let grey = [8, 0, 40, 0, 30, 1, 1, 0x11, 0];
        for marker in [0xC0, 0xC1, 0xC2] {
            assert_eq!(code(marker, &grey), "read");
        }
        for marker in (0xC3..=0xCF)
            .filter(|it| is_frame(*it))
            .chain([HIERARCHICAL])
        {
            assert_eq!(code(marker, &grey), "unsupported_format", "{marker:x}");
        }
        let mut fine = grey;
        fine[0] = 12;
        assert_eq!(code(0xC1, &fine), "unsupported_format");
        let two = [8, 0, 40, 0, 30, 2, 1, 0x11, 0, 2, 0x11, 0];
        assert_eq!(code(0xC0, &two), "unsupported_format");
        let uneven = [8, 0, 40, 0, 30, 3, 1, 0x31, 0, 2, 0x21, 0, 3, 0x11, 0];
        assert_eq!(code(0xC0, &uneven), "unsupported_format");
    }

    #[test]
    fn a_frame_that_says_nonsense_is_damage() {
        assert_eq!(code(0xC0, &[8, 0, 40]), "file_corrupt");
        assert_eq!(code(0xC0, &[8, 0, 40, 0, 0, 1, 1, 0x11, 0]), "file_corrupt");
        assert_eq!(code(0xC0, &[8, 0, 40, 0, 30, 1, 1, 0x11]), "file_corrupt");
        assert_eq!(
            code(0xC0, &[8, 0, 40, 0, 30, 1, 1, 0x01, 0]),
            "file_corrupt"
        );
        assert_eq!(
            code(0xC0, &[8, 0, 40, 0, 30, 1, 1, 0x51, 0]),
            "file_corrupt"
        );
    }
}
