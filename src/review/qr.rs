//! Holds the QR codes that were read in a picture against the ticket whose region they lie in.

use crate::geometry::PictureBox;
use crate::model::{
    Codes, FieldName, Fields, Finding, FindingCode, InvoiceId, InvoiceType, QrCode,
};

/// With these an invoice's code begins.
const PREFIX: &str = "01";
/// Digits of an invoice's number.
const NUMBER_CHARS: std::ops::RangeInclusive<usize> = 8..=20;

/// An invoice as it names itself: code and number, the code empty where it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub code: String,
    pub number: String,
}

/// One ticket of a page, and what is known of it.
pub struct QrTicket<'a> {
    pub id: &'a InvoiceId,
    pub fields: Option<&'a Fields>,
    pub kind: Option<&'a InvoiceType>,
    pub region: PictureBox,
    /// The other regions of the page in the same picture.
    pub others: &'a [PictureBox],
}

pub fn findings(codes: &Codes, ticket: &QrTicket<'_>) -> Vec<Finding> {
    let lies_in = |code: &&QrCode| ticket.region.contains(code.place().center());
    let inside: Vec<&QrCode> = codes.found.iter().filter(lies_in).collect();
    let mut named: Vec<Named> = Vec::new();
    for it in inside.iter().filter_map(|code| named_by(&code.text)) {
        if !named.contains(&it) {
            named.push(it);
        }
    }
    let mut found = Vec::new();
    if named.len() > 1 {
        let code = FindingCode::QrSeveral;
        found.push(Finding::about(code, named.len().to_string()));
    }
    let meant = meant(ticket);
    let is_meant = |it: &Named| meant.iter().any(|meant| meant == it);
    let is_other = |it: &&Named| {
        let mut same_kind = meant
            .iter()
            .filter(|meant| is_comparable(it, meant))
            .peekable();
        same_kind.peek().is_some() && same_kind.all(|meant| meant != *it)
    };
    if !named.iter().any(is_meant) {
        if let Some(other) = named.iter().find(is_other) {
            found.push(Finding::about(
                FindingCode::QrDiffers,
                other.number.as_str(),
            ));
        }
        if let Some(code) = outside(codes, ticket, &meant, inside.is_empty()) {
            found.push(Finding::new(code));
        }
    }
    found
}

/// The codes of a picture that say something against a ticket, for marks.
pub fn marked<'a>(codes: &'a Codes, ticket: &QrTicket<'_>) -> Vec<&'a QrCode> {
    let found = findings(codes, ticket);
    let has = |code| found.iter().any(|it| it.code == code);
    let (is_inside, is_outside) = (
        has(FindingCode::QrDiffers) || has(FindingCode::QrSeveral),
        has(FindingCode::QrOutside),
    );
    let is_marked = |code: &&QrCode| {
        let lies_in = ticket.region.contains(code.place().center());
        let is_free = !claimed(code, ticket.others);
        lies_in && is_inside || !lies_in && is_free && is_outside
    };
    codes.found.iter().filter(is_marked).collect()
}

/// What is to be said of a ticket whose own code is not in its region.
fn outside(
    codes: &Codes,
    ticket: &QrTicket<'_>,
    meant: &[Named],
    has_none: bool,
) -> Option<FindingCode> {
    let beyond = || {
        codes
            .found
            .iter()
            .filter(|it| !ticket.region.contains(it.place().center()))
    };
    let is_own = |code: &QrCode| named_by(&code.text).is_some_and(|it| meant.contains(&it));
    if beyond().any(is_own) {
        return Some(FindingCode::QrOutside);
    }
    // Where there was no time to look for all of them, its own may be in the region all the same.
    if !has_none || !codes.is_whole || ticket.kind != Some(&InvoiceType::Invoice) {
        return None;
    }
    // A code that no region has is most likely that of the ticket without one.
    let is_free = |code: &QrCode| named_by(&code.text).is_some() && !claimed(code, ticket.others);
    if beyond().any(is_free) {
        Some(FindingCode::QrOutside)
    } else {
        Some(FindingCode::QrMissing)
    }
}

fn claimed(code: &QrCode, others: &[PictureBox]) -> bool {
    let middle = code.place().center();
    others.iter().any(|other| other.contains(middle))
}

/// The invoice that a code's text names; `None` where it is of another kind.
pub fn named_by(text: &str) -> Option<Named> {
    let mut parts = text.split([',', '，']).map(str::trim);
    let (prefix, _kind, code, number) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let named = Named::new(code, number)?;
    (prefix == PREFIX && parts.count() >= 2).then_some(named)
}

impl Named {
    fn new(code: &str, number: &str) -> Option<Self> {
        let is_digits = |it: &str| it.chars().all(|c| c.is_ascii_digit());
        let is_sane = NUMBER_CHARS.contains(&number.len()) && is_digits(number) && is_digits(code);
        is_sane.then(|| Self {
            code: code.to_owned(),
            number: number.to_owned(),
        })
    }
}

