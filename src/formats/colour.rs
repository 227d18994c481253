//! Brightness and two differences of colour instead of red, green and blue, as JFIF has them, in fixed-point numbers.

/// One in the numbers below.
const ONE: i32 = 1 << 16;
/// No difference.
const NEUTRAL: i32 = 128;

/// Of a pixel with these samples of red, green and blue.
pub(super) fn brightness([red, green, blue]: [i32; 3]) -> u8 {
    rounded(19_595 * red + 38_470 * green + 7_471 * blue) as u8
}

/// Differences of blue and of red, in the mean of `count` pixels whose samples add up to these.
pub(super) fn differences([red, green, blue]: [i32; 3], count: i32) -> [u8; 2] {
    [
        -11_059 * red - 21_709 * green + 32_768 * blue,
        32_768 * red - 27_439 * green - 5_329 * blue,
    ]
    .map(|sum| (rounded(mean(sum, count)) + NEUTRAL).clamp(0, 255) as u8)
}

/// By the usual count at once: dividing by any number takes longer than all the rest.
fn mean(sum: i32, count: i32) -> i32 {
    if count == 4 { sum / 4 } else { sum / count }
}

/// What these differences add to the brightness of a pixel: for red, green and blue.
#[inline]
pub(super) fn added([blue, red]: [u8; 2]) -> [i32; 3] {
    let (blue, red) = (i32::from(blue) - NEUTRAL, i32::from(red) - NEUTRAL);
    [91_881 * red, -22_554 * blue - 46_802 * red, 116_130 * blue].map(rounded)
}

/// Red, green and blue.
#[inline]
pub(super) fn mixed(brightness: u8, added: [i32; 3]) -> [u8; 3] {
    added.map(|added| (i32::from(brightness) + added).clamp(0, 255) as u8)
}

fn rounded(number: i32) -> i32 {
    (number + ONE / 2) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_is_brightness_alone() {
        for grey in 0..=255 {
            let samples = [i32::from(grey); 3];
            assert_eq!(brightness(samples), grey);
            assert_eq!(differences(samples.map(|it| 4 * it), 4), [128; 2]);
            assert_eq!(mixed(grey, added([128; 2])), [grey; 3]);
        }
    }

    #[test]
    fn colours_are_those_of_the_standard() {
        for (y, cb, cr) in [(76, 85, 255), (150, 44, 21), (29, 255, 107), (200, 90, 160)] {
            let [blue, red] = [cb, cr].map(|it: u8| f64::from(it) - 128.0);
            let exact = [
                1.402 * red,
                -0.344_136 * blue - 0.714_136 * red,
                1.772 * blue,
            ]
            .map(|added| (f64::from(y) + added).round().clamp(0.0, 255.0) as u8);
            assert_eq!(mixed(y, added([cb, cr])), exact);
        }
    }
}
