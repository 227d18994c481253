//! Which part of a document's page to draw sharper, once it is looked at closer than it was drawn.

use crate::formats::PagePart;
use crate::geometry::{PictureBox, PictureSize};

/// A page is enlarged by the next of these; few steps, so that zooming on does not ask for ever new drawings.
const SCALES: [u32; 3] = [2, 4, 8];

/// So many screen pixels a page pixel still look sharp.
const SHARP_UP_TO: f64 = 1.15;

/// Drawn beyond each edge of what is seen, as a part of it, so that moving a little needs nothing new.
const MARGIN: f64 = 0.25;

/// Most pixels of one drawing. A screen of four million and its margins fit.
const MAX_PIXELS: u64 = 16_000_000;

/// What to draw of a page, given what of it is seen and how large. `held` is what was drawn before: it is kept for as
/// long as it does.
pub fn part(
    page: u32,
    size: PictureSize,
    seen: &PictureBox,
    screen_pixels_per_pixel: f64,
    held: Option<PagePart>,
) -> Option<PagePart> {
    let wanted = PictureBox::from_size(size.to_f64()).intersection(seen)?;
    if screen_pixels_per_pixel <= SHARP_UP_TO {
        return None;
    }
    let enough = |scale: &u32| f64::from(*scale) * SHARP_UP_TO >= screen_pixels_per_pixel;
    let scale = SCALES.into_iter().find(enough).unwrap_or(SCALES[2]);
    if held.is_some_and(|held| {
        held.page == page && held.scale == scale && rect(&held).contains_box(&wanted)
    }) {
        return held;
    }
    let margins = (wanted.width() * MARGIN, wanted.height() * MARGIN);
    let roomy = whole_pixels(&wanted.inflate(margins.0, margins.1), page, scale, size);
    let part = if pixels(&roomy) <= MAX_PIXELS {
        roomy
    } else {
        whole_pixels(&wanted, page, scale, size)
    };
    (pixels(&part) <= MAX_PIXELS).then_some(part)
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
    let enlarged = |length: u32| u64::from(length) * u64::from(part.scale);
    enlarged(part.width) * enlarged(part.height)
}

fn whole_pixels(rect: &PictureBox, page: u32, scale: u32, size: PictureSize) -> PagePart {
    let (left, top) = (rect.min.x.max(0.0) as u32, rect.min.y.max(0.0) as u32);
    let right = (rect.max.x.ceil() as u32).min(size.width);
    let bottom = (rect.max.y.ceil() as u32).min(size.height);
    PagePart {
        page,
        scale,
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
