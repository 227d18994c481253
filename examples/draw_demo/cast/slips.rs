//! The small tickets of the road: taxi receipts, toll slips and vouchers.

use super::{Cast, UPPER};
use crate::canvas::ink;
use crate::date::Date;
use crate::tickets::fixed::Fixed;
use crate::tickets::taxi::Taxi;
use crate::tickets::toll::Toll;

impl Cast {
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
}
