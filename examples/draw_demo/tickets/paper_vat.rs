//! The printed VAT invoice on its punched continuous form, 240 × 140 mm.

use vello_cpu::kurbo::Rect;

use super::digital::crossed_circle;
use super::vat::{Item, Party, Vat, VatKind};
use super::{Fields, Identity, Ticket};
use crate::canvas::{Canvas, Ink, Pen, ink};
use crate::money::{capitals, yuan};
use crate::ornament::{authority_seal, guilloche, qr_code, sample_note, seller_seal};

const LEFT: f64 = 24.0;
const RIGHT: f64 = 215.0;
const TOP: f64 = 36.0;
const BUYER: f64 = 22.0;
const ITEMS: f64 = 37.0;
const TOTAL: f64 = 8.0;
const SELLER: f64 = 22.0;
const LINE: f64 = 0.3;
const RED: Ink = ink(214, 32, 36);

/// Title, left end and width of each column of the item table.
const COLUMNS: [(&str, f64, f64); 8] = [
    ("货物或应税劳务、服务名称", 24.0, 51.0),
    ("规格型号", 75.0, 21.0),
    ("单位", 96.0, 11.0),
    ("数量", 107.0, 17.0),
    ("单价", 124.0, 27.0),
    ("金额", 151.0, 26.0),
    ("税率", 177.0, 11.0),
    ("税额", 188.0, 27.0),
];

/// The colours of one sheet of the form.
pub struct Sheet {
    pub paper: Ink,
    /// Pre-printed rules and labels.
    pub form: Ink,
    /// What the needle printer added.
    pub print: Ink,
    /// Which copy, down the right edge.
    pub copy: &'static str,
}

impl Sheet {
    pub fn brown() -> Self {
        Self {
            paper: ink(246, 239, 226),
            form: ink(148, 84, 40),
            print: ink(38, 40, 62),
            copy: "第三联：发票联　购买方记账凭证",
        }
    }

    pub fn blue() -> Self {
        Self {
            paper: ink(238, 243, 246),
            form: ink(48, 88, 148),
            print: ink(30, 32, 52),
            copy: "第二联：发票联　购买方记账凭证",
        }
    }

    pub fn green() -> Self {
        Self {
            paper: ink(236, 243, 230),
            form: ink(44, 118, 72),
            print: ink(34, 38, 66),
            copy: "第二联：抵扣联　购买方扣税凭证",
        }
    }
}

pub struct PaperVat {
    pub vat: Vat,
    pub sheet: Sheet,
    /// Four lines of the cipher field.
    pub cipher: [String; 4],
    pub machine: String,
    /// How far the needle printer's text slipped against the form, mm.
    pub slip: (f64, f64),
}

impl PaperVat {
    fn title(&self) -> String {
        match self.vat.kind {
            VatKind::Ordinary => format!("{}增值税普通发票", self.vat.province),
            VatKind::Special => format!("{}增值税专用发票", self.vat.province),
        }
    }

    fn label(&self, size: f64) -> Pen {
        Pen::new(size, self.sheet.form)
    }

    /// Text of the needle printer, which never hits the boxes quite.
    fn print(&self, canvas: &mut Canvas<'_>, (x, y): (f64, f64), room: f64, text: &str) {
        let pen = Pen::new(3.5, self.sheet.print).bold(0.012);
        canvas.text_within(x + self.slip.0, y + self.slip.1, room, text, &pen);
    }

    fn print_right(&self, canvas: &mut Canvas<'_>, (x, y): (f64, f64), text: &str) {
        let pen = Pen::new(3.5, self.sheet.print).bold(0.012).stretch(0.95);
        canvas.text_right(x + self.slip.0, y + self.slip.1, text, &pen);
    }

