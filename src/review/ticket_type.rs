//! Kinds of tickets as filters tell them apart: each of the documented ones, and all others together.

use serde::{Deserialize, Serialize};

use crate::model::InvoiceType;

/// The documented kinds in the order of [`InvoiceType::ALL`], and behind them those that are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct TicketType(u8);

impl TicketType {
    pub const COUNT: usize = InvoiceType::ALL.len() + 1;

    pub fn of(kind: &InvoiceType) -> Self {
        let place = InvoiceType::ALL.iter().position(|it| it == kind);
        Self(place.unwrap_or(InvoiceType::ALL.len()) as u8)
    }

    /// Which of [`Self::COUNT`] it is.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// `None` for all that are not documented.
    pub fn kind(self) -> Option<InvoiceType> {
        InvoiceType::ALL.get(self.index()).cloned()
    }
}

/// Names that the platform uses; others stand for all that are not documented.
impl From<String> for TicketType {
    fn from(code: String) -> Self {
        InvoiceType::from_code(&code).map_or(Self(InvoiceType::ALL.len() as u8), |it| Self::of(&it))
    }
}

impl From<TicketType> for String {
    fn from(value: TicketType) -> Self {
        value
            .kind()
            .map_or_else(String::new, |kind| kind.code().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_place_of_its_own_and_comes_back_from_its_name() {
        let unlisted = InvoiceType::from_code("船票").expect("said");
        let all = InvoiceType::ALL.iter().chain([&unlisted]);
        for (index, kind) in all.enumerate() {
            let ticket_type = TicketType::of(kind);
            assert_eq!(ticket_type.index(), index);
            assert_eq!(TicketType::from(String::from(ticket_type)), ticket_type);
        }
    }
}
