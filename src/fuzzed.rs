//! What reads from outside, each by one function of bytes that ends the process where something is wrong. The fuzzer calls
//! them (`fuzz/`), and tests do with inputs that were kept (`tests/kept`). In no build that people run.

use std::collections::HashSet;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::engine::read_workbook_answer;
use crate::formats::pipe::{self, WorkerJob};
use crate::formats::{
    Content, DecodeJob, Decoded, FormatError, Limits, Pixels, decode, reading, sniff,
};
use crate::geometry::{
    FramePreference, Orientation, OssChain, PageBox, PageSize, PictureSize, Placement,
    PlacementInput, place, place_document, process_in_query,
};
use crate::model::MediaType;
use crate::model::paste::{PasteReport, Reject};

pub use crate::platform::fuzzed::answers;

/// Stands before each part of a document; its name follows up to the end of the line.
const PART: u8 = 0x1e;
/// Longest head or body that a frame may announce here: taking memory for more is slow and tells nothing.
const MOST_ANNOUNCED: u64 = 1 << 20;
/// The smallest picture there is: a grey pixel.
const PICTURE: &[u8] = b"BM:\0\0\0\0\0\0\x006\0\0\0(\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80\x80\x80\0";

/// Bounds within which an input takes no longer than a fuzzer waits for.
fn limits() -> Limits {
    Limits {
        max_side: 4096,
        max_pixels: 1 << 20,
        max_whole_pixels: 1 << 20,
        max_alloc_bytes: 16 << 20,
    }
}

fn job(bytes: &[u8], want: Pixels) -> DecodeJob {
    DecodeJob {
        bytes: bytes.into(),
        want,
        limits: limits(),
    }
}

/// A pasted text.
pub fn paste(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let report = PasteReport::parse(&text);
    assert_eq!(report, PasteReport::parse(&text), "read otherwise again");
    hold(&report);
    for column in 0..2 {
        hold(&PasteReport::parse_column(&text, column));
    }
}

fn hold(report: &PasteReport) {
    let ids: HashSet<_> = report.ids.iter().collect();
    assert_eq!(ids.len(), report.ids.len(), "an ID twice");
    let bills: HashSet<_> = report.bills.iter().collect();
    assert_eq!(bills.len(), report.bills.len(), "a bill twice");
    assert!(report.rejected.len() <= report.rejected_count);
    assert!(report.repeated.len() <= report.repeated_count);
    let pieces = report.rejected.iter().chain(&report.repeated);
    assert!(pieces.clone().all(|it: &Reject| it.line > 0));
    assert!(pieces.clone().all(|it| it.text.chars().count() <= 60));
}

/// A processing chain, as the query of a link has it, behind twelve bytes about the picture.
pub fn chain(bytes: &[u8]) {
    let Some((about, query)) = bytes.split_at_checked(12) else {
        return;
    };
    let query = String::from_utf8_lossy(query);
    let chains = [process_in_query(&query), query.into_owned()];
    let side = |at: usize| u32::from(about[at]) << 8 | u32::from(about[at + 1]);
    let orientation = |byte: u8| Orientation::from_exif(u16::from(byte & 15));
    let delivered = PictureSize::new(side(0), side(2));
    let [left, top] = [side(8), side(10)].map(f64::from);
    for chain in chains.map(|it| OssChain::parse(&it)) {
        let input = PlacementInput {
            chain,
            delivered,
            page_size: (about[4] & 1 == 1).then(|| PageSize::new(side(5).into(), side(7).into())),
            exif: orientation(about[4] >> 1).unwrap_or(Orientation::Upright),
            source: orientation(about[4] >> 4),
            region: (about[9] & 1 == 1).then(|| {
                let (min, max) = ((left, top), (left + 100.0, top + 50.0));
                PageBox::new(min.into(), max.into())
            }),
            frame: if about[9] & 2 == 0 {
                FramePreference::Stored
            } else {
                FramePreference::Upright
            },
        };
        if let Ok(placement) = place(&input) {
            hold_placement(&placement, delivered);
        }
    }
    if let Ok(placement) = place_document(delivered) {
        hold_placement(&placement, delivered);
    }
}

/// What is shown can be taken back to the page, and lies in the picture that came.
fn hold_placement(placement: &Placement, delivered: PictureSize) {
    let shown = placement.delivered_in_page;
    assert!(shown.is_finite(), "{placement:?}");
    assert!(
        placement.picture_from_page.inverse().is_some(),
        "{placement:?}"
    );
    if placement.size_mismatch.is_none() && !shown.is_empty() {
        let seen = placement.in_picture(shown);
        let (width, height) = (f64::from(delivered.width), f64::from(delivered.height));
        let is_inside = seen.min.x >= -2.0
            && seen.min.y >= -2.0
            && seen.max.x <= width + 2.0
            && seen.max.y <= height + 2.0;
        assert!(is_inside, "{seen:?} of {delivered:?}: {placement:?}");
    }
}

