//! Jobs and answers as frames on a pipe: a short head in JSON, then raw bytes (the file there, the pixels back).
//!
//! Whoever reads an answer does not trust its writer: sizes are checked before memory is taken for them, and whatever
//! is not exactly an answer to the job is [`WireError::Nonsense`].

use std::io::{self, Read, Write};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::PictureFacts;

use super::claims::check;
use super::{DecodeJob, Decoded, FormatError, Limits, Pixels, Raster};

/// Longest head in bytes. A head is some hundred bytes; one that carries the fields of a data file can be longer.
const MAX_HEAD_BYTES: u32 = 32 << 20;
/// Largest file in a job in bytes: well above what is ever fetched.
const MAX_FILE_BYTES: u64 = 1 << 30;
/// The head's length as `u32`, then the body's as `u64`, little-endian.
const PREFIX_BYTES: usize = 4 + 8;

/// Why nothing could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum WireError {
    /// The other end is gone, before a frame or in the middle of it.
    #[error("the other end is gone")]
    Gone,
    /// What came is no frame of this kind.
    #[error("nonsense: {0}")]
    Nonsense(&'static str),
}

impl From<io::Error> for WireError {
    /// A pipe that cannot be read has no other end worth talking to.
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// What a worker is asked for.
pub(crate) enum WorkerJob {
    Decode(DecodeJob),
    /// To be decoded, and then so many lines of it read.
    Read(DecodeJob, usize),
    /// To be read as a list of IDs, which is none of this module's business.
    Workbook(Arc<[u8]>),
}

#[derive(Serialize, Deserialize)]
enum JobHead {
    Decode { want: Pixels, limits: Limits },
    Read { limits: Limits, most_lines: usize },
    Workbook,
}

/// All of an answer but its pixels.
#[derive(Serialize, Deserialize)]
struct AnswerHead {
    result: Result<PictureFacts, FormatError>,
    /// Width and height of the rasters whose pixels follow, one after the other.
    rasters: Vec<(u32, u32)>,
}

pub(crate) fn write_job(out: &mut impl Write, job: &DecodeJob) -> io::Result<()> {
    let head = JobHead::Decode {
        want: job.want,
        limits: job.limits,
    };
    write_frame(out, &head, &[&job.bytes])
}

/// `job` wants full pixels.
pub(crate) fn write_reading_job(
    out: &mut impl Write,
    job: &DecodeJob,
    most_lines: usize,
) -> io::Result<()> {
    let limits = job.limits;
    write_frame(out, &JobHead::Read { limits, most_lines }, &[&job.bytes])
}

pub(crate) fn write_workbook_job(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    write_frame(out, &JobHead::Workbook, &[bytes])
}

pub(crate) fn read_job(input: &mut impl Read) -> Result<WorkerJob, WireError> {
    let (head, body_bytes) = read_head::<JobHead>(input)?;
    if body_bytes > MAX_FILE_BYTES {
        return Err(WireError::Nonsense("a file of more than a gigabyte"));
    }
    // Read where it stays: a file copied once more costs as much as a small picture's whole journey.
    let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, body_bytes as usize).collect();
    let buffer = Arc::get_mut(&mut bytes).expect("nobody else has it yet");
    input.read_exact(buffer)?;
    Ok(match head {
        JobHead::Workbook => WorkerJob::Workbook(bytes),
        JobHead::Decode { want, limits } => WorkerJob::Decode(DecodeJob {
            bytes,
            want,
            limits,
        }),
        JobHead::Read { limits, most_lines } => {
            let want = Pixels::Full;
            let job = DecodeJob {
                bytes,
                want,
                limits,
            };
            WorkerJob::Read(job, most_lines)
        }
    })
}

pub(crate) fn write_answer(
    out: &mut impl Write,
    answer: &Result<Decoded, FormatError>,
) -> io::Result<()> {
    let rasters: Vec<&Raster> = answer.iter().map(|decoded| &decoded.raster).collect();
    let head = AnswerHead {
        result: answer
            .as_ref()
            .map(|decoded| decoded.facts)
            .map_err(Clone::clone),
        rasters: rasters.iter().map(|raster| raster.size()).collect(),
    };
    let pixels: Vec<&[u8]> = rasters.iter().map(|raster| raster.bytes()).collect();
    write_frame(out, &head, &pixels)
}

