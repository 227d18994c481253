//! The region as the platform sent it, and what can be believed of it. Nothing is drawn in a made-up place: a
//! region that is not four sensible numbers is a problem, not a rectangle.

use euclid::Box2D;
use serde::{Deserialize, Deserializer, Serialize};

use crate::geometry::{CropRect, PageBox, PagePoint, PageSize, Placement};

use super::paste::clean;

/// Larger coordinates belong to no picture (the bucket processes sides up to 30 000 px).
const COORDINATE_MAX: f64 = 1_000_000.0;

/// Most numbers kept of a region; four are one.
const MAX_NUMBERS: usize = 16;

/// How far two rectangles that are meant to be the same may differ, in page pixels.
const SAME_PX: f64 = 1.0;

/// How far a region may stick out of a picture and still lie in it, in picture pixels.
const OUTSIDE_SLACK_PX: f64 = 1.0;

/// The numbers as sent, whatever they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RawRegion {
    /// In JSON one that is not finite is `null`, which is read as one that is not.
    #[serde(deserialize_with = "numbers")]
    pub numbers: Vec<f64>,
    /// Something else than a list of numbers was sent, or was in the list.
    pub not_numbers: bool,
}

fn numbers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    let numbers = Vec::<Option<f64>>::deserialize(deserializer)?;
    Ok(numbers
        .into_iter()
        .map(|it| it.unwrap_or(f64::NAN))
        .collect())
}

impl RawRegion {
    pub fn new(numbers: impl Into<Vec<f64>>) -> Self {
        Self {
            numbers: numbers.into(),
            not_numbers: false,
        }
    }

    /// Takes in what came next in the list: a number, or something else.
    pub fn push(&mut self, number: Option<f64>) {
        match number {
            Some(number) if self.numbers.len() < MAX_NUMBERS => self.numbers.push(number),
            _ => self.not_numbers = true,
        }
    }

    /// A number that came as text.
    pub fn number_in(text: &str) -> Option<f64> {
        clean(text).trim().parse().ok()
    }

    /// Nothing was sent at all, as for XML invoices.
    pub fn is_absent(&self) -> bool {
        self.numbers.is_empty() && !self.not_numbers
    }

    /// Which convention the link's own crop bears out; `None` where it bears out both (at the page's origin they
    /// are the same) or neither.
    pub fn vote(&self, crop: Option<CropRect>) -> Option<Convention> {
        let sent: [f64; 4] = self.numbers.as_slice().try_into().ok()?;
        let CropRect { x, y, w, h } = crop?;
        let [x, y, w, h] = [x, y, w, h].map(f64::from);
        let distance = |meant: [f64; 4]| {
            sent.iter()
                .zip(meant)
                .map(|(sent, meant)| (sent - meant).abs())
                .fold(0.0, f64::max)
        };
        let (as_size, as_corners) = (distance([x, y, w, h]), distance([x, y, x + w, y + h]));
        if as_size <= SAME_PX && as_size < as_corners {
            Some(Convention::Size)
        } else if as_corners <= SAME_PX && as_corners < as_size {
            Some(Convention::Corners)
        } else {
            None
        }
    }
}

/// What the four numbers mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Convention {
    /// x0, y0, x1, y1
    #[default]
    Corners,
    /// x, y, width, height
    Size,
}

/// A region that can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    pub page: PageBox,
    pub convention: Convention,
}

/// What is known beside the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ConventionEvidence {
    /// What the link itself cuts out of the page.
    pub crop: Option<CropRect>,
    pub page_size: Option<PageSize>,
    /// What the crops of the whole batch agree on ([`ConventionVotes`]).
    pub batch: Option<Convention>,
    /// The user's setting. It wins.
    pub forced: Option<Convention>,
}

/// Why a region is doubtful, or is none. Only [`Self::Inverted`] comes with a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegionProblem {
    /// Nothing was sent.
    Absent,
    NotNumbers,
    WrongCount(usize),
    NotFinite,
    /// Parts of the page's sides instead of pixels.
    Fractions,
    /// Larger than any page.
    TooLarge,
    ZeroArea,
    /// The corners came in another order and were put right.
    Inverted,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    pub region: Option<Region>,
    pub findings: Vec<RegionProblem>,
}

/// How many links' crops bear out each convention.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConventionVotes {
    corners: usize,
    sizes: usize,
}

