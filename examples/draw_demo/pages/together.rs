//! Photographs of two to five tickets on one desk.

use super::{B4, B7, B9, B10, named, photo};
use crate::cast::Cast;
use crate::date::Date;
use crate::ground::Ground;
use crate::link::Link;
use crate::manifest::Mistake;
use crate::page::{Page, Placed, Spot};
use crate::tickets::paper_vat::Sheet;
use crate::tickets::vat::VatKind::Ordinary;

pub fn photographed_together(cast: &mut Cast) -> Vec<Page> {
    vec![
        named(two_invoices(cast), "微信图片_20261103101502.jpg"),
        four_taxis(cast),
        five_tickets(cast),
        three_trains(cast),
        four_kinds(cast),
        invoice_and_taxis(cast),
        tolls_and_taxi(cast),
    ]
}

fn two_invoices(cast: &mut Cast) -> Page {
    let upper = Spot::Turned((745.0, 540.0), 1380.0, -2.1, 0.015);
    let lower = Spot::Turned((756.0, 1452.0), 1380.0, 1.5, 0.01);
    photo(
        "photo-11.jpg",
        Date::new(11, 3, 10, 15),
        (1500, 2000),
        Ground::Wood,
        vec![
            Placed::new(cast.paper(Ordinary, Sheet::brown()), upper, B9),
            Placed::new(cast.paper(Ordinary, Sheet::blue()), lower, B9)
                .mistake_with(Mistake::Neighbour, 0),
        ],
    )
}

fn four_taxis(cast: &mut Cast) -> Page {
    let spots = [
        (262.0, 700.0, -2.6),
        (720.0, 742.0, 1.7),
        (1178.0, 706.0, -1.2),
        (1640.0, 736.0, 3.1),
    ];
    let mut tickets: Vec<Placed> = spots
        .into_iter()
        .map(|(x, y, turn)| Placed::new(cast.taxi(), Spot::Turned((x, y), 404.0, turn, 0.01), B9))
        .collect();
    let second = tickets.remove(1).mistake_with(Mistake::WrongTicket, 2);
    tickets.insert(1, second);
    photo(
        "photo-12.jpg",
        Date::new(11, 3, 10, 17),
        (1900, 1440),
        Ground::Pad,
        tickets,
    )
}

fn five_tickets(cast: &mut Cast) -> Page {
    let rail = |x, y, turn| Spot::Turned((x, y), 650.0, turn, 0.01);
    photo(
        "photo-13.jpg",
        Date::new(11, 3, 10, 20),
        (1500, 2000),
        Ground::Stone,
        vec![
            Placed::new(cast.rail_paper(), rail(384.0, 360.0, -2.4), B10),
            Placed::new(cast.rail_paper(), rail(376.0, 912.0, 181.6), B10)
                .mistake(Mistake::UpsideDown),
            Placed::new(cast.rail_paper(), rail(392.0, 1470.0, 3.2), B10),
            Placed::new(
                cast.toll(),
                Spot::Turned((1112.0, 520.0), 580.0, 2.7, 0.02),
                B10,
            ),
            Placed::new(
                cast.fixed(),
                Spot::Turned((1110.0, 1320.0), 690.0, -3.4, 0.01),
                B10,
            ),
        ],
    )
}

fn three_trains(cast: &mut Cast) -> Page {
    let spot = |x, y, turn| Spot::Turned((x, y), 830.0, turn, 0.015);
    photo(
        "photo-14.jpg",
        Date::new(11, 3, 10, 24),
        (1500, 1950),
        Ground::Mat,
        vec![
            Placed::new(cast.rail_paper(), spot(700.0, 372.0, 1.9), B7),
            Placed::new(cast.rail_paper(), spot(806.0, 976.0, -2.7), B7).mistake(Mistake::TooLoose),
            Placed::new(cast.rail_paper(), spot(694.0, 1570.0, 3.3), B7).link(Link::CropSized),
        ],
    )
}

fn four_kinds(cast: &mut Cast) -> Page {
    photo(
        "photo-15.jpg",
        Date::new(11, 3, 10, 26),
        (1600, 2000),
        Ground::Wood,
        vec![
            Placed::new(
                cast.taxi(),
                Spot::Turned((346.0, 690.0), 480.0, -2.0, 0.01),
                B10,
            )
            .link(Link::Page),
            Placed::new(
                cast.toll(),
                Spot::Turned((1080.0, 500.0), 600.0, 2.9, 0.02),
                B10,
            )
            .mistake(Mistake::EmptyRegion),
            Placed::new(
                cast.rail_paper(),
                Spot::Turned((1100.0, 1200.0), 770.0, -3.0, 0.01),
                B10,
            )
            .link(Link::Page),
            Placed::new(
                cast.fixed(),
                Spot::Turned((720.0, 1722.0), 960.0, 1.6, 0.01),
                B10,
            )
            .link(Link::Page),
        ],
    )
}

fn invoice_and_taxis(cast: &mut Cast) -> Page {
    photo(
        "photo-16.jpg",
        Date::new(11, 3, 10, 29),
        (1700, 2000),
        Ground::DarkWood,
        vec![
            Placed::new(
                cast.paper(Ordinary, Sheet::brown()),
                Spot::Turned((850.0, 520.0), 1500.0, 1.8, 0.015),
                B9,
            )
            .link(Link::Page),
            Placed::new(
                cast.taxi(),
                Spot::Turned((440.0, 1480.0), 418.0, -2.2, 0.01),
                B9,
            )
            .mistake(Mistake::CutOff),
            Placed::new(
                cast.taxi(),
                Spot::Turned((1180.0, 1484.0), 418.0, 1.4, 0.01),
                B9,
            )
            .link(Link::Circle(300)),
        ],
    )
}

fn tolls_and_taxi(cast: &mut Cast) -> Page {
    photo(
        "photo-17.jpg",
        Date::new(11, 3, 10, 31),
        (1700, 1250),
        Ground::Stone,
        vec![
            Placed::new(
                cast.toll(),
                Spot::Turned((330.0, 600.0), 490.0, -1.9, 0.01),
                B4,
            )
            .mistake_with(Mistake::Neighbour, 1),
            Placed::new(
                cast.toll(),
                Spot::Turned((890.0, 622.0), 490.0, 2.4, 0.01),
                B4,
            ),
            Placed::new(
                cast.taxi(),
                Spot::Turned((1400.0, 620.0), 430.0, -2.8, 0.01),
                B4,
            )
            .link(Link::Resize(360)),
        ],
    )
}
