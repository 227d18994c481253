//! 电子发票（铁路电子客票）: the digital rail ticket that can be deducted, 210 × 120 mm.

use serde_json::json;

use super::digital::{number_and_date, title};
use super::{Fields, Identity, Ticket, body_fields, put};
use crate::canvas::{Canvas, Ink, Pen, ink};
use crate::date::Date;
use crate::money::yuan;
use crate::ornament::{authority_seal, qr_code, sample_note};

const BROWN: Ink = ink(140, 62, 28);
const BLACK: Ink = ink(20, 20, 20);
const RED: Ink = ink(222, 38, 30);

/// One journey; shared with the paper ticket.
#[derive(Clone)]
pub struct Journey {
    pub from: &'static str,
    pub from_latin: &'static str,
    pub to: &'static str,
    pub to_latin: &'static str,
    pub train: &'static str,
    pub date: Date,
    pub coach: &'static str,
    pub seat: &'static str,
    pub class: &'static str,
    pub cents: u64,
    pub passenger: &'static str,
    /// With the middle digits starred out.
    pub identity_card: String,
}

impl Journey {
    pub fn put_fields(&self, fields: &mut Fields) {
        let prefix = "E_system_火车票_";
        for (name, value) in [
            ("车次", json!(self.train)),
            ("上车车站", json!(self.from)),
            ("下车车站", json!(self.to)),
            ("乘车时间", json!(self.date.unix_ms())),
            ("座位类型", json!(self.class)),
            ("乘车人姓名", json!(self.passenger)),
            ("金额", super::money(self.cents)),
        ] {
            fields.insert(format!("{prefix}{name}"), value);
        }
    }
}

pub struct RailDigital {
    pub journey: Journey,
    pub number: String,
    pub issued: Date,
    pub ticket_number: String,
    pub buyer: String,
    pub buyer_tax_id: String,
    pub province: &'static str,
    pub qr_tail: String,
}

impl RailDigital {
    fn qr_text(&self) -> String {
        format!(
            "01,51,,{},{},{},,{}",
            self.number,
            yuan(self.journey.cents),
            self.issued.compact(),
            self.qr_tail
        )
    }

    fn route(&self, canvas: &mut Canvas<'_>) {
        let journey = &self.journey;
        for (x, name, latin) in [
            (58.0, journey.from, journey.from_latin),
            (152.0, journey.to, journey.to_latin),
        ] {
            canvas.text_center(
                x,
                44.0,
                &format!("{name}站"),
                &Pen::new(7.2, BLACK).bold(0.02),
            );
            canvas.text_center(x, 50.6, latin, &Pen::new(4.2, BLACK));
        }
        canvas.text_center(105.0, 42.0, journey.train, &Pen::new(6.0, BLACK));
        canvas.line((88.0, 45.0), (122.0, 45.0), 0.4, BLACK);
        for side in [-1.4, 1.4] {
            canvas.line((122.0, 45.0), (118.6, 45.0 + side), 0.4, BLACK);
        }
    }

    fn details(&self, canvas: &mut Canvas<'_>) {
        let journey = &self.journey;
        let pen = Pen::new(4.6, BLACK);
        let depart = format!("{}　{}开", journey.date.chinese(), journey.date.clock());
        canvas.text(18.0, 62.0, &depart, &pen);
        canvas.text(
            96.0,
            62.0,
            &format!("{}车{}号", journey.coach, journey.seat),
            &pen,
        );
        canvas.text(150.0, 62.0, journey.class, &pen);
        canvas.text(18.0, 72.0, "票价：", &pen.size(4.4));
        let fare = format!("¥{}", yuan(journey.cents));
        canvas.text(32.0, 72.0, &fare, &Pen::new(5.0, RED).bold(0.02));
        canvas.text(18.0, 82.0, &journey.identity_card, &pen);
        canvas.text(76.0, 82.0, journey.passenger, &pen);
        let label = Pen::new(3.8, BROWN);
        let value = Pen::new(3.8, BLACK);
        for (x, y, name, text, indent) in [
            (
                18.0,
                92.5,
                "电子客票号：",
                self.ticket_number.as_str(),
                23.0,
            ),
            (18.0, 101.5, "购买方名称：", self.buyer.as_str(), 23.0),
            (
                104.0,
                101.5,
                "统一社会信用代码：",
                self.buyer_tax_id.as_str(),
                34.4,
            ),
        ] {
            canvas.text(x, y, name, &label);
            canvas.text_within(x + indent, y, 62.0, text, &value);
        }
        canvas.text(
            18.0,
            111.0,
            "仅供报销使用，遗失不补，演示文本请勿用于乘车",
            &Pen::new(3.2, BROWN),
        );
    }
}

impl Ticket for RailDigital {
    fn size(&self) -> (f64, f64) {
        (210.0, 120.0)
    }

    fn draw(&self, canvas: &mut Canvas<'_>) {
        canvas.paper(ink(255, 255, 255));
        title(canvas, "电子发票（铁路电子客票）");
        authority_seal(
            canvas,
            (105.0, 15.5),
            30.0,
            self.province,
            RED.with_alpha(0.88),
        );
        number_and_date(canvas, &self.number, self.issued);
        canvas.frame(9.0, 30.0, 192.0, 84.0, 0.4, BROWN);
        canvas.line((9.0, 86.0), (201.0, 86.0), 0.28, BROWN);
        canvas.line((9.0, 105.6), (201.0, 105.6), 0.28, BROWN);
        self.route(canvas);
        self.details(canvas);
        qr_code(canvas, (174.5, 58.5), 24.0, &self.qr_text(), BLACK);
        sample_note(canvas, 180.0, 111.0, 2.6, ink(170, 170, 170));
    }

    fn identity(&self) -> Identity {
        Identity::Number(self.number.clone())
    }

    fn invoice_type(&self) -> &'static str {
        "train"
    }

    fn fields(&self) -> Fields {
        let mut fields = body_fields("", &self.number, self.issued.day_ms(), self.journey.cents);
        put(&mut fields, "购买方名称", json!(self.buyer));
        self.journey.put_fields(&mut fields);
        fields
    }
}