impl ConventionVotes {
    pub fn count(&mut self, vote: Convention) {
        match vote {
            Convention::Corners => self.corners += 1,
            Convention::Size => self.sizes += 1,
        }
    }

    /// What all votes have in common; one dissenter leaves the batch undecided.
    pub fn agreed(&self) -> Option<Convention> {
        match (self.corners, self.sizes) {
            (1.., 0) => Some(Convention::Corners),
            (0, 1..) => Some(Convention::Size),
            _ => None,
        }
    }
}

pub fn resolve(raw: &RawRegion, evidence: &ConventionEvidence) -> Resolved {
    match four_numbers(raw).and_then(|numbers| rectangle(raw, numbers, evidence)) {
        Ok((region, inverted)) => Resolved {
            region: Some(region),
            findings: Vec::from_iter(inverted.then_some(RegionProblem::Inverted)),
        },
        Err(problem) => Resolved {
            region: None,
            findings: vec![problem],
        },
    }
}

fn four_numbers(raw: &RawRegion) -> Result<[f64; 4], RegionProblem> {
    if raw.is_absent() {
        return Err(RegionProblem::Absent);
    }
    if raw.not_numbers {
        return Err(RegionProblem::NotNumbers);
    }
    let numbers: [f64; 4] = raw
        .numbers
        .as_slice()
        .try_into()
        .map_err(|_not_four| RegionProblem::WrongCount(raw.numbers.len()))?;
    if numbers.iter().any(|number| !number.is_finite()) {
        Err(RegionProblem::NotFinite)
    } else if numbers.iter().any(|number| number.abs() > COORDINATE_MAX) {
        Err(RegionProblem::TooLarge)
    } else if are_fractions(numbers) {
        Err(RegionProblem::Fractions)
    } else {
        Ok(numbers)
    }
}

/// Whether the numbers can only be parts of a page: none beyond it, and not all whole.
fn are_fractions(numbers: [f64; 4]) -> bool {
    let is_within = |number: &f64| (0.0..=1.0).contains(number);
    numbers.iter().all(is_within) && numbers.iter().any(|number| number.fract() > 0.0)
}

/// The region, and whether its corners had to be put in order.
fn rectangle(
    raw: &RawRegion,
    numbers: [f64; 4],
    evidence: &ConventionEvidence,
) -> Result<(Region, bool), RegionProblem> {
    let convention = convention(raw, numbers, evidence);
    let [a, b, c, d] = numbers;
    let near = PagePoint::new(a, b);
    let far = match convention {
        Convention::Corners => PagePoint::new(c, d),
        Convention::Size => PagePoint::new(a + c, b + d),
    };
    let page = Box2D::new(near.min(far), near.max(far));
    if page.is_empty() {
        return Err(RegionProblem::ZeroArea);
    }
    Ok((Region { page, convention }, page.min != near))
}

/// Corners unless the user, the link's crop or the batch says otherwise. A batch's word for sizes does not hold where
/// they would leave a page of known size and corners would not.
fn convention(
    raw: &RawRegion,
    [a, b, c, d]: [f64; 4],
    evidence: &ConventionEvidence,
) -> Convention {
    if let Some(settled) = evidence.forced.or_else(|| raw.vote(evidence.crop)) {
        return settled;
    }
    let within = |x: f64, y: f64| {
        evidence
            .page_size
            .is_none_or(|page| x <= page.width + SAME_PX && y <= page.height + SAME_PX)
    };
    let only_corners_fit = c > a && d > b && within(c, d) && !within(a + c, b + d);
    match evidence.batch {
        Some(Convention::Size) if only_corners_fit => Convention::Corners,
        Some(agreed) => agreed,
        None => Convention::Corners,
    }
}

/// How much of a region the delivered picture does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outside {
    No,
    Partly,
    Entirely,
}

/// Whether the region lies in what the picture shows of the page, give or take a picture pixel.
pub fn outside(region: &Region, placement: &Placement) -> Outside {
    let shown = placement.in_picture(placement.delivered_in_page);
    let region = placement.in_picture(region.page);
    if shown
        .inflate(OUTSIDE_SLACK_PX, OUTSIDE_SLACK_PX)
        .contains_box(&region)
    {
        Outside::No
    } else if shown.intersects(&region) {
        Outside::Partly
    } else {
        Outside::Entirely
    }
}

#[cfg(test)]
mod tests;
