//! The kinds of invoices that the platform tells apart, by the names that its calls use.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest name kept of a kind that is not documented.
const MAX_CHARS: usize = 40;

/// What kind of ticket an invoice is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InvoiceType {
    /// A VAT invoice.
    Invoice,
    Train,
    Taxi,
    FlightItinerary,
    /// A coach.
    PassengerCar,
    Tolls,
    /// Of a fixed amount.
    Fixed,
    MachinePrint,
    Shopping,
    Medical,
    /// A receipt of the authorities for what is no taxed income.
    NoTaxIncome,
    Other,
    /// One that the platform's documents do not have; its calls are not made with it.
    Unlisted(Arc<str>),
}

impl InvoiceType {
    /// The documented ones.
    pub const ALL: [Self; 12] = [
        Self::Invoice,
        Self::Train,
        Self::Taxi,
        Self::FlightItinerary,
        Self::PassengerCar,
        Self::Tolls,
        Self::Fixed,
        Self::MachinePrint,
        Self::Shopping,
        Self::Medical,
        Self::NoTaxIncome,
        Self::Other,
    ];

    /// The platform's name, in calls and in reports.
    pub fn code(&self) -> &str {
        match self {
            Self::Invoice => "invoice",
            Self::Train => "train",
            Self::Taxi => "taxi",
            Self::FlightItinerary => "flightItinerary",
            Self::PassengerCar => "passengerCar",
            Self::Tolls => "tolls",
            Self::Fixed => "fixed",
            Self::MachinePrint => "machinePrint",
            Self::Shopping => "shopping",
            Self::Medical => "medical",
            Self::NoTaxIncome => "noTaxIncome",
            Self::Other => "other",
            Self::Unlisted(name) => name,
        }
    }

    /// `None` where nothing is said.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim();
        let listed = Self::ALL.into_iter().find(|it| it.code() == code);
        let unlisted = || {
            let name = super::field::one_line(code, MAX_CHARS);
            (!name.is_empty()).then(|| Self::Unlisted(name.into()))
        };
        listed.or_else(unlisted)
    }

    /// Whether the platform can be asked for invoices of this kind.
    pub fn is_listed(&self) -> bool {
        !matches!(self, Self::Unlisted(_))
    }
}

impl Serialize for InvoiceType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for InvoiceType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_code(&text).ok_or_else(|| serde::de::Error::custom("no type"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_others_are_kept() {
        for kind in InvoiceType::ALL {
            assert_eq!(InvoiceType::from_code(kind.code()), Some(kind.clone()));
            assert!(kind.is_listed());
        }
        let other = InvoiceType::from_code(" 船票\n ").expect("said");
        assert_eq!((other.code(), other.is_listed()), ("船票", false));
        assert_eq!(InvoiceType::from_code(" "), None);
    }
}
