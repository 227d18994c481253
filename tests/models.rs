//! The models that read tickets are those that `assets/models/README.md` names.

use std::fs;
use std::path::Path;

#[test]
fn every_model_is_the_one_that_is_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/models");
    let table = fs::read_to_string(folder.join("README.md")).expect("a table");
    let mut files = fs::read_dir(&folder)
        .expect("a folder")
        .map(|file| {
            file.expect("a file")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .filter(|name| !["README.md", "LICENSE-Apache-2.0"].contains(&name.as_str()))
        .collect::<Vec<_>>();
    files.sort();
    assert_eq!(files.len(), 4, "{files:?}");
    for file in files {
        let row = table
            .lines()
            .find(|line| line.starts_with(&format!("| {file} |")));
        let row = row.unwrap_or_else(|| panic!("{file} is not written down"));
        let sum = sha256(&fs::read(folder.join(&file)).expect("readable"));
        assert!(row.contains(&sum), "{file} has another sum: {sum}");
    }
}

#[test]
fn sums_are_as_the_standard_has_them() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(sha256(b"abc"), abc);
}

/// SHA-256 (FIPS 180-4) in hexadecimal digits.
fn sha256(bytes: &[u8]) -> String {
    let primes: Vec<u64> = (2..)
        .filter(|n: &u64| {
            (2..*n)
                .take_while(|d| d * d <= *n)
                .all(|d| !n.is_multiple_of(d))
        })
        .take(64)
        .collect();
    // The first 32 bits behind the point of a root.
    let behind_point = |root: f64| ((root.fract()) * 2_f64.powi(32)) as u32;
    let k: Vec<u32> = primes
        .iter()
        .map(|p| behind_point((*p as f64).cbrt()))
        .collect();
    let mut state: Vec<u32> = primes[..8]
        .iter()
        .map(|p| behind_point((*p as f64).sqrt()))
        .collect();
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((8 * bytes.len() as u64).to_be_bytes());
    for block in padded.chunks_exact(64) {
        let mut w: Vec<u32> = block
            .chunks_exact(4)
            .map(|word| u32::from_be_bytes([word[0], word[1], word[2], word[3]]))
            .collect();
        for i in 16..64 {
            let (a, b) = (w[i - 15], w[i - 2]);
            let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
            let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
            w.push(
                w[i - 16]
                    .wrapping_add(s0)
                    .wrapping_add(w[i - 7])
                    .wrapping_add(s1),
            );
        }
        let mut v = state.clone();
        for i in 0..64 {
            let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
            let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
            let first = [s1, choice, k[i], w[i]]
                .iter()
                .fold(v[7], |sum, it| sum.wrapping_add(*it));
            let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
            let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(first);
            v[0] = first.wrapping_add(s0).wrapping_add(majority);
        }
        for (sum, it) in state.iter_mut().zip(v) {
            *sum = sum.wrapping_add(it);
        }
    }
    let words: Vec<String> = state.iter().map(|word| format!("{word:08x}")).collect();
    words.concat()
}
