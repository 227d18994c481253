//! Pure data: what an invoice is and what a user may say about it.

pub mod region;
