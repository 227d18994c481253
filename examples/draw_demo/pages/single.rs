//! Photographs of one ticket.

use super::{B4, B8, photo};
use crate::cast::Cast;
use crate::date::Date;
use crate::ground::Ground;
use crate::link::Link;
use crate::manifest::Mistake;
use crate::page::{Camera, Page, Placed, Spot};
use crate::tickets::paper_vat::Sheet;
use crate::tickets::vat::VatKind::Ordinary;

pub fn photographed(cast: &mut Cast) -> Vec<Page> {
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
