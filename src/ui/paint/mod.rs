//! Pixels and shapes on their way to the screen: textures and their budget, overlays, layers.

pub mod edge_textures;
pub mod layer;
pub mod overlay;
pub mod thumbnails;
pub mod tiles;
pub mod warm_up;
