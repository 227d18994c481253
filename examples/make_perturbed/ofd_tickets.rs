//! Invoices as OFD files arrange them: the electronic one with a code and a cipher, alone on its page, and two documents
//! below each other.

use std::error::Error;

use vello_cpu::kurbo::Rect;

use invoice_lens::formats::{DecodeJob, Limits, Pixels, decode};

use crate::cast::Cast;
use crate::font::Font;
use crate::layout::{Drawn, Origin, Placed, Spoilt, boxed, fields, id};
use crate::money::{capitals, yuan};
use crate::ofd_page::{BLACK, BROWN, OfdPage, RED};
use crate::tickets::Ticket;
use crate::tickets::paper_vat::{PaperVat, Sheet};
use crate::tickets::rail_digital::RailDigital;
use crate::tickets::vat::{Item, Party, Vat, VatKind};

/// Around two documents on one page, in mm.
const MARGIN: f64 = 9.0;
const WIDTH: f64 = 210.0;

/// What has its own place on a page.
struct Laid {
    ticket: Box<dyn Ticket>,
    place: Rect,
    has_code: bool,
}

pub fn alone(cast: &mut Cast, font: &Font) -> Result<Drawn, Box<dyn Error>> {
    let (width, height) = (WIDTH, 140.0);
    let ticket = cast.paper(VatKind::Ordinary, Sheet::blue());
    let mut page = OfdPage::new(font, width, height);
    electronic(&mut page, &ticket);
    let sheet = Laid {
        ticket: Box::new(ticket),
        place: Rect::new(0.0, 0.0, width, height),
        has_code: true,
    };
    drawn(&page, width, &[sheet])
}

pub fn below_each_other(cast: &mut Cast, font: &Font) -> Result<Drawn, Box<dyn Error>> {
    let width = WIDTH + 2.0 * MARGIN;
    let invoice = cast.digital(VatKind::Ordinary);
    let rail = cast.rail_digital();
    let (upper, lower) = (118.0, 96.0);
    let mut page = OfdPage::new(font, width, upper + lower + 3.0 * MARGIN);
    let places = [(MARGIN, upper), (upper + 2.0 * MARGIN, lower)]
        .map(|(top, height)| Rect::new(MARGIN, top, MARGIN + WIDTH, top + height));
    page.begin_at(places[0].x0, places[0].y0);
    listed(&mut page, &invoice.vat);
    page.begin_at(places[1].x0, places[1].y0);
    journey(&mut page, &rail);
    let sheets = [
        Laid {
            ticket: Box::new(invoice),
            place: places[0],
            has_code: true,
        },
        Laid {
            ticket: Box::new(rail),
            place: places[1],
            has_code: false,
        },
    ];
    drawn(&page, width, &sheets)
}

fn drawn(page: &OfdPage<'_>, width: f64, sheets: &[Laid]) -> Result<Drawn, Box<dyn Error>> {
    let file = page.finish()?;
    let decoded = decode(&DecodeJob {
        bytes: file.clone().into(),
        want: Pixels::Full,
        limits: Limits::default(),
    })?;
    if decoded.facts.skipped > 0 {
        return Err("a part of an OFD page was not drawn".into());
    }
    let (pixels_across, pixels_down) = decoded.raster.size();
    let pixels = decoded.raster.pixels().iter().flat_map(|it| {
        let [r, g, b, _] = it.to_ne_bytes();
        [r, g, b]
    });
    let picture = image::RgbImage::from_raw(pixels_across, pixels_down, pixels.collect())
        .ok_or("a picture has its pixels")?;
    let scale = f64::from(pixels_across) / width;
    let placed = |it: &Rect| boxed(it.x0 * scale, it.y0 * scale, it.x1 * scale, it.y1 * scale);
    let of = |shapes: &[Rect], place: &Rect| {
        let own = shapes.iter().filter(|it| place.contains(it.center()));
        own.map(placed).collect()
    };
    let tickets = sheets.iter().enumerate().map(|(nr, sheet)| Placed {
        id: id(&sheet.ticket.identity(), nr),
        fields: fields(&*sheet.ticket),
        region: placed(&sheet.place).round(),
        characters: of(&page.characters, &sheet.place),
        emblems: of(&page.emblems, &sheet.place),
        has_code: sheet.has_code,
        is_upside_down: false,
        is_sideways: false,
    });
    Ok(Drawn {
        tickets: tickets.collect(),
        picture,
        origin: Origin::Ofd,
        spoilt: Spoilt::No,
        file: Some(file),
    })
}

