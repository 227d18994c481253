//! Pure geometry: coordinate spaces, the `x-oss-process` chain and transforms between them.
//!
//! A link delivers a picture, and OCR spoke of a page. [`place`] says where the one lies in the other, or why that
//! cannot be said. Whatever the chain's documentation leaves open ends in a [`PlaceError`] or in a named
//! [`Assumption`], never in a rectangle that merely looks right.

mod chain_eval;
mod chain_image;
mod chain_step;
mod edge_cut;
mod edge_spot;
mod frame;
mod grip;
mod orientation;
mod oss_chain;
mod oss_crop;
mod oss_resize;
mod page_guess;
mod place;
mod place_error;
mod placement;
mod space;
mod step_parse;
mod viewport;

pub use self::chain_step::{ChainStep, Crop, Gravity, IndexCrop, Resize, ResizeMode, StepName};
pub use self::edge_cut::{EdgeCut, Packed};
pub use self::edge_spot::{Border, Side};
pub use self::frame::{Frame, FramePreference};
pub use self::grip::{Grip, intersection_over_union, page_from_seen, uncovered};
pub use self::orientation::{Orientation, QuarterTurn};
pub use self::oss_chain::{CropRect, OssChain, is_process, process_in_query};
pub use self::place::{place, place_document};
pub use self::place_error::PlaceError;
pub use self::placement::{
    Assumption, DOCUMENT_PAGE_WIDTH, Placement, PlacementInput, SizeMismatch,
};
pub use self::space::{
    Page, PageBox, PageFromPicture, PageFromUi, PagePoint, PageSize, PageVector, Picture,
    PictureBox, PictureFromPage, PictureSize, Ui, UiBox, UiFromPage, UiPoint, UiVector,
};
pub use self::viewport::{Viewport, ZOOM_MAX, ZOOM_MIN};
