#![doc = include_str!("../README.md")]
//!
//! Inside, `archive` and `xml` read the zip of XML parts, `document` and `resources` know what is where, `painter` and the
//! objects' files draw on the `canvas`, and `budget` counts what all of it costs.

mod annotations;
mod archive;
mod bitmap;
mod budget;
mod canvas;
mod color;
mod composite;
mod der;
mod document;
mod error;
mod file;
#[cfg(test)]
mod fixtures;
mod font;
pub mod fonts;
mod image_object;
mod ink;
mod jbig2_cost;
mod limits;
mod object;
mod object_place;
mod outline;
mod package;
mod painter;
mod path;
mod picture;
mod resources;
mod seals;
mod sfnt;
mod shade;
mod shrink;
mod stroke;
mod style;
#[cfg(test)]
mod tests;
mod text;
mod text_layout;
mod values;
mod xml;
pub mod xml_text;

pub use bitmap::Bitmap;
pub use error::Error;
pub use file::{DrawView, DrawnPage, OfdFile, OfdPage, ViewPart};
pub use limits::DrawLimits;
pub use package::is_ofd;
