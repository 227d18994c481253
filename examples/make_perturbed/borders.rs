//! Borders that are moved by known parts, from the paper's edge and from close to the print, and whether they cut any.

use invoice_lens::geometry::{PictureBox, Side};
use invoice_lens::model::FindingCode;

use crate::judged::{Case, FEW_BORDERS, Said, Share, count};
use crate::layout::{Drawn, Origin, Placed, boxed};
use crate::tally::{Row, Tally};

const SIZES: [u32; 4] = [1, 2, 5, 10];
/// A character is cut where so much of it lies on both sides.
const CUT: f64 = 0.2;
/// Between print and a border that is close to it, as a part of the ticket's height.
const CLOSE: f64 = 0.006;
/// So many cut characters are print that is cut.
const LEAST_CUT: usize = 2;
/// A border that leaves so much of a character, a seal or a code on its other side touches it. Where something is touched
/// and no characters are cut, nobody can say what is right: those regions are left out of the count.
const TOUCHED: f64 = 0.01;

pub fn moved_borders(case: &Case<'_>, share: &mut Share, tally: &mut Tally) {
    use FindingCode as Code;

    let Case { drawn, ticket, .. } = *case;
    let picture = boxed(
        0.0,
        0.0,
        f64::from(drawn.picture.width()),
        f64::from(drawn.picture.height()),
    );
    for side in Side::ALL {
        for size in SIZES {
            for is_inwards in [true, false] {
                let part = f64::from(size) / 100.0 * if is_inwards { -1.0 } else { 1.0 };
                let Some(region) = moved(ticket.region, side, part).intersection(&picture) else {
                    continue;
                };
                // A ticket that is all of its page has nothing beyond its borders.
                let is_moved = region != ticket.region;
                if !is_moved || !share.takes(FEW_BORDERS) {
                    continue;
                }
                let said = case.say(region);
                count_cut(case, region, &said, size, tally);
                if is_inwards && drawn.origin == Origin::Ofd {
                    // White goes on beyond the document: nobody sees where its paper ends.
                } else if is_inwards {
                    count(tally, Row::PaperCut(size), &said, &[Code::PaperCut], true);
                } else {
                    count(tally, Row::Loose(size), &said, &[Code::MarginWide], true);
                }
            }
        }
    }
}

/// Borders that were close to the print before they were moved in, as OCR draws many: on the paper's own margin a small
/// move cuts nothing.
pub fn cut_print(case: &Case<'_>, share: &mut Share, tally: &mut Tally) {
    let Some(close) = close_to_print(case.ticket) else {
        return;
    };
    for side in Side::ALL {
        for size in SIZES {
            if !share.takes(FEW_BORDERS) {
                continue;
            }
            let region = moved(close, side, -f64::from(size) / 100.0);
            count_cut(case, region, &case.say(region), size, tally);
        }
    }
}

/// Around all that is printed on it.
fn close_to_print(ticket: &Placed) -> Option<PictureBox> {
    let print = ticket.characters.iter().copied();
    let print = print.reduce(|one, other| one.union(&other))?;
    let margin = CLOSE * ticket.region.height();
    print.inflate(margin, margin).intersection(&ticket.region)
}

/// With one border moved outwards by this part of the extent across it.
fn moved(region: PictureBox, side: Side, part: f64) -> PictureBox {
    let mut moved = region;
    match side {
        Side::Left => moved.min.x -= part * region.width(),
        Side::Right => moved.max.x += part * region.width(),
        Side::Top => moved.min.y -= part * region.height(),
        Side::Bottom => moved.max.y += part * region.height(),
    }
    // OCR's regions are whole pixels.
    moved.round()
}

/// Whether a region cuts print; `None` where it is neither cut nor whole.
fn cuts_print(drawn: &Drawn, region: PictureBox) -> Option<bool> {
    let lie_across = |shapes: fn(&Placed) -> &Vec<PictureBox>, least: f64| {
        let is_across = |it: &&PictureBox| {
            let inside = it.intersection(&region).map_or(0.0, |part| part.area());
            let part = inside / it.area().max(f64::EPSILON);
            (least..=1.0 - least).contains(&part)
        };
        let all = drawn.tickets.iter().flat_map(shapes);
        all.filter(is_across).count()
    };
    if lie_across(|it| &it.characters, CUT) >= LEAST_CUT {
        return Some(true);
    }
    let touched = lie_across(|it| &it.characters, TOUCHED) + lie_across(|it| &it.emblems, TOUCHED);
    (touched == 0).then_some(false)
}

/// Counts a region with a border that was moved by this part, in hundredths.
fn count_cut(case: &Case<'_>, region: PictureBox, said: &Said, size: u32, tally: &mut Tally) {
    if let Some(is_cut) = cuts_print(case.drawn, region) {
        let row = Row::Cut(if is_cut { size } else { 0 });
        let codes = [FindingCode::InkAcross, FindingCode::TextCut];
        count(tally, row, said, &codes, is_cut);
    }
}