/// Reads the answer to `job`. Pixels go from the pipe straight to where they stay.
pub(crate) fn read_answer(
    input: &mut impl Read,
    job: &DecodeJob,
) -> Result<Result<Decoded, FormatError>, WireError> {
    let (head, body_bytes) = read_head::<AnswerHead>(input)?;
    check_sizes(&head.rasters, body_bytes, job)?;
    let mut rasters = Vec::with_capacity(head.rasters.len());
    for size in head.rasters {
        rasters.push(read_raster(input, size)?);
    }
    let mut rasters = rasters.into_iter();
    let answer = match (head.result, rasters.next()) {
        (Ok(facts), Some(raster)) => {
            check(&facts, raster.size(), job).map_err(WireError::Nonsense)?;
            Ok(Decoded { facts, raster })
        }
        (Err(error), None) => Err(error.tidied()),
        _ => return Err(WireError::Nonsense("pixels do not fit what was said")),
    };
    match rasters.next() {
        None => Ok(answer),
        Some(_) => Err(WireError::Nonsense("more pixels than were asked for")),
    }
}

/// Whether rasters of these sizes are an answer to `job` and are as long as `body_bytes`.
fn check_sizes(sizes: &[(u32, u32)], body_bytes: u64, job: &DecodeJob) -> Result<(), WireError> {
    for size in sizes {
        let max_side = job.want.max_side(*size, &job.limits);
        let max_side = max_side.map_err(WireError::Nonsense)?;
        if size.0.max(size.1) > max_side {
            return Err(WireError::Nonsense("a side too long"));
        }
    }
    let pixels: u64 = sizes
        .iter()
        .map(|(w, h)| u64::from(*w) * u64::from(*h))
        .sum();
    if pixels > job.limits.max_pixels {
        return Err(WireError::Nonsense("too many pixels"));
    }
    if body_bytes != pixels * size_of::<u32>() as u64 {
        return Err(WireError::Nonsense("pixels of another length"));
    }
    Ok(())
}

/// `size` has been checked.
fn read_raster(input: &mut impl Read, size: (u32, u32)) -> Result<Raster, WireError> {
    let mut pixels = vec![0_u32; size.0 as usize * size.1 as usize];
    input.read_exact(bytemuck::cast_slice_mut(&mut pixels))?;
    Raster::new(size.0, size.1, pixels).ok_or(WireError::Nonsense("a raster without pixels"))
}

pub(crate) fn write_frame(
    out: &mut impl Write,
    head: &impl Serialize,
    body: &[&[u8]],
) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let body_bytes: u64 = body.iter().map(|part| part.len() as u64).sum();
    let mut start = Vec::with_capacity(PREFIX_BYTES + head.len());
    start.extend((head.len() as u32).to_le_bytes());
    start.extend(body_bytes.to_le_bytes());
    start.extend(head);
    out.write_all(&start)?;
    for part in body {
        out.write_all(part)?;
    }
    out.flush()
}

/// A frame's head, and how many bytes follow it.
pub(crate) fn read_head<H: DeserializeOwned>(input: &mut impl Read) -> Result<(H, u64), WireError> {
    let mut prefix = [0; PREFIX_BYTES];
    input.read_exact(&mut prefix)?;
    let [a, b, c, d, body @ ..] = prefix;
    let head_bytes = u32::from_le_bytes([a, b, c, d]);
    if head_bytes > MAX_HEAD_BYTES {
        return Err(WireError::Nonsense("a head too long"));
    }
    let mut head = vec![0; head_bytes as usize];
    input.read_exact(&mut head)?;
    let head = serde_json::from_slice(&head)
        .map_err(|_unreadable| WireError::Nonsense("an unreadable head"))?;
    Ok((head, u64::from_le_bytes(body)))
}

#[cfg(test)]
#[path = "pipe_tests.rs"]
mod tests;
