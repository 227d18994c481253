//! The pale blue magnetic rail ticket, 85.6 × 54 mm.

use vello_cpu::kurbo::Rect;

use super::rail_digital::Journey;
use super::{Fields, Identity, Ticket, body_fields};
use crate::canvas::{Canvas, Ink, Pen, ink};
use crate::date::YEAR;
use crate::money::yuan;
use crate::ornament::{guilloche, qr_code, rosette, sample_note};

const PAPER: Ink = ink(201, 226, 240);
const BAND: Ink = ink(150, 196, 222);
const BLACK: Ink = ink(26, 28, 34);
const RED: Ink = ink(206, 40, 48);

pub struct RailPaper {
    pub journey: Journey,
    /// Red, upper left: a letter and six digits.
    pub serial: String,
    /// 21 characters along the lower edge.
    pub long_number: String,
    pub gate: &'static str,
}

impl RailPaper {
    fn ground(canvas: &mut Canvas<'_>) {
        canvas.paper(PAPER);
        let tint = ink(120, 176, 210).with_alpha(0.34);
        guilloche(canvas, Rect::new(0.0, 0.0, 85.6, 48.0), 1.7, 0.12, tint);
        rosette(
            canvas,
            (43.0, 25.0),
            15.0,
            0.12,
            ink(90, 150, 196).with_alpha(0.4),
        );
        canvas.rect(-1.0, 48.6, 88.0, 7.0, BAND);
    }

    fn route(&self, canvas: &mut Canvas<'_>) {
        let journey = &self.journey;
        for (x, name, latin) in [
            (20.0, journey.from, journey.from_latin),
            (65.0, journey.to, journey.to_latin),
        ] {
            // Four characters only fit when they are narrowed.
            let narrow = if name.chars().count() > 3 { 0.8 } else { 1.0 };
            let pen = Pen::new(5.0, BLACK).bold(0.02).stretch(narrow);
            canvas.text_spread(x - 11.5, 14.4, 17.0, name, &pen);
            canvas.text(x + 6.4, 14.2, "站", &Pen::new(3.3, BLACK));
            canvas.text_center(x - 3.0, 18.0, latin, &Pen::new(2.7, BLACK));
        }
        canvas.text_center(42.0, 13.6, journey.train, &Pen::new(4.6, BLACK).bold(0.015));
        canvas.line((34.5, 15.2), (49.5, 15.2), 0.25, BLACK);
        canvas.line((49.5, 15.2), (47.8, 14.5), 0.25, BLACK);
        canvas.line((49.5, 15.2), (47.8, 15.9), 0.25, BLACK);
    }

    /// `2026 年 11 月 02 日 09:30 开`: figures large, characters small.
    fn departure(&self, canvas: &mut Canvas<'_>) {
        let date = self.journey.date;
        let mut x = 5.6;
        let (month, day) = (format!("{:02}", date.month), format!("{:02}", date.day));
        for (figure, unit) in [
            (YEAR.to_string(), "年"),
            (month, "月"),
            (day, "日"),
            (date.clock(), "开"),
        ] {
            let large = Pen::new(3.8, BLACK).bold(0.01);
            let small = Pen::new(2.4, BLACK);
            canvas.text(x, 23.4, &figure, &large);
            x += canvas.text_width(&figure, &large) + 0.3;
            canvas.text(x, 23.4, unit, &small);
            x += 2.9;
        }
        let pen = Pen::new(3.7, BLACK).bold(0.01);
        let seat = format!("{}车{}号", self.journey.coach, self.journey.seat);
        canvas.text(56.0, 23.4, &seat, &pen);
    }

    fn details(&self, canvas: &mut Canvas<'_>) {
        let journey = &self.journey;
        let fare = format!("¥{}元", yuan(journey.cents));
        canvas.text(5.6, 28.4, &fare, &Pen::new(3.6, BLACK).bold(0.01));
        canvas.ellipse((39.0, 27.2), (1.8, 1.8), 0.2, BLACK);
        canvas.text_center(39.0, 28.2, "网", &Pen::new(2.5, BLACK));
        canvas.text(56.0, 28.4, journey.class, &Pen::new(3.4, BLACK));
        canvas.text(5.6, 32.8, "限乘当日当次车", &Pen::new(3.0, BLACK));
        let holder = format!("{}  {}", journey.identity_card, journey.passenger);
        canvas.text(5.6, 38.2, &holder, &Pen::new(3.5, BLACK));
        canvas.frame(5.6, 40.2, 50.0, 6.8, 0.2, BLACK);
        let pen = Pen::new(2.3, BLACK);
        canvas.text_center(30.6, 43.1, "报销凭证　遗失不补", &pen);
        sample_note(canvas, 30.6, 46.1, 2.2, BLACK);
    }
}

impl Ticket for RailPaper {
    fn size(&self) -> (f64, f64) {
        (85.6, 54.0)
    }

    fn draw(&self, canvas: &mut Canvas<'_>) {
        Self::ground(canvas);
        canvas.text(4.6, 6.8, &self.serial, &Pen::new(4.2, RED).bold(0.015));
        let gate = format!("检票：{}", self.gate);
        canvas.text_right(81.0, 6.6, &gate, &Pen::new(3.2, BLACK));
        self.route(canvas);
        self.departure(canvas);
        self.details(canvas);
        // A paper rail ticket's code is encrypted: digits that mean nothing outside the railway.
        let code = self.long_number.repeat(3);
        qr_code(canvas, (64.0, 30.0), 16.6, &code, BLACK);
        canvas.text(5.0, 52.4, &self.long_number, &Pen::new(3.0, BLACK));
        canvas.text(
            48.0,
            52.4,
            &format!("{}售", self.journey.from),
            &Pen::new(2.8, BLACK),
        );
    }

    fn identity(&self) -> Identity {
        Identity::Opaque
    }

    fn invoice_type(&self) -> &'static str {
        "train"
    }

    fn fields(&self) -> Fields {
        let date = self.journey.date;
        let mut fields = body_fields("", &self.serial, date.day_ms(), self.journey.cents);
        self.journey.put_fields(&mut fields);
        fields
    }
}
