//! The contents of a VAT invoice, printed or digital.

use serde_json::json;

use super::{Fields, Identity, body_fields, money, put};
use crate::date::Date;
use crate::money::yuan;

#[derive(Clone)]
pub struct Party {
    pub name: String,
    pub tax_id: String,
    pub address: String,
    pub bank: String,
}

/// One row of the item table; `gross_cents` with tax.
#[derive(Clone)]
pub struct Item {
    pub name: &'static str,
    pub spec: &'static str,
    pub unit: &'static str,
    pub quantity: u64,
    pub gross_cents: u64,
    pub rate_percent: u64,
}

impl Item {
    pub fn net_cents(&self) -> u64 {
        let divisor = 100 + self.rate_percent;
        (self.gross_cents * 100 + divisor / 2) / divisor
    }

    pub fn tax_cents(&self) -> u64 {
        self.gross_cents - self.net_cents()
    }

    /// Net price of one unit as invoicing programs print it: as many decimals as it takes, eight at most.
    pub fn unit_price(&self) -> String {
        let price = format!(
            "{:.8}",
            self.net_cents() as f64 / 100.0 / self.quantity as f64
        );
        let price = price.trim_end_matches('0');
        price.trim_end_matches('.').to_owned()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum VatKind {
    Ordinary,
    Special,
}

#[derive(Clone)]
pub struct Vat {
    pub kind: VatKind,
    /// Empty for digital invoices.
    pub code: String,
    pub number: String,
    pub date: Date,
    pub province: &'static str,
    pub buyer: Party,
    pub seller: Party,
    pub items: Vec<Item>,
    /// 20 digits on paper; digital invoices have none.
    pub check: String,
    pub qr_tail: String,
    pub clerk: &'static str,
    pub remark: String,
}

impl Vat {
    pub fn net_cents(&self) -> u64 {
        self.items.iter().map(Item::net_cents).sum()
    }

    pub fn tax_cents(&self) -> u64 {
        self.items.iter().map(Item::tax_cents).sum()
    }

    pub fn total_cents(&self) -> u64 {
        self.net_cents() + self.tax_cents()
    }

    /// Paper invoices carry the net amount, digital ones the total.
    pub fn qr_text(&self) -> String {
        let digital = self.code.is_empty();
        let kind = match (self.kind, digital) {
            (VatKind::Ordinary, true) => "32",
            (VatKind::Special, true) => "31",
            (VatKind::Ordinary, false) => "04",
            (VatKind::Special, false) => "01",
        };
        let amount = if digital {
            self.total_cents()
        } else {
            self.net_cents()
        };
        format!(
            "01,{kind},{},{},{},{},{},{}",
            self.code,
            self.number,
            yuan(amount),
            self.date.compact(),
            self.check,
            self.qr_tail
        )
    }

    pub fn identity(&self) -> Identity {
        if self.code.is_empty() {
            Identity::Number(self.number.clone())
        } else {
            Identity::CodeAndNumber(self.code.clone(), self.number.clone())
        }
    }

    pub fn fields(&self, title: &str) -> Fields {
        let mut fields = body_fields(
            &self.code,
            &self.number,
            self.date.day_ms(),
            self.total_cents(),
        );
        put(&mut fields, "发票类别", json!(title));
        put(&mut fields, "发票金额", money(self.net_cents()));
        put(&mut fields, "税额", money(self.tax_cents()));
        put(&mut fields, "购买方名称", json!(self.buyer.name));
        put(&mut fields, "购买方纳税人识别号", json!(self.buyer.tax_id));
        put(&mut fields, "销售方名称", json!(self.seller.name));
        put(&mut fields, "销售方纳税人识别号", json!(self.seller.tax_id));
        put(&mut fields, "校验码", json!(self.check));
        put(&mut fields, "备注", json!(self.remark));
        fields
    }
}
