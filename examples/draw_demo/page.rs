//! A page: what it shows, and how it is turned into a file and into the manifest's lines.

use image::{ImageError, RgbImage};

use crate::canvas::Canvas;
use crate::date::Date;
use crate::encode::{Encoding, encode};
use crate::font::Font;
use crate::ground::Ground;
use crate::ids::Ids;
use crate::link::{Link, Surroundings};
use crate::manifest::{Corners, Invoice, Manifest, Mistake, Object, Truth};
use crate::photo::Photo;
use crate::quad::Quad;
use crate::tickets::{BODY, Fields, Ticket};

/// Sheets that will be turned are drawn larger, so that turning does not make them mushy.
const OVERSIZE: f64 = 1.2;

/// Where a ticket lies, in px of the page as it is looked at.
#[derive(Clone, Copy)]
pub enum Spot {
    /// Straight: left, top and width.
    Flat(u32, u32, u32),
    /// The same, head down.
    FlatDown(u32, u32, u32),
    /// Centre, width, clockwise degrees, tilt.
    Turned((f64, f64), f64, f64, f64),
}

pub struct Placed {
    pub ticket: Box<dyn Ticket>,
    pub spot: Spot,
    pub link: Link,
    pub mistake: Option<Mistake>,
    /// Place in the page's list of the ticket that the mistake involves.
    pub other: Option<usize>,
    pub bill: &'static str,
}

impl Placed {
    pub fn new(ticket: impl Ticket + 'static, spot: Spot, bill: &'static str) -> Self {
        Self {
            ticket: Box::new(ticket),
            spot,
            link: Link::Crop,
            mistake: None,
            other: None,
            bill,
        }
    }

    pub fn link(self, link: Link) -> Self {
        Self { link, ..self }
    }

    pub fn mistake(self, mistake: Mistake) -> Self {
        Self {
            mistake: Some(mistake),
            ..self
        }
    }

    pub fn mistake_with(self, mistake: Mistake, other: usize) -> Self {
        Self {
            mistake: Some(mistake),
            other: Some(other),
            ..self
        }
    }

    fn quad(&self) -> Quad {
        let (width_mm, height_mm) = self.ticket.size();
        let height = |width: f64| width * height_mm / width_mm;
        match self.spot {
            Spot::Flat(x, y, width) => {
                Quad::upright(x, y, width, height(width.into()).round() as u32)
            }
            Spot::FlatDown(x, y, width) => {
                Quad::upright(x, y, width, height(width.into()).round() as u32).upside_down()
            }
            Spot::Turned(center, width, degrees, tilt) => {
                Quad::turned(center, (width, height(width)), degrees, tilt)
            }
        }
    }

    fn is_flat(&self) -> bool {
        matches!(self.spot, Spot::Flat(..) | Spot::FlatDown(..))
    }

    fn is_upside_down(&self) -> bool {
        match self.spot {
            Spot::Flat(..) => false,
            Spot::FlatDown(..) => true,
            Spot::Turned(_, _, degrees, _) => degrees.abs() > 90.0,
        }
    }

    fn lay_on(&self, photo: &mut Photo, font: &Font, shadow: bool) {
        let flat = self.is_flat();
        let width_px = match self.spot {
            Spot::Flat(_, _, width) | Spot::FlatDown(_, _, width) => width,
            Spot::Turned(_, width, _, _) => (width * OVERSIZE) as u32,
        };
        let mut canvas = Canvas::new(font, self.ticket.size(), width_px);
        self.ticket.draw(&mut canvas);
        let sheet = canvas.finish();
        if flat {
            photo.lay_flat(&sheet, &self.quad(), shadow);
        } else {
            photo.lay_worn(&sheet, &self.quad());
        }
    }
}

/// What took the picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Camera {
    /// A hand-held telephone: uneven light, grain, slightly soft.
    Phone,
    /// The telephone lay on its side: the pixels are stored turned, EXIF says so.
    PhoneSideways,
    /// A flatbed scanner: even and sharp.
    Scanner,
    /// No camera: a document program.
    Screen,
}

pub struct Page {
    pub file: &'static str,
    /// The object key's file name if it is not made from the time of upload.
    pub name: Option<&'static str>,
    pub uploaded: Date,
    pub size: (u32, u32),
    pub ground: Ground,
    pub camera: Camera,
    pub tickets: Vec<Placed>,
}

