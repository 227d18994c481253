//! Who buys what from whom: invented people, companies and journeys, dealt out in order.
//!
//! Tax numbers begin with an area that does not exist (990099) and telephone numbers with 000.

use crate::canvas::ink;
use crate::date::Date;
use crate::goods::{BASKETS, Basket};
use crate::rng::Rng;
use crate::tickets::digital::Digital;
use crate::tickets::fixed::Fixed;
use crate::tickets::paper_vat::{PaperVat, Sheet};
use crate::tickets::rail_digital::{Journey, RailDigital};
use crate::tickets::rail_paper::RailPaper;
use crate::tickets::taxi::Taxi;
use crate::tickets::toll::Toll;
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
        vat.remark =
            "车牌号：沪A·D2026Y　类型：小型客车\n通行日期起止：2026-10-26 至 2026-10-26".to_owned();
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
            let digits = if kind == VatKind::Ordinary { 8 } else { 7 };
            // A special invoice's code has ten digits, an ordinary one's twelve.
            let code = match kind {
                VatKind::Ordinary => format!("0990026{}", self.rng.digits(digits - 3)),
                VatKind::Special => format!("990026{}", self.rng.digits(digits - 3)),
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
            date: self.date(),
            province: basket.province,
            buyer: self.party(buyer, "演示市高新区纸飞机大道2026号　000-20260001"),
            seller: self.party(basket.seller, basket.address),
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
    fn party(&mut self, name: &str, address: &str) -> Party {
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
        let buyer = self.party(BUYERS[0], "");
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

    pub fn taxi(&mut self) -> Taxi {
        const CITIES: [(&str, &str, &str, &str); 4] = [
            ("上海市", "上海市", "沪X·", "慢半拍出租汽车有限公司"),
            ("杭州市", "浙江省", "浙X·", "雾凇里客运出租有限公司"),
            ("成都市", "四川省", "川X·", "橘子灯出租汽车有限公司"),
            ("南京市", "江苏省", "苏X·", "七只瓢虫出租有限公司"),
        ];
        let (city, province, plate, company) = CITIES[self.taxi_nr % CITIES.len()];
        let papers = [
            (ink(244, 238, 222), ink(150, 78, 42)),
            (ink(234, 240, 246), ink(44, 84, 150)),
            (ink(246, 232, 232), ink(160, 58, 78)),
            (ink(238, 244, 232), ink(50, 112, 76)),
        ];
        let (paper, form) = papers[self.taxi_nr % papers.len()];
        self.taxi_nr += 1;
        let mut start = self.date();
        start.minute %= 30;
        let distance = 38 + self.rng.below(260) as u64;
        Taxi {
            city,
            province,
            code: format!("1990026{}", self.rng.digits(5)),
            number: self.rng.digits(8),
            company,
            plate: format!("{plate}{}", self.rng.chars(5, UPPER)),
            driver: self.rng.digits(6),
            end: Date {
                minute: start.minute + 8 + (distance / 16) as u32,
                ..start
            }
            .clock(),
            start,
            cents: (1_400 + distance * 26) / 100 * 100,
            distance,
            waiting: self.rng.pick(&["00:03:10", "00:06:42", "00:01:25"]),
            paper,
            form,
        }
    }

    pub fn toll(&mut self) -> Toll {
        const ROADS: [(&str, &str, &str, &str, u64); 4] = [
            ("浙江省", "云栖北", "纸鸢桥", "浙北雾凇高速有限公司", 4_500),
            ("江苏省", "鹿角湾", "石见山", "苏南鹿角高速有限公司", 2_800),
            ("安徽省", "半亩塘", "青岚", "皖东青岚公路有限公司", 6_500),
            ("湖北省", "星野", "橘子洲口", "鄂中星野高速有限公司", 3_200),
        ];
        let (province, entrance, exit, company, cents) = ROADS[self.toll_nr % ROADS.len()];
        self.toll_nr += 1;
        Toll {
            province,
            code: format!("1990026{}", self.rng.digits(5)),
            number: self.rng.digits(8),
            entrance,
            exit,
            passed: self.date(),
            cents,
            collector: self.rng.digits(6),
            company,
        }
    }

    pub fn fixed(&mut self) -> Fixed {
        const PADS: [(&str, &str, u64); 4] = [
            ("上海市", "纸月亮停车管理有限公司", 2_000),
            ("浙江省", "半亩云餐饮管理有限公司", 5_000),
            ("江苏省", "慢半拍汽车服务有限公司", 1_000),
            ("四川省", "橘子灯停车服务有限公司", 10_000),
        ];
        let (province, seller, cents) = PADS[self.fixed_nr % PADS.len()];
        let papers = [
            (ink(246, 236, 224), ink(156, 72, 44)),
            (ink(232, 242, 238), ink(32, 112, 100)),
            (ink(240, 234, 244), ink(104, 64, 140)),
        ];
        let (paper, form) = papers[self.fixed_nr % papers.len()];
        self.fixed_nr += 1;
        Fixed {
            province,
            code: format!("1990026{}", self.rng.digits(5)),
            number: self.rng.digits(8),
            cents,
            seller,
            date: self.date(),
            paper,
            form,
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
