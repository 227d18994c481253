//! Fewer pixels for the same picture.

use fast_image_resize as fir;
use fir::images::{TypedImage, TypedImageRef};
use fir::pixels::U8x4;
use fir::{FilterType, ResizeAlg, ResizeOptions, Resizer};

/// Bytes of four channels, premultiplied, in another size. `None` where a size and its bytes do not agree.
pub(super) fn shrink(bytes: &[u8], from: (u32, u32), to: (u32, u32)) -> Option<Vec<u8>> {
    let source = TypedImageRef::<U8x4>::from_buffer(from.0, from.1, bytes).ok()?;
    let mut small = vec![0; 4 * to.0 as usize * to.1 as usize];
    let mut target = TypedImage::<U8x4>::from_buffer(to.0, to.1, &mut small).ok()?;
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom))
        .use_alpha(false);
    Resizer::new()
        .resize_typed(&source, &mut target, &options)
        .ok()?;
    Some(small)
}
