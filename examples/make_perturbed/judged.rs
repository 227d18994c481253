//! Regions that are right or wrong in known ways, and what the program's findings say of each.

use std::collections::BTreeSet;
use std::error::Error;

use invoice_lens::formats::{DecodeJob, Decoder, Limits, MOST_LINES, Pixels, Reader};
use invoice_lens::geometry::PictureBox;
use invoice_lens::model::{FindingCode, PageText, Shared};

use crate::borders::{cut_print, moved_borders};
use crate::encode::{Encoding, encode};
use crate::layout::{Drawn, Placed, Spoilt};
use crate::rng::Rng;
use crate::said::{cut_out, look_at, of_crop, of_look, on_page, whole};
use crate::shapes::{of_shape, shapes};
use crate::tally::{Row, Tally};

/// Of these parts a few are judged: borders, other tickets' regions, codes painted over.
pub const FEW_BORDERS: f64 = 0.12;
const FEW_OTHERS: f64 = 0.4;
const FEW_CODES: f64 = 0.3;

/// As the platform's storage encodes what it cuts out.
const CROP: Encoding = Encoding::Jpeg { quality: 80 };
const WRONG_TICKET: [FindingCode; 4] = [
    FindingCode::NumberNotPrinted,
    FindingCode::AmountNotPrinted,
    FindingCode::PrintedElsewhere,
    FindingCode::QrDiffers,
];
const NEIGHBOUR: [FindingCode; 4] = [
    FindingCode::RegionOverlaps,
    FindingCode::QrSeveral,
    FindingCode::MarginWide,
    FindingCode::InkAcross,
];

#[derive(Default)]
pub struct Judge {
    decoder: Decoder,
    reader: Reader,
}

/// Which of a ticket's regions are judged.
pub enum Share {
    All,
    /// A few, drawn anew for each ticket.
    Some(Rng),
}

impl Share {
    pub fn some(seed: u64) -> Self {
        Self::Some(Rng::new(seed ^ 0x5EED))
    }

    /// Whether one more is judged of those of which this part is.
    pub fn takes(&mut self, part: f64) -> bool {
        match self {
            Self::All => true,
            Self::Some(rng) => rng.unit() < part,
        }
    }
}

/// A ticket of a page that was read.
pub struct Case<'a> {
    pub drawn: &'a Drawn,
    pub ticket: &'a Placed,
    pub others: &'a [(usize, PictureBox)],
    text: &'a PageText,
    /// For messages: the page in the order of drawing and the ticket on it, from 1.
    name: (u64, usize),
}

impl Case<'_> {
    /// The crop is looked at and not read: that is done where a finding asks for it.
    pub fn say(&self, region: PictureBox) -> Said {
        Said {
            page: on_page(self.text, self.ticket, region, self.others),
            crop: of_crop(&self.drawn.picture, self.ticket, region),
        }
    }

    /// Says on which page nobody noticed that the region is another ticket's, for whoever looks into it.
    fn tell_missed(&self, position: usize, region: PictureBox, place: &str) {
        let ((page, nr), id) = (self.name, &self.ticket.id);
        let own: Vec<_> = self
            .text
            .lines
            .iter()
            .filter(|it| it.part_in(&region) >= 0.5)
            .collect();
        let unread = own.iter().filter(|it| it.text.is_none()).count();
        let lines = self.text.lines.len();
        eprintln!(
            "page {page}, ticket {nr} ({id}): not noticed in the region of {position} ({place}); of {lines} lines {} are \
             there, {unread} of them not read: {:?}",
            own.len(),
            own.iter().map(|it| it.text.as_deref()).collect::<Vec<_>>()
        );
    }
}

/// What was said of a region, on the page and of the region's own crop.
pub struct Said {
    pub page: BTreeSet<FindingCode>,
    pub crop: BTreeSet<FindingCode>,
}

