//! The kinds of tickets, and what they have in common.

use serde_json::{Map, Value, json};

use crate::canvas::Canvas;
use crate::money::yuan;

pub mod digital;
pub mod fixed;
pub mod paper_vat;
pub mod rail_digital;
pub mod rail_paper;
pub mod taxi;
pub mod toll;
pub mod vat;

/// What the platform stores about a ticket, flat, with its Chinese keys.
pub type Fields = Map<String, Value>;

/// What an ID may be made of.
pub enum Identity {
    /// Invoice code and number.
    CodeAndNumber(String, String),
    /// 20 digits, no code.
    Number(String),
    /// The platform gives out an ID of its own.
    Opaque,
}

pub trait Ticket: Sync {
    /// Width and height in mm.
    fn size(&self) -> (f64, f64);
    fn draw(&self, canvas: &mut Canvas<'_>);
    fn identity(&self) -> Identity;
    /// The platform's word for this kind.
    fn invoice_type(&self) -> &'static str;
    fn fields(&self) -> Fields;
}

/// Prefix of the fields every kind has.
pub const BODY: &str = "E_system_发票主体_";

pub fn body_fields(code: &str, number: &str, day_ms: i64, total_cents: u64) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "发票代码", json!(code));
    put(&mut fields, "发票号码", json!(number));
    put(&mut fields, "发票日期", json!(day_ms));
    put(&mut fields, "价税合计", money(total_cents));
    put(&mut fields, "验真", json!(true));
    fields
}

pub fn put(fields: &mut Fields, name: &str, value: Value) {
    fields.insert(format!("{BODY}{name}"), value);
}

pub fn money(cents: u64) -> Value {
    json!({
        "standard": yuan(cents),
        "standardUnit": "元",
        "standardScale": 2,
        "standardSymbol": "¥",
        "standardNumCode": "156",
        "standardStrCode": "CNY"
    })
}
