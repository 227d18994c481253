//! Who buys what from whom: invented people, companies and journeys, dealt out in order.
//!
//! Tax numbers begin with an area that does not exist (990099) and telephone numbers with 000.

mod slips;

use crate::date::Date;
use crate::goods::{BASKETS, Basket};
use crate::rng::Rng;
use crate::tickets::digital::Digital;
use crate::tickets::paper_vat::{PaperVat, Sheet};
use crate::tickets::rail_digital::{Journey, RailDigital};
use crate::tickets::rail_paper::RailPaper;
use crate::tickets::vat::{Party, Vat, VatKind};

const UPPER: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const CIPHER: &[u8] = b"0123456789+-*/<>";
const HEX: &[u8] = b"0123456789ABCDEF";
const CLERKS: [&str; 6] = ["林小满", "方知意", "顾念北", "沈疏桐", "许冬青", "叶泊舟"];
const BUYERS: [&str; 2] = ["北溟纸鹤信息技术有限公司", "鹿角湾智能装备股份有限公司"];

/// From, Latin, to, Latin, train, class, fare in cents.
type Trip = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    u64,
);

const TRIPS: [Trip; 9] = [
    (
        "上海虹桥",
        "Shanghaihongqiao",
        "杭州东",
        "Hangzhoudong",
        "G7309",
        "二等座",
        7_300,
    ),
    (
        "北京南",
        "Beijingnan",
        "上海虹桥",
        "Shanghaihongqiao",
        "G129",
        "二等座",
        66_200,
    ),
    (
        "南京南",
        "Nanjingnan",
        "苏州北",
        "Suzhoubei",
        "G7037",
        "一等座",
        15_950,
    ),
    (
        "广州南",
        "Guangzhounan",
        "深圳北",
        "Shenzhenbei",
        "G6205",
        "二等座",
        7_450,
    ),
    (
        "成都东",
        "Chengdudong",
        "重庆北",
        "Chongqingbei",
        "G8551",
        "二等座",
        15_400,
    ),
    (
        "武汉",
        "Wuhan",
        "长沙南",
        "Changshanan",
        "G1007",
        "二等座",
        16_450,
    ),
    (
        "西安北",
        "Xi'anbei",
        "郑州东",
        "Zhengzhoudong",
        "G818",
        "一等座",
        38_200,
    ),
    (
        "合肥南",
        "Hefeinan",
        "杭州东",
        "Hangzhoudong",
        "G7777",
        "二等座",
        21_450,
    ),
    (
        "天津西",
        "Tianjinxi",
        "济南西",
        "Jinanxi",
        "G275",
        "二等座",
        13_050,
    ),
];

pub struct Cast {
    rng: Rng,
    basket_nr: usize,
    trip_nr: usize,
    taxi_nr: usize,
    toll_nr: usize,
    fixed_nr: usize,
}

impl Cast {
    pub fn new(seed: u64) -> Self {
        Self {
            rng: Rng::new(seed),
            basket_nr: 0,
            trip_nr: 0,
            taxi_nr: 0,
            toll_nr: 0,
            fixed_nr: 0,
        }
    }

    pub fn digital(&mut self, kind: VatKind) -> Digital {
        let vat = self.vat(kind, false);
        Digital { vat, mark: None }
    }

    /// The digital invoice of a toll operator.
    pub fn digital_toll(&mut self) -> Digital {
        let mut vat = self.vat_of(&crate::goods::TOLL, VatKind::Ordinary, false);
        vat.remark = String::from(
            "车牌号：沪A·D2026Y　类型：小型客车\n通行日期起止：2026-10-26 至 2026-10-26",
        );
        Digital {
            vat,
            mark: Some("通行费"),
        }
    }

    pub fn paper(&mut self, kind: VatKind, sheet: Sheet) -> PaperVat {
        let mut vat = self.vat(kind, true);
        vat.items.truncate(4);
        let cipher = std::array::from_fn(|_| self.rng.chars(27, CIPHER));
        PaperVat {
            vat,
            sheet,
            cipher,
            machine: format!("99{}", self.rng.digits(10)),
            slip: (self.rng.between(-0.5, 0.9), self.rng.between(-0.4, 0.7)),
        }
    }

