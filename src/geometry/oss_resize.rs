//! What `resize` makes of an image: its size, and where the old pixels lie in it.
//!
//! Documented: the modes, with lfit and mfit rounding to the nearest pixel; `l`, `s` count only without `w`, `h`, and
//! `p` only without all of them. Chosen here: a proportional side also rounds half up and is at least one pixel;
//! centred cuts and paddings round down. Where the documents leave several readings all of them are given, the
//! likeliest first, and the size of what was delivered has to tell them apart.

use euclid::{Box2D, Point2D, Size2D};

use super::chain_image::{StageSize, Staged};
use super::chain_step::{Resize, ResizeMode};

pub(super) fn resize(image: &Staged, resize: &Resize) -> Vec<Staged> {
    let mut readings: Vec<Staged> = Vec::new();
    let boxes = target_boxes(image.size, resize);
    if boxes.is_empty() {
        readings.extend(by_percent(image, resize));
    }
    for target in boxes {
        match resize.mode {
            ResizeMode::Lfit => readings.push(fitted(image, target, f64::min, resize.limit)),
            ResizeMode::Mfit => readings.push(fitted(image, target, f64::max, resize.limit)),
            ResizeMode::Fixed => readings.extend(fixed(image, target, resize.limit)),
            ResizeMode::Fill => readings.extend(filled(image, target, resize.limit)),
            ResizeMode::Pad => readings.extend(padded(image, target, resize.limit)),
        }
    }
    readings
}

/// A box to fit into or to cover; an absent side follows from the proportions.
#[derive(Clone, Copy)]
struct Target {
    width: Option<u32>,
    height: Option<u32>,
}

/// The boxes that `w`, `h`, `l`, `s` may mean; none where only `p` is given.
fn target_boxes(image: StageSize, resize: &Resize) -> Vec<Target> {
    let target = |width, height| Target { width, height };
    match (resize.w, resize.h) {
        (Some(_), Some(_)) => return vec![target(resize.w, resize.h)],
        (None, None) => {}
        (width, height) => return one_sided(resize.mode, target(width, height)),
    }
    let wide = image.width >= image.height;
    let lying = |longer, shorter| {
        if wide {
            target(longer, shorter)
        } else {
            target(shorter, longer)
        }
    };
    match (resize.longer, resize.shorter) {
        (None, None) => Vec::new(),
        (Some(_), Some(_)) if image.width == image.height => {
            // Neither side of a square is the longer one.
            vec![
                target(resize.longer, resize.shorter),
                target(resize.shorter, resize.longer),
            ]
        }
        (Some(_), Some(_)) => vec![lying(resize.longer, resize.shorter)],
        (longer, shorter) => one_sided(resize.mode, lying(longer, shorter)),
    }
}

/// One side alone: proportional modes keep the proportions; the others take a square, though a vendor whose
/// service copies this one documents that `fixed` keeps the proportions.
fn one_sided(mode: ResizeMode, target: Target) -> Vec<Target> {
    let square = target.width.or(target.height);
    let square = Target {
        width: square,
        height: square,
    };
    match mode {
        ResizeMode::Lfit | ResizeMode::Mfit => vec![target],
        ResizeMode::Fixed | ResizeMode::Fill | ResizeMode::Pad => vec![square, target],
    }
}

/// Rounds half up, never to nothing.
fn rounded(side: f64) -> u32 {
    (side + 0.5).floor().clamp(1.0, f64::from(u32::MAX)) as u32
}

/// The image's size, scaled so that `pick` of both axes' ratios holds; the side that decides is met exactly.
fn proportional(image: StageSize, target: Target, pick: fn(f64, f64) -> f64) -> (StageSize, f64) {
    let size = image.to_f64();
    let across = target.width.map(|width| f64::from(width) / size.width);
    let down = target.height.map(|height| f64::from(height) / size.height);
    let scale = match (across, down) {
        (Some(across), Some(down)) => pick(across, down),
        (across, down) => across.or(down).unwrap_or(1.0),
    };
    (
        Size2D::new(rounded(size.width * scale), rounded(size.height * scale)),
        scale,
    )
}

fn fitted(image: &Staged, target: Target, pick: fn(f64, f64) -> f64, limit: bool) -> Staged {
    let (size, scale) = proportional(image.size, target, pick);
    if limit && scale > 1.0 {
        *image
    } else {
        image.scaled_to(size)
    }
}

/// Both sides of the box, an absent one by proportion.
fn both_sides(image: StageSize, target: Target) -> StageSize {
    let (by_proportion, _) = proportional(image, target, f64::min);
    Size2D::new(
        target.width.unwrap_or(by_proportion.width),
        target.height.unwrap_or(by_proportion.height),
    )
}

fn by_percent(image: &Staged, resize: &Resize) -> Vec<Staged> {
    let scale = f64::from(resize.percent.unwrap_or(100)) / 100.0;
    let size = image.size.to_f64() * scale;
    let scaled = image.scaled_to(Size2D::new(rounded(size.width), rounded(size.height)));
    if resize.limit && scale > 1.0 {
        // "Above 100 enlarges" and "never enlarges unless limit_0" are both documented.
        vec![scaled, *image]
    } else {
        vec![scaled]
    }
}

/// Whether the limit has a say: some side of the box is longer than the image's.
fn limited(image: StageSize, size: StageSize, limit: bool) -> bool {
    limit && (size.width > image.width || size.height > image.height)
}

fn fixed(image: &Staged, target: Target, limit: bool) -> Vec<Staged> {
    let size = both_sides(image.size, target);
    if !limited(image.size, size, limit) {
        return vec![image.scaled_to(size)];
    }
    // Returned as it is, forced all the same, or each side limited for itself.
    vec![
        *image,
        image.scaled_to(size),
        image.scaled_to(size.min(image.size)),
    ]
}

