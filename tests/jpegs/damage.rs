//! Damage within a file that ends as it should is told, and never of a file that is whole.

use invoice_lens::formats::Pixels;

use super::sample::{Sample, decoded, samples};

const END: [u8; 2] = [0xFF, 0xD9];

const WANTS: [Pixels; 3] = [
    Pixels::Full,
    Pixels::Thumbnail { max_side: 12 },
    Pixels::Thumbnail { max_side: 256 },
];

fn shown() -> impl Iterator<Item = Sample> {
    samples().into_iter().filter(|it| !it.is_refused())
}

/// Where each marker with a segment begins, and where the data of scans begins.
fn markers(bytes: &[u8]) -> Vec<(u8, usize)> {
    let mut found = Vec::new();
    let mut at = 2;
    while let Some([0xFF, marker]) = bytes.get(at..at + 2) {
        found.push((*marker, at));
        if *marker == END[1] {
            break;
        }
        let length = u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]);
        at += 2 + usize::from(length);
        if *marker == 0xDA {
            let is_marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7);
            at += bytes[at..].windows(2).position(is_marker).expect("an end");
        }
    }
    found
}

/// Bytes of the first scan that has so many, from its first to behind its last.
fn scan(bytes: &[u8], least: usize) -> Option<std::ops::Range<usize>> {
    let markers = markers(bytes);
    let mut scans = markers
        .windows(2)
        .filter(|pair| pair[0].0 == 0xDA)
        .map(|pair| {
            let start = pair[0].1;
            let length = u16::from_be_bytes([bytes[start + 2], bytes[start + 3]]);
            start + 2 + usize::from(length)..pair[1].1
        });
    scans.find(|it| it.len() >= least)
}

/// Told as damaged, or refused, whatever is wanted of it.
fn is_told(bytes: &[u8]) -> bool {
    let is_whole = |want| decoded(bytes, want).is_ok_and(|it| it.facts.complete);
    !WANTS.into_iter().any(is_whole)
}

fn assert_told(bytes: &[u8], what: &str) {
    assert!(is_told(bytes), "{what}");
}

fn assert_whole(bytes: &[u8], what: &str) {
    for want in WANTS {
        let decoded = decoded(bytes, want).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(decoded.facts.complete, "{what}: {want:?}");
    }
}

#[test]
fn data_that_runs_out_before_the_end_marker_is_told() {
    for sample in shown() {
        for share in [4, 6, 9] {
            let mut cut = sample.bytes[..sample.bytes.len() * share / 10].to_vec();
            if cut.ends_with(&[0xFF]) {
                cut.pop();
            }
            cut.extend(END);
            assert_told(&cut, &format!("{sample} cut at {share}"));
        }
        let Some(scan) = scan(&sample.bytes, 60) else {
            continue;
        };
        let mut short = sample.bytes.clone();
        short.drain(scan.start + 20..scan.end - 20);
        assert_told(&short, &format!("{sample} without most of a scan"));
    }
}

#[test]
fn scans_that_never_came_are_told() {
    for sample in shown() {
        let markers = markers(&sample.bytes);
        let scans: Vec<usize> = markers
            .iter()
            .filter(|it| it.0 == 0xDA)
            .map(|it| it.1)
            .collect();
        for behind in scans.iter().skip(1) {
            let mut cut = sample.bytes[..*behind].to_vec();
            cut.extend(END);
            assert_told(&cut, &format!("{sample} cut between scans"));
        }
    }
}

#[test]
fn what_is_shown_of_a_damaged_file_is_the_part_before_the_damage() {
    let plain = shown().find(|it| it.to_string() == "one-scan-2x2");
    let sample = plain.expect("a common file");
    let mut cut = sample.bytes[..sample.bytes.len() * 7 / 10].to_vec();
    cut.extend(END);
    let whole = decoded(&sample.bytes, Pixels::Full).expect("whole");
    let part = decoded(&cut, Pixels::Full).expect("shown as far as it goes");
    let row = |raster: &invoice_lens::formats::Raster, y| {
        (0..20).map(|x| raster.rgba(x, y)).collect::<Vec<_>>()
    };
    assert_eq!(row(&part.raster, 0), row(&whole.raster, 0));
    assert_ne!(row(&part.raster, 42), row(&whole.raster, 42));
}

