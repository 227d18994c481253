//! What every panel is made of: colours, fonts, icons, controls, texts by key.

pub(super) mod focus;
pub mod fonts;
pub mod icons;
pub(super) mod path_field;
pub(super) mod scroll;
pub(super) mod texts;
pub mod theme;
pub(super) mod toolbar;
pub(super) mod tooltip;
pub(super) mod widgets;