/// 增值税电子普通发票: its table has the buyer at the top, the items in the middle, the seller at the bottom.
fn electronic(page: &mut OfdPage<'_>, ticket: &PaperVat) {
    let vat = &ticket.vat;
    page.qr_code(8.0, 6.0, 20.0, &vat.qr_text());
    page.text_center(
        105.0,
        15.0,
        &format!("{}增值税电子普通发票", vat.province),
        6.4,
        BROWN,
    );
    page.line((62.0, 19.0), (148.0, 19.0), BROWN);
    page.seal((105.0, 15.5), (15.0, 10.0), ["国家税务总局", vat.province]);
    page.text(8.0, 30.6, "机器编号：", 3.2, BROWN);
    page.text(24.0, 30.6, &ticket.machine, 3.2, BLACK);
    let date = vat.date.chinese();
    for (nr, (label, value)) in [
        ("发票代码：", vat.code.as_str()),
        ("发票号码：", &vat.number),
        ("开票日期：", &date),
        ("校 验 码：", &vat.check),
    ]
    .into_iter()
    .enumerate()
    {
        let base = 10.0 + 6.0 * nr as f64;
        page.text(150.0, base, label, 3.3, BROWN);
        page.text(166.5, base, value, 3.3, BLACK);
    }
    page.frame(6.0, 33.0, 198.0, 91.0, BROWN);
    page.text_down(9.5, 39.0, "购买方", 3.4, BROWN);
    party(page, (14.5, 38.5), &vat.buyer);
    page.line((13.0, 33.0), (13.0, 56.0), BROWN);
    page.line((126.0, 33.0), (126.0, 56.0), BROWN);
    page.line((133.0, 33.0), (133.0, 56.0), BROWN);
    page.text_down(129.5, 40.0, "密码区", 3.4, BROWN);
    for (nr, line) in ticket.cipher.iter().enumerate() {
        page.text(136.0, 38.5 + 5.2 * nr as f64, line, 3.4, BLACK);
    }
    page.line((6.0, 56.0), (204.0, 56.0), BROWN);
    items(page, vat, 61.0);
    page.line((6.0, 92.0), (204.0, 92.0), BROWN);
    page.text(16.0, 97.4, "价税合计（大写）", 3.5, BROWN);
    page.text(58.0, 97.4, &capitals(vat.total_cents()), 3.8, BLACK);
    page.text(140.0, 97.4, "（小写）", 3.5, BROWN);
    page.text(
        156.0,
        97.4,
        &format!("¥{}", yuan(vat.total_cents())),
        3.8,
        BLACK,
    );
    page.line((6.0, 100.0), (204.0, 100.0), BROWN);
    page.text_down(9.5, 106.0, "销售方", 3.4, BROWN);
    party(page, (14.5, 105.5), &vat.seller);
    page.line((13.0, 100.0), (13.0, 124.0), BROWN);
    page.line((126.0, 100.0), (126.0, 124.0), BROWN);
    page.line((133.0, 100.0), (133.0, 124.0), BROWN);
    page.text_down(129.5, 109.0, "备注", 3.4, BROWN);
    for (nr, line) in vat.remark.lines().enumerate() {
        page.text(136.0, 106.0 + 5.0 * nr as f64, line, 3.2, BLACK);
    }
    for (x, label, name) in [
        (12.0, "收款人：", "许冬青"),
        (64.0, "复核：", "叶泊舟"),
        (112.0, "开票人：", vat.clerk),
        (158.0, "销售方：（章）", ""),
    ] {
        page.text(x, 131.0, label, 3.5, BROWN);
        page.text(x + 15.0, 131.0, name, 3.5, BLACK);
    }
}

fn party(page: &mut OfdPage<'_>, (x, y): (f64, f64), party: &Party) {
    for (nr, (label, value)) in [
        ("名　　　　称：", &party.name),
        ("纳税人识别号：", &party.tax_id),
        ("地 址、 电 话：", &party.address),
        ("开户行及账号：", &party.bank),
    ]
    .into_iter()
    .enumerate()
    {
        let base = y + 5.2 * nr as f64;
        page.text(x, base, label, 3.2, BROWN);
        page.text(x + 24.0, base, value, 3.2, BLACK);
    }
}

/// A head, a row for each item and their sums.
fn items(page: &mut OfdPage<'_>, vat: &Vat, top: f64) {
    const ENDS: [f64; 5] = [108.0, 132.0, 158.0, 174.0, 202.0];
    for (x, title) in [(22.0, "项目名称"), (62.0, "规格型号"), (84.0, "单位")] {
        page.text(x, top, title, 3.2, BROWN);
    }
    for (x, title) in ENDS
        .into_iter()
        .zip(["数量", "单价", "金额", "税率", "税额"])
    {
        page.text_right(x, top, title, 3.2, BROWN);
    }
    let rows = vat.items.iter().take(4);
    for (nr, item) in rows.enumerate() {
        row(page, item, top + 5.4 + 4.8 * nr as f64, ENDS);
    }
    let base = top + 29.0;
    page.text(24.0, base, "合　　计", 3.3, BROWN);
    page.text_right(
        ENDS[2],
        base,
        &format!("¥{}", yuan(vat.net_cents())),
        3.3,
        BLACK,
    );
    page.text_right(
        ENDS[4],
        base,
        &format!("¥{}", yuan(vat.tax_cents())),
        3.3,
        BLACK,
    );
}

