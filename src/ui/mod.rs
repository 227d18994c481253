//! How the window is drawn.

pub mod fonts;
pub mod icons;
pub mod locale;
