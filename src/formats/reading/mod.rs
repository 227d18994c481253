//! Reads what is printed in a picture: finds its lines of text, says which of them stand on their heads, and what they
//! say; and looks at its other pixels while they are there. Small models that are part of the program do it, on one thread; nothing is asked of anybody.

mod answer;
mod detector;
mod direction;
mod network;
mod patch;
mod recogniser;
#[cfg(test)]
mod tests;

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use crate::geometry::PictureSize;
use crate::model::{Look, MAX_LINES, PageText, TextLine};

use super::{DecodeJob, Decoder, FormatError, Raster, look};
pub(crate) use answer::{read_answer, write_answer};
use detector::Detector;
use direction::Direction;
use recogniser::Recogniser;

/// Lines of a picture that are read by default. A ticket has 15 to 60; a number or an amount can be called missing only
/// where all lines are read that could hold it.
pub const MOST_LINES: usize = 64;
/// Lines of which is asked whether they stand on their heads: the longest ones, which say it best.
const MOST_DIRECTIONS: usize = 24;
/// A line shorter than this many times its height holds neither a number nor an amount.
const LEAST_ASPECT: f32 = 1.5;

/// Holds the models once something was read.
#[derive(Default)]
pub struct Reader {
    models: Option<Models>,
}

struct Models {
    detector: Detector,
    direction: Direction,
    recogniser: Recogniser,
}

impl Models {
    fn load() -> Result<Self, FormatError> {
        let pool = network::pool();
        Ok(Self {
            detector: Detector::load(&pool)?,
            direction: Direction::load(&pool)?,
            recogniser: Recogniser::load(&pool)?,
        })
    }
}

impl Reader {
    /// Decodes a file, of a document its first page, and looks at its pixels; reads so many of its lines, and does not
    /// even look for them where that is none.
    pub fn read(
        &mut self,
        decoder: &mut Decoder,
        job: &DecodeJob,
        most_lines: usize,
    ) -> Result<PageText, FormatError> {
        let picture = decoder.decode(job)?;
        let read = || self.read_raster(&picture.raster, picture.facts.size, most_lines);
        panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(FormatError::Crashed))
    }

    fn read_raster(
        &mut self,
        raster: &Raster,
        size: PictureSize,
        most_lines: usize,
    ) -> Result<PageText, FormatError> {
        let is_read = most_lines > 0;
        let lines = if is_read {
            self.lines(raster, size, most_lines)?
        } else {
            Vec::new()
        };
        let read = PageText {
            size,
            is_read,
            lines,
            look: None,
        };
        looked_at(read, || look(raster, size))
    }

    fn lines(
        &mut self,
        raster: &Raster,
        size: PictureSize,
        most_lines: usize,
    ) -> Result<Vec<TextLine>, FormatError> {
        let models = match &mut self.models {
            Some(models) => models,
            none => none.insert(Models::load()?),
        };
        let mut lines = models.detector.lines(raster)?;
        lines.truncate(MAX_LINES);
        models.look_at_directions(raster, &mut lines)?;
        models.read_lines(raster, &mut lines, most_lines)?;
        // A large picture is read in a smaller copy.
        let scale = size.width as f32 / raster.size().0 as f32;
        for line in &mut lines {
            line.corners = line.corners.map(|corner| corner.map(|it| it * scale));
        }
        Ok(lines)
    }
}

/// What was read, with what is seen beside it; without that where looking crashes, which takes no line along.
fn looked_at(mut read: PageText, looking: impl FnOnce() -> Look) -> Result<PageText, FormatError> {
    let look = panic::catch_unwind(AssertUnwindSafe(looking)).ok();
    if look.is_none() && !read.is_read {
        return Err(FormatError::Crashed);
    }
    read.look = look.map(Arc::new);
    Ok(read)
}

impl Models {
    fn look_at_directions(
        &self,
        raster: &Raster,
        lines: &mut [TextLine],
    ) -> Result<(), FormatError> {
        let aspect = TextLine::aspect;
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by(|a, b| aspect(&lines[*b]).total_cmp(&aspect(&lines[*a])));
        for index in order.into_iter().take(MOST_DIRECTIONS) {
            if aspect(&lines[index]) < LEAST_ASPECT {
                break;
            }
            lines[index].turned = Some(self.direction.is_turned(raster, &lines[index])?);
        }
        Ok(())
    }

    /// Those that stand on their heads are read as they are meant.
    fn read_lines(
        &self,
        raster: &Raster,
        lines: &mut [TextLine],
        most_lines: usize,
    ) -> Result<(), FormatError> {
        let looked_at: Vec<([f32; 2], bool)> = lines
            .iter()
            .filter_map(|line| Some((line.centre(), line.turned?)))
            .collect();
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.retain(|index| lines[*index].aspect() >= LEAST_ASPECT);
        // Where there are too many, short labels and what runs across the page are left out.
        order.sort_by_key(|index| !lines[*index].may_hold_value());
        for index in order.into_iter().take(most_lines) {
            let line = &mut lines[index];
            let is_turned = turned_around(&looked_at, line.centre());
            line.text = Some(self.recogniser.read(raster, line, is_turned)?);
        }
        Ok(())
    }
}

/// How many neighbours say how a line stands.
const NEIGHBOURS: usize = 5;

/// Whether what is printed around here stands on its head: one line alone says it wrongly now and then.
fn turned_around(looked_at: &[([f32; 2], bool)], [x, y]: [f32; 2]) -> bool {
    let mut near: Vec<(f32, bool)> = looked_at
        .iter()
        .map(|([a, b], turned)| ((a - x).hypot(b - y), *turned))
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    near.truncate(NEIGHBOURS);
    let turned = near.iter().filter(|(_, turned)| *turned).count();
    2 * turned > near.len()
}
