//! JPEGs of several scans and of every way to keep colours, against what libjpeg's own program shows of them, and what
//! is said of damaged ones. `scripts/make-jpeg-samples.sh` makes the files and `values.txt`.

mod damage;
mod elsewhere;
mod sample;

use invoice_lens::formats::{FormatError, Pixels};
use invoice_lens::model::MediaType;

use sample::{Sample, decoded, samples};

/// Most that the mean of a cell may be off, of 255: decoders round differently, and blend colours differently at edges.
const CELL: f64 = 3.0;
/// The same where the picture was made smaller: print between cells goes to one or the other.
const SMALL_CELL: f64 = 40.0;
/// The same for the mean of all cells.
const SMALL_MEAN: f64 = 12.0;

#[test]
fn every_file_is_shown_as_libjpeg_shows_it() {
    let samples = samples();
    assert!(samples.len() >= 48, "{} files", samples.len());
    for sample in samples {
        let decoded = match decoded(&sample.bytes, Pixels::Full) {
            Err(error) if sample.is_refused() => {
                let media_type = MediaType::Jpeg;
                assert_eq!(error, FormatError::Unsupported { media_type }, "{sample}");
                continue;
            }
            decoded => decoded.unwrap_or_else(|error| panic!("{sample}: {error}")),
        };
        assert_eq!(decoded.raster.size(), sample.size, "{sample}");
        assert!(decoded.facts.complete, "{sample}");
        let (worst, _) = sample.difference(&decoded.raster);
        assert!(worst <= CELL, "{sample}: {worst} of 255");
    }
}

#[test]
fn thumbnails_show_the_same() {
    for sample in samples().into_iter().filter(|it| !it.is_refused()) {
        for max_side in [24, 30, 256] {
            let thumbnail = decoded(&sample.bytes, Pixels::Thumbnail { max_side });
            let thumbnail = thumbnail.unwrap_or_else(|error| panic!("{sample}: {error}"));
            assert!(thumbnail.facts.complete, "{sample}");
            assert_eq!(thumbnail.facts.size.to_tuple(), sample.size, "{sample}");
            let (worst, mean) = sample.difference(&thumbnail.raster);
            let is_near = worst <= SMALL_CELL && mean <= SMALL_MEAN;
            assert!(is_near, "{sample} {max_side}: {worst}, {mean} of 255");
        }
    }
}

#[test]
fn the_files_take_little_room() {
    let bytes: usize = samples().iter().map(|it| it.bytes.len()).sum();
    assert!(bytes + Sample::VALUES.len() < 170_000, "{bytes}");
}
