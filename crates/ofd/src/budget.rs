//! What one rendering may cost at most. Everything is counted while it happens: what a file says about its own sizes is
//! never believed.

use std::time::{Duration, Instant};

use super::{DrawLimits, Error};

/// Bytes that one entry of an archive may unpack to.
pub(super) const MAX_ENTRY_BYTES: u64 = 64 << 20;
/// Bytes that all entries together, those of nested archives included, may unpack to.
const MAX_INFLATED_BYTES: u64 = 256 << 20;
/// Bytes of XML in all parts, each time that they are read.
const MAX_TEXT_BYTES: u64 = 64 << 20;
/// XML elements and attributes in all parts, each time that they are read.
const MAX_ELEMENTS: u32 = 600_000;
/// Texts, paths, pictures and blocks, each time that they are drawn.
const MAX_OBJECTS: u32 = 200_000;
/// Cells of patterns and composite objects, each time that they are drawn.
const MAX_EXPANSIONS: u32 = 10_000;
/// Pixels of all pictures that are unpacked.
const MAX_IMAGE_PIXELS: u64 = 100_000_000;
/// Tiles of 4×4 px that outlines cross: what the rasteriser keeps of them takes 16 bytes each.
const MAX_TILES: u64 = 64_000_000;
/// The clock is looked at once in so many elements.
const ELEMENTS_PER_LOOK: u32 = 1024;

/// Counts of one rendering.
#[derive(Debug, Clone)]
pub(super) struct DrawBudget {
    limits: DrawLimits,
    inflated_bytes: u64,
    text_bytes: u64,
    elements: u32,
    objects: u32,
    expansions: u32,
    image_pixels: u64,
    tiles: u64,
    ends: Instant,
    /// What was to be drawn and could not be.
    pub(super) skipped: u32,
    /// A font stands in for another.
    pub(super) substituted: bool,
}

impl DrawBudget {
    #[cfg(test)]
    pub(super) fn new() -> Self {
        Self::within(&DrawLimits::default())
    }

    #[cfg(test)]
    pub(super) fn lasting(time: Duration) -> Self {
        Self::within(&DrawLimits {
            time,
            ..DrawLimits::default()
        })
    }

    pub(super) fn within(limits: &DrawLimits) -> Self {
        Self {
            limits: *limits,
            inflated_bytes: 0,
            text_bytes: 0,
            elements: 0,
            objects: 0,
            expansions: 0,
            image_pixels: 0,
            tiles: 0,
            ends: Instant::now() + limits.time,
            skipped: 0,
            substituted: false,
        }
    }

    /// As it stands, with so much less time than at first.
    pub(super) fn resumed(&self, took: Duration) -> Self {
        Self {
            ends: Instant::now() + self.limits.time.saturating_sub(took),
            ..self.clone()
        }
    }

    /// Whether so many pixels may be drawn at once.
    pub(super) fn may_draw(&self, pixels: u64) -> bool {
        pixels <= self.limits.pixels
    }

    /// Of a JPEG that can be decoded.
    pub(super) fn is_damaged_jpeg(&self, bytes: &[u8]) -> bool {
        (self.limits.is_damaged_jpeg)(bytes)
    }

    pub(super) fn skip(&mut self) {
        self.skipped = self.skipped.saturating_add(1);
    }

    /// For parts that a page can do without: what is wrong with them is counted, not fatal.
    pub(super) fn tolerate<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        if result.is_err() {
            self.skip();
        }
        result.ok()
    }

    pub(super) fn inflate(&mut self, bytes: u64) -> Result<(), Error> {
        self.inflated_bytes = self.inflated_bytes.saturating_add(bytes);
        if self.inflated_bytes > MAX_INFLATED_BYTES {
            return Err(Error::TooMuchMemory);
        }
        Ok(())
    }

    /// A part of so many bytes is about to be read. Also where time is checked.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), Error> {
        self.text_bytes = self.text_bytes.saturating_add(bytes as u64);
        only_if(self.text_bytes <= MAX_TEXT_BYTES && !self.is_over())
    }

    /// An element or an attribute. Also where time is checked.
    pub(super) fn element(&mut self) -> Result<(), Error> {
        self.elements += 1;
        let looks_at_clock = self.elements.is_multiple_of(ELEMENTS_PER_LOOK);
        only_if(self.elements <= MAX_ELEMENTS && !(looks_at_clock && self.is_over()))
    }

    /// Also where time is checked.
    pub(super) fn object(&mut self) -> Result<(), Error> {
        self.objects += 1;
        only_if(self.objects <= MAX_OBJECTS && !self.is_over())
    }

    /// Whether another part can be read at all: where many are tolerated, trying the rest in vain would take long, and what
    /// came of it would depend on how fast the machine is.
    pub(super) fn part(&self) -> Result<(), Error> {
        let is_left = self.text_bytes <= MAX_TEXT_BYTES && self.elements <= MAX_ELEMENTS;
        only_if(is_left && !self.is_over())
    }

    fn is_over(&self) -> bool {
        Instant::now() >= self.ends
    }

    pub(super) fn expand(&mut self) -> Result<(), Error> {
        self.expansions += 1;
        only_if(self.expansions <= MAX_EXPANSIONS)
    }

    pub(super) fn image(&mut self, pixels: u64) -> Result<(), Error> {
        self.image_pixels = self.image_pixels.saturating_add(pixels);
        if self.image_pixels > MAX_IMAGE_PIXELS {
            return Err(Error::TooMuchMemory);
        }
        Ok(())
    }

    pub(super) fn tiles(&mut self, tiles: u64) -> Result<(), Error> {
        self.tiles = self.tiles.saturating_add(tiles);
        only_if(self.tiles <= MAX_TILES)
    }
}

