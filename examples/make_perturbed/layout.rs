//! Pages with tickets on them, and where each character of them lies.

use std::error::Error;

use image::RgbImage;

use invoice_lens::geometry::PictureBox;
use invoice_lens::model::{Field, FieldName, FieldValue, Fields, InvoiceId, InvoiceType};

use crate::canvas::Canvas;
use crate::cast::Cast;
use crate::font::Font;
use crate::ground::Ground;
use crate::ofd_tickets;
use crate::photo::Photo;
use crate::quad::Quad;
use crate::rng::Rng;
use crate::tickets::paper_vat::Sheet;
use crate::tickets::vat::VatKind;
use crate::tickets::{BODY, Identity, Ticket};

/// Layouts, in turn: two documents on a screen, a scanned sheet, an invoice, three slips, two slips, three that are turned,
/// two OFD files.
pub const LAYOUTS: u64 = 9;
/// Of so many rounds through the layouts, one is blurred and one too dark.
pub const ROUNDS: u64 = 6;
const GROUNDS: [Ground; 5] = [
    Ground::Wood,
    Ground::Pad,
    Ground::Stone,
    Ground::DarkWood,
    Ground::Mat,
];

/// How a picture came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    Screen,
    Scan,
    Photo,
    Ofd,
}

impl Origin {
    pub fn name(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Scan => "scan",
            Self::Photo => "photograph",
            Self::Ofd => "OFD",
        }
    }
}

/// What is wrong with a picture as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Spoilt {
    No,
    Blurred,
    Dark,
}

/// A ticket that was drawn.
pub struct Placed {
    pub id: InvoiceId,
    pub fields: Fields,
    /// Where its paper lies, in pixels.
    pub region: PictureBox,
    /// Its characters, in pixels.
    pub characters: Vec<PictureBox>,
    /// Its seals and codes, in pixels.
    pub emblems: Vec<PictureBox>,
    pub has_code: bool,
    pub is_upside_down: bool,
    /// By a quarter.
    pub is_sideways: bool,
}

pub struct Drawn {
    pub picture: RgbImage,
    pub origin: Origin,
    pub spoilt: Spoilt,
    pub tickets: Vec<Placed>,
    /// What the picture was drawn from, where that is a document.
    pub file: Option<Vec<u8>>,
}

/// A ticket, the middle of it, its width and by how many degrees it is turned.
type Spot = (Box<dyn Ticket>, (f64, f64), f64, f64);

impl Drawn {
    pub fn new(nr: u64, cast: &mut Cast, font: &Font) -> Result<Self, Box<dyn Error>> {
        match nr % LAYOUTS {
            7 => ofd_tickets::alone(cast, font),
            8 => ofd_tickets::below_each_other(cast, font),
            layout => Ok(Self::pictured(nr, layout, cast, font)),
        }
    }

    fn pictured(nr: u64, layout: u64, cast: &mut Cast, font: &Font) -> Self {
        let mut rng = Rng::new(nr + 17);
        let spoilt = match nr / LAYOUTS % ROUNDS {
            4 => Spoilt::Blurred,
            5 => Spoilt::Dark,
            _ => Spoilt::No,
        };
        let (size, spots) = spots(layout, cast, &mut rng);
        let (is_screen, is_scan) = (layout < 2, layout == 2);
        let ground = match layout {
            // White around the document: nothing says where its paper ends.
            0 | 1 if nr / LAYOUTS % ROUNDS == 3 => Ground::Page,
            0 | 1 => Ground::Viewer,
            2 => Ground::Lid,
            _ => rng.pick(&GROUNDS),
        };
        let mut photo = Photo::new(size.0, size.1, ground, nr * 7919 + 1);
        let mut tickets = Vec::new();
        for (ticket, centre, width, degrees) in spots {
            let (width_mm, height_mm) = ticket.size();
            let height = width * height_mm / width_mm;
            let is_flat = is_screen || is_scan;
            let quad = if is_flat {
                let (left, top) = (centre.0 - width / 2.0, centre.1 - height / 2.0);
                let flat = Quad::upright(left as u32, top as u32, width as u32, height as u32);
                if degrees > 90.0 {
                    flat.upside_down()
                } else {
                    flat
                }
            } else {
                Quad::turned(centre, (width, height), degrees, 0.012)
            };
            let mut canvas = Canvas::new(font, ticket.size(), width as u32);
            ticket.draw(&mut canvas);
            let characters = std::mem::take(&mut canvas.characters);
            let emblems = std::mem::take(&mut canvas.emblems);
            let sheet = canvas.finish();
            if is_flat {
                photo.lay_flat(&sheet, &quad, is_scan);
            } else {
                photo.lay_worn(&sheet, &quad);
            }
            let [left, top, right, bottom] = quad.bounds().map(|it| it as f64);
            let place = |it: &vello_cpu::kurbo::Rect| {
                let corners = [
                    (it.x0, it.y0),
                    (it.x1, it.y0),
                    (it.x1, it.y1),
                    (it.x0, it.y1),
                ];
                around(corners.map(|corner| on_page(&quad, corner)))
            };
            tickets.push(Placed {
                id: id(&ticket.identity(), tickets.len()),
                fields: fields(&*ticket),
                region: boxed(left, top, right, bottom),
                characters: characters.iter().map(place).collect(),
                emblems: emblems.iter().map(place).collect(),
                has_code: matches!(
                    ticket.identity(),
                    Identity::CodeAndNumber(..) | Identity::Number(_)
                ) && ticket.invoice_type() == "invoice",
                is_upside_down: (135.0..225.0).contains(&degrees),
                is_sideways: (45.0..135.0).contains(&degrees) || degrees > 225.0,
            });
        }
        if !is_screen && !is_scan {
            photo.light();
            photo.soften();
            photo.grain(1.3);
        }
        let mut picture = photo.finish();
        match spoilt {
            Spoilt::No => {}
            Spoilt::Blurred => picture = image::imageops::blur(&picture, 3.4),
            Spoilt::Dark => picture
                .iter_mut()
                .for_each(|it| *it = (f64::from(*it) * 0.22) as u8),
        }
        Self {
            picture,
            origin: match layout {
                0 | 1 => Origin::Screen,
                2 => Origin::Scan,
                _ => Origin::Photo,
            },
            spoilt,
            tickets,
            file: None,
        }
    }
}