    fn vat(&mut self, kind: VatKind, paper: bool) -> Vat {
        let basket = &BASKETS[self.basket_nr % BASKETS.len()];
        self.basket_nr += 1;
        self.vat_of(basket, kind, paper)
    }

    fn vat_of(&mut self, basket: &Basket, kind: VatKind, paper: bool) -> Vat {
        let buyer = BUYERS[usize::from(self.rng.below(4) == 0)];
        let (code, number) = if paper {
            // A special invoice's code has ten digits, an ordinary one's twelve.
            let code = match kind {
                VatKind::Ordinary => format!("0990026{}", self.rng.digits(5)),
                VatKind::Special => format!("990026{}", self.rng.digits(4)),
            };
            (
                code,
                format!("{}{}", 1 + self.rng.below(8), self.rng.digits(7)),
            )
        } else {
            (String::new(), format!("2699{}", self.rng.digits(16)))
        };
        let has_check = paper && kind == VatKind::Ordinary;
        Vat {
            kind,
            code,
            number,
            // After everything that the remarks speak of.
            date: Date::new(10, 27 + self.rng.below(5) as u32, 0, 0),
            province: basket.province,
            buyer: Self::party(buyer, "演示市高新区纸飞机大道2026号　000-20260001"),
            seller: Self::party(basket.seller, basket.address),
            items: basket.items.to_vec(),
            check: if has_check {
                self.rng.digits(20)
            } else {
                String::new()
            },
            qr_tail: self.rng.chars(4, HEX),
            clerk: self.rng.pick(&CLERKS),
            remark: basket.remark.to_owned(),
        }
    }

    /// The same company has the same tax number everywhere.
    fn party(name: &str, address: &str) -> Party {
        let seed = name.chars().fold(7_u64, |sum, ch| {
            sum * 31 % 1_000_003 + u64::from(u32::from(ch))
        });
        let mut own = Rng::new(seed);
        Party {
            name: name.to_owned(),
            tax_id: format!("91990099MA{}", own.chars(8, UPPER)),
            address: address.to_owned(),
            bank: format!("纸鸢银行云栖支行　9900{}", own.digits(12)),
        }
    }

    fn journey(&mut self) -> Journey {
        let trip = TRIPS[self.trip_nr % TRIPS.len()];
        self.trip_nr += 1;
        Journey {
            from: trip.0,
            from_latin: trip.1,
            to: trip.2,
            to_latin: trip.3,
            train: trip.4,
            date: self.date(),
            coach: self.rng.pick(&["02", "05", "07", "08", "11", "14"]),
            seat: self.rng.pick(&["03A", "06F", "09C", "12D", "15B", "17F"]),
            class: trip.5,
            cents: trip.6,
            passenger: self.rng.pick(&CLERKS),
            identity_card: format!("9900991990****{}", self.rng.digits(4)),
        }
    }

    pub fn rail_digital(&mut self) -> RailDigital {
        let journey = self.journey();
        let buyer = Self::party(BUYERS[0], "");
        RailDigital {
            issued: Date::new(11, 1, 8, 0),
            number: format!("2699{}", self.rng.digits(16)),
            ticket_number: self.rng.digits(21),
            buyer: buyer.name,
            buyer_tax_id: buyer.tax_id,
            province: "上海市",
            qr_tail: self.rng.chars(4, HEX),
            journey,
        }
    }

    pub fn rail_paper(&mut self) -> RailPaper {
        RailPaper {
            journey: self.journey(),
            serial: format!("{}{}", self.rng.chars(1, b"ABCDEFGHK"), self.rng.digits(6)),
            long_number: format!("{}{}", self.rng.digits(14), self.rng.chars(7, UPPER)),
            gate: self.rng.pick(&["3B", "10A", "15B", "A12", "22"]),
        }
    }

    fn date(&mut self) -> Date {
        Date::new(
            10,
            8 + self.rng.below(23) as u32,
            7 + self.rng.below(14) as u32,
            self.rng.below(60) as u32,
        )
    }
}