    fn head(&self, canvas: &mut Canvas<'_>) {
        qr_code(
            canvas,
            (25.0, 4.6),
            27.0,
            &self.vat.qr_text(),
            self.sheet.print,
        );
        let form = self.sheet.form;
        let big = Pen::new(4.6, form).bold(0.015).stretch(0.86);
        canvas.text(54.0, 13.0, &self.vat.code, &big);
        let machine = format!("机器编号：{}", self.machine);
        canvas.text(54.0, 20.0, &machine, &Pen::new(2.9, self.sheet.print));
        let title = Pen::new(6.8, form).bold(0.02).spacing(0.03);
        canvas.text_center(122.0, 15.0, &self.title(), &title);
        for y in [18.6, 20.0] {
            canvas.line((90.0, y), (154.0, y), 0.35, form);
        }
        authority_seal(
            canvas,
            (122.0, 17.2),
            29.0,
            self.vat.province,
            RED.with_alpha(0.82),
        );
        canvas.text(168.0, 14.0, "No", &Pen::new(5.6, form).stretch(0.9));
        let number = Pen::new(6.6, ink(36, 52, 120)).bold(0.02);
        canvas.text(178.0, 14.2, &self.vat.number, &number);
        canvas.text(168.0, 31.8, "开票日期：", &self.label(3.5));
        self.print(canvas, (185.0, 31.8), 32.0, &self.vat.date.chinese());
        if !self.vat.check.is_empty() {
            canvas.text(54.0, 31.8, "校验码", &self.label(3.3));
            let check: Vec<&str> = (0..4)
                .map(|nr| &self.vat.check[nr * 5..nr * 5 + 5])
                .collect();
            self.print(canvas, (66.0, 31.8), 60.0, &check.join(" "));
        }
    }

    fn frame(&self, canvas: &mut Canvas<'_>) {
        let form = self.sheet.form;
        let height = BUYER + ITEMS + TOTAL + SELLER;
        canvas.frame(LEFT, TOP, RIGHT - LEFT, height, 0.45, form);
        for y in [
            TOP + BUYER,
            TOP + BUYER + ITEMS,
            TOP + BUYER + ITEMS + TOTAL,
        ] {
            canvas.line((LEFT, y), (RIGHT, y), LINE, form);
        }
        canvas.text_down(218.6, TOP, height, self.sheet.copy, &self.label(3.1));
        let print_run = "税总函〔2026〕演示号　虚构印制厂";
        canvas.turned((20.6, TOP + 45.0), -90.0, |canvas| {
            canvas.text_center(20.6, TOP + 45.0, print_run, &Pen::new(2.3, form));
        });
    }

    fn party(&self, canvas: &mut Canvas<'_>, top: f64, side: &str, party: &Party) {
        let form = self.sheet.form;
        canvas.text_down(LEFT + 3.2, top, BUYER, side, &self.label(3.5).spacing(0.35));
        canvas.line((LEFT + 6.4, top), (LEFT + 6.4, top + BUYER), LINE, form);
        let rows = [
            ("名称", &party.name),
            ("纳税人识别号", &party.tax_id),
            ("地址、电话", &party.address),
            ("开户行及账号", &party.bank),
        ];
        for (nr, (label, value)) in rows.into_iter().enumerate() {
            let base = top + 5.0 + 5.1 * nr as f64;
            canvas.text_spread(LEFT + 7.8, base, 19.6, label, &self.label(3.2));
            canvas.text(LEFT + 27.6, base, ":", &self.label(3.2));
            self.print(canvas, (LEFT + 30.0, base), 78.0, value);
        }
    }

    fn cipher(&self, canvas: &mut Canvas<'_>) {
        let form = self.sheet.form;
        for x in [134.0, 140.4] {
            canvas.line((x, TOP), (x, TOP + BUYER), LINE, form);
        }
        canvas.text_down(137.2, TOP, BUYER, "密码区", &self.label(3.5).spacing(0.35));
        for (nr, line) in self.cipher.iter().enumerate() {
            let pen = Pen::new(3.6, self.sheet.print).spacing(0.03);
            let base = TOP + 5.2 + 5.0 * nr as f64;
            canvas.text_within(143.0 + self.slip.0, base + self.slip.1, 70.0, line, &pen);
        }
    }

    fn items(&self, canvas: &mut Canvas<'_>) {
        let top = TOP + BUYER;
        for (title, x, width) in &COLUMNS {
            if *x > LEFT {
                canvas.line((*x, top), (*x, top + ITEMS), LINE, self.sheet.form);
            }
            canvas.text_center(x + width / 2.0, top + 4.6, title, &self.label(3.3));
        }
        for (nr, item) in self.vat.items.iter().enumerate() {
            self.item_row(canvas, top + 10.4 + 4.8 * nr as f64, item);
        }
        let base = top + ITEMS - 1.8;
        canvas.text_spread(34.0, base, 28.0, "合计", &self.label(3.5));
        let net = format!("¥{}", yuan(self.vat.net_cents()));
        self.print_right(canvas, (176.0, base), &net);
        let tax = format!("¥{}", yuan(self.vat.tax_cents()));
        self.print_right(canvas, (214.0, base), &tax);
    }

