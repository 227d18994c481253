//! Holds what a ticket claims against what the program itself read in its picture: whether its region cuts lines of
//! print, leaves print over, stands on its head, and has the number and the amount that it should have.

use super::printed::{
    Letters, Near, Printed, ValueKind, Wanted, dates, first_date, letters, nearest, printed,
};
use crate::geometry::PictureBox;
use crate::model::{
    FieldName, Fields, Finding, FindingCode, InvoiceId, PageText, QrCode, TextLine,
};

/// A line is cut where this part of it lies in the region: what is less or more is a box drawn a little too large.
const CUT: std::ops::RangeInclusive<f64> = 0.12..=0.88;
/// A line belongs to a region from this part of it on.
const BELONGS: f64 = 0.5;
/// So many lines, at least, say together how a ticket stands.
const LEAST_LINES: usize = 3;
/// Shorter values are printed by chance in many places.
const LEAST_NUMBER: usize = 5;
/// From so many characters on, a number that is read anywhere is that number and no part of another.
const LEAST_SURE: usize = 7;

/// One ticket of a page, and what is known of it.
pub struct Claim<'a> {
    pub id: &'a InvoiceId,
    pub region: PictureBox,
    pub fields: Option<&'a Fields>,
    /// Of its own picture.
    pub text: &'a PageText,
    /// The other regions of the page in the same picture, by the tickets' positions on it.
    pub others: &'a [(usize, PictureBox)],
    /// What was read in the regions of the other tickets, by their positions.
    pub elsewhere: &'a [(usize, &'a Letters)],
}

/// What was noticed; empty where everything is as it should be.
pub fn findings(claim: &Claim<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(side) = cut_side(claim) {
        found.push(Finding::about(FindingCode::TextCut, side));
    }
    let left_over = unclaimed(claim);
    if left_over > 0 {
        found.push(Finding::about(
            FindingCode::TextUnclaimed,
            left_over.to_string(),
        ));
    }
    if is_turned(claim) {
        found.push(Finding::new(FindingCode::TextUpsideDown));
    }
    let own = texts_in(claim.text, &claim.region);
    if own.len() < LEAST_LINES {
        // Nothing, or not enough, was read: that says something of the reader.
        return found;
    }
    if !is_all_read(claim.text, &claim.region) {
        found.extend(read_beyond(claim, &own));
        return found;
    }
    for (value, kind, code) in [
        (
            number(claim.id, claim.fields),
            ValueKind::Number,
            FindingCode::NumberNotPrinted,
        ),
        (
            amount(claim.fields),
            ValueKind::Amount,
            FindingCode::AmountNotPrinted,
        ),
        (
            date(claim.fields),
            ValueKind::Date,
            FindingCode::DateNotPrinted,
        ),
    ] {
        let known = value.and_then(|value| Some((Wanted::of(&value, kind)?, value)));
        let Some((wanted, value)) = known else {
            continue;
        };
        if printed(&own, &wanted) != Printed::No {
            continue;
        }
        // Some tickets have their date in words or in parts: what holds none may be one of them.
        if is_without_date(&own, kind) {
            continue;
        }
        found.push(Finding::about(code, value.as_str()));
        // An amount or a date like another ticket's says little.
        if let Wanted::Number(number) = &wanted {
            found.extend(printed_elsewhere(claim, number));
        }
    }
    found
}

/// The other ticket that has the number, to the letter: what is nearly the same is another number.
fn printed_elsewhere(claim: &Claim<'_>, number: &str) -> Option<Finding> {
    let mut elsewhere = claim.elsewhere.iter();
    let (position, _) = elsewhere.find(|(_, lines)| lines.has(number))?;
    let code = FindingCode::PrintedElsewhere;
    Some(Finding::about(code, position.to_string()))
}

/// Of a region that was read in parts, as on a page with many lines: its number may be in what was not read, but not where
/// it is read beyond the region. In another ticket's region it may be a copy's: then only where it stands is said.
fn read_beyond(claim: &Claim<'_>, own: &[String]) -> Option<Finding> {
    let value = number(claim.id, claim.fields)?;
    let wanted = Wanted::of(&value, ValueKind::Number)?;
    let Wanted::Number(number) = &wanted else {
        return None;
    };
    if number.len() < LEAST_SURE || printed(own, &wanted) != Printed::No {
        return None;
    }
    if let Some(elsewhere) = printed_elsewhere(claim, number) {
        return Some(elsewhere);
    }
    let others = claim.others.iter().map(|(_, region)| region);
    let regions: Vec<&PictureBox> = others.chain([&claim.region]).collect();
    let is_free = |line: &TextLine| regions.iter().all(|it| line.part_in(it) < BELONGS);
    let has_it = |text: &String| letters(text).contains(number);
    print(claim.text)
        .any(|line| line.text.as_ref().is_some_and(has_it) && is_free(line))
        .then(|| Finding::about(FindingCode::NumberNotPrinted, value))
}

/// The lines of a picture without those that lie in a QR code, whose squares look like print.
fn print(text: &PageText) -> impl Iterator<Item = &TextLine> {
    let codes = text.look.iter().flat_map(|look| &look.codes.found);
    let codes: Vec<PictureBox> = codes.map(QrCode::place).collect();
    let lines = text.lines.iter();
    lines.filter(move |line| codes.iter().all(|code| line.part_in(code) < BELONGS))
}

/// Whether enough was read in a region, and every line of it that can hold a value: only then something can be missing there.
pub fn is_read_whole(text: &PageText, region: &PictureBox) -> bool {
    texts_in(text, region).len() >= LEAST_LINES && is_all_read(text, region)
}

