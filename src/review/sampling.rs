//! A random sample of a review that can be drawn again from its seed, and what it says of the whole.

use indexmap::IndexMap;

use crate::model::{InvoiceNr, Sample, SecondReview};

use super::{Judged, Library};

/// Draws so many invoices of those that can be judged, over pages: pages in random order give one of theirs each, and
/// again from the first where there are fewer pages than wanted. The same seed draws the same from the same review.
pub fn draw(library: &Library, size: usize, seed: u64) -> Sample {
    let mut dice = SplitMix64(seed);
    let mut pages: Vec<Vec<InvoiceNr>> = pages(library);
    for page in &mut pages {
        dice.shuffle(page);
    }
    dice.shuffle(&mut pages);
    let deepest = pages.iter().map(Vec::len).max().unwrap_or_default();
    let rounds = (0..deepest).flat_map(|round| pages.iter().filter_map(move |it| it.get(round)));
    let invoices = rounds
        .take(size)
        .filter_map(|nr| Some(library.get(*nr)?.id.clone()));
    Sample {
        seed,
        invoices: invoices.collect(),
    }
}

/// Draws so many in a hundred of those that can be judged, one more where that is no whole number.
pub fn draw_share(library: &Library, percent: u8, seed: u64) -> SecondReview {
    let all: usize = pages(library).iter().map(Vec::len).sum();
    let size = (all * usize::from(percent)).div_ceil(100);
    SecondReview::Share {
        percent,
        seed,
        invoices: draw(library, size, seed).invoices,
    }
}

/// The invoices of each page; one whose page is not known is a page of its own.
fn pages(library: &Library) -> Vec<Vec<InvoiceNr>> {
    let mut pages: IndexMap<Result<&str, InvoiceNr>, Vec<InvoiceNr>> = IndexMap::new();
    for (nr, entry) in library.numbers().zip(library.entries()) {
        if Judged::of(entry) == Judged::Cannot {
            continue;
        }
        let invoice = entry.invoice.as_ref();
        let page = invoice.map(|it| it.picture_key.page.as_str()).ok_or(nr);
        pages.entry(page).or_default().push(nr);
    }
    pages.into_values().collect()
}

/// `SplitMix64`: all that is asked of it is that the same seed gives the same numbers everywhere, for ever.
pub(super) struct SplitMix64(pub(super) u64);

impl SplitMix64 {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.next()) * (end as u128);
        (wide >> 64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// With 95 % certainty the error rate is at most this, after so many wrong ones of so many judged (Clopper–Pearson,
/// one-sided): the rate at which so few would be seen one time in twenty.
pub fn upper_bound(wrong: usize, judged: usize) -> Option<f64> {
    bound(wrong, judged, 0.05)
}

/// With 95 % certainty a rate is within these, after it came out so often of so many (Clopper–Pearson, two-sided).
pub fn interval(times: usize, of: usize) -> Option<(f64, f64)> {
    let rest = of.checked_sub(times)?;
    Some((1.0 - bound(rest, of, 0.025)?, bound(times, of, 0.025)?))
}

/// The rate at which so few would be seen with this probability.
fn bound(wrong: usize, judged: usize, doubt: f64) -> Option<f64> {
    if judged == 0 || wrong > judged {
        return None;
    }
    if wrong == judged {
        return Some(1.0);
    }
    let (mut low, mut high) = (wrong as f64 / judged as f64, 1.0);
    // Each step halves what is left: far below what is shown.
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if at_most(wrong, judged, middle) > doubt {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(high)
}

/// How likely at most `wrong` of `judged` are wrong where each is with this probability.
fn at_most(wrong: usize, judged: usize, rate: f64) -> f64 {
    let (n, log_rate, log_rest) = (judged as f64, rate.ln(), (-rate).ln_1p());
    // The logarithm of the binomial coefficient, as it grows.
    let mut ways = 0.0_f64;
    let mut sum = 0.0;
    for k in 0..=wrong {
        let k = k as f64;
        if k > 0.0 {
            ways += ((n - k + 1.0) / k).ln();
        }
        sum += (ways + k * log_rate + (n - k) * log_rest).exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::review::fixtures::{found, library_of};

    #[test]
    fn bounds_are_those_of_the_tables() {
        for (wrong, judged, bound) in [
            (0, 59, 0.049_51),
            (0, 300, 0.009_936),
            (1, 100, 0.046_56),
            (5, 100, 0.102_25),
            (10, 50, 0.315_60),
            (19, 20, 0.997_44),
        ] {
            let found = upper_bound(wrong, judged).expect("a bound");
            assert!((found - bound).abs() < 2e-4, "{wrong}/{judged}: {found}");
        }
        assert_eq!(upper_bound(0, 0), None);
        assert_eq!(upper_bound(7, 7), Some(1.0));
        let many = upper_bound(500, 100_000).expect("a bound");
        assert!((0.005..0.0055).contains(&many), "{many}");
    }

    #[test]
    fn intervals_are_those_of_the_tables() {
        for (times, of, wanted) in [
            (0, 10, (0.0, 0.308_50)),
            (3, 4, (0.194_12, 0.993_69)),
            (8, 10, (0.443_90, 0.974_79)),
            (10, 10, (0.691_50, 1.0)),
        ] {
            let found = interval(times, of).expect("an interval");
            let differs = (found.0 - wanted.0).abs().max((found.1 - wanted.1).abs());
            assert!(differs < 2e-5, "{times}/{of}: {found:?}");
        }
        assert_eq!((interval(0, 0), interval(2, 1)), (None, None));
    }

    #[test]
    fn a_seed_draws_the_same_over_pages_and_another_seed_others() {
        let mut library = library_of((0..60).map(|nr| format!("ID01test{nr:04}")));
        let names: Vec<String> = (0..60).map(|nr| format!("{}.jpg", nr / 3)).collect();
        let pages: Vec<(u32, &str)> = (0..).zip(names.iter().map(String::as_str)).collect();
        library.apply(&found(&pages));
        let sample = draw(&library, 20, 7);
        assert_eq!(sample, draw(&library, 20, 7));
        assert_ne!(sample, draw(&library, 20, 8));
        let page = |id| {
            let nr = library.number_of(id).expect("an invoice");
            nr.index() / 3
        };
        let drawn: HashSet<usize> = sample.invoices.iter().map(page).collect();
        assert_eq!(drawn.len(), 20, "one of each page");
        let all = draw(&library, 1_000, 7);
        let different: HashSet<_> = all.invoices.iter().collect();
        assert_eq!((all.invoices.len(), different.len()), (60, 60));
    }
}
