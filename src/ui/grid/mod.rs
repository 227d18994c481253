//! Many tickets at once: tiles, their texts and edges, and the filters beside them.

pub mod edge_frame;
pub mod filter_ui;
pub mod grid_layout;
pub mod grid_ui;
pub mod tile_edges;
pub mod tile_texts;
pub mod tile_ui;
