//! Frames as they are, cut short, and forged.

use image::ImageFormat;

use super::*;
use crate::formats::{NotTicket, PagePart, decode, fixtures};
use crate::geometry::PictureSize;
use crate::model::MediaType;

fn job(bytes: &[u8], want: Pixels) -> DecodeJob {
    DecodeJob {
        bytes: bytes.into(),
        want,
        limits: Limits::default(),
    }
}

fn answered(answer: &Result<Decoded, FormatError>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_answer(&mut bytes, answer).expect("memory takes anything");
    bytes
}

fn raster(width: u32, height: u32) -> Raster {
    let pixels = (0..width * height).collect();
    Raster::new(width, height, pixels).expect("as many pixels")
}

/// A frame whose head says what it likes.
fn forged(head: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = (head.len() as u32).to_le_bytes().to_vec();
    bytes.extend((body.len() as u64).to_le_bytes());
    bytes.extend(head.as_bytes());
    bytes.extend(body);
    bytes
}

fn read(bytes: &[u8], want: Pixels) -> Result<Result<Decoded, FormatError>, WireError> {
    let file = fixtures::quadrants(4, 6, ImageFormat::Png);
    read_answer(&mut &*bytes, &job(&file, want))
}

#[test]
fn a_job_arrives_as_it_was_sent() {
    for want in [Pixels::Full, Pixels::Thumbnail { max_side: 320 }] {
        let sent = job(&[7; 300], want);
        let mut bytes = Vec::new();
        write_job(&mut bytes, &sent).expect("memory takes anything");
        let Ok(WorkerJob::Decode(read)) = read_job(&mut bytes.as_slice()) else {
            panic!("a whole frame");
        };
        assert_eq!((&read.bytes, read.want), (&sent.bytes, sent.want));
        assert_eq!(read.limits, sent.limits);
        for cut in 0..bytes.len() {
            let error = read_job(&mut &bytes[..cut]).err();
            assert_eq!(error, Some(WireError::Gone), "{cut}");
        }
    }
}

#[test]
fn an_answer_arrives_as_it_was_sent() {
    let file = fixtures::quadrants(64, 48, ImageFormat::Png);
    for want in [Pixels::Full, Pixels::Thumbnail { max_side: 32 }] {
        let answer = decode(&job(&file, want));
        assert!(answer.is_ok());
        assert_eq!(read(&answered(&answer), want), Ok(answer));
    }
    let xml = b"<EInvoice><Header><EIid>7</EIid></Header></EInvoice>";
    let data = decode(&job(xml, Pixels::Full));
    assert!(matches!(data, Err(FormatError::DataFile(_))));
    assert_eq!(read(&answered(&data), Pixels::Full), Ok(data));
    for error in [
        FormatError::Empty,
        FormatError::corrupt("票 \"quoted\""),
        FormatError::TooLarge {
            width: u32::MAX,
            height: 1,
        },
        FormatError::NotAPicture {
            what: NotTicket::ServerError {
                code: "AccessDenied".into(),
            },
        },
    ] {
        let answer = Err(error);
        assert_eq!(read(&answered(&answer), Pixels::Full), Ok(answer));
    }
}

#[test]
fn a_cut_answer_is_never_taken_for_one() {
    let answer = decode(&job(
        &fixtures::quadrants(8, 6, ImageFormat::Png),
        Pixels::Full,
    ));
    let bytes = answered(&answer);
    for cut in 0..bytes.len() {
        assert_eq!(
            read(&bytes[..cut], Pixels::Full),
            Err(WireError::Gone),
            "{cut}"
        );
    }
}

#[test]
fn an_answer_to_another_question_is_nonsense() {
    let facts = r#"{"media_type":"Png","size":[4,6],"orientation":1,"frames":1,"complete":true,"substituted":false,"skipped":0,"blank":false}"#;
    let head = |rasters: &str| format!(r#"{{"result":{{"Ok":{facts}}},"rasters":{rasters}}}"#);
    let fits = forged(&head("[[2,3]]"), &[9; 24]);
    assert!(matches!(read(&fits, Pixels::Full), Ok(Ok(_))));
    let small = Pixels::Thumbnail { max_side: 2 };
    assert!(matches!(read(&fits, small), Err(WireError::Nonsense(_))));
    let turned = |from: &str, to: &str| head("[[2,3]]").replace(from, to);
    for (head, body_bytes) in [
        (head("[]"), 0),
        (head("[[2,3]]"), 23),
        (head("[[2,3]]"), 28),
        (head("[[0,3]]"), 0),
        (head("[[2,3],[2,3]]"), 48),
        (head("[[30001,1]]"), 120_004),
        (head("[[30000,30000]]"), 0),
        (head("[[4294967295,4294967295],[4294967295,4294967295]]"), 0),
        (turned(r#""orientation":1"#, r#""orientation":9"#), 24),
        (turned(r#""frames":1"#, r#""frames":0"#), 24),
        (turned("[4,6]", "[4,0]"), 24),
        (turned("[4,6]", "[4294967295,1]"), 24),
        (turned("[4,6]", "[40,6]"), 24),
        (turned("[4,6]", "[1,2]"), 24),
        (turned("Png", "Jpeg"), 24),
        (turned("Png", "Doc"), 24),
        (r#"{"result":{"Err":"Empty"},"rasters":[[1,1]]}"#.into(), 4),
        ("no JSON".into(), 0),
    ] {
        let result = read(&forged(&head, &vec![9; body_bytes]), Pixels::Full);
        assert!(
            matches!(result, Err(WireError::Nonsense(_))),
            "{head}: {result:?}"
        );
    }
    let endless = [0xFF; 64];
    assert!(matches!(
        read(&endless, Pixels::Full),
        Err(WireError::Nonsense(_))
    ));
}

#[test]
fn no_more_of_a_page_is_taken_than_was_asked_for() {
    let part = PagePart {
        page: 0,
        scale: 2,
        shrink: 1,
        left: 0,
        top: 0,
        width: 3,
        height: 2,
    };
    let facts = r#"{"media_type":"Png","size":[4,6],"orientation":1,"frames":1,"complete":true,"substituted":false,"skipped":0,"blank":false}"#;
    for (size, fits) in [
        ([6, 4], true),
        ([5, 4], true),
        ([7, 4], false),
        ([6, 5], false),
    ] {
        let head = format!(r#"{{"result":{{"Ok":{facts}}},"rasters":[{size:?}]}}"#);
        let bytes = forged(&head, &vec![9; size[0] * size[1] * 4]);
        assert_eq!(read(&bytes, Pixels::Part(part)).is_ok(), fits, "{size:?}");
    }
}

#[test]
fn words_of_the_other_end_are_made_short_and_printable() {
    let long = "\\u001b[2J票".repeat(5_000);
    let head =
        format!(r#"{{"result":{{"Err":{{"Corrupt":{{"detail":"{long}"}}}}}},"rasters":[]}}"#);
    let Ok(Err(FormatError::Corrupt { detail })) = read(&forged(&head, &[]), Pixels::Full) else {
        panic!("a well-formed answer");
    };
    assert!(detail.chars().count() <= 160);
    assert!(!detail.chars().any(char::is_control));
}

#[test]
fn a_raster_keeps_its_rows() {
    let facts = PictureFacts {
        substituted: true,
        skipped: 3,
        ..PictureFacts::whole(PictureSize::new(5, 4), MediaType::Png)
    };
    let raster = raster(5, 4);
    let decoded = Decoded { facts, raster };
    let answer = Ok(decoded);
    assert_eq!(read(&answered(&answer), Pixels::Full), Ok(answer));
}