    fn item_row(&self, canvas: &mut Canvas<'_>, base: f64, item: &Item) {
        self.print(canvas, (25.2, base), 49.0, item.name);
        self.print(canvas, (76.2, base), 19.0, item.spec);
        self.print(canvas, (99.6, base), 8.0, item.unit);
        let cells = [
            (123.0, item.quantity.to_string()),
            (150.0, item.unit_price()),
            (176.0, yuan(item.net_cents())),
            (187.2, format!("{}%", item.rate_percent)),
            (214.0, yuan(item.tax_cents())),
        ];
        for (x, text) in cells {
            self.print_right(canvas, (x, base), &text);
        }
    }

    fn total(&self, canvas: &mut Canvas<'_>) {
        let top = TOP + BUYER + ITEMS;
        canvas.text(35.0, top + 5.4, "价税合计（大写）", &self.label(3.5));
        canvas.line((75.0, top), (75.0, top + TOTAL), LINE, self.sheet.form);
        crossed_circle(canvas, (80.0, top + 4.0), 1.8);
        let sum = capitals(self.vat.total_cents());
        self.print(canvas, (84.0, top + 5.3), 66.0, &sum);
        canvas.text(153.0, top + 5.4, "（小写）", &self.label(3.5));
        let figure = format!("¥{}", yuan(self.vat.total_cents()));
        self.print(canvas, (168.0, top + 5.3), 44.0, &figure);
    }

    fn foot(&self, canvas: &mut Canvas<'_>) {
        let top = TOP + BUYER + ITEMS + TOTAL;
        self.party(canvas, top, "销售方", &self.vat.seller);
        for x in [134.0, 140.4] {
            canvas.line((x, top), (x, top + SELLER), LINE, self.sheet.form);
        }
        canvas.text_down(137.2, top, SELLER, "备注", &self.label(3.5).spacing(0.8));
        for (nr, line) in self.vat.remark.lines().enumerate() {
            self.print(canvas, (142.5, top + 5.2 + 5.0 * nr as f64), 70.0, line);
        }
        let base = top + SELLER + 6.2;
        let people = [
            (28.0, "收款人：", "周岚"),
            (72.0, "复核：", "石见秋"),
            (112.0, "开票人：", self.vat.clerk),
        ];
        for (x, label, name) in people {
            canvas.text(x, base, label, &self.label(3.5));
            self.print(canvas, (x + 14.0, base), 22.0, name);
        }
        canvas.text(160.0, base, "销售方：（章）", &self.label(3.5));
        let seller = &self.vat.seller;
        canvas.turned((183.0, top + 13.0), -7.0, |canvas| {
            seller_seal(
                canvas,
                (183.0, top + 13.0),
                &seller.name,
                &seller.tax_id,
                RED.with_alpha(0.74),
            );
        });
    }

    fn holes(&self, canvas: &mut Canvas<'_>) {
        let edge = self.sheet.form.with_alpha(0.35);
        for x in [14.0, 226.0] {
            let mut y = 0.0;
            while y < 140.0 {
                canvas.line((x, y), (x, y + 1.6), 0.2, edge);
                y += 3.0;
            }
        }
        for row in 0..11 {
            for x in [7.0, 233.0] {
                canvas.punch(x, 6.5 + 12.7 * f64::from(row), 2.0);
            }
        }
    }
}

impl Ticket for PaperVat {
    fn size(&self) -> (f64, f64) {
        (240.0, 140.0)
    }

    fn draw(&self, canvas: &mut Canvas<'_>) {
        canvas.paper(self.sheet.paper);
        let tint = self.sheet.form.with_alpha(0.12);
        let height = BUYER + ITEMS + TOTAL + SELLER;
        guilloche(
            canvas,
            Rect::new(LEFT, TOP, RIGHT, TOP + height),
            2.6,
            0.18,
            tint,
        );
        self.holes(canvas);
        self.head(canvas);
        self.frame(canvas);
        self.party(canvas, TOP, "购买方", &self.vat.buyer);
        self.cipher(canvas);
        self.items(canvas);
        self.total(canvas);
        self.foot(canvas);
        sample_note(canvas, 120.0, 136.0, 2.4, self.sheet.form.with_alpha(0.6));
    }

    fn identity(&self) -> Identity {
        self.vat.identity()
    }

    fn invoice_type(&self) -> &'static str {
        "invoice"
    }

    fn fields(&self) -> Fields {
        let mut fields = self.vat.fields(&self.title());
        super::put(&mut fields, "机器编号", self.machine.clone().into());
        fields
    }
}