fn spots(layout: u64, cast: &mut Cast, rng: &mut Rng) -> ((u32, u32), Vec<Spot>) {
    let turn = rng.between(-2.6, 2.6);
    match layout {
        0 => {
            let kind = if turn > 0.0 {
                VatKind::Ordinary
            } else {
                VatKind::Special
            };
            let ticket = if turn > 2.0 {
                cast.digital_toll()
            } else {
                cast.digital(kind)
            };
            (
                (1600, 1100),
                vec![(Box::new(ticket), (800.0, 550.0), 1400.0, 0.0)],
            )
        }
        1 => {
            let ticket = Box::new(cast.rail_digital());
            ((1600, 1000), vec![(ticket, (800.0, 500.0), 1400.0, 0.0)])
        }
        2 => {
            let down = if rng.unit() < 0.3 { 180.0 } else { 0.0 };
            let sheet = if turn > 0.0 {
                Sheet::brown()
            } else {
                Sheet::green()
            };
            let invoice = Box::new(cast.paper(VatKind::Ordinary, sheet));
            let train = Box::new(cast.rail_paper());
            let spots: Vec<Spot> = vec![
                (invoice, (770.0, 500.0), 1400.0, 0.0),
                (train, (480.0, 1260.0), 760.0, down),
            ];
            ((1540, 1640), spots)
        }
        3 => {
            let invoice = Box::new(cast.paper(VatKind::Ordinary, Sheet::blue()));
            ((1800, 1250), vec![(invoice, (900.0, 625.0), 1560.0, turn)])
        }
        4 => {
            let spots: Vec<Spot> = vec![
                (Box::new(cast.taxi()), (300.0, 640.0), 420.0, turn),
                (Box::new(cast.taxi()), (800.0, 650.0), 420.0, -turn / 2.0),
                (Box::new(cast.toll()), (1380.0, 620.0), 560.0, turn / 3.0),
            ];
            ((1760, 1300), spots)
        }
        5 => {
            let spots: Vec<Spot> = vec![
                (Box::new(cast.rail_paper()), (620.0, 420.0), 880.0, turn),
                (Box::new(cast.fixed()), (620.0, 1060.0), 900.0, -turn),
            ];
            ((1240, 1450), spots)
        }
        _ => {
            let [quarter, half] = [rng.pick(&[90.0, 270.0]), rng.pick(&[0.0, 180.0])];
            let spots: Vec<Spot> = vec![
                (
                    Box::new(cast.rail_paper()),
                    (350.0, 660.0),
                    840.0,
                    quarter + turn,
                ),
                (Box::new(cast.fixed()), (1220.0, 330.0), 940.0, 180.0 - turn),
                (Box::new(cast.toll()), (1080.0, 960.0), 480.0, half + turn),
            ];
            ((1800, 1400), spots)
        }
    }
}

pub fn id(identity: &Identity, nr: usize) -> InvoiceId {
    let text = match identity {
        Identity::CodeAndNumber(code, number) => format!("dEm3tgber501v0:{code}:{number}"),
        Identity::Number(number) => format!("dEm3tgber501v0::{number}"),
        Identity::Opaque => format!("ID01perturbed{nr}"),
    };
    InvoiceId::new(&text).expect("an ID")
}

pub fn fields(ticket: &dyn Ticket) -> Fields {
    let sent = ticket.fields();
    let text = |name: &str| sent.get(&format!("{BODY}{name}"));
    let number = text("发票号码").and_then(|it| it.as_str());
    let total = text("价税合计").and_then(|it| it["standard"].as_str());
    let named = [(FieldName::Number, number), (FieldName::Total, total)];
    let entries = named.into_iter().filter_map(|(name, value)| {
        let value = FieldValue::Text(value?.to_owned());
        Some(Field { name, value })
    });
    Fields {
        kind: InvoiceType::from_code(ticket.invoice_type()).expect("a kind"),
        entries: entries.collect(),
    }
}

/// Where a point of the sheet, as parts of its width and height, lies on the page. What is projected is so near to a
/// parallelogram that a character's place is right to a pixel.
fn on_page(quad: &Quad, (across, down): (f64, f64)) -> (f64, f64) {
    let [upper_left, upper_right, lower_right, lower_left] = quad.0;
    let between = |from: (f64, f64), to: (f64, f64), part: f64| {
        (
            from.0 + (to.0 - from.0) * part,
            from.1 + (to.1 - from.1) * part,
        )
    };
    let upper = between(upper_left, upper_right, across);
    let lower = between(lower_left, lower_right, across);
    between(upper, lower, down)
}

fn around(points: [(f64, f64); 4]) -> PictureBox {
    let fold = |pick: fn(&(f64, f64)) -> f64, better: fn(f64, f64) -> f64| {
        points.iter().map(pick).reduce(better).expect("four points")
    };
    boxed(
        fold(|it| it.0, f64::min),
        fold(|it| it.1, f64::min),
        fold(|it| it.0, f64::max),
        fold(|it| it.1, f64::max),
    )
}

pub fn boxed(left: f64, top: f64, right: f64, bottom: f64) -> PictureBox {
    PictureBox::new(euclid::point2(left, top), euclid::point2(right, bottom))
}
