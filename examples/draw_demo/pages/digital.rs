//! Digital invoices: the page itself, or a window around it.

use super::{B1, B2, B3, B4, B5, named, screen, sheet};
use crate::cast::Cast;
use crate::date::Date;
use crate::link::Link;
use crate::manifest::Mistake;
use crate::page::{Page, Placed, Spot};
use crate::tickets::vat::VatKind::{Ordinary, Special};

/// Width and height of a digital invoice that is the page.
const DIGITAL_PX: (u32, u32) = (1600, 1067);

pub fn digital(cast: &mut Cast) -> Vec<Page> {
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
