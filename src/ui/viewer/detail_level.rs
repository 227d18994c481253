//! Level of detail: which part of a document's page to draw sharper, once it is looked at closer than it was drawn; and
//! which part of a picture to have at more of its pixels, where it was too large to come whole.

use crate::formats::PagePart;
use crate::geometry::{PictureBox, PictureSize};

/// How much larger or smaller a part can be had; few steps, so that zooming on does not ask for ever new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ScaleStep {
    scale: u32,
    shrink: u32,
}

const fn step(scale: u32, shrink: u32) -> ScaleStep {
    ScaleStep { scale, shrink }
}

/// A page can be drawn as large as one likes.
const OF_DOCUMENT: [ScaleStep; 3] = [step(2, 1), step(4, 1), step(8, 1)];

/// A picture has no more pixels than it has.
const OF_PICTURE: [ScaleStep; 3] = [step(1, 4), step(1, 2), step(1, 1)];

/// What there is as a whole.
#[derive(Clone, Copy, Debug)]
pub struct WholeLevel {
    pub page: u32,
    pub size: PictureSize,
    /// Pixels of it for each pixel that `size` counts.
    pub density: f64,
    pub is_document: bool,
}

/// So many screen pixels a page pixel still look sharp.
const SHARP_UP_TO: f64 = 1.15;

/// Drawn beyond each edge of what is seen, as a part of it, so that moving a little needs nothing new.
const MARGIN: f64 = 0.25;

/// Most pixels of one drawing. A screen of four million and its margins fit.
const MAX_PIXELS: u64 = 16_000_000;

/// What to have of a page or picture, given what of it is seen and how large. What was had before, `held`, is kept for
/// as long as it does.
pub fn part(
    whole: &WholeLevel,
    seen: &PictureBox,
    screen_pixels_per_pixel: f64,
    held: &(impl Iterator<Item = PagePart> + Clone),
) -> Option<PagePart> {
    let wanted = PictureBox::from_size(whole.size.to_f64()).intersection(seen)?;
    if screen_pixels_per_pixel <= SHARP_UP_TO * whole.density {
        return None;
    }
    let steps = if whole.is_document {
        OF_DOCUMENT
    } else {
        OF_PICTURE
    };
    let enough = |step: &ScaleStep| density(*step) * SHARP_UP_TO >= screen_pixels_per_pixel;
    let best = steps.iter().position(enough).unwrap_or(steps.len() - 1);
    // A drawing that is too large is left alone; of a picture, fewer pixels do for a while.
    let fewest = if whole.is_document { best } else { 0 };
    let sharper = |step: &&ScaleStep| density(**step) > whole.density;
    let mut steps = steps[fewest..=best].iter().rev().filter(sharper);
    steps.find_map(|step| one_of(whole, *step, &wanted, held.clone()))
}

/// The part at one step: one that is here, else one that is not too large.
fn one_of(
    whole: &WholeLevel,
    step: ScaleStep,
    wanted: &PictureBox,
    mut held: impl Iterator<Item = PagePart>,
) -> Option<PagePart> {
    let does = |held: &PagePart| {
        held.page == whole.page && step_of(held) == step && rect(held).contains_box(wanted)
    };
    if let Some(held) = held.find(does) {
        return Some(held);
    }
    let margins = (wanted.width() * MARGIN, wanted.height() * MARGIN);
    let roomy = whole_pixels(&wanted.inflate(margins.0, margins.1), whole, step);
    let part = if pixels(&roomy) <= MAX_PIXELS {
        roomy
    } else {
        whole_pixels(wanted, whole, step)
    };
    (pixels(&part) <= MAX_PIXELS).then_some(part)
}

fn step_of(part: &PagePart) -> ScaleStep {
    step(part.scale, part.shrink)
}

/// Pixels of a part for each pixel of the page.
fn density(step: ScaleStep) -> f64 {
    f64::from(step.scale) / f64::from(step.shrink.max(1))
}

/// The same of a part.
pub fn density_of(part: &PagePart) -> f64 {
    density(step_of(part))
}

/// Where the part lies on its page, in the page's pixels.
pub fn rect(part: &PagePart) -> PictureBox {
    let [left, top, width, height] = [part.left, part.top, part.width, part.height].map(f64::from);
    PictureBox::new(
        euclid::point2(left, top),
        euclid::point2(left + width, top + height),
    )
}

fn pixels(part: &PagePart) -> u64 {
    let had = |length: u32| {
        let enlarged = u64::from(length) * u64::from(part.scale);
        enlarged.div_ceil(u64::from(part.shrink.max(1)))
    };
    had(part.width) * had(part.height)
}