fn only_if(fits: bool) -> Result<(), Error> {
    if fits { Ok(()) } else { Err(Error::TooComplex) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_count_ends_by_itself() {
        let mut budget = DrawBudget::lasting(Duration::from_hours(1));
        assert_eq!(budget.inflate(MAX_INFLATED_BYTES), Ok(()));
        assert_eq!(budget.inflate(1), Err(Error::TooMuchMemory));
        assert_eq!(budget.inflate(u64::MAX), Err(Error::TooMuchMemory));
        assert_eq!(budget.image(MAX_IMAGE_PIXELS), Ok(()));
        assert_eq!(budget.image(1), Err(Error::TooMuchMemory));
        assert_eq!(budget.tiles(MAX_TILES), Ok(()));
        assert_eq!(budget.tiles(1), Err(Error::TooComplex));
        let expansions = (0..=MAX_EXPANSIONS).filter(|_| budget.expand().is_ok());
        assert_eq!(expansions.count(), MAX_EXPANSIONS as usize);
        let objects = (0..=MAX_OBJECTS).filter(|_| budget.object().is_ok());
        assert_eq!(objects.count(), MAX_OBJECTS as usize);
        assert_eq!(budget.text(MAX_TEXT_BYTES as usize), Ok(()));
        assert_eq!(budget.text(1), Err(Error::TooComplex));
        let elements = (0..=MAX_ELEMENTS).filter(|_| budget.element().is_ok());
        assert_eq!(elements.count(), MAX_ELEMENTS as usize);
    }

    #[test]
    fn time_runs_out_while_reading_and_while_drawing() {
        let mut budget = DrawBudget::lasting(Duration::ZERO);
        assert_eq!(budget.object(), Err(Error::TooComplex));
        assert_eq!(budget.text(1), Err(Error::TooComplex));
        let read = (0..MAX_ELEMENTS).take_while(|_| budget.element().is_ok());
        assert_eq!(read.count(), ELEMENTS_PER_LOOK as usize - 1);
    }

    #[test]
    fn no_further_part_is_read_once_one_was_too_much() {
        let mut budget = DrawBudget::new();
        assert_eq!(budget.part(), Ok(()));
        let too_much = budget.text(MAX_TEXT_BYTES as usize + 1);
        assert_eq!(budget.tolerate(too_much), None);
        assert_eq!(budget.part(), Err(Error::TooComplex));
        let mut budget = DrawBudget::new();
        budget.elements = MAX_ELEMENTS;
        assert_eq!(budget.part(), Ok(()));
        assert_eq!(budget.element(), Err(Error::TooComplex));
        assert_eq!(budget.part(), Err(Error::TooComplex));
        let late = DrawBudget::lasting(Duration::ZERO);
        assert_eq!(late.part(), Err(Error::TooComplex));
    }

    #[test]
    fn a_page_goes_on_from_what_opening_took() {
        let limits = DrawLimits {
            time: Duration::from_hours(1),
            ..DrawLimits::default()
        };
        let mut opening = DrawBudget::within(&limits);
        assert_eq!(opening.text(MAX_TEXT_BYTES as usize), Ok(()));
        opening.skip();
        let mut page = opening.resumed(Duration::ZERO);
        assert_eq!(page.skipped, 1);
        assert_eq!(page.object(), Ok(()));
        assert_eq!(page.text(1), Err(Error::TooComplex));
        let mut late = opening.resumed(Duration::from_hours(1));
        assert_eq!(late.object(), Err(Error::TooComplex));
    }

    #[test]
    fn what_is_tolerated_is_counted() {
        let mut budget = DrawBudget::new();
        assert_eq!(budget.tolerate(Ok(7)), Some(7));
        assert_eq!(budget.tolerate::<()>(Err(Error::Incomplete)), None);
        assert_eq!(budget.skipped, 1);
    }
}