/// By its ID, by its fields, or by both.
fn meant(ticket: &QrTicket<'_>) -> Vec<Named> {
    let mut parts = ticket.id.as_str().split(':').skip(1);
    let by_id = match (parts.next(), parts.next(), parts.next()) {
        (Some(code), Some(number), None) => Named::new(code, number),
        _ => None,
    };
    let field = |name: &FieldName| {
        let value = ticket.fields?.get(name)?;
        Some(value.plain().trim().to_owned())
    };
    let code = field(&FieldName::Code).unwrap_or_default();
    let by_fields = field(&FieldName::Number).and_then(|number| Named::new(&code, &number));
    // What OCR read may be wrong where the ID is right: the ID is the platform's own word.
    by_id.or(by_fields).into_iter().collect()
}

/// An invoice may have a number of the old kind, with a code, and one of the new kind, without: those say nothing of each
/// other.
fn is_comparable(one: &Named, other: &Named) -> bool {
    one.code.is_empty() == other.code.is_empty() && one.number.len() == other.number.len()
}

#[cfg(test)]
mod tests {
    use euclid::point2;

    use super::*;

    const OWN: &str = "01,04,099002614589,34752871,80.12,20261023,05768,A1B2";
    const OTHER: &str = "01,04,099002614589,34752999,80.12,20261023,05768,A1B2";
    const NEW: &str = "01,32,,26994861533928912529,686.00,20261023,,A1B2";

    fn code(left: u32, text: &str) -> QrCode {
        QrCode {
            edges: [left, 10, left + 20, 30],
            text: text.to_owned(),
        }
    }

    fn codes_of(codes: &[QrCode], id: &str, others: &[PictureBox]) -> Vec<FindingCode> {
        let codes = Codes {
            found: codes.to_vec(),
            is_whole: true,
        };
        codes_in(&codes, id, others)
    }

    fn codes_in(codes: &Codes, id: &str, others: &[PictureBox]) -> Vec<FindingCode> {
        let id = InvoiceId::new(id).expect("an ID");
        let ticket = QrTicket {
            id: &id,
            fields: None,
            kind: Some(&InvoiceType::Invoice),
            region: PictureBox::new(point2(0.0, 0.0), point2(100.0, 100.0)),
            others,
        };
        let found = findings(codes, &ticket);
        found.iter().map(|it| it.code).collect()
    }

    #[test]
    fn a_code_names_its_invoice_or_is_another_thing() {
        let named = named_by(OWN).expect("an invoice");
        assert_eq!((&*named.code, &*named.number), ("099002614589", "34752871"));
        assert_eq!(named_by(NEW).expect("an invoice").code, "");
        for text in [
            "",
            "https://weixin.example/01,04",
            "01,04,099002614589",
            "01,04,a,b,c,d,e",
            "02,04,099002614589,34752871,80.12,20261023",
        ] {
            assert_eq!(named_by(text), None, "{text}");
        }
    }

    #[test]
    fn only_another_invoices_code_speaks_against_a_ticket() {
        let id = "corp:099002614589:34752871";
        assert_eq!(codes_of(&[code(20, OWN)], id, &[]), []);
        assert_eq!(
            codes_of(&[code(20, OTHER)], id, &[]),
            [FindingCode::QrDiffers]
        );
        // A number of another kind, a code of another kind, an ID that names nothing.
        assert_eq!(codes_of(&[code(20, NEW)], id, &[]), []);
        assert_eq!(codes_of(&[code(20, "WIFI:x")], id, &[]), []);
        assert_eq!(codes_of(&[code(20, OTHER)], "ID01XHYDYWiib4", &[]), []);
        assert_eq!(
            codes_of(&[code(20, OWN), code(60, OTHER)], id, &[]),
            [FindingCode::QrSeveral]
        );
    }

    #[test]
    fn a_code_that_was_not_looked_for_to_the_end_is_not_missing() {
        let id = "corp:099002614589:34752871";
        let part = |found: &[QrCode]| {
            let codes = Codes {
                found: found.to_vec(),
                is_whole: false,
            };
            codes_in(&codes, id, &[])
        };
        assert_eq!(part(&[]), []);
        assert_eq!(part(&[code(200, NEW)]), []);
        // What was found says the same as ever.
        assert_eq!(part(&[code(200, OWN)]), [FindingCode::QrOutside]);
        assert_eq!(part(&[code(20, OTHER)]), [FindingCode::QrDiffers]);
        // Nor is one that says nothing.
        assert_eq!(codes_of(&[code(20, "")], id, &[]), []);
    }

    #[test]
    fn a_code_that_is_missing_lies_outside_or_nowhere() {
        let id = "corp:099002614589:34752871";
        assert_eq!(codes_of(&[], id, &[]), [FindingCode::QrMissing]);
        assert_eq!(
            codes_of(&[code(200, OWN)], id, &[]),
            [FindingCode::QrOutside]
        );
        assert_eq!(
            codes_of(&[code(200, NEW)], id, &[]),
            [FindingCode::QrOutside]
        );
        let other = PictureBox::new(point2(150.0, 0.0), point2(300.0, 100.0));
        assert_eq!(
            codes_of(&[code(200, NEW)], id, &[other]),
            [FindingCode::QrMissing]
        );
    }
}
