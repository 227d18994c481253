//! 数电票: the fully digital e-invoice as its PDF shows it, 210 × 140 mm.

use super::vat::{Item, Party, Vat, VatKind};
use super::{Fields, Identity, Ticket};
use crate::canvas::{Canvas, Ink, Pen, ink};
use crate::date::Date;
use crate::money::{capitals, yuan};
use crate::ornament::{authority_seal, qr_code, sample_note};

const PAPER: Ink = ink(255, 255, 255);
const BROWN: Ink = ink(140, 62, 28);
const BLACK: Ink = ink(20, 20, 20);
const RED: Ink = ink(222, 38, 30);

const LEFT: f64 = 7.0;
const RIGHT: f64 = 203.0;
const TOP: f64 = 33.0;
const PARTIES: f64 = 22.0;
const ITEMS: f64 = 42.0;
const TOTAL: f64 = 8.0;
const REMARK: f64 = 20.0;
const LINE: f64 = 0.28;

/// Title, left end, width of each column of the item table; numbers end at the right.
const COLUMNS: [(&str, f64, f64); 8] = [
    ("项目名称", 8.0, 44.0),
    ("规格型号", 52.0, 22.0),
    ("单位", 74.0, 12.0),
    ("数量", 86.0, 17.0),
    ("单价", 104.0, 25.0),
    ("金额", 131.0, 23.0),
    ("税率/征收率", 156.0, 20.0),
    ("税额", 178.0, 24.0),
];

pub struct Digital {
    pub vat: Vat,
    /// Printed large at the upper left for regulated trades: `通行费`, `旅客运输服务`.
    pub mark: Option<&'static str>,
}

impl Digital {
    fn title(&self) -> &'static str {
        match self.vat.kind {
            VatKind::Ordinary => "电子发票（普通发票）",
            VatKind::Special => "电子发票（增值税专用发票）",
        }
    }

    fn head(&self, canvas: &mut Canvas<'_>) {
        qr_code(canvas, (9.0, 6.5), 21.0, &self.vat.qr_text(), BLACK);
        if let Some(mark) = self.mark {
            canvas.text(34.0, 13.0, mark, &Pen::new(4.4, BROWN).bold(0.02));
        }
        title(canvas, self.title());
        authority_seal(
            canvas,
            (105.0, 15.5),
            30.0,
            self.vat.province,
            RED.with_alpha(0.88),
        );
        number_and_date(canvas, &self.vat.number, self.vat.date);
    }

    fn parties(&self, canvas: &mut Canvas<'_>) {
        let middle = f64::midpoint(LEFT, RIGHT);
        for (x, side, party) in [
            (LEFT, "购买方信息", &self.vat.buyer),
            (middle, "销售方信息", &self.vat.seller),
        ] {
            canvas.text_down(x + 3.0, TOP, PARTIES, side, &Pen::new(3.3, BROWN));
            canvas.line((x + 6.0, TOP), (x + 6.0, TOP + PARTIES), LINE, BROWN);
            party_lines(canvas, x + 7.5, party);
        }
        canvas.line((middle, TOP), (middle, TOP + PARTIES), LINE, BROWN);
        rule(canvas, TOP + PARTIES);
    }

    fn items(&self, canvas: &mut Canvas<'_>) {
        let top = TOP + PARTIES;
        for (nr, (title, x, width)) in COLUMNS.iter().enumerate() {
            let pen = Pen::new(3.3, BROWN);
            if nr >= 3 {
                canvas.text_right(x + width, top + 5.0, title, &pen);
            } else {
                canvas.text_center(x + width / 2.0, top + 5.0, title, &pen);
            }
        }
        for (nr, item) in self.vat.items.iter().enumerate() {
            item_row(canvas, top + 10.6 + 5.2 * nr as f64, item);
        }
        let base = top + ITEMS - 2.2;
        canvas.text_spread(22.0, base, 18.0, "合计", &Pen::new(3.5, BROWN));
        let pen = Pen::new(3.5, BLACK);
        canvas.text_right(
            154.0,
            base,
            &format!("¥{}", yuan(self.vat.net_cents())),
            &pen,
        );
        canvas.text_right(
            202.0,
            base,
            &format!("¥{}", yuan(self.vat.tax_cents())),
            &pen,
        );
        rule(canvas, top + ITEMS);
    }

    fn total(&self, canvas: &mut Canvas<'_>) {
        let top = TOP + PARTIES + ITEMS;
        let base = top + 5.4;
        canvas.text(15.0, base, "价税合计（大写）", &Pen::new(3.6, BROWN));
        canvas.line((54.0, top), (54.0, top + TOTAL), LINE, BROWN);
        crossed_circle(canvas, (60.0, top + TOTAL / 2.0), 1.9);
        let pen = Pen::new(3.9, BLACK);
        canvas.text(64.0, base, &capitals(self.vat.total_cents()), &pen);
        canvas.text(142.0, base, "（小写）", &Pen::new(3.6, BROWN));
        canvas.text(
            157.0,
            base,
            &format!("¥{}", yuan(self.vat.total_cents())),
            &pen,
        );
        rule(canvas, top + TOTAL);
        canvas.text_down(
            LEFT + 3.0,
            top + TOTAL,
            REMARK,
            "备注",
            &Pen::new(3.5, BROWN).spacing(0.6),
        );
        canvas.line(
            (LEFT + 6.0, top + TOTAL),
            (LEFT + 6.0, top + TOTAL + REMARK),
            LINE,
            BROWN,
        );
        for (nr, line) in self.vat.remark.lines().enumerate() {
            let base = top + TOTAL + 5.2 + 4.8 * nr as f64;
            canvas.text(LEFT + 8.5, base, line, &Pen::new(3.3, BLACK));
        }
    }
}

