//! A team's review: naming it, the password for its server, who works on what, and what collided.

mod address_fields;
pub mod join_ui;
mod password_field;
mod people_ui;
pub mod unheard_ui;

pub use address_fields::AddressFields;
pub use password_field::PasswordField;
pub use people_ui::people_ui;
