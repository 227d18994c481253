//! The computed rectangle against pixels: a light ticket on a dark page goes through a chain run by an image library
//! (see `server`), and must be found where `place` says, to within a pixel. Repeat a run with its printed seed in
//! `INVOICE_LENS_SEED`.

mod exif;
mod measure;
mod server;

use std::cell::Cell;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use euclid::Box2D;
use image::DynamicImage;
use invoice_lens::geometry::{
    Assumption, FramePreference, Orientation, OssChain, PageBox, PagePoint, PageSize, PlaceError,
    Placement, PlacementInput, place,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

use self::measure::{Found, find_ticket, ticket_bounds};
use self::server::{Delivery, Doubt, Op, painted_page, serve, turned_upright};

/// Rectangles that must have been compared for a run to count.
const COMPARED_MIN: u32 = 10_000;
/// Cases to draw for that: some chains begin outside of their image, some pictures don't show the ticket.
const CASES: u32 = 22_000;
/// Cases to draw where the page's size is kept back.
const CASES_WITHOUT_PAGE: u32 = 8_000;
const TOLERANCE_PX: f64 = 1.0;

#[derive(Clone, Debug)]
struct Case {
    page: (u32, u32),
    /// x0, y0, x1, y1 in stored pixels.
    ticket: [u32; 4],
    /// 1..=8, of the stored file.
    exif: u8,
    /// Whether OCR looked at the page upright.
    upright: bool,
    /// Whether the chain begins with `auto-orient,1`.
    oriented: bool,
    ops: Vec<Op>,
    doubt: Doubt,
}

fn cases() -> impl Strategy<Value = Case> {
    let exif = prop_oneof![2 => Just(1u8), 1 => 1u8..=8];
    let ops = prop::collection::vec(server::ops(), 0..=4);
    let page = (60u32..=160, 60u32..=160);
    (
        page,
        [0.0..0.7, 0.0..0.7, 0.15..0.9, 0.15..0.9f64],
        exif,
        (any::<bool>(), prop::bool::weighted(0.25)),
        ops,
        server::doubts(),
    )
        .prop_map(|(page, ticket, exif, (upright, oriented), ops, doubt)| {
            let (width, height) = (f64::from(page.0), f64::from(page.1));
            let (x0, y0) = ((ticket[0] * width) as u32, (ticket[1] * height) as u32);
            let x1 = (x0 + (ticket[2] * width) as u32).min(page.0);
            let y1 = (y0 + (ticket[3] * height) as u32).min(page.1);
            Case {
                page,
                ticket: [x0, y0, x1, y1],
                exif,
                upright,
                oriented,
                ops,
                doubt,
            }
        })
}

impl Case {
    fn chain(&self) -> String {
        let orient = self.oriented.then(|| "/auto-orient,1".to_owned());
        let ops = self.ops.iter().map(|op| format!("/{}", op.text()));
        let chain: String = orient.into_iter().chain(ops).collect();
        format!("image{chain}")
    }

    /// What the link delivers, or nothing where the server would answer with an error.
    fn deliver(&self) -> Option<Delivery> {
        let stored = painted_page(self.page, self.ticket);
        if self.oriented {
            serve(turned_upright(stored, self.exif), &self.ops, self.doubt)
        } else {
            let mut delivery = serve(stored, &self.ops, self.doubt)?;
            delivery.image = turned_upright(delivery.image, self.exif);
            Some(delivery)
        }
    }

    /// The ticket in the frame that OCR looked at.
    fn region(&self) -> PageBox {
        let turned = self.exif != 1 && (self.upright || self.oriented);
        let [x0, y0, x1, y1] = if turned {
            ticket_bounds(&turned_upright(
                painted_page(self.page, self.ticket),
                self.exif,
            ))
        } else {
            self.ticket
        };
        let point = |x, y| PagePoint::new(f64::from(x), f64::from(y));
        Box2D::new(point(x0, y0), point(x1, y1))
    }

    fn input(&self, picture: &DynamicImage) -> PlacementInput {
        let exif = if self.oriented {
            1
        } else {
            u16::from(self.exif)
        };
        PlacementInput {
            chain: OssChain::parse(&self.chain()),
            delivered: (picture.width(), picture.height()).into(),
            page_size: Some(PageSize::new(
                f64::from(self.page.0),
                f64::from(self.page.1),
            )),
            exif: Orientation::from_exif(exif).expect("drawn from 1..=8"),
            source: None,
            region: None,
            frame: if self.upright {
                FramePreference::Upright
            } else {
                FramePreference::Stored
            },
        }
    }
}

/// Runs a property over fresh random cases; the seed is printed, and is part of what a failure says.
fn for_all_cases(count: u32, property: impl Fn(&Case) -> Result<(), TestCaseError>) {
    let seed = match std::env::var("INVOICE_LENS_SEED") {
        Ok(seed) => seed.parse().expect("INVOICE_LENS_SEED is a number"),
        Err(_) => RandomState::new().hash_one("seed"),
    };
    println!("INVOICE_LENS_SEED={seed}");
    let config = Config {
        cases: count,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..Config::default()
    };
    if let Err(failure) = TestRunner::new(config).run(&cases(), |case| property(&case)) {
        panic!("{failure}\nINVOICE_LENS_SEED={seed}");
    }
}

/// Whether the ticket is seen where the placement says; `false` where too little of it is seen to tell.
fn agrees(
    delivery: &Delivery,
    placement: &Placement,
    region: PageBox,
) -> Result<bool, TestCaseError> {
    let shown = region.intersection(&placement.delivered_in_page);
    let said = shown.map(|shown| placement.in_picture(shown));
    match find_ticket(&delivery.image) {
        Found::Nothing => {
            let seen = said.map_or(0.0, |said| said.width().min(said.height()));
            prop_assert!(
                seen <= 2.0 * delivery.enlarged,
                "{said:?} is said to be in the picture, which shows no ticket"
            );
            Ok(false)
        }
        Found::Blurred => Ok(false),
        Found::At(_) if delivery.enlarged > server::ENLARGED_MAX => Ok(false),
        Found::At(seen) => {
            let Some(said) = said else {
                return Err(TestCaseError::fail(format!(
                    "seen at {seen:?}, said to be outside"
                )));
            };
            let said = [said.min.x, said.min.y, said.max.x, said.max.y];
            let near = seen
                .iter()
                .zip(said)
                .all(|(seen, said)| (seen - said).abs() <= TOLERANCE_PX);
            prop_assert!(near, "seen at {seen:?}, said to be at {said:?}");
            Ok(true)
        }
    }
}

fn is_own_inverse(placement: &Placement) -> Result<(), TestCaseError> {
    let there_and_back = placement
        .picture_from_page
        .then(&placement.page_from_picture());
    for (x, y) in [(0.0, 0.0), (300.0, 0.0), (0.0, 300.0), (123.4, 56.7)] {
        let point = PagePoint::new(x, y);
        let moved = (there_and_back.transform_point(point) - point).length();
        prop_assert!(moved < 1e-6, "{point:?} moved by {moved}");
    }
    Ok(())
}

#[test]
fn the_rectangle_stands_where_the_ticket_is_seen() {
    let (compared, ambiguous) = (Cell::new(0u32), Cell::new(0u32));
    for_all_cases(CASES, |case| {
        let Some(delivery) = case.deliver() else {
            return Ok(());
        };
        match place(&case.input(&delivery.image)) {
            Ok(placement) => {
                prop_assert_eq!(placement.size_mismatch, None);
                is_own_inverse(&placement)?;
                if agrees(&delivery, &placement, case.region())? {
                    compared.set(compared.get() + 1);
                }
            }
            Err(PlaceError::Ambiguous) => {
                prop_assert!(
                    delivery.doubtful || case.oriented,
                    "{} is not ambiguous",
                    case.chain()
                );
                ambiguous.set(ambiguous.get() + 1);
            }
            Err(PlaceError::ShowsNothing) => {
                let padded = case.chain().contains("m_pad");
                prop_assert!(padded && matches!(find_ticket(&delivery.image), Found::Nothing));
            }
            Err(error) => return Err(TestCaseError::fail(format!("{error}: {}", case.chain()))),
        }
        Ok(())
    });
    println!("compared {}, ambiguous {}", compared.get(), ambiguous.get());
    assert!(
        compared.get() >= COMPARED_MIN,
        "only {} rectangles were compared",
        compared.get()
    );
    assert!(
        ambiguous.get() < compared.get() / 10,
        "{} were given up",
        ambiguous.get()
    );
}

#[test]
fn without_the_page_size_the_rectangle_is_right_or_not_drawn() {
    let (compared, refused) = (Cell::new(0u32), Cell::new(0u32));
    for_all_cases(CASES_WITHOUT_PAGE, |case| {
        let Some(delivery) = case.deliver() else {
            return Ok(());
        };
        let input = PlacementInput {
            page_size: None,
            ..case.input(&delivery.image)
        };
        match place(&input) {
            // The assumption is named, and it is wrong here: the reviewer has been told.
            Ok(placement)
                if placement.assumptions.contains(&Assumption::CropWhole)
                    && delivery.first_crop_cut => {}
            Ok(placement) => {
                prop_assert_eq!(placement.size_mismatch, None);
                if let Some(page) = placement.stored_page_size {
                    let known = case.input(&delivery.image).page_size;
                    prop_assert_eq!(known, Some(page));
                }
                is_own_inverse(&placement)?;
                if agrees(&delivery, &placement, case.region())? {
                    compared.set(compared.get() + 1);
                }
            }
            Err(PlaceError::PageSizeNeeded) => refused.set(refused.get() + 1),
            Err(PlaceError::ShowsNothing) => prop_assert!(case.chain().contains("m_pad")),
            Err(error) => return Err(TestCaseError::fail(format!("{error}: {}", case.chain()))),
        }
        Ok(())
    });
    println!("compared {}, refused {}", compared.get(), refused.get());
    assert!(
        compared.get() > 1000,
        "only {} rectangles were compared",
        compared.get()
    );
    assert!(refused.get() > 1000, "only {} were refused", refused.get());
}
