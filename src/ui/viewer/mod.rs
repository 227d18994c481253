//! One ticket: its page with the region on it, and the panels about it.

pub mod canvas;
pub mod detail_level;
pub mod detail_parts;
pub mod details_ui;
pub mod edge_spots;
pub mod fields_ui;
mod note_ui;
pub mod originals_ui;
pub mod page_map;
pub mod page_ui;
pub mod placeholder_ui;
mod plates;
mod read_ui;
pub mod region_bar_ui;
pub mod region_editor;
pub mod viewer_bar;
pub mod viewer_ui;
pub mod xml_card_data;
pub mod xml_card_ui;
pub mod zoom;
