//! The motorway toll slip, 86 × 110 mm.

use serde_json::json;
use vello_cpu::kurbo::Rect;

use super::{Fields, Identity, Ticket, body_fields};
use crate::canvas::{Canvas, Ink, Pen, ink};
use crate::date::Date;
use crate::money::yuan;
use crate::ornament::{authority_seal, guilloche, round_seal, sample_note};

const FORM: Ink = ink(34, 110, 84);
const PRINT: Ink = ink(40, 38, 48);
const RED: Ink = ink(206, 36, 44);

pub struct Toll {
    pub province: &'static str,
    pub code: String,
    pub number: String,
    pub entrance: &'static str,
    pub exit: &'static str,
    pub passed: Date,
    pub cents: u64,
    pub collector: String,
    pub company: &'static str,
}

impl Toll {
    fn head(&self, canvas: &mut Canvas<'_>) {
        let title = format!("{}收费公路车辆通行费专用发票", self.province);
        canvas.text_center(
            43.0,
            10.6,
            &title,
            &Pen::new(5.2, FORM).bold(0.02).stretch(0.86),
        );
        canvas.text_center(43.0, 21.6, "发 票 联", &Pen::new(4.4, FORM).bold(0.01));
        authority_seal(
            canvas,
            (43.0, 18.6),
            24.0,
            self.province,
            RED.with_alpha(0.8),
        );
        for (y, label, value) in [
            (33.0, "发票代码", &self.code),
            (39.4, "发票号码", &self.number),
        ] {
            canvas.text(7.0, y, label, &Pen::new(3.6, FORM));
            canvas.text(24.5, y, value, &Pen::new(4.4, RED).bold(0.015));
        }
    }

    fn body(&self, canvas: &mut Canvas<'_>) {
        let rows = [
            ("入口", self.entrance.to_owned()),
            ("出口", self.exit.to_owned()),
            ("车型", "客1".to_owned()),
            ("金额", format!("¥{}元", yuan(self.cents))),
            (
                "时间",
                format!("{} {}", self.passed.dashed(), self.passed.clock()),
            ),
            ("收费员", self.collector.clone()),
        ];
        canvas.frame(6.0, 43.0, 74.0, 51.0, 0.35, FORM);
        canvas.line((26.0, 43.0), (26.0, 94.0), 0.25, FORM);
        for (nr, (label, value)) in rows.iter().enumerate() {
            let top = 43.0 + 8.5 * nr as f64;
            if nr > 0 {
                canvas.line((6.0, top), (80.0, top), 0.25, FORM);
            }
            canvas.text_spread(9.5, top + 5.8, 13.0, label, &Pen::new(4.0, FORM));
            let pen = Pen::new(4.2, PRINT).bold(0.02).spacing(0.03);
            canvas.text_within(29.0, top + 6.0, 48.0, value, &pen);
        }
    }
}

impl Ticket for Toll {
    fn size(&self) -> (f64, f64) {
        (86.0, 110.0)
    }

    fn draw(&self, canvas: &mut Canvas<'_>) {
        canvas.paper(ink(240, 245, 236));
        let tint = FORM.with_alpha(0.14);
        guilloche(canvas, Rect::new(3.0, 43.0, 83.0, 94.0), 2.2, 0.16, tint);
        self.head(canvas);
        self.body(canvas);
        canvas.text(7.0, 100.6, "无收费专用章无效", &Pen::new(3.2, FORM));
        sample_note(canvas, 43.0, 106.6, 2.4, FORM);
        canvas.turned((63.0, 84.0), 12.0, |canvas| {
            round_seal(
                canvas,
                (63.0, 84.0),
                14.5,
                self.company,
                RED.with_alpha(0.7),
            );
        });
    }

    fn identity(&self) -> Identity {
        Identity::Opaque
    }

    fn invoice_type(&self) -> &'static str {
        "tolls"
    }

    fn fields(&self) -> Fields {
        let mut fields = body_fields(&self.code, &self.number, self.passed.day_ms(), self.cents);
        let prefix = "E_system_过路费_";
        for (name, value) in [
            ("金额", super::money(self.cents)),
            ("入口", json!(self.entrance)),
            ("出口", json!(self.exit)),
            ("时间", json!(self.passed.unix_ms())),
        ] {
            fields.insert(format!("{prefix}{name}"), value);
        }
        fields
    }
}
