//! A number of a file's bytes by which the same file is known again. It keeps nobody from making another file with the
//! same number; that would only be called the same picture.

/// Odd, and without a pattern in its bits.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// Never zero, which stands for none.
pub(super) fn of(bytes: &[u8]) -> u64 {
    let words = bytes.chunks_exact(8);
    let rest = words.remainder();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mixed = |sum: u64, word: u64| {
        let mixed = (sum.rotate_left(23) ^ word).wrapping_mul(FACTOR);
        mixed ^ mixed >> 29
    };
    let start = mixed(FACTOR, bytes.len() as u64);
    let sum = words.fold(start, |sum, word| {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
        mixed(sum, word)
    });
    mixed(mixed(sum, u64::from_le_bytes(last)), 1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_have_the_same_number_and_others_another() {
        let file: Vec<u8> = (0..1_003_u32).map(|it| (it * 7 >> 2) as u8).collect();
        let own = of(&file);
        assert_eq!(own, of(&file.clone()));
        let mut seen = std::collections::HashSet::from([own]);
        for index in 0..file.len() {
            let mut other = file.clone();
            other[index] ^= 1;
            assert!(seen.insert(of(&other)), "{index}");
            assert!(seen.insert(of(&file[..index])), "{index}");
        }
    }
}
