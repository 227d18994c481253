//! What a review is, without a window: its invoices and how far each is, in which order they are shown, and what a
//! report says of them. Used by the window and by `audit` alike; pure, like all below it but the background.

mod entry;
mod filter;
#[cfg(test)]
pub(crate) mod fixtures;
mod library;
mod listing;
mod originals;
mod rows;
mod view;

pub use entry::{Entry, Judged, Stage};
pub use filter::Filter;
pub use library::Library;
pub use listing::Listing;
pub use originals::{Original, Originals};
pub use rows::row;
pub use view::{Order, View};
