//! The same files inside PDF and TIFF.

use invoice_lens::formats::{FormatError, Pixels};

use super::sample::{Sample, decoded, samples};

/// A page as large as the picture, and nothing else on it.
fn pdf(sample: &Sample) -> Vec<u8> {
    let (width, height) = sample.size;
    let space = if sample.is_grey() {
        "DeviceGray"
    } else {
        "DeviceRGB"
    };
    let content = format!("{width} 0 0 {height} 0 0 cm /P Do");
    let mut file = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
         2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R\
         /Resources<</XObject<</P 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n\
         5 0 obj<</Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8\
         /ColorSpace/{space}/Filter/DCTDecode/Length {}>>stream\n",
        content.len(),
        sample.bytes.len()
    )
    .into_bytes();
    file.extend(&sample.bytes);
    file.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    file
}

/// One strip with the whole file in it.
fn tiff(sample: &Sample) -> Vec<u8> {
    const ENTRIES: u16 = 9;
    const DATA_AT: u32 = 8 + 2 + 12 * ENTRIES as u32 + 4 + 8;
    let (width, height) = sample.size;
    let samples = if sample.is_grey() { 1 } else { 3 };
    // Black is zero; red, green and blue; brightness and two colours.
    let meaning = match (sample.is_grey(), sample.to_string().starts_with("rgb")) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 6,
    };
    let bits_at = DATA_AT - 8;
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend(ENTRIES.to_le_bytes());
    for (tag, kind, count, value) in [
        (256_u16, 4_u16, 1_u32, width),
        (257, 4, 1, height),
        (258, 3, samples, if samples == 1 { 8 } else { bits_at }),
        (259, 3, 1, 7),
        (262, 3, 1, meaning),
        (273, 4, 1, DATA_AT),
        (277, 3, 1, samples),
        (278, 4, 1, height),
        (279, 4, 1, sample.bytes.len() as u32),
    ] {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes.extend([8, 0, 8, 0, 8, 0, 0, 0]);
    bytes.extend(&sample.bytes);
    bytes
}

#[test]
fn a_page_of_a_pdf_shows_the_same() {
    for sample in samples().into_iter().filter(|it| !it.is_refused()) {
        let page = decoded(&pdf(&sample), Pixels::Full);
        let page = page.unwrap_or_else(|error| panic!("{sample}: {error}"));
        assert_eq!(page.facts.skipped, 0, "{sample}");
        let (worst, mean) = sample.difference(&page.raster);
        assert!(
            worst < 24.0 && mean < 6.0,
            "{sample}: {worst}, {mean} of 255"
        );
    }
}

#[test]
fn a_tiff_shows_the_same_or_says_that_it_cannot() {
    let mut shown = 0;
    for sample in samples() {
        match decoded(&tiff(&sample), Pixels::Full) {
            Ok(picture) => {
                assert!(!sample.is_refused(), "{sample}");
                let (worst, _) = sample.difference(&picture.raster);
                assert!(worst < 3.0, "{sample}: {worst} of 255");
                shown += 1;
            }
            Err(FormatError::Unsupported { .. }) => {}
            Err(error) => panic!("{sample}: {error}"),
        }
    }
    assert!(shown > 5, "{shown}");
}
