//! The taxi receipt: a pre-printed strip with the meter's print on it, 76 × 168 mm.

use serde_json::json;
use vello_cpu::kurbo::Rect;

use super::{Fields, Identity, Ticket, body_fields};
use crate::canvas::{Canvas, Ink, Pen, ink};
use crate::date::Date;
use crate::money::yuan;
use crate::ornament::{authority_seal, guilloche, sample_note};

const PRINT: Ink = ink(44, 42, 70);
const RED: Ink = ink(210, 36, 44);

pub struct Taxi {
    pub city: &'static str,
    pub province: &'static str,
    pub code: String,
    pub number: String,
    pub company: &'static str,
    pub plate: String,
    pub driver: String,
    pub start: Date,
    /// `HH:MM`
    pub end: String,
    pub cents: u64,
    /// Tenths of a kilometre.
    pub distance: u64,
    pub waiting: &'static str,
    pub paper: Ink,
    pub form: Ink,
}

impl Taxi {
    fn head(&self, canvas: &mut Canvas<'_>) {
        let pen = Pen::new(6.0, self.form).bold(0.02);
        canvas.text_center(
            38.0,
            12.0,
            &format!("{}出租汽车专用发票", self.city),
            &pen.stretch(0.9),
        );
        canvas.text_center(
            38.0,
            26.6,
            "发 票 联",
            &Pen::new(5.0, self.form).bold(0.015),
        );
        authority_seal(
            canvas,
            (38.0, 22.0),
            26.0,
            self.province,
            RED.with_alpha(0.82),
        );
        for (y, label, value) in [
            (39.5, "发票代码", &self.code),
            (47.0, "发票号码", &self.number),
        ] {
            canvas.text(7.0, y, label, &Pen::new(4.2, self.form));
            canvas.text(27.0, y, value, &Pen::new(4.8, self.form).bold(0.02));
        }
        canvas.line((5.0, 51.0), (71.0, 51.0), 0.3, self.form);
    }

    fn rows(&self) -> [(&'static str, String); 10] {
        [
            ("单位", self.company.to_owned()),
            ("车号", self.plate.clone()),
            ("证号", self.driver.clone()),
            ("日期", self.start.dashed()),
            ("上车", self.start.clock()),
            ("下车", self.end.clone()),
            ("单价", "2.60元/公里".to_owned()),
            (
                "里程",
                format!("{}.{}公里", self.distance / 10, self.distance % 10),
            ),
            ("等候", self.waiting.to_owned()),
            ("金额", format!("¥{}元", yuan(self.cents))),
        ]
    }

    fn meter(&self, canvas: &mut Canvas<'_>) {
        for (nr, (label, value)) in self.rows().iter().enumerate() {
            let y = 59.0 + 8.6 * nr as f64;
            canvas.text_spread(8.0, y, 11.0, label, &Pen::new(4.2, self.form));
            let last = nr == 9;
            let pen = Pen::new(if last { 5.4 } else { 4.4 }, PRINT).bold(0.02);
            canvas.text_within(24.0, y + 0.5, 46.0, value, &pen.spacing(0.03));
        }
    }
}

impl Ticket for Taxi {
    fn size(&self) -> (f64, f64) {
        (76.0, 168.0)
    }

    fn draw(&self, canvas: &mut Canvas<'_>) {
        canvas.paper(self.paper);
        let tint = self.form.with_alpha(0.16);
        guilloche(canvas, Rect::new(4.0, 52.0, 72.0, 146.0), 2.4, 0.16, tint);
        self.head(canvas);
        self.meter(canvas);
        canvas.line((5.0, 147.5), (71.0, 147.5), 0.3, self.form);
        canvas.text(8.0, 153.5, "手写无效　当日有效", &Pen::new(3.2, self.form));
        canvas.text(
            8.0,
            158.8,
            "监督电话：000-0000-2026",
            &Pen::new(3.2, self.form),
        );
        sample_note(canvas, 38.0, 164.6, 2.6, self.form);
    }

    fn identity(&self) -> Identity {
        Identity::Opaque
    }

    fn invoice_type(&self) -> &'static str {
        "taxi"
    }

    fn fields(&self) -> Fields {
        let mut fields = body_fields(&self.code, &self.number, self.start.day_ms(), self.cents);
        let prefix = "E_system_出租车票_";
        for (name, value) in [
            ("金额", super::money(self.cents)),
            ("发票所在地", json!(self.city)),
            ("上车时间", json!(self.start.clock())),
            ("下车时间", json!(self.end)),
            ("里程", json!(self.distance as f64 / 10.0)),
            ("车牌号", json!(self.plate)),
        ] {
            fields.insert(format!("{prefix}{name}"), value);
        }
        fields
    }
}
