//! A team's review: naming it, the password for its server, who works on what, what collided, and what is
//! judged twice, and test tickets.

mod address_fields;
pub mod join_ui;
mod notice_text;
mod password_field;
mod people_ui;
mod second_ui;
pub mod tests_ui;
pub mod unheard_ui;

pub use address_fields::AddressFields;
pub use notice_text::said;
pub use password_field::PasswordField;
pub use people_ui::PeoplePage;
pub use second_ui::both_text;
