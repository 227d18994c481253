//! Documents, which have pages: what of a page is wanted, in which size, and who draws it.

use crate::geometry::PictureSize;
use crate::model::PictureFacts;

use super::page_view::{Clip, PAGE_WIDTH, PageView, Rendered};
use super::{DecodeJob, Decoded, FormatError, Limits, MediaType, Pixels, edges, ofd, pdf, resize};

/// Thumbnails are drawn this many times larger and then shrunk: thin print stays legible.
const THUMBNAIL_OVERSAMPLING: u32 = 2;

/// Draws what the job asks for of a document.
pub(super) fn decode(job: &DecodeJob, media_type: MediaType) -> Result<Decoded, FormatError> {
    let view = view(job.want);
    let rendered = render(&job.bytes, media_type, &view, &job.limits)?;
    let whole = PageView::whole(view.page);
    let (width, height) = whole.size(rendered.page_size)?;
    // What cannot be shown has no thumbnail that says it can.
    if matches!(job.want, Pixels::Thumbnail { .. }) {
        whole.clip_within((width, height), &job.limits)?;
    }
    let blank = view.clip.is_none() && is_blank(&rendered, job, media_type, &whole);
    let raster = match job.want {
        Pixels::Thumbnail { max_side } => {
            let size = resize::fit(rendered.raster.size(), max_side);
            resize::resize_raster(&rendered.raster, size)
        }
        Pixels::Edges(cut) => edges::cut_out(&rendered.raster, cut),
        _ => rendered.raster,
    };
    Ok(Decoded {
        facts: PictureFacts {
            frames: rendered.pages,
            substituted: rendered.substituted,
            skipped: rendered.skipped,
            blank,
            ..PictureFacts::whole(PictureSize::new(width, height), media_type)
        },
        raster,
    })
}

/// Whether nothing is to be seen on the page. Thin lines may vanish in a thumbnail, so one that looks blank is not taken
/// at its word.
fn is_blank(rendered: &Rendered, job: &DecodeJob, media_type: MediaType, whole: &PageView) -> bool {
    if !rendered.raster.is_blank() {
        return false;
    }
    if !matches!(job.want, Pixels::Thumbnail { .. }) {
        return true;
    }
    render(&job.bytes, media_type, whole, &job.limits)
        .is_ok_and(|rendered| rendered.raster.is_blank())
}

fn view(want: Pixels) -> PageView {
    match want {
        Pixels::Thumbnail { max_side } => PageView {
            width: max_side
                .saturating_mul(THUMBNAIL_OVERSAMPLING)
                .clamp(1, PAGE_WIDTH),
            ..PageView::whole(0)
        },
        Pixels::Full | Pixels::Edges(_) => PageView::whole(0),
        Pixels::Page(page) => PageView::whole(page),
        Pixels::Part(part) => PageView {
            page: part.page,
            width: PAGE_WIDTH.saturating_mul(part.scale),
            clip: Some(Clip::of(&part)),
        },
    }
}

fn render(
    bytes: &[u8],
    media_type: MediaType,
    view: &PageView,
    limits: &Limits,
) -> Result<Rendered, FormatError> {
    match media_type {
        MediaType::Pdf => pdf::render(bytes, view, limits),
        MediaType::Ofd => ofd::render(bytes, view, limits),
        _ => Err(FormatError::Unsupported { media_type }),
    }
}
