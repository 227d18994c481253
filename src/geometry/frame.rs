//! In which of two frames a region is meant, when the delivered bytes still carry an EXIF orientation: that of the
//! stored pixels, or that of the page seen upright. This is the one place where the choice is made.

use serde::{Deserialize, Serialize};

use super::placement::Placement;
use super::space::PageBox;

/// How far a region may stick out of what is shown, in picture pixels, and still be said to fit.
const SLACK_PX: f64 = 1.0;

/// The pixels that page coordinates count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// As stored, before any EXIF orientation.
    Stored,
    /// As seen, after it.
    Upright,
}

/// What to take where both frames fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FramePreference {
    /// The server's crops count stored pixels, and crops are made from regions.
    #[default]
    Stored,
    Upright,
}

/// How well a region suits a placement, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Apart,
    Overlapping,
    Inside,
    /// The region is just what the picture shows.
    Exact,
}

/// The better of two readings, and whether only the preference decided.
pub(super) fn choose(
    stored: Placement,
    upright: Placement,
    region: Option<PageBox>,
    preference: FramePreference,
) -> (Placement, bool) {
    let fits = region.map(|region| (fit(&stored, region), fit(&upright, region)));
    match fits {
        Some((as_stored, as_upright)) if as_stored > as_upright => (stored, false),
        Some((as_stored, as_upright)) if as_upright > as_stored => (upright, false),
        _ => match preference {
            FramePreference::Stored => (stored, true),
            FramePreference::Upright => (upright, true),
        },
    }
}

pub(super) fn fit(placement: &Placement, region: PageBox) -> Fit {
    let shown = placement
        .picture_from_page
        .outer_transformed_box(&placement.delivered_in_page);
    let region = placement.picture_from_page.outer_transformed_box(&region);
    let apart = [
        region.min.x - shown.min.x,
        region.min.y - shown.min.y,
        shown.max.x - region.max.x,
        shown.max.y - region.max.y,
    ];
    if apart.iter().all(|gap| gap.abs() <= SLACK_PX) {
        Fit::Exact
    } else if apart.iter().all(|gap| *gap >= -SLACK_PX) {
        Fit::Inside
    } else if region.intersects(&shown) {
        Fit::Overlapping
    } else {
        Fit::Apart
    }
}