fn filled(image: &Staged, target: Target, limit: bool) -> Vec<Staged> {
    let size = both_sides(image.size, target);
    let forced = covered_and_cut(image, size);
    if !limited(image.size, size, limit) {
        return Vec::from_iter(forced);
    }
    let mut readings = vec![*image];
    readings.extend(forced);
    readings.extend(covered_and_cut(image, size.min(image.size)));
    readings
}

fn covered_and_cut(image: &Staged, size: StageSize) -> Option<Staged> {
    let target = Target {
        width: Some(size.width),
        height: Some(size.height),
    };
    let (covering, _) = proportional(image.size, target, f64::max);
    let covering = covering.max(size);
    let corner = Point2D::new(
        i64::from((covering.width - size.width) / 2),
        i64::from((covering.height - size.height) / 2),
    );
    image
        .scaled_to(covering)
        .cut(Box2D::from_origin_and_size(corner, size.to_i64()))
}

fn padded(image: &Staged, target: Target, limit: bool) -> Vec<Staged> {
    let size = both_sides(image.size, target);
    let target = Target {
        width: Some(size.width),
        height: Some(size.height),
    };
    let (inside, scale) = proportional(image.size, target, f64::min);
    let fitted = fitted_and_padded(image, inside.min(size), size);
    if !limited(image.size, size, limit) {
        return vec![fitted];
    }
    let mut readings = vec![fitted, *image];
    if scale > 1.0 {
        // Both sides are longer: the image may also be padded without being enlarged.
        readings.rotate_left(1);
        readings.push(fitted_and_padded(image, image.size, size));
    }
    readings
}

fn fitted_and_padded(image: &Staged, inside: StageSize, size: StageSize) -> Staged {
    let corner = Point2D::new(
        (size.width - inside.width) / 2,
        (size.height - inside.height) / 2,
    );
    image.scaled_to(inside).padded_to(size, corner)
}

#[cfg(test)]
mod tests {
    use super::super::chain_step::ChainStep;
    use super::*;

    /// Sizes that `text` can make of an image of this size, the likeliest first.
    fn sizes(size: (u32, u32), text: &str) -> Vec<(u32, u32)> {
        staged(size, text)
            .iter()
            .map(|staged| staged.size.to_tuple())
            .collect()
    }

    fn staged(size: (u32, u32), text: &str) -> Vec<Staged> {
        let ChainStep::Resize(step) = ChainStep::parse(text) else {
            panic!("{text} is no resize")
        };
        resize(&Staged::page(size.into()), &step)
    }

    #[test]
    fn documented_examples_mode_by_mode() {
        // The documentation's own: 200×100, w 150, h 80; and one-sided targets.
        let table = [
            ("resize,w_150,h_80", (150, 75)),
            ("resize,m_lfit,w_150,h_80", (150, 75)),
            ("resize,m_mfit,w_150,h_80", (160, 80)),
            ("resize,m_fill,w_150,h_80", (150, 80)),
            ("resize,m_pad,w_150,h_80", (150, 80)),
            ("resize,m_fixed,w_150,h_80", (150, 80)),
            ("resize,h_50", (100, 50)),
            ("resize,l_100", (100, 50)),
            ("resize,s_50", (100, 50)),
            ("resize,l_100,s_40", (80, 40)),
            ("resize,m_mfit,l_100,s_40", (100, 50)),
            ("resize,p_50", (100, 50)),
            ("resize,w_100,l_30,p_10", (100, 50)),
        ];
        for (text, size) in table {
            assert_eq!(sizes((200, 100), text), [size], "{text}");
        }
    }

    #[test]
    fn one_side_alone_is_a_square_or_keeps_the_proportions() {
        for mode in ["fixed", "fill", "pad"] {
            let text = format!("resize,m_{mode},h_100");
            assert_eq!(sizes((200, 100), &text), [(100, 100), (200, 100)], "{mode}");
        }
    }

    #[test]
    fn nothing_is_enlarged_unless_asked_for() {
        for text in [
            "resize,w_400",
            "resize,m_mfit,w_400,h_10",
            "resize,l_300",
            "resize,s_101",
        ] {
            assert_eq!(sizes((200, 100), text), [(200, 100)], "{text}");
        }
        assert_eq!(sizes((200, 100), "resize,w_400,limit_0"), [(400, 200)]);
        assert_eq!(
            sizes((200, 100), "resize,m_fixed,w_400,h_50,limit_0"),
            [(400, 50)]
        );
    }

    #[test]
    fn an_undocumented_limit_has_several_readings() {
        assert_eq!(
            sizes((200, 100), "resize,m_fixed,w_400,h_50"),
            [(200, 100), (400, 50), (200, 50)]
        );
        assert_eq!(sizes((200, 100), "resize,p_150"), [(300, 150), (200, 100)]);
        assert_eq!(
            sizes((200, 100), "resize,m_pad,w_150,h_150"),
            [(150, 150), (200, 100)]
        );
        assert_eq!(
            sizes((200, 100), "resize,m_pad,w_300,h_300"),
            [(200, 100), (300, 300), (300, 300)]
        );
    }

    #[test]
    fn halves_round_up_and_nothing_vanishes() {
        assert_eq!(sizes((200, 101), "resize,w_100"), [(100, 51)]);
        assert_eq!(sizes((3000, 2), "resize,w_30"), [(30, 1)]);
    }

    #[test]
    fn padding_shows_the_page_in_the_middle() {
        let readings = staged((200, 100), "resize,m_pad,w_100,h_81");
        assert_eq!(
            readings[0].content,
            Box2D::new(Point2D::new(0.0, 15.0), Point2D::new(100.0, 65.0))
        );
    }
}
