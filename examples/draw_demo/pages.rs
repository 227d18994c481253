//! The demo's pages: what lies where, and what OCR made of it.

use crate::cast::Cast;
use crate::date::Date;
use crate::ground::Ground;
use crate::link::Link;
use crate::manifest::Mistake;
use crate::page::{Camera, Page, Placed, Spot};
use crate::tickets::paper_vat::Sheet;
use crate::tickets::vat::VatKind::{Ordinary, Special};

const B1: &str = "B26110001";
const B2: &str = "B26110002";
const B3: &str = "B26110003";
const B4: &str = "B26110004";
const B5: &str = "B26110005";
const B6: &str = "B26110006";
const B7: &str = "B26110007";
const B8: &str = "B26110008";
const B9: &str = "B26110009";
const B10: &str = "B26110010";

/// Width and height of a digital invoice that is the page.
const DIGITAL_PX: (u32, u32) = (1600, 1067);

pub fn all(seed: u64) -> Vec<Page> {
    let mut cast = Cast::new(seed);
    let mut pages = digital(&mut cast);
    pages.extend(scanned(&mut cast));
    pages.extend(photographed(&mut cast));
    pages.extend(photographed_together(&mut cast));
    pages
}

/// A page that is delivered as PDF elsewhere: nothing around the invoice.
fn sheet(file: &'static str, uploaded: Date, size: (u32, u32), ticket: Placed) -> Page {
    Page {
        file,
        name: None,
        uploaded,
        size,
        ground: Ground::Page,
        camera: Camera::Screen,
        tickets: vec![ticket],
    }
}

fn named(page: Page, name: &'static str) -> Page {
    Page {
        name: Some(name),
        ..page
    }
}

/// A picture taken of a document program's window.
fn screen(file: &'static str, uploaded: Date, size: (u32, u32), tickets: Vec<Placed>) -> Page {
    Page {
        file,
        name: None,
        uploaded,
        size,
        ground: Ground::Viewer,
        camera: Camera::Screen,
        tickets,
    }
}

fn scan(file: &'static str, uploaded: Date, size: (u32, u32), tickets: Vec<Placed>) -> Page {
    Page {
        file,
        name: None,
        uploaded,
        size,
        ground: Ground::Lid,
        camera: Camera::Scanner,
        tickets,
    }
}

fn photo(
    file: &'static str,
    uploaded: Date,
    size: (u32, u32),
    ground: Ground,
    tickets: Vec<Placed>,
) -> Page {
    Page {
        file,
        name: None,
        uploaded,
        size,
        ground,
        camera: Camera::Phone,
        tickets,
    }
}

fn digital(cast: &mut Cast) -> Vec<Page> {
    let whole = Spot::Flat(0, 0, DIGITAL_PX.0);
    let window = Spot::Flat(100, 84, 1400);
    let window_px = (1600, 1100);
    vec![
        named(
            sheet(
                "digital-01.png",
                Date::new(11, 2, 9, 12),
                DIGITAL_PX,
                Placed::new(cast.digital(Ordinary), whole, B1),
            ),
            "11-2客户招待_半亩云_电子发票.png",
        ),
        sheet(
            "digital-02.png",
            Date::new(11, 2, 9, 14),
            DIGITAL_PX,
            Placed::new(cast.digital(Special), whole, B2).link(Link::Page),
        ),
        sheet(
            "digital-03.png",
            Date::new(11, 2, 9, 15),
            DIGITAL_PX,
            Placed::new(cast.digital(Special), whole, B1),
        ),
        screen(
            "screen-01.png",
            Date::new(11, 2, 9, 31),
            window_px,
            vec![Placed::new(cast.digital(Special), window, B3)],
        ),
        screen(
            "screen-02.png",
            Date::new(11, 2, 9, 32),
            window_px,
            vec![Placed::new(cast.digital(Special), window, B3).link(Link::Page)],
        ),
        screen(
            "screen-03.png",
            Date::new(11, 2, 9, 40),
            window_px,
            vec![Placed::new(cast.digital_toll(), window, B4).link(Link::Resize(800))],
        ),
        screen(
            "screen-04.png",
            Date::new(11, 2, 9, 41),
            (1600, 968),
            vec![Placed::new(cast.rail_digital(), window, B1)],
        ),
        screen(
            "screen-05.png",
            Date::new(11, 2, 10, 2),
            (1440, 1920),
            vec![
                Placed::new(cast.digital(Special), Spot::Flat(70, 60, 1300), B5),
                Placed::new(cast.digital(Ordinary), Spot::Flat(70, 990, 1300), B5)
                    .mistake(Mistake::CutOff),
            ],
        ),
    ]
}

