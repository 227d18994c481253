//! What a review is, without a window: its invoices and how far each is, in which order they are shown, and what a
//! report says of them. Used by the window and by `audit` alike; pure, like all below it but the background.

mod agreement;
mod catching;
mod change_log;
mod counts;
mod entry;
mod facets;
mod figures;
mod filter;
#[cfg(test)]
pub(crate) mod fixtures;
mod library;
mod listing;
mod order;
mod originals;
pub mod pixels;
pub mod printed;
pub mod qr;
pub mod reading;
mod rows;
mod sampling;
mod search;
mod shape;
mod shifting;
mod ticket_type;
mod view;

pub use agreement::{Asked, PairTable};
pub use catching::test_figures;
pub use counts::Counts;
pub use entry::{Entry, Judged, Stage};
pub use facets::{Facets, ReasonKind};
pub use figures::{figures, summary};
pub use filter::{Filter, Filters, Group};
pub use library::{FieldsTrouble, Library};
pub use listing::{Found, Listing};
pub use order::ListOrder;
pub use originals::{Original, Originals};
pub use rows::row;
pub use sampling::{draw, draw_share};
pub use shape::{unusual_shape, whole_page, widest_margin};
pub use shifting::{is_drawn, pick, seed_of, shifted};
pub use ticket_type::TicketType;
pub use view::View;