/// On the grid of the shrunk pixels, so that they are the same ones in every part.
fn whole_pixels(rect: &PictureBox, whole: &WholeLevel, step: ScaleStep) -> PagePart {
    let grid = step.shrink.max(1);
    let down = |edge: f64| edge.max(0.0) as u32 / grid * grid;
    let up = |edge: f64, most: u32| (edge.ceil() as u32).next_multiple_of(grid).min(most);
    let (left, top) = (down(rect.min.x), down(rect.min.y));
    let right = up(rect.max.x, whole.size.width);
    let bottom = up(rect.max.y, whole.size.height);
    PagePart {
        page: whole.page,
        scale: step.scale,
        shrink: step.shrink,
        left,
        top,
        width: right.saturating_sub(left),
        height: bottom.saturating_sub(top),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: PictureSize = PictureSize::new(2000, 1292);

    fn seen(left: f64, top: f64, right: f64, bottom: f64) -> PictureBox {
        PictureBox::new(euclid::point2(left, top), euclid::point2(right, bottom))
    }

    fn part(
        page: u32,
        size: PictureSize,
        seen: &PictureBox,
        screen_pixels: f64,
        held: Option<PagePart>,
    ) -> Option<PagePart> {
        let whole = WholeLevel {
            page,
            size,
            density: 1.0,
            is_document: true,
        };
        super::part(&whole, seen, screen_pixels, &held.into_iter())
    }

    #[test]
    fn a_large_picture_comes_in_parts_with_as_many_pixels_as_are_seen() {
        let whole = WholeLevel {
            page: 0,
            size: PictureSize::new(20_000, 10_000),
            density: 0.125,
            is_document: false,
        };
        let part = |seen: PictureBox, zoom| super::part(&whole, &seen, zoom, &std::iter::empty());
        assert_eq!(part(seen(0.0, 0.0, 20_000.0, 10_000.0), 0.14), None);
        for (zoom, shrink) in [(0.2, 4), (0.5, 2), (0.9, 1), (1.1, 1), (8.0, 1)] {
            let part = part(seen(4001.0, 3001.0, 5003.0, 4001.0), zoom).expect("closer");
            assert_eq!((part.scale, part.shrink), (1, shrink), "{zoom}");
            let place = rect(&part);
            assert!(place.contains_box(&seen(4001.0, 3001.0, 5003.0, 4001.0)));
            assert!([part.left, part.top].map(|edge| edge % shrink) == [0, 0]);
        }
        let all = part(seen(0.0, 0.0, 20_000.0, 10_000.0), 0.9).expect("with fewer pixels");
        assert_eq!(all.shrink, 4, "so that they are not too many");
        assert_eq!((all.width, all.height), (20_000, 10_000));
        let corner = part(seen(19_500.0, 9700.0, 21_000.0, 11_000.0), 2.0).expect("the corner");
        assert_eq!(
            (corner.left + corner.width, corner.top + corner.height),
            (20_000, 10_000)
        );
    }

    #[test]
    fn nothing_is_drawn_anew_while_the_page_has_pixels_enough() {
        let whole = seen(-100.0, -100.0, 2100.0, 1400.0);
        for scale in [0.1, 0.5, 1.0, 1.15] {
            assert_eq!(part(0, SIZE, &whole, scale, None), None);
        }
        let beside = seen(3000.0, 0.0, 3500.0, 500.0);
        assert_eq!(part(0, SIZE, &beside, 3.0, None), None);
    }

    #[test]
    fn what_is_seen_and_some_more_is_drawn() {
        let part = part(2, SIZE, &seen(500.0, 400.0, 900.0, 600.0), 3.0, None).expect("closer");
        let expected = PagePart {
            page: 2,
            scale: 4,
            shrink: 1,
            left: 400,
            top: 350,
            width: 600,
            height: 300,
        };
        assert_eq!(part, expected);
    }

    #[test]
    fn moving_a_little_keeps_what_was_drawn() {
        let first = part(0, SIZE, &seen(500.0, 400.0, 900.0, 600.0), 3.0, None);
        for (shift, is_kept) in [(0.0, true), (50.0, true), (99.0, true), (101.0, false)] {
            let moved = seen(500.0 + shift, 400.0, 900.0 + shift, 600.0);
            let next = part(0, SIZE, &moved, 3.0, first);
            assert_eq!(next == first, is_kept, "{shift}");
        }
        let closer = part(0, SIZE, &seen(600.0, 450.0, 700.0, 500.0), 7.0, first);
        assert_eq!(closer.map(|part| part.scale), Some(8));
        let other_page = part(1, SIZE, &seen(500.0, 400.0, 900.0, 600.0), 3.0, first);
        assert_eq!(other_page.map(|part| part.page), Some(1));
    }

    #[test]
    fn a_drawing_is_bounded() {
        // A very large screen, or several of them.
        let large = seen(0.0, 0.0, 1800.0, 1200.0);
        assert_eq!(part(0, SIZE, &large, 4.0, None), None);
        let smaller =
            part(0, SIZE, &seen(0.0, 0.0, 1100.0, 800.0), 4.0, None).expect("without margins");
        assert!(pixels(&smaller) <= MAX_PIXELS);
        let closest =
            part(0, SIZE, &seen(0.0, 0.0, 20.0, 10.0), 60.0, None).expect("as sharp as it gets");
        assert_eq!(closest.scale, 8);
    }
}
