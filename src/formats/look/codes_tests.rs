//! Codes are read where they lie, among others that cannot be read and among marks that are in no code.

use qrcodegen::{QrCode as Drawn, QrCodeEcc};

use super::*;

const OWN: &str = "01,04,099002614589,34752871,80.12,20261023,05768,A1B2";
const OTHER: &str = "01,32,,26994861533928912529,686.00,20261023,,A1B2";
/// Pixels on each side of a module.
const MODULE: u32 = 4;

/// A light picture.
struct Sheet {
    width: u32,
    height: u32,
    is_dark: Vec<bool>,
}

impl Sheet {
    fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            is_dark: vec![false; (width * height) as usize],
        }
    }

    /// A square of modules.
    fn draw(&mut self, [left, top]: [u32; 2], side: u32, is_dark: impl Fn(u32, u32) -> bool) {
        for y in 0..side * MODULE {
            for x in 0..side * MODULE {
                let at = (top + y) * self.width + left + x;
                self.is_dark[at as usize] = is_dark(x / MODULE, y / MODULE);
            }
        }
    }

    /// Its side in pixels.
    fn code(&mut self, at: [u32; 2], text: &str) -> u32 {
        let code = Drawn::encode_text(text, QrCodeEcc::Medium).expect("it fits");
        let side = code.size() as u32;
        self.draw(at, side, |x, y| code.get_module(x as i32, y as i32));
        side * MODULE
    }

    /// One of which nobody can say what it says.
    fn broken_code(&mut self, at: [u32; 2]) {
        let code = Drawn::encode_text(OTHER, QrCodeEcc::Low).expect("it fits");
        let side = code.size() as u32;
        self.draw(at, side, |x, y| {
            let is_inside = (9..side - 8).contains(&x) && (9..side - 8).contains(&y);
            code.get_module(x as i32, y as i32) ^ (is_inside && (x * 7 + y * 11) % 5 < 2)
        });
    }

    /// The mark in the corner of a code, without a code.
    fn corner(&mut self, at: [u32; 2]) {
        self.draw(at, 7, |x, y| {
            let from_middle = x.abs_diff(3).max(y.abs_diff(3));
            from_middle != 2
        });
    }

    fn codes(&self) -> Codes {
        let shade = |is_dark: &bool| {
            let value = if *is_dark { 20 } else { 240 };
            u32::from_ne_bytes([value, value, value, 255])
        };
        let pixels = self.is_dark.iter().map(shade).collect();
        let raster = Raster::new(self.width, self.height, pixels).expect("all pixels");
        let size = PictureSize::new(self.width, self.height);
        let look = super::super::look(&raster, size);
        assert!(look.is_plausible());
        look.codes
    }
}

fn texts(codes: &Codes) -> Vec<&str> {
    let mut texts: Vec<&str> = codes.found.iter().map(|it| &*it.text).collect();
    texts.sort_unstable();
    texts
}

#[test]
fn codes_are_read_where_they_lie_one_beside_the_other() {
    let mut sheet = Sheet::new(400, 300);
    let drawn = [([30, 40], OWN), ([240, 130], OTHER)];
    let sides = drawn.map(|(at, text)| sheet.code(at, text));
    let codes = sheet.codes();
    assert!(codes.is_whole);
    assert_eq!(texts(&codes), [OWN, OTHER]);
    for (([left, top], text), side) in drawn.into_iter().zip(sides) {
        let found = codes.found.iter().find(|it| it.text == text);
        let edges = found.expect("read").edges;
        for (edge, meant) in edges.into_iter().zip([left, top, left + side, top + side]) {
            assert!(edge.abs_diff(meant) <= 10, "{edge} {meant}");
        }
    }
}

#[test]
fn a_code_that_cannot_be_read_hides_no_other() {
    for text in [OWN, OTHER] {
        let mut sheet = Sheet::new(500, 300);
        sheet.broken_code([30, 40]);
        sheet.code([300, 130], text);
        let codes = sheet.codes();
        assert_eq!(texts(&codes), [text]);
        assert!(codes.is_whole);
    }
}

#[test]
fn codes_in_rows_are_all_read() {
    let mut sheet = Sheet::new(850, 850);
    let mut meant = Vec::new();
    for nth in 0..25 {
        let text = format!("01,04,099002614589,347528{nth:02},80.12,20261023,05768,A1B2");
        sheet.code([20 + nth % 5 * 165, 20 + nth / 5 * 165], &text);
        meant.push(text);
    }
    let codes = sheet.codes();
    assert_eq!(texts(&codes), meant);
    assert!(codes.is_whole);
}

#[test]
fn among_marks_of_no_code_one_is_read_as_long_as_there_is_time() {
    let mut sheet = Sheet::new(1200, 1000);
    sheet.code([20, 20], OWN);
    let places = (0..18 * 24).map(|nth| [20 + nth % 24 * 48, 160 + nth / 24 * 44]);
    places.for_each(|at| sheet.corner(at));
    let begun = Instant::now();
    let codes = sheet.codes();
    assert_eq!(texts(&codes), [OWN]);
    assert!(!codes.is_whole);
    // Far more than a second only where the machine is busy with other things; all triples of them take minutes.
    assert!(begun.elapsed() < 8 * LONGEST, "{:?}", begun.elapsed());
}

#[test]
fn more_codes_than_are_kept_are_not_all_of_them() {
    let mut sheet = Sheet::new(1300, 1300);
    for nth in 0..=MAX_CODES as u32 {
        let at = [20 + nth % 9 * 140, 20 + nth / 9 * 140];
        sheet.code(at, &format!("{nth}"));
    }
    let codes = sheet.codes();
    // On a busy machine there is no time for so many.
    assert!(!codes.found.is_empty() && codes.found.len() <= MAX_CODES);
    assert!(!codes.is_whole);
}

#[test]
fn a_code_whose_text_is_not_all_plain_is_there_all_the_same() {
    for (text, meant) in [
        (format!("{OWN}\n"), OWN),
        (format!("{OWN}\0\0 \r\n"), OWN),
        (format!("\u{feff}\n{OWN}"), OWN),
        (format!("{OWN}\u{1b}[31m"), OWN),
        ("01,04,0990\u{0}02614589".to_owned(), "01,04,0990"),
        ("\n\0\n".to_owned(), ""),
    ] {
        let mut sheet = Sheet::new(400, 300);
        sheet.code([30, 40], &text);
        assert_eq!(texts(&sheet.codes()), [meant], "{text:?}");
    }
}

#[test]
fn a_code_that_says_very_much_is_read_as_far_as_a_ticket_goes() {
    let mut sheet = Sheet::new(500, 500);
    sheet.code([30, 40], &format!("{OWN},{}", "A".repeat(400)));
    let codes = sheet.codes();
    let [code] = &*codes.found else {
        panic!("{codes:?}");
    };
    assert!(code.text.starts_with(OWN));
    assert_eq!(code.text.chars().count(), MAX_CODE_CHARS);
}