impl Judge {
    pub fn page(
        &mut self,
        nr: u64,
        drawn: &Drawn,
        bytes: Vec<u8>,
        mut share: Share,
        tally: &mut Tally,
    ) -> Result<(), Box<dyn Error>> {
        let job = DecodeJob {
            bytes: bytes.into(),
            want: Pixels::Full,
            limits: Limits::default(),
        };
        let text = self.reader.read(&mut self.decoder, &job, MOST_LINES)?;
        tally.origin = Some(drawn.origin);
        for (index, ticket) in drawn.tickets.iter().enumerate() {
            let others: Vec<(usize, PictureBox)> = (1..)
                .zip(&drawn.tickets)
                .filter(|(position, _)| *position != index + 1)
                .map(|(position, other)| (position, other.region))
                .collect();
            let case = Case {
                drawn,
                ticket,
                others: &others,
                text: &text,
                name: (nr, index + 1),
            };
            match drawn.spoilt {
                Spoilt::No => self.regions(&case, &mut share, tally)?,
                Spoilt::Blurred => {
                    count(
                        tally,
                        Row::Blurred,
                        &case.say(ticket.region),
                        &[FindingCode::Blurred],
                        true,
                    );
                }
                Spoilt::Dark => {
                    count(
                        tally,
                        Row::Dark,
                        &case.say(ticket.region),
                        &[FindingCode::TooDark],
                        true,
                    );
                }
            }
            if drawn.spoilt == Spoilt::No && drawn.tickets.len() > 1 {
                // As if the other tickets had no region.
                let said = on_page(&text, ticket, ticket.region, &[]);
                let is_told = said.contains(&FindingCode::TextUnclaimed);
                tally.page(Row::Unclaimed, true, is_told);
            }
        }
        Ok(())
    }

    /// What is read in a crop that ends at the region.
    fn read_crop(
        &mut self,
        case: &Case<'_>,
        region: PictureBox,
    ) -> Result<BTreeSet<FindingCode>, Box<dyn Error>> {
        let crop = cut_out(&case.drawn.picture, region);
        let job = DecodeJob {
            bytes: encode(&crop, CROP)?.into(),
            want: Pixels::Full,
            limits: Limits::default(),
        };
        let text = self.reader.read(&mut self.decoder, &job, MOST_LINES)?;
        Ok(on_page(&text, case.ticket, whole(&crop), &[]))
    }

    fn regions(
        &mut self,
        case: &Case<'_>,
        share: &mut Share,
        tally: &mut Tally,
    ) -> Result<(), Box<dyn Error>> {
        let mut right = case.say(case.ticket.region);
        right.crop.extend(self.read_crop(case, case.ticket.region)?);
        for codes in [&mut right.page, &mut right.crop] {
            codes.extend(of_shape(case.ticket, case.ticket.region));
        }
        right.page.extend(overlap(case, case.ticket.region));
        right_region(case.ticket, &right, tally);
        moved_borders(case, share, tally);
        cut_print(case, share, tally);
        shapes(case, &right, share, tally);
        if share.takes(FEW_CODES) {
            without_code(case, tally);
        }
        for (position, other) in case.others {
            if !share.takes(FEW_OTHERS) {
                continue;
            }
            let mut said = case.say(*other);
            said.crop.extend(self.read_crop(case, *other)?);
            count(tally, Row::WrongTicket, &said, &WRONG_TICKET, true);
            for (place, codes) in [("page", &said.page), ("crop", &said.crop)] {
                if !names(codes, &WRONG_TICKET) {
                    case.tell_missed(*position, *other, place);
                }
            }
            if case.ticket.has_code && case.drawn.tickets[position - 1].has_code {
                count(
                    tally,
                    Row::OtherCode,
                    &said,
                    &[FindingCode::QrDiffers],
                    true,
                );
            }
            if share.takes(FEW_CODES) {
                with_neighbour(case, other, tally);
            }
        }
        Ok(())
    }
}

