//! A fully digitalised invoice (`EInvoice`, versions 0.36 and 0.37) as the tax bureaus hand it out. Every element may be
//! missing or empty; what is, is an empty string.

use serde::{Deserialize, Serialize};

use super::fields::XmlField;
use super::time;

/// What is printed on the face of such an invoice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigitalInvoice {
    /// Such as 电子发票.
    pub medium: String,
    /// Such as 普通发票 or 增值税专用发票.
    pub kind: String,
    /// It takes back an earlier one: a red-letter invoice.
    pub is_red: bool,
    pub number: String,
    pub date: String,
    pub buyer: Party,
    pub seller: Party,
    pub lines: Vec<Line>,
    pub amount: String,
    pub tax: String,
    /// With tax.
    pub total: String,
    pub total_in_words: String,
    /// What certain trades add, such as a toll road's number plate: names as they are in the file.
    pub specific: Vec<(String, String)>,
    pub remark: String,
    pub drawer: String,
    pub tax_bureau: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    /// Taxpayer's number or unified social credit code.
    pub tax_id: String,
    pub address: String,
    pub telephone: String,
    pub bank: String,
    pub account: String,
}

/// One line of goods or services.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub name: String,
    pub model: String,
    pub unit: String,
    pub quantity: String,
    pub price: String,
    pub amount: String,
    /// In per cent where the file gives a fraction; words such as 免税 and `*` as they are.
    pub tax_rate: String,
    pub tax: String,
}

/// `None` if it is another kind of file.
pub(super) fn read(fields: &[XmlField]) -> Option<DigitalInvoice> {
    if fields.first()?.name != "EInvoice" {
        return None;
    }
    let root = XmlElement { fields };
    let data = root.child("EInvoiceData");
    let labels = root.child("Header").child("InherentLabel");
    let basic = data.child("BasicInformation");
    let supervision = root.child("TaxSupervisionInfo");
    let number = supervision.value("InvoiceNumber");
    let issued = supervision.value("IssueTime");
    Some(DigitalInvoice {
        medium: labels.child("EInvoiceType").value("LabelName"),
        kind: labels.child("GeneralOrSpecialVAT").value("LabelName"),
        is_red: labels.child("InIssuType").value("LabelCode") == "N",
        number: first(number, || root.child("Header").value("EIid")),
        date: time::written(&first(issued, || basic.value("RequestTime"))),
        buyer: party(data.child("BuyerInformation"), "Buyer"),
        seller: party(data.child("SellerInformation"), "Seller"),
        lines: data.children("IssuItemInformation").map(line).collect(),
        amount: basic.value("TotalAmWithoutTax"),
        tax: basic.value("TotalTaxAm"),
        total: basic.value("TotalTax-includedAmount"),
        total_in_words: basic.value("TotalTax-includedAmountInChinese"),
        specific: specific(data.child("SpecificInformation")),
        remark: data.child("AdditionalInformation").value("Remark"),
        drawer: basic.value("Drawer"),
        tax_bureau: supervision.value("TaxBureauName"),
    })
}

impl DigitalInvoice {
    /// As it stands on the invoice: 电子发票（普通发票）.
    pub fn title(&self) -> String {
        let medium = if self.medium.is_empty() {
            "电子发票"
        } else {
            &self.medium
        };
        if self.kind.is_empty() {
            medium.to_owned()
        } else {
            format!("{medium}（{}）", self.kind)
        }
    }
}

fn specific(element: XmlElement<'_>) -> Vec<(String, String)> {
    let mut facts = element.leaves();
    for (name, value) in &mut facts {
        if time::is_name_of_time(name) {
            *value = time::written(value);
        }
    }
    facts
}

fn first(value: String, other: impl Fn() -> String) -> String {
    if value.is_empty() { other() } else { value }
}

fn party(element: XmlElement<'_>, whose: &str) -> Party {
    let value = |name: &str| element.value(&format!("{whose}{name}"));
    Party {
        name: value("Name"),
        tax_id: value("IdNum"),
        address: value("Addr"),
        telephone: value("TelNum"),
        bank: value("BankName"),
        account: value("BankAccNum"),
    }
}

fn line(element: XmlElement<'_>) -> Line {
    Line {
        name: element.value("ItemName"),
        model: element.value("SpecMod"),
        unit: element.value("MeaUnits"),
        quantity: element.value("Quantity"),
        price: element.value("UnPrice"),
        amount: element.value("Amount"),
        tax_rate: per_cent(&element.value("TaxRate")),
        tax: element.value("ComTaxAm"),
    }
}

/// `0.06` is 6%: the point moves two digits, without any arithmetic. What is no fraction stays.
fn per_cent(rate: &str) -> String {
    let Some((whole, part)) = rate.split_once('.') else {
        return if rate == "0" {
            "0%".to_owned()
        } else {
            rate.to_owned()
        };
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if part.is_empty() || !digits(whole) || !digits(part) {
        return rate.to_owned();
    }
    let part = format!("{part:0<2}");
    let (moved, rest) = part.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    match rest.trim_end_matches('0') {
        "" => format!("{whole}%"),
        rest => format!("{whole}.{rest}%"),
    }
}

/// An element and all that is in it; empty where there is none.
#[derive(Clone, Copy)]
struct XmlElement<'a> {
    fields: &'a [XmlField],
}

impl XmlElement<'_> {
    fn children(self, name: &str) -> impl Iterator<Item = Self> {
        let depth = self.fields.first().map_or(0, |field| field.depth + 1);
        let fields = self.fields;
        fields
            .iter()
            .enumerate()
            .skip(1)
            .filter(move |(_, field)| field.depth == depth && field.name == name)
            .map(move |(at, _)| {
                let inside = fields[at + 1..]
                    .iter()
                    .take_while(|field| field.depth > depth);
                Self {
                    fields: &fields[at..=at + inside.count()],
                }
            })
    }

    fn child(self, name: &str) -> Self {
        let mut children = self.children(name);
        children.next().unwrap_or(Self { fields: &[] })
    }

    /// Text of the first element of that name in this one.
    fn value(self, name: &str) -> String {
        let child = self.child(name).fields.first();
        child.map_or_else(String::new, |field| field.value.clone())
    }

    /// All elements with a text.
    fn leaves(self) -> Vec<(String, String)> {
        let said = self.fields.iter().filter(|field| !field.value.is_empty());
        said.map(|field| (field.name.clone(), field.value.clone()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::per_cent;

    #[test]
    fn rates_become_per_cent_without_arithmetic() {
        for (rate, expected) in [
            ("0.06", "6%"),
            ("0.13", "13%"),
            ("0.1", "10%"),
            ("0.015", "1.5%"),
            ("0.00", "0%"),
            ("0", "0%"),
            ("1.00", "100%"),
            ("0.030", "3%"),
            ("*", "*"),
            ("免税", "免税"),
            ("不征税", "不征税"),
            ("6%", "6%"),
            ("", ""),
            ("-0.06", "-0.06"),
            ("0.", "0."),
        ] {
            assert_eq!(per_cent(rate), expected, "{rate}");
        }
    }
}