/// Whether every line of it that can hold a value was read, be there none.
pub fn is_all_read(text: &PageText, region: &PictureBox) -> bool {
    !print(text).any(|line| {
        let is_due = line.text.is_none() && line.may_hold_value();
        is_due && line.part_in(region) >= BELONGS
    })
}

/// What is to be said beside a field that is looked for in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    Same,
    /// What was read in its place.
    Other(Near),
    Missing,
}

/// `None` where the value is none of its kind, or where it may be among what was not read: what else was read says nothing
/// of it then.
pub fn beside(
    text: &PageText,
    region: &PictureBox,
    value: &str,
    kind: ValueKind,
) -> Option<Beside> {
    let wanted = Wanted::of(value, kind)?;
    let texts = texts_in(text, region);
    let found = printed(&texts, &wanted);
    if found == Printed::Yes {
        return Some(Beside::Same);
    }
    if !is_read_whole(text, region) {
        return None;
    }
    match nearest(&texts, &wanted) {
        Some(near) => Some(Beside::Other(near)),
        // In words, in parts or under a seal.
        None if is_without_date(&texts, kind) => None,
        // Nearly there may be in two pieces.
        None => (found == Printed::No).then_some(Beside::Missing),
    }
}

/// Whether a date is looked for where none was read: it is not said then that it is missing.
pub fn is_without_date(texts: &[String], kind: ValueKind) -> bool {
    kind == ValueKind::Date && texts.iter().all(|text| dates(text).is_empty())
}

/// What the lines of a region say.
pub fn texts_in(text: &PageText, region: &PictureBox) -> Vec<String> {
    print(text)
        .filter(|line| line.part_in(region) >= BELONGS)
        .filter_map(|line| line.text.clone())
        .collect()
}

/// The number by the fields, or else by the ID.
pub fn number(id: &InvoiceId, fields: Option<&Fields>) -> Option<String> {
    let field = fields.and_then(|it| it.get(&FieldName::Number));
    let field = field.map(|value| value.plain().to_owned());
    let by_id = || {
        let mut parts = id.as_str().split(':');
        let number = parts.nth(2)?;
        parts.next().is_none().then(|| number.to_owned())
    };
    let value = field.filter(|it| !it.is_empty()).or_else(by_id)?;
    let is_sane = letters(&value).len() >= LEAST_NUMBER;
    let is_sane = is_sane && Wanted::of(&value, ValueKind::Number).is_some();
    is_sane.then_some(value)
}

/// What was paid, by the fields.
pub fn amount(fields: Option<&Fields>) -> Option<String> {
    let total = fields?.get(&FieldName::Total)?;
    let value = total.plain();
    let wanted = Wanted::of(value, ValueKind::Amount);
    wanted.map(|_| value.to_owned())
}

/// The day by the fields, as `2024-10-16`.
pub fn date(fields: Option<&Fields>) -> Option<String> {
    first_date(fields?.get(&FieldName::Date)?.plain())
}

/// The side of the region that cuts most lines.
fn cut_side(claim: &Claim<'_>) -> Option<&'static str> {
    let region = &claim.region;
    let mut sides = [("left", 0), ("top", 0), ("right", 0), ("bottom", 0)];
    for line in print(claim.text) {
        if !CUT.contains(&line.part_in(region)) {
            continue;
        }
        sides[side_of(line, region)].1 += 1;
    }
    let (side, count) = sides.into_iter().max_by_key(|(_, count)| *count)?;
    (count > 0).then_some(side)
}

/// Lines that the border of the region goes through.
pub fn cut_lines<'a>(
    text: &'a PageText,
    region: &'a PictureBox,
) -> impl Iterator<Item = &'a TextLine> {
    print(text).filter(|line| CUT.contains(&line.part_in(region)))
}

/// Which side the line sticks out of furthest: left, top, right, bottom.
fn side_of(line: &TextLine, region: &PictureBox) -> usize {
    let xs = line.corners.map(|corner| f64::from(corner[0]));
    let ys = line.corners.map(|corner| f64::from(corner[1]));
    let least = |of: [f64; 4]| of.into_iter().fold(f64::MAX, f64::min);
    let most = |of: [f64; 4]| of.into_iter().fold(f64::MIN, f64::max);
    let out = [
        region.min.x - least(xs),
        region.min.y - least(ys),
        most(xs) - region.max.x,
        most(ys) - region.max.y,
    ];
    let furthest = (0..4).max_by(|a, b| out[*a].total_cmp(&out[*b]));
    furthest.unwrap_or_default()
}

/// Lines that lie in none of these regions of the page.
pub fn unclaimed_lines<'a>(
    text: &'a PageText,
    regions: &'a [PictureBox],
) -> impl Iterator<Item = &'a TextLine> {
    print(text).filter(|line| {
        let parts = regions.iter().map(|region| line.part_in(region));
        parts.sum::<f64>() < *CUT.start()
    })
}

fn unclaimed(claim: &Claim<'_>) -> usize {
    let others = claim.others.iter().map(|(_, region)| *region);
    let regions: Vec<PictureBox> = others.chain([claim.region]).collect();
    unclaimed_lines(claim.text, &regions).count()
}

fn is_turned(claim: &Claim<'_>) -> bool {
    let own = print(claim.text).filter(|line| line.part_in(&claim.region) >= BELONGS);
    let looked_at: Vec<bool> = own.filter_map(|line| line.turned).collect();
    let turned = looked_at.iter().filter(|it| **it).count();
    looked_at.len() >= LEAST_LINES && 2 * turned > looked_at.len()
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
