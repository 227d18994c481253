//! What the card of an XML invoice shows, without drawing: rows of facts, and which fields of the file are in view.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::formats::{DataFile, Party, XmlField};

/// The fields of a file as an outline: elements can be folded, and a search leaves only what leads to a hit.
#[derive(Default)]
pub struct Outline {
    /// Places of the elements that are folded.
    folded: BTreeSet<usize>,
    search: String,
    rows: Vec<OutlineRow>,
    /// What the rows were made for.
    is_fresh: bool,
}

/// A field in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutlineRow {
    /// Its place in the file.
    pub field: usize,
    pub has_children: bool,
    pub is_folded: bool,
    /// Whether the search found it.
    pub is_hit: bool,
}

impl Outline {
    pub fn rows(&mut self, fields: &[XmlField]) -> &[OutlineRow] {
        if !self.is_fresh {
            self.rows = if self.search.is_empty() {
                unfolded(fields, &self.folded)
            } else {
                found(fields, &self.search)
            };
            self.is_fresh = true;
        }
        &self.rows
    }

    pub fn toggle(&mut self, field: usize) {
        if !self.folded.remove(&field) {
            self.folded.insert(field);
        }
        self.is_fresh = false;
    }

    pub fn search(&mut self, text: &str) {
        let text = text.trim().to_lowercase();
        if self.search != text {
            self.search = text;
            self.is_fresh = false;
        }
    }
}

/// The places of all that stands in the element at `at`.
fn inside(fields: &[XmlField], at: usize) -> Range<usize> {
    let depth = fields[at].depth;
    let count = fields[at + 1..]
        .iter()
        .take_while(|field| field.depth > depth)
        .count();
    at + 1..at + 1 + count
}

fn has_children(fields: &[XmlField], at: usize) -> bool {
    let next = fields.get(at + 1);
    next.is_some_and(|next| next.depth > fields[at].depth)
}

fn unfolded(fields: &[XmlField], folded: &BTreeSet<usize>) -> Vec<OutlineRow> {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < fields.len() {
        let is_folded = folded.contains(&at);
        rows.push(OutlineRow {
            field: at,
            has_children: has_children(fields, at),
            is_folded,
            is_hit: false,
        });
        at = if is_folded {
            inside(fields, at).end
        } else {
            at + 1
        };
    }
    rows
}

/// Fields whose name or value holds `wanted`, and the elements that they stand in.
fn found(fields: &[XmlField], wanted: &str) -> Vec<OutlineRow> {
    let mut rows: Vec<OutlineRow> = Vec::new();
    // Elements around the field at hand that are not in the rows yet.
    let mut around: Vec<usize> = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        around.retain(|outer| fields[*outer].depth < field.depth);
        let is_hit = field.name.to_lowercase().contains(wanted)
            || field.value.to_lowercase().contains(wanted);
        let row = |field: usize, is_hit: bool| OutlineRow {
            field,
            has_children: has_children(fields, field),
            is_folded: false,
            is_hit,
        };
        if is_hit {
            rows.extend(around.drain(..).map(|outer| row(outer, false)));
            rows.push(row(at, true));
        } else if has_children(fields, at) {
            around.push(at);
        }
    }
    rows
}

/// Names of texts with what stands beside them; what is empty is left out.
pub fn party_facts(party: &Party) -> Vec<(&'static str, &str)> {
    let facts = [
        ("xml-name", &party.name),
        ("xml-tax-id", &party.tax_id),
        ("xml-address", &party.address),
        ("xml-telephone", &party.telephone),
        ("xml-bank", &party.bank),
        ("xml-account", &party.account),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (key, value.as_str()))
        .collect()
}

/// The text for what a trade adds to its invoices, by its name in the file: a toll road's journey. `None` for what is not
/// known.
pub fn name_of(specific: &str) -> Option<&'static str> {
    Some(match specific {
        "PlateNumber" => "xml-plate",
        "VehicleType" => "xml-vehicle",
        "StartDatesOfPassage" | "StartDateOfPassage" => "xml-passage-from",
        "EndDatesOfPassage" | "EndDateOfPassage" => "xml-passage-until",
        _ => return None,
    })
}

/// The file as text to copy: a line for each field, indented.
pub fn as_text(data: &DataFile) -> String {
    let lines = data.fields.iter().map(|field| {
        let indent = "  ".repeat(usize::from(field.depth));
        if field.value.is_empty() {
            format!("{indent}{}\n", field.name)
        } else {
            format!("{indent}{}: {}\n", field.name, field.value)
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Lang, Locale};

    fn fields() -> Vec<XmlField> {
        let field = |depth, name: &str, value: &str| XmlField {
            depth,
            name: name.to_owned(),
            value: value.to_owned(),
        };
        vec![
            field(0, "EInvoice", ""),
            field(1, "Header", ""),
            field(2, "EIid", "42"),
            field(1, "Data", ""),
            field(2, "Seller", ""),
            field(3, "Name", "甲公司"),
            field(2, "Note", "abc"),
        ]
    }

    fn places(rows: &[OutlineRow]) -> Vec<usize> {
        rows.iter().map(|row| row.field).collect()
    }

    #[test]
    fn folding_hides_what_is_inside_and_unfolding_shows_it() {
        let fields = fields();
        let mut outline = Outline::default();
        assert_eq!(places(outline.rows(&fields)), [0, 1, 2, 3, 4, 5, 6]);
        outline.toggle(3);
        assert_eq!(places(outline.rows(&fields)), [0, 1, 2, 3]);
        assert!(outline.rows(&fields)[3].is_folded);
        outline.toggle(3);
        outline.toggle(4);
        assert_eq!(places(outline.rows(&fields)), [0, 1, 2, 3, 4, 6]);
    }

    #[test]
    fn a_search_shows_hits_and_the_way_to_them() {
        let fields = fields();
        let mut outline = Outline::default();
        outline.toggle(3);
        for (text, expected) in [
            ("公司", vec![0, 3, 4, 5]),
            (" ABC ", vec![0, 3, 6]),
            ("seller", vec![0, 3, 4]),
            ("no such", vec![]),
            ("42", vec![0, 1, 2]),
        ] {
            outline.search(text);
            assert_eq!(places(outline.rows(&fields)), expected, "{text}");
        }
        outline.search("");
        assert_eq!(
            places(outline.rows(&fields)),
            [0, 1, 2, 3],
            "folded as before"
        );
    }

    #[test]
    fn a_journey_is_named_in_both_languages() {
        let names = |lang| {
            let locale = Locale::new(lang);
            [
                "PlateNumber",
                "VehicleType",
                "StartDatesOfPassage",
                "EndDatesOfPassage",
            ]
            .map(|name| locale.text(name_of(name).expect("known")).into_owned())
        };
        let chinese = ["车牌号", "车辆类型", "通行日期起", "通行日期止"];
        assert_eq!(names(Lang::ZhCn), chinese);
        let english = [
            "Number plate",
            "Vehicle type",
            "Passage from",
            "Passage until",
        ];
        assert_eq!(names(Lang::En), english);
        assert_eq!(name_of("Unheard"), None);
    }

    #[test]
    fn only_what_is_said_becomes_a_fact() {
        let party = Party {
            name: "甲公司".to_owned(),
            bank: "银行".to_owned(),
            ..Party::default()
        };
        assert_eq!(
            party_facts(&party),
            [("xml-name", "甲公司"), ("xml-bank", "银行")]
        );
    }
}
