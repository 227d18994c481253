//! OFD documents, drawn by the crate of that name: what is wanted of a page goes in, pixels and what is lost come out.

use std::time::Duration;

use ::ofd::{DrawLimits, DrawView, OfdFile, ViewPart};

use super::page_view::{PageView, Rendered};
use super::{FormatError, Limits, jpeg};

/// Less than a worker has for a thumbnail, so that the reason is told instead of its end.
const MAX_TIME: Duration = Duration::from_secs(4);

/// Draws one page, or a part of it.
pub(super) fn render(
    bytes: &[u8],
    view: &PageView,
    limits: &Limits,
) -> Result<Rendered, FormatError> {
    let bounds = DrawLimits {
        time: MAX_TIME,
        is_damaged_jpeg: |bytes| !jpeg::is_whole(bytes, &Limits::default()),
        ..DrawLimits::default()
    };
    let mut file = OfdFile::open(bytes, &bounds)?;
    let pages = file.pages();
    let page = file.page(view.page)?;
    let page_size = page.size();
    let (width, height) = view.size(page_size)?;
    let clip = view.clip_within((width, height), limits)?;
    let drawn = page.draw(&DrawView {
        width,
        height,
        part: Some(ViewPart {
            x: clip.x,
            y: clip.y,
            width: clip.width,
            height: clip.height,
        }),
    })?;
    Ok(Rendered {
        substituted: drawn.substituted,
        skipped: drawn.skipped,
        raster: drawn.bitmap.into(),
        pages,
        page_size,
    })
}

impl From<::ofd::Error> for FormatError {
    fn from(error: ::ofd::Error) -> Self {
        use ::ofd::Error;
        match error {
            Error::Encrypted => Self::Encrypted,
            Error::Incomplete => Self::Incomplete,
            Error::Corrupt { detail } => Self::corrupt(&detail),
            Error::TooLarge { width, height } => Self::TooLarge { width, height },
            Error::TooMuchMemory => Self::TooMuchMemory,
            Error::TooComplex => Self::TooComplex,
            Error::Crashed => Self::Crashed,
        }
    }
}