/// A frame of the pipe to a decoder, behind a byte that says which one it is read as.
pub fn frames(bytes: &[u8]) {
    let Some((kind, frame)) = bytes.split_first() else {
        return;
    };
    if let Some(([a, b, c, d, body @ ..], _)) = frame.split_first_chunk::<12>() {
        let head = u64::from(u32::from_le_bytes([*a, *b, *c, *d]));
        if head > MOST_ANNOUNCED || u64::from_le_bytes(*body) > MOST_ANNOUNCED {
            return;
        }
    }
    match kind % 5 {
        0 => drop(read_as_job(frame)),
        1 => hold_answer(frame, &job(PICTURE, Pixels::Full)),
        2 => hold_answer(frame, &job(PICTURE, Pixels::Thumbnail { max_side: 64 })),
        3 => {
            if let Ok(answer) = reading::read_answer(&mut &*frame) {
                let mut again = Vec::new();
                reading::write_answer(&mut again, &answer).expect("memory takes anything");
                assert_eq!(reading::read_answer(&mut &*again), Ok(answer));
            }
        }
        _ => drop(read_workbook_answer(&mut &*frame)),
    }
}

fn read_as_job(frame: &[u8]) -> Option<()> {
    let WorkerJob::Decode(read) = pipe::read_job(&mut &*frame).ok()? else {
        return None;
    };
    let mut again = Vec::new();
    pipe::write_job(&mut again, &read).expect("memory takes anything");
    let Ok(WorkerJob::Decode(same)) = pipe::read_job(&mut &*again) else {
        panic!("a job that cannot be sent on");
    };
    assert_eq!((same.want, same.limits), (read.want, read.limits));
    assert_eq!(same.bytes, read.bytes);
    Some(())
}

/// What is taken for an answer is one after another journey, too.
fn hold_answer(frame: &[u8], job: &DecodeJob) {
    let Ok(answer) = pipe::read_answer(&mut &*frame, job) else {
        return;
    };
    let mut again = Vec::new();
    pipe::write_answer(&mut again, &answer).expect("memory takes anything");
    assert_eq!(pipe::read_answer(&mut &*again, job), Ok(answer));
}

/// A JPEG, to a thumbnail by the part of the decoder that is the program's own, and whole.
pub fn jpeg(bytes: &[u8]) {
    if sniff(bytes) != Content::Ticket(MediaType::Jpeg) {
        return;
    }
    let thumbnail = decoded(bytes, Pixels::Thumbnail { max_side: 64 });
    let full = decoded(bytes, Pixels::Full);
    if let (Ok(thumbnail), Ok(full)) = (thumbnail, full) {
        assert_eq!(thumbnail.facts.size, full.facts.size, "of another size");
        let (width, height) = thumbnail.raster.size();
        assert!(width.max(height) <= 64, "{width} × {height}");
    }
}

/// An OFD: its parts as they come, put together to an archive here, so that an input needs neither checksums nor packing;
/// or, without such parts, the archive itself.
pub fn ofd(bytes: &[u8]) {
    let archive = match bytes.split_first() {
        Some((&PART, parts)) => archive(parts),
        _ => Some(bytes.to_vec()),
    };
    if let Some(archive) = archive {
        drop(decoded(&archive, Pixels::Thumbnail { max_side: 64 }));
    }
}

fn archive(parts: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in parts.split(|byte| *byte == PART) {
        let mut halves = part.splitn(2, |byte| *byte == b'\n');
        let name = str::from_utf8(halves.next()?).ok()?;
        zip.start_file(name, options).ok()?;
        zip.write_all(halves.next().unwrap_or_default()).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// A crash that was caught is one all the same.
fn decoded(bytes: &[u8], want: Pixels) -> Result<Decoded, FormatError> {
    let decoded = decode(&job(bytes, want));
    assert_ne!(decoded.as_ref().err(), Some(&FormatError::Crashed));
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every input of a folder below `tests/kept`, through its function.
    fn replay(name: &str, with: fn(&[u8])) {
        let folder = format!("{}/tests/kept/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut count = 0;
        for entry in std::fs::read_dir(folder).expect("inputs were kept") {
            let path = entry.expect("a file").path();
            println!("{}", path.display());
            with(&std::fs::read(path).expect("readable"));
            count += 1;
        }
        assert!(count > 0, "{name}");
    }

    #[test]
    fn kept_texts_are_read() {
        replay("paste", paste);
    }

    #[test]
    fn kept_chains_are_placed_or_refused() {
        replay("chain", chain);
    }

    #[test]
    fn kept_frames_are_answers_or_refused() {
        replay("frames", frames);
    }

    #[test]
    fn kept_jpegs_are_decoded_or_refused() {
        replay("jpeg", jpeg);
    }

    #[test]
    fn kept_documents_are_drawn_or_refused() {
        replay("ofd", ofd);
    }

    #[test]
    fn kept_answers_are_taken_or_refused() {
        replay("answers", answers);
    }
}
