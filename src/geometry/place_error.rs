//! Why a region cannot be placed. Each variant is a sentence for the reviewer; none carries anything of a link but
//! the plain name of an operation.

use super::chain_step::StepName;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    #[error("the server ran an operation that this program cannot follow: {name}")]
    UnknownStep { name: StepName },
    #[error("the size of the original page must be known to follow the server's operations")]
    PageSizeNeeded,
    #[error("the server turned the picture by an orientation that is no longer known")]
    OrientationUnknown,
    #[error("the link says that the picture was turned upright, the picture says that it was not")]
    OrientationContradicts,
    #[error(
        "the server's operations can be read in several ways, and the picture does not tell which is right"
    )]
    Ambiguous,
    #[error("the link cuts outside of the page")]
    StartsOutside,
    #[error("the picture shows nothing of the page")]
    ShowsNothing,
    #[error("the page or the picture has no pixels")]
    NoPixels,
    #[error("the server's operations cannot be undone")]
    NotInvertible,
}

impl PlaceError {
    /// A stable word for reports and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownStep { .. } => "unknown_step",
            Self::PageSizeNeeded => "page_size_needed",
            Self::OrientationUnknown => "orientation_unknown",
            Self::OrientationContradicts => "orientation_contradicts",
            Self::Ambiguous => "ambiguous",
            Self::StartsOutside => "starts_outside",
            Self::ShowsNothing => "shows_nothing",
            Self::NoPixels => "no_pixels",
            Self::NotInvertible => "not_invertible",
        }
    }
}
