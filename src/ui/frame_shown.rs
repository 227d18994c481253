//! What the last frame showed, in numbers: for measuring, not for showing.

/// How far the frame was along with its pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrameShown {
    /// Place of the first tile in view, from 0.
    pub first: usize,
    /// Tiles in view.
    pub tiles: usize,
    /// Those of them that were drawn with their picture.
    pub tiles_ready: usize,
    pub open: OpenPicture,
    /// Nothing in view waits for the background: what comes now changes numbers, and no picture.
    pub is_settled: bool,
}

/// What the viewer showed of the open invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenPicture {
    /// No viewer, or no picture in it yet.
    #[default]
    None,
    /// A smaller copy while the rest is on its way.
    Thumbnail,
    /// All of what is in view, as sharp as the screen is.
    Full,
}
