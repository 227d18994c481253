//! Many tickets at once: tiles, their texts and edges, and what decides which of them are shown.

pub mod edge_frame;
mod empty_ui;
pub mod filter_ui;
pub mod go_to_ui;
pub mod grid_layout;
pub mod grid_ui;
pub mod order_ui;
pub mod question_ui;
pub mod search_ui;
pub mod sheet_tile;
pub mod sheet_ui;
pub mod sight;
pub mod tile_edges;
pub mod tile_names;
pub mod tile_texts;
pub mod tile_ui;
mod tile_words;