/// The neighbour's own region is known, as that of a second ticket, or it is not.
fn with_neighbour(case: &Case<'_>, other: &PictureBox, tally: &mut Tally) {
    let region = case.ticket.region.union(other);
    let mut both = case.say(region);
    let alone = Said {
        page: on_page(case.text, case.ticket, region, &[]),
        crop: std::mem::take(&mut both.crop),
    };
    count(tally, Row::LoneNeighbour, &alone, &NEIGHBOUR, true);
    both.page.extend(overlap(case, region));
    tally.page(Row::Neighbour, true, names(&both.page, &NEIGHBOUR));
}

/// What the program says of a region that shares a part of the page with another.
fn overlap(case: &Case<'_>, region: PictureBox) -> Option<FindingCode> {
    let mut others = case.others.iter();
    let shares =
        |other: &PictureBox| Shared::between(&region.cast_unit(), &other.cast_unit()).is_some();
    others
        .any(|(_, other)| shares(other))
        .then_some(FindingCode::RegionOverlaps)
}

fn names(said: &BTreeSet<FindingCode>, codes: &[FindingCode]) -> bool {
    codes.iter().any(|code| said.contains(code))
}

/// Counts a region where the finding is meant to come, or is not.
pub fn count(tally: &mut Tally, row: Row, said: &Said, codes: &[FindingCode], is_wrong: bool) {
    tally.page(row, is_wrong, names(&said.page, codes));
    tally.crop(row, is_wrong, names(&said.crop, codes));
}

fn right_region(ticket: &Placed, right: &Said, tally: &mut Tally) {
    use FindingCode as Code;

    if !ticket.is_upside_down && !ticket.is_sideways {
        tally.clean(&right.page, &right.crop);
    }
    for (row, codes) in [
        (Row::PaperCut(0), &[Code::PaperCut][..]),
        (Row::Loose(0), &[Code::MarginWide]),
        (Row::Blurred, &[Code::Blurred]),
        (Row::Dark, &[Code::TooDark]),
        (Row::Unclaimed, &[Code::TextUnclaimed]),
        (Row::WrongTicket, &WRONG_TICKET),
        (Row::OtherCode, &[Code::QrDiffers]),
        (Row::NoCode, &[Code::QrMissing]),
        (Row::Neighbour, &NEIGHBOUR),
        (Row::LoneNeighbour, &NEIGHBOUR[1..]),
    ] {
        count(tally, row, right, codes, false);
    }
    let codes = [Code::TextUpsideDown];
    if !ticket.is_sideways {
        count(tally, Row::UpsideDown, right, &codes, ticket.is_upside_down);
    }
    if !ticket.is_upside_down {
        count(tally, Row::Sideways, right, &codes, ticket.is_sideways);
    }
}

/// Its QR code painted over, as if it had a sticker on it.
fn without_code(case: &Case<'_>, tally: &mut Tally) {
    let Case { drawn, ticket, .. } = *case;
    let seen = case.text.look.iter().flat_map(|look| &look.codes.found);
    let codes: Vec<PictureBox> = seen
        .map(invoice_lens::model::QrCode::place)
        .filter(|place| ticket.region.contains(place.center()))
        .collect();
    if !ticket.has_code || codes.is_empty() {
        return;
    }
    let mut picture = drawn.picture.clone();
    for place in codes {
        let [left, top] = [place.min.x, place.min.y].map(|it| it as u32);
        let [width, height] = [place.width(), place.height()].map(|it| it as u32);
        for (x, y) in (0..width).flat_map(|x| (0..height).map(move |y| (left + x, top + y))) {
            if let Some(pixel) = picture.get_pixel_mut_checked(x, y) {
                *pixel = image::Rgb([236, 236, 232]);
            }
        }
    }
    let others: Vec<PictureBox> = case.others.iter().map(|(_, region)| *region).collect();
    let page = look_at(&picture).map_or_else(BTreeSet::new, |look| {
        of_look(&look, ticket, ticket.region, &others)
    });
    let said = Said {
        page,
        crop: of_crop(&picture, ticket, ticket.region),
    };
    count(tally, Row::NoCode, &said, &[FindingCode::QrMissing], true);
}
