//! 定额发票: the small voucher with a printed amount, torn off a pad, 175 × 77 mm.

use serde_json::json;
use vello_cpu::kurbo::Rect;

use super::{Fields, Identity, Ticket, body_fields};
use crate::canvas::{Canvas, Ink, Pen, ink};
use crate::date::Date;
use crate::money::{capitals, yuan};
use crate::ornament::{authority_seal, guilloche, rosette, round_seal, sample_note};

const RED: Ink = ink(206, 36, 44);

pub struct Fixed {
    pub province: &'static str,
    pub code: String,
    pub number: String,
    pub cents: u64,
    pub seller: &'static str,
    pub date: Date,
    pub paper: Ink,
    pub form: Ink,
}

impl Ticket for Fixed {
    fn size(&self) -> (f64, f64) {
        (175.0, 77.0)
    }

    fn draw(&self, canvas: &mut Canvas<'_>) {
        canvas.paper(self.paper);
        let tint = self.form.with_alpha(0.2);
        guilloche(canvas, Rect::new(5.0, 5.0, 170.0, 72.0), 2.6, 0.18, tint);
        rosette(canvas, (87.5, 46.0), 22.0, 0.2, tint);
        canvas.frame(4.0, 4.0, 167.0, 69.0, 0.8, self.form);
        canvas.frame(5.4, 5.4, 164.2, 66.2, 0.25, self.form);
        let title = format!("{}通用定额发票", self.province);
        canvas.text_center(
            87.5,
            16.0,
            &title,
            &Pen::new(8.4, self.form).bold(0.02).spacing(0.06),
        );
        canvas.text_center(87.5, 26.6, "发 票 联", &Pen::new(5.4, self.form).bold(0.01));
        authority_seal(
            canvas,
            (87.5, 22.6),
            27.0,
            self.province,
            RED.with_alpha(0.8),
        );
        for (x, label, value) in [
            (11.0, "发票代码", &self.code),
            (119.0, "发票号码", &self.number),
        ] {
            canvas.text(x, 32.0, label, &Pen::new(4.2, self.form));
            canvas.text(
                x + 19.0,
                32.2,
                value,
                &Pen::new(5.2, RED).bold(0.015).stretch(0.9),
            );
        }
        let amount = Pen::new(11.0, self.form).bold(0.03).spacing(0.12);
        canvas.text_center(87.5, 52.0, &capitals(self.cents), &amount);
        let figure = format!("¥{}", yuan(self.cents));
        canvas.text_center(87.5, 61.0, &figure, &Pen::new(5.0, self.form));
        canvas.text(
            11.0,
            67.6,
            "收款单位（盖章有效）",
            &Pen::new(3.8, self.form),
        );
        canvas.text_right(
            163.0,
            67.6,
            &self.date.chinese(),
            &Pen::new(4.0, ink(40, 44, 90)),
        );
        sample_note(canvas, 87.5, 69.6, 2.6, self.form);
        canvas.turned((141.0, 53.0), -9.0, |canvas| {
            round_seal(
                canvas,
                (141.0, 53.0),
                17.0,
                self.seller,
                RED.with_alpha(0.72),
            );
        });
    }

    fn identity(&self) -> Identity {
        Identity::Opaque
    }

    fn invoice_type(&self) -> &'static str {
        "fixed"
    }

    fn fields(&self) -> Fields {
        let mut fields = body_fields(&self.code, &self.number, self.date.day_ms(), self.cents);
        fields.insert(
            "E_system_定额发票_金额".to_owned(),
            super::money(self.cents),
        );
        fields.insert(
            "E_system_定额发票_销售方名称".to_owned(),
            json!(self.seller),
        );
        fields
    }
}
