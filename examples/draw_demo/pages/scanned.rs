//! Flatbed scans: straight and sharp, for exact measurements.

use super::{B2, B5, B6, B7, scan};
use crate::cast::Cast;
use crate::date::Date;
use crate::link::Link;
use crate::manifest::Mistake;
use crate::page::{Page, Placed, Spot};
use crate::tickets::paper_vat::Sheet;
use crate::tickets::vat::VatKind::{Ordinary, Special};

pub fn scanned(cast: &mut Cast) -> Vec<Page> {
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
