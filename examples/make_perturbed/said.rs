//! What the program says of a region, on its page and of its own crop.

use std::collections::BTreeSet;

use image::RgbImage;

use invoice_lens::formats::{Raster, look};
use invoice_lens::geometry::{PictureBox, PictureSize};
use invoice_lens::model::{FindingCode, Look, PageText};
use invoice_lens::review::printed::Letters;
use invoice_lens::review::reading::{self, Claim};
use invoice_lens::review::{pixels, qr, widest_margin};

use crate::layout::{Placed, boxed};

pub fn on_page(
    text: &PageText,
    ticket: &Placed,
    region: PictureBox,
    others: &[(usize, PictureBox)],
) -> BTreeSet<FindingCode> {
    let read: Vec<(usize, Letters)> = others
        .iter()
        .map(|(position, other)| (*position, Letters::of(&reading::texts_in(text, other))))
        .collect();
    let elsewhere: Vec<(usize, &Letters)> = read
        .iter()
        .map(|(position, letters)| (*position, letters))
        .collect();
    let claim = Claim {
        id: &ticket.id,
        region,
        fields: Some(&ticket.fields),
        text,
        others,
        elsewhere: &elsewhere,
    };
    let beside: Vec<PictureBox> = others.iter().map(|(_, region)| *region).collect();
    let mut codes: BTreeSet<FindingCode> =
        reading::findings(&claim).iter().map(|it| it.code).collect();
    if let Some(look) = &text.look {
        codes.extend(of_look(look, ticket, region, &beside));
    }
    codes
}

pub fn of_crop(picture: &RgbImage, ticket: &Placed, region: PictureBox) -> BTreeSet<FindingCode> {
    let crop = cut_out(picture, region);
    let look = look_at(&crop);
    look.map_or_else(BTreeSet::new, |look| {
        of_look(&look, ticket, whole(&crop), &[])
    })
}

pub fn look_at(picture: &RgbImage) -> Option<Look> {
    let pixels = picture.pixels().map(|it| {
        let [r, g, b] = it.0;
        u32::from_ne_bytes([r, g, b, 255])
    });
    let (width, height) = picture.dimensions();
    let raster = Raster::new(width, height, pixels.collect())?;
    Some(look(&raster, PictureSize::new(width, height)))
}

pub fn cut_out(picture: &RgbImage, region: PictureBox) -> RgbImage {
    let [left, top] = [region.min.x, region.min.y].map(|it| it as u32);
    let [width, height] = [region.width(), region.height()].map(|it| it as u32);
    image::imageops::crop_imm(picture, left, top, width, height).to_image()
}

pub fn whole(picture: &RgbImage) -> PictureBox {
    boxed(
        0.0,
        0.0,
        f64::from(picture.width()),
        f64::from(picture.height()),
    )
}

pub fn of_look(
    look: &Look,
    ticket: &Placed,
    region: PictureBox,
    others: &[PictureBox],
) -> BTreeSet<FindingCode> {
    let kind = Some(&ticket.fields.kind);
    let held = qr::QrTicket {
        id: &ticket.id,
        fields: Some(&ticket.fields),
        kind,
        region,
        others,
    };
    let seen = pixels::findings(look, region, others, widest_margin(kind));
    let read = qr::findings(&look.codes, &held);
    seen.iter().chain(&read).map(|it| it.code).collect()
}