impl Page {
    /// Adds the page's lines to the manifest.
    pub fn describe(&self, ids: &mut Ids, manifest: &mut Manifest) {
        let extension = self.file.rsplit('.').next().unwrap_or_default();
        let key = match self.name {
            Some(name) => name.to_owned(),
            None => ids.object_key(self.uploaded, extension),
        };
        let (width, height) = self.stored_size();
        manifest.objects.push(Object {
            key: key.clone(),
            file: self.file.to_owned(),
            width,
            height,
        });
        let places: Vec<Corners> = self
            .tickets
            .iter()
            .map(|placed| self.stored(placed))
            .collect();
        for (placed, ticket) in self.tickets.iter().zip(&places) {
            let around = Surroundings {
                page: (width, height),
                ticket: *ticket,
                other: placed.other.map(|nr| places[nr]),
            };
            manifest
                .invoices
                .push(self.invoice(placed, &around, &key, ids));
        }
    }

    /// The file's bytes; the seed decides about grain, folds and light.
    pub fn draw(&self, font: &Font, seed: u64) -> Result<Vec<u8>, ImageError> {
        encode(&self.picture(font, seed), self.encoding())
    }

    fn stored_size(&self) -> (u32, u32) {
        match self.camera {
            Camera::PhoneSideways => (self.size.1, self.size.0),
            Camera::Phone | Camera::Scanner | Camera::Screen => self.size,
        }
    }

    fn picture(&self, font: &Font, seed: u64) -> RgbImage {
        let mut photo = Photo::new(self.size.0, self.size.1, self.ground, seed * 7919);
        let phone = matches!(self.camera, Camera::Phone | Camera::PhoneSideways);
        for placed in &self.tickets {
            placed.lay_on(&mut photo, font, self.camera == Camera::Scanner);
        }
        if phone {
            photo.light();
            photo.soften();
            photo.grain(1.3);
        }
        let picture = photo.finish();
        if self.camera == Camera::PhoneSideways {
            image::imageops::rotate270(&picture)
        } else {
            picture
        }
    }

    fn encoding(&self) -> Encoding {
        match self.camera {
            Camera::Phone | Camera::Scanner => Encoding::Jpeg { quality: 63 },
            Camera::PhoneSideways => Encoding::JpegSideways { quality: 63 },
            Camera::Screen => Encoding::Png,
        }
    }

    /// The ticket's bounding box within the page, in stored pixels.
    fn stored(&self, placed: &Placed) -> Corners {
        let [left, top, right, bottom] = placed.quad().bounds();
        let (width, height) = (i64::from(self.size.0), i64::from(self.size.1));
        let [left, top] = [left.max(0), top.max(0)];
        let [right, bottom] = [right.min(width), bottom.min(height)];
        if self.camera == Camera::PhoneSideways {
            // Turned a quarter to the left: the right edge becomes the upper one.
            [top, width - right, bottom, width - left]
        } else {
            [left, top, right, bottom]
        }
    }

    fn invoice(&self, placed: &Placed, around: &Surroundings, key: &str, ids: &mut Ids) -> Invoice {
        let stored = placed.link.store(around, placed.mistake);
        let mut fields = placed.ticket.fields();
        let direction = if placed.is_upside_down() { "180" } else { "0" };
        add_ocr_fields(&mut fields, stored.region.as_deref(), direction, key);
        Invoice {
            id: ids.invoice_id(&placed.ticket.identity()),
            object: key.to_owned(),
            file_name: key.to_owned(),
            source: if self.camera == Camera::Screen {
                "UPLOAD"
            } else {
                "ocr"
            },
            region: stored.region,
            process: stored.process,
            kind: placed.ticket.invoice_type(),
            bill: placed.bill,
            fields,
            truth: Truth {
                ticket: around.ticket,
                mistake: placed.mistake,
                sharp: placed.is_flat() && self.ground != Ground::Page,
            },
        }
    }
}

fn add_ocr_fields(fields: &mut Fields, region: Option<&[i64]>, direction: &str, key: &str) {
    let region = region.map_or_else(String::new, |region| {
        let numbers: Vec<String> = region.iter().map(i64::to_string).collect();
        format!("[{}]", numbers.join(","))
    });
    for (name, value) in [
        ("识别范围", region.as_str()),
        ("方向", direction),
        ("图片", key),
    ] {
        fields.insert(format!("{BODY}{name}"), value.into());
    }
}
