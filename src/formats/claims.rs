//! What a decoder claims of a file, held against the file and the pixels: a file that took its decoder over says anything.

use crate::model::PictureFacts;

use super::{Content, DecodeJob, Pixels, fingerprint, sniff};

/// Most frames or pages that a file is believed to have.
const MAX_FRAMES: u32 = 10_000_000;

/// Whether facts can be those of the job's file, of whose pixels a raster of this size came: within bounds, of the kind
/// that the file is by its own first bytes, and of the raster's shape.
pub(super) fn check(
    facts: &PictureFacts,
    raster: (u32, u32),
    job: &DecodeJob,
) -> Result<(), &'static str> {
    let is_upright = (1..=8).contains(&facts.orientation);
    if !is_upright || !(1..=MAX_FRAMES).contains(&facts.frames) {
        return Err("impossible facts");
    }
    let size = (facts.size.width, facts.size.height);
    if !job.limits.could_be_delivered(size.0, size.1) {
        return Err("a picture of impossible size");
    }
    if facts.fingerprint != fingerprint::of(&job.bytes) {
        return Err("the fingerprint of another file");
    }
    if sniff(&job.bytes) != Content::Ticket(facts.media_type) {
        return Err("another kind of file");
    }
    let is_whole = matches!(job.want, Pixels::Full | Pixels::Thumbnail { .. });
    if is_whole && !has_shape_of(raster, size) {
        return Err("pixels of another shape");
    }
    Ok(())
}

/// Whether the first is the second made smaller, to a pixel; never larger. The longer side says by how much: the other of a
/// thin picture is a pixel wide whatever its proportion.
fn has_shape_of(raster: (u32, u32), whole: (u32, u32)) -> bool {
    let (width, height) = (f64::from(raster.0), f64::from(raster.1));
    let (of_width, of_height) = (f64::from(whole.0), f64::from(whole.1));
    let scale = if whole.0 >= whole.1 {
        width / of_width
    } else {
        height / of_height
    };
    let fits = |side: f64, of: f64| (side - of * scale).abs() <= 1.0;
    scale <= 1.0 && fits(width, of_width) && fits(height, of_height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_shape_of_the_whole_to_a_pixel() {
        for (raster, whole) in [
            ((320, 1), (30_000, 2)),
            ((1, 320), (3, 30_000)),
            ((320, 240), (4032, 3024)),
            ((213, 320), (2001, 3000)),
            ((1, 1), (1, 1)),
            ((7, 5), (7, 5)),
        ] {
            assert!(has_shape_of(raster, whole), "{raster:?} of {whole:?}");
        }
        for (raster, whole) in [
            ((320, 320), (4032, 3024)),
            ((8, 5), (7, 5)),
            ((2, 3), (40, 6)),
        ] {
            assert!(!has_shape_of(raster, whole), "{raster:?} of {whole:?}");
        }
    }
}
