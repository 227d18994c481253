//! From samples to grey or red, green and blue on white paper.

use super::FormatError;
use super::directory::Directory;
use super::layout::{Compression, Layout, Photometric};
use super::ycbcr::YCbCr;

const COLOUR_MAP: u16 = 320;
const EXTRA_SAMPLES: u16 = 338;

/// Whether the sample behind the colours says how much of the paper shines through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alpha {
    None,
    Straight,
    /// Colours are multiplied with it already.
    Multiplied,
}

enum Mix {
    Grey { is_inverted: bool },
    Rgb,
    Palette(Vec<[u8; 3]>),
    Cmyk,
    YCbCr(Box<YCbCr>),
}

pub(super) struct Inks {
    mix: Mix,
    alpha: Alpha,
    /// Samples of a pixel that are colour.
    colours: usize,
}

impl Inks {
    pub(super) fn new(directory: &Directory<'_>, layout: &Layout<'_>) -> Result<Self, FormatError> {
        let mix = match layout.photometric {
            Photometric::WhiteIsZero => Mix::Grey { is_inverted: true },
            Photometric::BlackIsZero => Mix::Grey { is_inverted: false },
            Photometric::Rgb => Mix::Rgb,
            Photometric::Palette => Mix::Palette(palette(directory, layout.bits)?),
            Photometric::Cmyk => Mix::Cmyk,
            // Who decodes the JPEG mixes its colours.
            Photometric::YCbCr if layout.compression == Compression::Jpeg && !layout.is_planar => {
                Mix::Rgb
            }
            Photometric::YCbCr => Mix::YCbCr(Box::new(YCbCr::read(directory))),
        };
        let colours = layout.photometric.samples();
        let extra = directory.number(EXTRA_SAMPLES);
        let alpha = match (&mix, extra) {
            _ if layout.samples <= colours => Alpha::None,
            (Mix::Grey { .. } | Mix::Rgb, Some(1)) => Alpha::Multiplied,
            (Mix::Grey { .. } | Mix::Rgb, Some(2)) => Alpha::Straight,
            // Writers that say nothing of a fourth sample mean this by it.
            (Mix::Rgb, None) if layout.samples == colours + 1 => Alpha::Straight,
            _ => Alpha::None,
        };
        Ok(Self {
            mix,
            alpha,
            colours,
        })
    }

    /// Grey or colours.
    pub(super) fn channels(&self) -> usize {
        if matches!(self.mix, Mix::Grey { .. }) {
            1
        } else {
            3
        }
    }

    /// How many samples of a pixel count, from the first on.
    pub(super) fn samples(&self) -> usize {
        self.colours + usize::from(self.alpha != Alpha::None)
    }

    /// Whether samples are places in a list and not shades.
    pub(super) fn has_palette(&self) -> bool {
        matches!(self.mix, Mix::Palette(_))
    }

    /// Whether samples need no mixing.
    pub(super) fn are_as_decoded(&self) -> bool {
        let is_plain = matches!(self.mix, Mix::Rgb | Mix::Grey { is_inverted: false });
        is_plain && self.alpha == Alpha::None
    }

    pub(super) fn has_alpha(&self) -> bool {
        self.alpha != Alpha::None
    }

    /// As if nothing had been said of an alpha channel.
    pub(super) fn without_alpha(self) -> Self {
        Self {
            alpha: Alpha::None,
            ..self
        }
    }

    /// Mixes whole pixels. Whether anything of them can be seen.
    pub(super) fn paint(&self, pixels: &[u8], out: &mut [u8]) -> bool {
        let pairs = pixels.chunks_exact(self.samples());
        match &self.mix {
            Mix::Grey { is_inverted } => {
                let turn = if *is_inverted { 0xFF } else { 0 };
                for (grey, pixel) in out.iter_mut().zip(pairs) {
                    *grey = pixel[0] ^ turn;
                }
            }
            Mix::Rgb => {
                for (rgb, pixel) in out.as_chunks_mut::<3>().0.iter_mut().zip(pairs) {
                    rgb.copy_from_slice(&pixel[..3]);
                }
            }
            Mix::Palette(palette) => {
                for (rgb, pixel) in out.as_chunks_mut::<3>().0.iter_mut().zip(pairs) {
                    *rgb = palette[usize::from(pixel[0]) % palette.len()];
                }
            }
            Mix::Cmyk => {
                for (rgb, pixel) in out.as_chunks_mut::<3>().0.iter_mut().zip(pairs) {
                    let light = 255 - u32::from(pixel[3]);
                    for (sample, ink) in rgb.iter_mut().zip(pixel) {
                        *sample = rounded(light * (255 - u32::from(*ink)));
                    }
                }
            }
            Mix::YCbCr(colours) => {
                for (rgb, pixel) in out.as_chunks_mut::<3>().0.iter_mut().zip(pairs) {
                    *rgb = colours.mixed([pixel[0], pixel[1], pixel[2]]);
                }
            }
        }
        self.lay_on_paper(pixels, out)
    }

    fn lay_on_paper(&self, pixels: &[u8], out: &mut [u8]) -> bool {
        if self.alpha == Alpha::None {
            return true;
        }
        let is_multiplied = self.alpha == Alpha::Multiplied;
        let mut is_visible = false;
        let pairs = pixels.chunks_exact(self.samples());
        for (colours, pixel) in out.chunks_exact_mut(self.channels()).zip(pairs) {
            let alpha = pixel[self.colours];
            is_visible |= alpha > 0;
            for sample in colours {
                *sample = if is_multiplied {
                    sample.saturating_add(255 - alpha)
                } else {
                    let alpha = u32::from(alpha);
                    rounded(u32::from(*sample) * alpha + 255 * (255 - alpha))
                };
            }
        }
        is_visible
    }
}

/// The 255th part.
fn rounded(product: u32) -> u8 {
    ((product + 127) / 255) as u8
}

/// All reds, then all greens, then all blues, in 16 bits each; some writers use but the lower eight of them.
fn palette(directory: &Directory<'_>, bits: usize) -> Result<Vec<[u8; 3]>, FormatError> {
    let count = 1 << bits;
    let map = directory.find(COLOUR_MAP);
    let map = map.ok_or_else(|| directory.missing("a palette without colours"))?;
    if map.len() < 3 * count {
        return Err(directory.missing("a palette with too few colours"));
    }
    let entry = |index| map.get(index).unwrap_or_default();
    let is_wide = (0..3 * count).any(|index| entry(index) > 255);
    let sample = |index| {
        let value = entry(index).min(65_535);
        (if is_wide { value >> 8 } else { value }) as u8
    };
    let colour = |index| [0, 1, 2].map(|part| sample(part * count + index));
    Ok((0..count).map(colour).collect())
}