fn scanned(cast: &mut Cast) -> Vec<Page> {
    vec![
        scan(
            "scan-01.jpg",
            Date::new(11, 2, 10, 30),
            (1550, 1010),
            vec![Placed::new(
                cast.paper(Ordinary, Sheet::brown()),
                Spot::Flat(66, 90, 1416),
                B6,
            )],
        ),
        scan(
            "scan-02.jpg",
            Date::new(11, 2, 10, 31),
            (1550, 1010),
            vec![
                Placed::new(
                    cast.paper(Ordinary, Sheet::blue()),
                    Spot::FlatDown(62, 82, 1416),
                    B6,
                )
                .mistake(Mistake::UpsideDown),
            ],
        ),
        scan(
            "scan-03.jpg",
            Date::new(11, 2, 10, 33),
            (1540, 1860),
            vec![
                Placed::new(
                    cast.paper(Ordinary, Sheet::blue()),
                    Spot::Flat(70, 70, 1404),
                    B6,
                ),
                Placed::new(cast.rail_paper(), Spot::Flat(72, 960, 760), B6),
                Placed::new(cast.taxi(), Spot::Flat(950, 950, 386), B6).link(Link::CropSized),
            ],
        ),
        scan(
            "scan-04.jpg",
            Date::new(11, 2, 10, 34),
            (1440, 1250),
            vec![
                Placed::new(cast.rail_paper(), Spot::Flat(60, 70, 790), B7),
                Placed::new(cast.rail_paper(), Spot::Flat(60, 670, 790), B7)
                    .mistake_with(Mistake::WrongTicket, 0),
                Placed::new(cast.toll(), Spot::Flat(920, 70, 450), B7),
            ],
        ),
        scan(
            "scan-05.jpg",
            Date::new(11, 2, 10, 36),
            (1740, 1200),
            vec![
                Placed::new(
                    cast.paper(Special, Sheet::green()),
                    Spot::Flat(164, 184, 1416),
                    B2,
                )
                .mistake(Mistake::TooLoose),
            ],
        ),
        scan(
            "scan-06.jpg",
            Date::new(11, 2, 10, 38),
            (1500, 1820),
            vec![
                Placed::new(
                    cast.paper(Special, Sheet::brown()),
                    Spot::Flat(42, 56, 1416),
                    B5,
                ),
                Placed::new(
                    cast.paper(Ordinary, Sheet::brown()),
                    Spot::Flat(45, 940, 1416),
                    B5,
                ),
            ],
        ),
    ]
}

fn photographed(cast: &mut Cast) -> Vec<Page> {
    vec![
        photo(
            "photo-01.jpg",
            Date::new(11, 3, 8, 50),
            (1800, 1250),
            Ground::Wood,
            vec![Placed::new(
                cast.paper(Ordinary, Sheet::brown()),
                Spot::Turned((900.0, 622.0), 1580.0, -1.8, 0.02),
                B8,
            )],
        ),
        photo(
            "photo-02.jpg",
            Date::new(11, 3, 8, 51),
            (1800, 1250),
            Ground::Pad,
            vec![
                Placed::new(
                    cast.paper(Ordinary, Sheet::blue()),
                    Spot::Turned((905.0, 630.0), 1550.0, 2.3, 0.015),
                    B8,
                )
                .mistake(Mistake::CutOff),
            ],
        ),
        photo(
            "photo-03.jpg",
            Date::new(11, 3, 8, 53),
            (1400, 1000),
            Ground::Stone,
            vec![
                Placed::new(
                    cast.rail_paper(),
                    Spot::Turned((706.0, 498.0), 1090.0, -3.1, 0.02),
                    B8,
                )
                .link(Link::Resize(900)),
            ],
        ),
        photo(
            "photo-04.jpg",
            Date::new(11, 3, 8, 55),
            (1000, 1500),
            Ground::DarkWood,
            vec![
                Placed::new(
                    cast.taxi(),
                    Spot::Turned((498.0, 750.0), 560.0, 2.2, 0.03),
                    B8,
                )
                .link(Link::Circle(300)),
            ],
        ),
        photo(
            "photo-05.jpg",
            Date::new(11, 3, 8, 56),
            (1200, 1400),
            Ground::Mat,
            vec![
                Placed::new(
                    cast.toll(),
                    Spot::Turned((600.0, 700.0), 830.0, -2.6, 0.02),
                    B4,
                )
                .link(Link::Page),
            ],
        ),
        Page {
            camera: Camera::PhoneSideways,
            ..photo(
                "photo-06.jpg",
                Date::new(11, 3, 8, 58),
                (1500, 1080),
                Ground::DarkWood,
                vec![
                    Placed::new(
                        cast.rail_paper(),
                        Spot::Turned((750.0, 540.0), 1200.0, 1.4, 0.01),
                        B4,
                    )
                    .link(Link::Bare),
                ],
            )
        },
        photo(
            "photo-07.jpg",
            Date::new(11, 3, 9, 1),
            (1500, 920),
            Ground::Mat,
            vec![
                Placed::new(
                    cast.fixed(),
                    Spot::Turned((748.0, 462.0), 1220.0, 2.0, 0.02),
                    B4,
                )
                .mistake(Mistake::EmptyRegion),
            ],
        ),
    ]
}

fn photographed_together(cast: &mut Cast) -> Vec<Page> {
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