#[test]
fn a_hole_in_the_data_is_told() {
    let (mut told, mut all) = (0, 0);
    for sample in shown() {
        let Some(scan) = scan(&sample.bytes, 90) else {
            continue;
        };
        let start = scan.start + scan.len() / 3;
        let mut empty = sample.bytes.clone();
        empty[start..start + 40].fill(0);
        let mut other = sample.bytes.clone();
        for (index, byte) in other[start..start + 40].iter_mut().enumerate() {
            *byte = (index * 37 + 11) as u8 & 0x7F;
        }
        for damaged in [empty, other] {
            told += usize::from(is_told(&damaged));
            all += 1;
        }
    }
    // Codes fall in step again by themselves: now and then with as many blocks as there should be.
    assert!(all > 150 && told * 100 >= all * 90, "{told} of {all}");
}

#[test]
fn markers_out_of_order_or_amid_data_are_told() {
    for sample in shown() {
        let Some(scan) = scan(&sample.bytes, 60) else {
            continue;
        };
        let is_restart = |pair: &[u8]| pair[0] == 0xFF && matches!(pair[1], 0xD0..=0xD7);
        let data = &sample.bytes[scan.clone()];
        let restart = data.windows(2).position(is_restart);
        if let Some(at) = restart.map(|at| scan.start + at) {
            let mut missing = sample.bytes.clone();
            missing.drain(at..at + 2);
            assert_told(&missing, &format!("{sample} without a restart"));
            let mut other = sample.bytes.clone();
            other[at + 1] = 0xD0 + (other[at + 1] - 0xD0 + 3) % 8;
            assert_told(&other, &format!("{sample} with another restart"));
        }
        for marker in [0xD1, 0xC4, 0x35] {
            let mut amid = sample.bytes.clone();
            let middle = scan.start + scan.len() / 2;
            let middle = middle + usize::from(amid[middle - 1] == 0xFF);
            amid.splice(middle..middle, [0xFF, marker]);
            assert_told(&amid, &format!("{sample} with {marker:x} amid its data"));
        }
    }
}

#[test]
fn bytes_behind_the_end_and_filled_up_markers_are_no_damage() {
    for sample in shown() {
        let mut longer = sample.bytes.clone();
        longer.extend([0; 40]);
        longer.extend(b"and a word");
        assert_whole(&longer, &format!("{sample} and more"));
        let mut filled = sample.bytes[..2].to_vec();
        for pair in sample.bytes[2..].windows(2) {
            let is_marker = pair[0] == 0xFF && pair[1] == END[1];
            filled.extend(if is_marker {
                &[0xFF, 0xFF][..]
            } else {
                &pair[..1]
            });
        }
        filled.push(END[1]);
        assert_whole(&filled, &format!("{sample} with a filled up end"));
        // A few bytes of nothing before the end, as some cameras write them.
        let mut padded = sample.bytes[..sample.bytes.len() - 2].to_vec();
        padded.extend([0, 0]);
        padded.extend(END);
        assert_whole(&padded, &format!("{sample} padded"));
    }
}

#[test]
fn a_height_that_comes_later_is_no_damage() {
    for sample in shown() {
        let markers = markers(&sample.bytes);
        let scans = markers.iter().filter(|it| it.0 == 0xDA).count();
        let is_sequential = markers.iter().any(|it| matches!(it.0, 0xC0 | 0xC1));
        if scans != 1 || !is_sequential {
            continue;
        }
        let (_, frame) = markers
            .iter()
            .find(|it| matches!(it.0, 0xC0 | 0xC1))
            .expect("a frame");
        let mut file = sample.bytes[..sample.bytes.len() - 2].to_vec();
        file.extend([0xFF, 0xDC, 0, 4]);
        file.extend((sample.size.1 as u16).to_be_bytes());
        file.extend(END);
        assert_whole(&file, &format!("{sample} with its height twice"));
        file[frame + 5..frame + 7].fill(0);
        assert_whole(&file, &format!("{sample} with its height behind"));
        let shown = decoded(&file, Pixels::Full).expect("it was before");
        assert!(sample.difference(&shown.raster).0 < 3.0, "{sample}");
    }
}