fn row(page: &mut OfdPage<'_>, item: &Item, base: f64, ends: [f64; 5]) {
    let size = 3.0_f64.min(3.0 * 52.0 / page.text_width(item.name, 3.0));
    page.text(8.0, base, item.name, size, BLACK);
    page.text(62.0, base, item.spec, 2.8, BLACK);
    page.text(85.5, base, item.unit, 3.0, BLACK);
    let cells = [
        item.quantity.to_string(),
        item.unit_price(),
        yuan(item.net_cents()),
        format!("{}%", item.rate_percent),
        yuan(item.tax_cents()),
    ];
    for (x, cell) in ends.into_iter().zip(cells) {
        page.text_right(x, base, &cell, 3.0, BLACK);
    }
}

/// A digital invoice without a table: labels and values below each other, its code at the upper right.
fn listed(page: &mut OfdPage<'_>, vat: &Vat) {
    let date = vat.date.chinese();
    page.text(10.0, 14.0, "电子发票（普通发票）", 7.0, BROWN);
    page.qr_code(180.0, 6.0, 22.0, &vat.qr_text());
    page.seal((150.0, 17.0), (14.0, 9.4), ["国家税务总局", vat.province]);
    for (y, label, value) in [
        (24.0, "发票号码：", vat.number.as_str()),
        (31.0, "开票日期：", &date),
        (40.0, "购买方：", &vat.buyer.name),
        (46.0, "纳税人识别号：", &vat.buyer.tax_id),
        (53.0, "销售方：", &vat.seller.name),
        (59.0, "纳税人识别号：", &vat.seller.tax_id),
    ] {
        page.text(10.0, y, label, 3.6, BROWN);
        page.text(38.0, y, value, 3.8, BLACK);
    }
    page.line((8.0, 63.0), (202.0, 63.0), BROWN);
    items(page, vat, 69.0);
    page.line((8.0, 101.0), (202.0, 101.0), BROWN);
    page.text(10.0, 108.0, "合计", 3.6, BROWN);
    page.text(22.0, 108.0, &capitals(vat.total_cents()), 3.8, BLACK);
    let total = format!("¥{}", yuan(vat.total_cents()));
    page.text_right(202.0, 108.5, &total, 5.4, RED);
    page.text(10.0, 114.5, "开票人：", 3.2, BROWN);
    page.text(24.0, 114.5, vat.clerk, 3.2, BLACK);
}

fn journey(page: &mut OfdPage<'_>, rail: &RailDigital) {
    let journey = &rail.journey;
    page.text_center(105.0, 13.0, "电子发票（铁路电子客票）", 6.0, BROWN);
    page.text(10.0, 22.0, "发票号码：", 3.6, BROWN);
    page.text(28.0, 22.0, &rail.number, 3.6, BLACK);
    page.text(140.0, 22.0, "开票日期：", 3.6, BROWN);
    page.text(158.0, 22.0, &rail.issued.chinese(), 3.6, BLACK);
    page.frame(8.0, 26.0, 194.0, 62.0, BROWN);
    for (x, name, latin) in [
        (50.0, journey.from, journey.from_latin),
        (130.0, journey.to, journey.to_latin),
    ] {
        page.text_center(x, 36.0, &format!("{name}站"), 6.4, BLACK);
        page.text_center(x, 42.0, latin, 3.8, BLACK);
    }
    page.text_center(90.0, 35.0, journey.train, 5.4, BLACK);
    page.line((76.0, 38.0), (104.0, 38.0), BLACK);
    let depart = format!("{}　{}开", journey.date.chinese(), journey.date.clock());
    page.text(16.0, 52.0, &depart, 4.2, BLACK);
    page.text(
        90.0,
        52.0,
        &format!("{}车{}号", journey.coach, journey.seat),
        4.2,
        BLACK,
    );
    page.text(128.0, 52.0, journey.class, 4.2, BLACK);
    page.text(16.0, 61.0, "票价：", 4.2, BLACK);
    page.text(30.0, 61.0, &format!("¥{}", yuan(journey.cents)), 4.8, RED);
    page.text(16.0, 70.0, &journey.identity_card, 4.2, BLACK);
    page.text(76.0, 70.0, journey.passenger, 4.2, BLACK);
    page.text(16.0, 78.0, "电子客票号：", 3.6, BROWN);
    page.text(40.0, 78.0, &rail.ticket_number, 3.6, BLACK);
    page.text(16.0, 85.0, "购买方名称：", 3.6, BROWN);
    page.text(40.0, 85.0, &rail.buyer, 3.6, BLACK);
    let text = format!(
        "01,51,,{},{},{},,{}",
        rail.number,
        yuan(journey.cents),
        rail.issued.compact(),
        rail.qr_tail
    );
    page.qr_code(172.0, 34.0, 24.0, &text);
}
