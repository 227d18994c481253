//! A region that is moved so far that it is wrong, for a test ticket. The same seed moves it in the same way, for ever.

use crate::geometry::{PageBox, PagePoint};

use super::sampling::SplitMix64;

/// How far a border is moved, in thousandths of the region's width or height.
const LEAST: usize = 80;
const MOST: usize = 150;
/// What is moved by fewer page pixels could be meant.
const SEEN_PX: f64 = 4.0;
/// Each border inward or outward, and the whole each way: left, top, right and bottom, in such parts.
const WAYS: [[f64; 4]; 12] = [
    [1.0, 0.0, 0.0, 0.0],
    [-1.0, 0.0, 0.0, 0.0],
    [0.0, 1.0, 0.0, 0.0],
    [0.0, -1.0, 0.0, 0.0],
    [0.0, 0.0, 1.0, 0.0],
    [0.0, 0.0, -1.0, 0.0],
    [0.0, 0.0, 0.0, 1.0],
    [0.0, 0.0, 0.0, -1.0],
    [1.0, 0.0, 1.0, 0.0],
    [-1.0, 0.0, -1.0, 0.0],
    [0.0, 1.0, 0.0, 1.0],
    [0.0, -1.0, 0.0, -1.0],
];

/// One border of the region moved inward or outward, or all of it, within the page. `None` where it is too small, or the
/// page leaves no way.
pub fn shifted(region: PageBox, page: PageBox, seed: u64) -> Option<PageBox> {
    let mut dice = SplitMix64(seed);
    let part = (LEAST + dice.below(MOST - LEAST + 1)) as f64 / 1000.0;
    let (x, y) = (region.width() * part, region.height() * part);
    if x.min(y) < SEEN_PX {
        return None;
    }
    let moved = |[left, top, right, bottom]: [f64; 4]| {
        PageBox::new(
            PagePoint::new(region.min.x + left * x, region.min.y + top * y),
            PagePoint::new(region.max.x + right * x, region.max.y + bottom * y),
        )
    };
    let mut ways: Vec<PageBox> = WAYS.into_iter().map(moved).collect();
    ways.retain(|it| page.contains_box(it));
    match ways.len() {
        0 => None,
        count => Some(ways[dice.below(count)]),
    }
}

/// A seed of its own for each of these, out of one: FNV-1a over all of them, then mixed.
pub fn seed_of(seed: u64, about: &[&str]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64 ^ seed;
    // What no text has ends each of them.
    for byte in about.iter().flat_map(|it| it.bytes().chain([0xFF])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    SplitMix64(hash).next()
}

/// Whether it is the turn of so many in a hundred.
pub fn is_drawn(seed: u64, percent: u8) -> bool {
    SplitMix64(seed).below(100) < usize::from(percent)
}

/// One of so many; there has to be one.
pub fn pick(seed: u64, count: usize) -> usize {
    SplitMix64(seed).below(count)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rect(left: f64, top: f64, right: f64, bottom: f64) -> PageBox {
        PageBox::new(PagePoint::new(left, top), PagePoint::new(right, bottom))
    }

    #[test]
    fn what_is_too_small_or_fills_the_page_is_moved_inward_or_not_at_all() {
        let page = rect(0.0, 0.0, 1000.0, 800.0);
        assert_eq!(shifted(rect(10.0, 10.0, 30.0, 30.0), page, 7), None);
        for seed in 0..50 {
            let moved = shifted(page, page, seed).expect("inward");
            assert!(page.contains_box(&moved) && moved != page, "{moved:?}");
        }
        let beyond = rect(-50.0, -50.0, 1050.0, 850.0);
        assert_eq!(shifted(beyond, page, 7), None, "two borders stay outside");
    }

    #[test]
    fn seeds_differ_by_each_text_and_where_one_ends() {
        assert_eq!(seed_of(1, &["li", "a"]), seed_of(1, &["li", "a"]));
        assert_ne!(seed_of(1, &["li", "a"]), seed_of(2, &["li", "a"]));
        assert_ne!(seed_of(1, &["li", "a"]), seed_of(1, &["l", "ia"]));
        let due = (0..10_000_u32).filter(|nr| is_drawn(seed_of(9, &[&nr.to_string()]), 2));
        let due = due.count();
        assert!((150..250).contains(&due), "{due}");
        assert!(!is_drawn(3, 0) && is_drawn(3, 100));
    }

    proptest! {
        #[test]
        fn one_border_or_all_of_it_is_moved_by_a_part_that_is_seen(
            left in 0.0..500.0_f64, top in 0.0..500.0_f64, width in 60.0..900.0_f64, height in 60.0..900.0_f64,
            seed in any::<u64>(),
        ) {
            let page = rect(0.0, 0.0, 1400.0, 1400.0);
            let region = rect(left, top, left + width, top + height);
            let moved = shifted(region, page, seed).expect("there is room");
            prop_assert_eq!(Some(moved), shifted(region, page, seed));
            prop_assert!(page.contains_box(&moved));
            let by = [
                (moved.min.x - region.min.x) / width,
                (moved.min.y - region.min.y) / height,
                (moved.max.x - region.max.x) / width,
                (moved.max.y - region.max.y) / height,
            ];
            let changed: Vec<f64> = by.into_iter().filter(|it| it.abs() > 1e-9).collect();
            prop_assert!(changed.iter().all(|it| (0.079..0.151).contains(&it.abs())));
            let is_alike = |a: f64, b: f64| (a - b).abs() < 1e-9;
            let is_whole = is_alike(by[0], by[2]) && is_alike(by[1], by[3]);
            prop_assert!(changed.len() == 1 || (changed.len() == 2 && is_whole) , "{:?}", by);
        }
    }
}
