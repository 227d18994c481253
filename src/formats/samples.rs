//! A picture between decoder and raster: 8-bit grey or RGB on white paper, as stored (not yet upright).
//! Resizing here, before alpha is added and grey is spread, moves the fewest bytes.

use image::ColorType;

use super::raster::Raster;

/// Interleaved 8-bit samples, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Samples {
    pub(super) width: u32,
    pub(super) height: u32,
    /// 1 is grey, 3 is RGB.
    pub(super) channels: usize,
    pub(super) bytes: Vec<u8>,
}

impl Samples {
    /// `None` unless the bytes are exactly what size and channels ask for.
    pub(super) fn new(width: u32, height: u32, channels: usize, bytes: Vec<u8>) -> Option<Self> {
        let expected = u64::from(width) * u64::from(height) * channels as u64;
        let fits = matches!(channels, 1 | 3) && expected > 0 && bytes.len() as u64 == expected;
        fits.then_some(Self {
            width,
            height,
            channels,
            bytes,
        })
    }

    /// From what a decoder of the `image` crate delivers: 8, 16 or 32 bits a sample in native order, alpha or none.
    pub(super) fn from_decoded(
        width: u32,
        height: u32,
        color: ColorType,
        bytes: Vec<u8>,
    ) -> Option<Self> {
        let channels = usize::from(color.channel_count());
        let bytes = match usize::from(color.bytes_per_pixel()) / channels {
            1 => bytes,
            2 => narrow_u16(&bytes),
            _ => narrow_f32(&bytes),
        };
        if !color.has_alpha() {
            return Self::new(width, height, channels, bytes);
        }
        let (opaque, bytes) = match channels {
            2 => (1, opaque::<2>(&bytes)),
            _ => (3, opaque::<4>(&bytes)),
        };
        Self::new(width, height, opaque, bytes)
    }

    pub(super) fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    pub(super) fn into_raster(self) -> Option<Raster> {
        let pixels = if self.channels == 1 {
            let spread = |grey: &u8| u32::from_ne_bytes([*grey, *grey, *grey, 255]);
            self.bytes.iter().map(spread).collect()
        } else {
            let (triples, _) = self.bytes.as_chunks::<3>();
            let add_alpha = |[r, g, b]: &[u8; 3]| u32::from_ne_bytes([*r, *g, *b, 255]);
            triples.iter().map(add_alpha).collect()
        };
        Raster::new(self.width, self.height, pixels)
    }
}

fn narrow_u16(bytes: &[u8]) -> Vec<u8> {
    let narrow = |sample: &[u8; 2]| {
        let wide = u32::from(u16::from_ne_bytes(*sample));
        ((wide * 255 + 32_767) / 65_535) as u8
    };
    bytes.as_chunks::<2>().0.iter().map(narrow).collect()
}

fn narrow_f32(bytes: &[u8]) -> Vec<u8> {
    let narrow = |sample: &[u8; 4]| (f32::from_ne_bytes(*sample) * 255.0).round() as u8;
    bytes.as_chunks::<4>().0.iter().map(narrow).collect()
}

/// Drops the last of `N` channels. Where that lets everything through everywhere, a program left it empty: there is no
/// such thing as a picture of nothing.
fn opaque<const N: usize>(bytes: &[u8]) -> Vec<u8> {
    if shows_nothing::<N>(bytes) {
        colours::<N>(bytes)
    } else {
        on_white::<N>(bytes)
    }
}

/// Whether every one of these pixels lets everything through.
pub(super) fn shows_nothing<const N: usize>(bytes: &[u8]) -> bool {
    let (pixels, _) = bytes.as_chunks::<N>();
    pixels.iter().all(|pixel| pixel[N - 1] == 0)
}

/// Without the last of `N` channels.
pub(super) fn colours<const N: usize>(bytes: &[u8]) -> Vec<u8> {
    let (pixels, _) = bytes.as_chunks::<N>();
    pixels
        .iter()
        .flat_map(|pixel| &pixel[..N - 1])
        .copied()
        .collect()
}

/// Drops the last of `N` channels, straight alpha, by laying the picture on white paper.
pub(super) fn on_white<const N: usize>(bytes: &[u8]) -> Vec<u8> {
    let (pixels, _) = bytes.as_chunks::<N>();
    let mut opaque = Vec::with_capacity(pixels.len() * (N - 1));
    for pixel in pixels {
        let alpha = u32::from(pixel[N - 1]);
        for sample in &pixel[..N - 1] {
            let over_white = u32::from(*sample) * alpha + 255 * (255 - alpha);
            opaque.push(((over_white + 127) / 255) as u8);
        }
    }
    opaque
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparency_shows_white_paper() {
        let bytes = vec![
            200, 100, 0, 255, // opaque
            200, 100, 0, 0, // transparent
            200, 100, 0, 128, // half
        ];
        let samples = Samples::from_decoded(3, 1, ColorType::Rgba8, bytes).expect("three pixels");
        assert_eq!(
            samples.bytes,
            [200, 100, 0, 255, 255, 255, 227, 177, 127],
            "opaque keeps, transparent is white, half is between"
        );
        let grey = Samples::from_decoded(2, 1, ColorType::La8, vec![10, 255, 10, 0]);
        assert_eq!(grey.expect("two pixels").bytes, [10, 255]);
    }

    #[test]
    fn alpha_that_is_zero_everywhere_is_none() {
        let clear = [200, 100, 0, 0].repeat(3);
        let samples = Samples::from_decoded(3, 1, ColorType::Rgba8, clear).expect("three pixels");
        assert_eq!(samples.bytes, [200, 100, 0].repeat(3));
        let grey = Samples::from_decoded(2, 1, ColorType::La8, vec![10, 0, 30, 0]);
        assert_eq!(grey.expect("two pixels").bytes, [10, 30]);
        let wide = [9_u16 << 8, 0].map(u16::to_ne_bytes).concat();
        let wide = Samples::from_decoded(1, 1, ColorType::La16, wide).expect("a pixel");
        assert_eq!(wide.bytes, [9]);
    }

    #[test]
    fn wide_samples_are_rounded() {
        let wide: Vec<u8> = [0_u16, 128, 129, 32_768, 65_535]
            .iter()
            .flat_map(|sample| sample.to_ne_bytes())
            .collect();
        let samples = Samples::from_decoded(5, 1, ColorType::L16, wide).expect("five pixels");
        assert_eq!(samples.bytes, [0, 0, 1, 128, 255]);

        let real: Vec<u8> = [-1.0_f32, 0.5, 2.0]
            .iter()
            .flat_map(|sample| sample.to_ne_bytes())
            .collect();
        let samples = Samples::from_decoded(1, 1, ColorType::Rgb32F, real).expect("one pixel");
        assert_eq!(samples.bytes, [0, 128, 255]);
    }

    #[test]
    fn a_wrong_length_is_refused() {
        assert!(Samples::new(2, 2, 3, vec![0; 11]).is_none());
        assert!(Samples::new(2, 2, 4, vec![0; 16]).is_none());
        assert!(Samples::new(0, 2, 3, Vec::new()).is_none());
    }
}