impl Ticket for Digital {
    fn size(&self) -> (f64, f64) {
        (210.0, 140.0)
    }

    fn draw(&self, canvas: &mut Canvas<'_>) {
        canvas.paper(PAPER);
        self.head(canvas);
        let height = PARTIES + ITEMS + TOTAL + REMARK;
        canvas.frame(LEFT, TOP, RIGHT - LEFT, height, 0.4, BROWN);
        self.parties(canvas);
        self.items(canvas);
        self.total(canvas);
        canvas.text(24.0, 132.5, "开票人：", &Pen::new(3.6, BROWN));
        canvas.text(38.5, 132.5, self.vat.clerk, &Pen::new(3.6, BLACK));
        sample_note(canvas, 180.0, 132.5, 2.6, ink(170, 170, 170));
    }

    fn identity(&self) -> Identity {
        self.vat.identity()
    }

    fn invoice_type(&self) -> &'static str {
        "invoice"
    }

    fn fields(&self) -> Fields {
        self.vat.fields(self.title())
    }
}

/// Centred, with the double rule below; shared with the digital rail ticket.
pub fn title(canvas: &mut Canvas<'_>, text: &str) {
    // A long title must leave room for the number beside it.
    let size = if text.chars().count() > 11 { 6.0 } else { 7.0 };
    let pen = Pen::new(size, BROWN).spacing(0.03);
    canvas.text_center(105.0, 16.5, text, &pen);
    let half = canvas.text_width(text, &pen) / 2.0 + 2.0;
    for y in [20.6, 21.9] {
        canvas.line((105.0 - half, y), (105.0 + half, y), 0.3, BROWN);
    }
}

pub fn number_and_date(canvas: &mut Canvas<'_>, number: &str, date: Date) {
    for (y, label, value) in [
        (14.5, "发票号码：", number),
        (21.5, "开票日期：", &date.chinese()),
    ] {
        canvas.text(150.0, y, label, &Pen::new(3.5, BROWN));
        canvas.text(167.3, y, value, &Pen::new(3.5, BLACK).stretch(0.88));
    }
}

fn party_lines(canvas: &mut Canvas<'_>, x: f64, party: &Party) {
    canvas.text(x, TOP + 7.6, "名称：", &Pen::new(3.5, BROWN));
    canvas.text_within(
        x + 10.6,
        TOP + 7.6,
        79.0,
        &party.name,
        &Pen::new(3.5, BLACK),
    );
    let label = "统一社会信用代码/纳税人识别号：";
    canvas.text(x, TOP + 17.6, label, &Pen::new(3.3, BROWN).stretch(0.92));
    canvas.text(x + 47.0, TOP + 17.6, &party.tax_id, &Pen::new(3.5, BLACK));
}

fn item_row(canvas: &mut Canvas<'_>, base: f64, item: &Item) {
    let pen = Pen::new(3.2, BLACK);
    canvas.text_within(COLUMNS[0].1, base, COLUMNS[0].2, item.name, &pen);
    canvas.text_within(
        COLUMNS[1].1 + 1.0,
        base,
        COLUMNS[1].2 - 2.0,
        item.spec,
        &pen,
    );
    canvas.text_center(COLUMNS[2].1 + 6.0, base, item.unit, &pen);
    let cells = [
        item.quantity.to_string(),
        item.unit_price(),
        yuan(item.net_cents()),
        format!("{}%", item.rate_percent),
        yuan(item.tax_cents()),
    ];
    for ((_, x, width), cell) in COLUMNS[3..].iter().zip(cells) {
        canvas.text_right(x + width, base, &cell, &pen);
    }
}

fn rule(canvas: &mut Canvas<'_>, y: f64) {
    canvas.line((LEFT, y), (RIGHT, y), LINE, BROWN);
}

/// ⊗, which keeps anyone from writing something before the sum.
pub fn crossed_circle(canvas: &mut Canvas<'_>, (x, y): (f64, f64), radius: f64) {
    canvas.ellipse((x, y), (radius, radius), 0.25, BLACK);
    let reach = radius * std::f64::consts::FRAC_1_SQRT_2;
    for sign in [1.0, -1.0] {
        canvas.line(
            (x - reach, y - reach * sign),
            (x + reach, y + reach * sign),
            0.25,
            BLACK,
        );
    }
}
