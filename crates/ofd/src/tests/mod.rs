//! Whole documents, made here, drawn and compared with colours worked out by hand. Pages are 100 × 50 mm at 4 px a
//! millimetre.

mod book;
mod hostile;
mod images;
mod losses;
mod order;
mod outlines;
mod paints;
mod seals;
mod texts;

use super::{Bitmap, DrawLimits, DrawView, Error, OfdFile, ViewPart};
use book::{Book, block, document_xml, ofd_xml, res_xml};

const PX_PER_MM: f64 = 4.0;
pub(super) const WHITE: [u8; 3] = [255; 3];
pub(super) const BLACK: [u8; 3] = [0; 3];
pub(super) const RED: [u8; 3] = [255, 0, 0];
pub(super) const GREEN: [u8; 3] = [0, 255, 0];
pub(super) const BLUE: [u8; 3] = [0, 0, 255];

/// What to draw of a document.
#[derive(Clone, Copy)]
pub(super) struct WantedPage {
    pub(super) page: u32,
    pub(super) width: u32,
    pub(super) clip: Option<ViewPart>,
}

/// A page as it came out, and what was said of its file.
#[derive(Debug)]
pub(super) struct DrawnOutcome {
    pub(super) raster: Bitmap,
    pub(super) pages: u32,
    pub(super) page_size: (f64, f64),
    pub(super) substituted: bool,
    pub(super) skipped: u32,
}

pub(super) fn whole(width: u32) -> WantedPage {
    WantedPage {
        page: 0,
        width,
        clip: None,
    }
}

pub(super) fn render(
    bytes: &[u8],
    view: &WantedPage,
    limits: &DrawLimits,
) -> Result<DrawnOutcome, Error> {
    let mut file = OfdFile::open(bytes, limits)?;
    let pages = file.pages();
    let page = file.page(view.page)?;
    let page_size = page.size();
    let view = DrawView {
        part: view.clip,
        ..page.view(view.width)
    };
    let drawn = page.draw(&view)?;
    Ok(DrawnOutcome {
        raster: drawn.bitmap,
        pages,
        page_size,
        substituted: drawn.substituted,
        skipped: drawn.skipped,
    })
}

impl Book {
    pub(super) fn result(&self) -> Result<DrawnOutcome, Error> {
        self.result_within(&DrawLimits::default())
    }

    pub(super) fn result_within(&self, limits: &DrawLimits) -> Result<DrawnOutcome, Error> {
        render(&self.bytes(), &whole(400), limits)
    }

    pub(super) fn draw(&self) -> DrawnSheet {
        DrawnSheet(self.result().expect("a document of our own making"))
    }
}

/// A drawn page to look at.
pub(super) struct DrawnSheet(pub(super) DrawnOutcome);

impl DrawnSheet {
    /// The colour of the pixel to the lower right of a point in millimetres.
    pub(super) fn at(&self, x: f64, y: f64) -> [u8; 3] {
        let pixel = |side: f64| (side * PX_PER_MM).floor() as u32;
        let rgba = self.0.raster.rgba(pixel(x), pixel(y)).expect("on the page");
        assert_eq!(rgba[3], 255, "paper is opaque");
        [rgba[0], rgba[1], rgba[2]]
    }

    pub(super) fn assert(&self, places: &[(f64, f64, [u8; 3])]) {
        for (x, y, expected) in places {
            let found = self.at(*x, *y);
            let is_near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(*b) <= 2);
            assert!(is_near, "({x}, {y}) mm: {found:?} is not {expected:?}");
        }
    }

    /// Millimetres, from the left, top, right and bottom, of everything that is not white within an area.
    pub(super) fn ink_within(&self, area: (f64, f64, f64, f64)) -> Option<(f64, f64, f64, f64)> {
        let (width, _) = self.0.raster.size();
        let mut bounds: Option<(f64, f64, f64, f64)> = None;
        for (index, pixel) in self.0.raster.bytes().chunks_exact(4).enumerate() {
            let x = f64::from(index as u32 % width) / PX_PER_MM;
            let y = f64::from(index as u32 / width) / PX_PER_MM;
            let is_inside = x >= area.0 && x < area.2 && y >= area.1 && y < area.3;
            if is_inside && pixel[..3].iter().any(|part| *part < 200) {
                let (right, bottom) = (x + 1.0 / PX_PER_MM, y + 1.0 / PX_PER_MM);
                let old = bounds.unwrap_or((x, y, right, bottom));
                let union = (
                    old.0.min(x),
                    old.1.min(y),
                    old.2.max(right),
                    old.3.max(bottom),
                );
                bounds = Some(union);
            }
        }
        bounds
    }

    pub(super) fn ink(&self) -> Option<(f64, f64, f64, f64)> {
        self.ink_within((0.0, 0.0, 100.0, 50.0))
    }
}

pub(super) fn assert_near(
    found: Option<(f64, f64, f64, f64)>,
    expected: (f64, f64, f64, f64),
    mm: f64,
) {
    let found = found.expect("something is drawn");
    let sides = [
        (found.0, expected.0),
        (found.1, expected.1),
        (found.2, expected.2),
        (found.3, expected.3),
    ];
    let is_near = sides.iter().all(|(a, b)| (a - b).abs() <= mm);
    assert!(is_near, "{found:?} is not {expected:?}");
}

#[test]
fn a_page_has_the_size_that_its_width_asks_for() {
    let book = Book::of(&block("10 10 20 5", "255 0 0", ""));
    let sheet = book.draw();
    assert_eq!(sheet.0.raster.size(), (400, 200));
    assert_eq!(sheet.0.page_size, (100.0, 50.0));
    assert_eq!(
        (sheet.0.pages, sheet.0.skipped, sheet.0.substituted),
        (1, 0, false)
    );
    for (width, height) in [(2000, 1000), (333, 167), (1, 1)] {
        let drawn = render(&book.bytes(), &whole(width), &DrawLimits::default()).expect("a page");
        assert_eq!(drawn.raster.size(), (width, height));
    }
}

#[test]
fn a_part_of_a_page_is_the_same_as_cut_from_the_whole() {
    let objects = [
        block("10 10 20 5", "255 0 0", ""),
        block("25.3 11.1 30.7 8.9", "0 0 255", "Alpha='120'"),
        "<ofd:PathObject Boundary='0 0 100 50' LineWidth='0.7'>\
         <ofd:AbbreviatedData>M 3 3 B 60 4 20 40 90 47</ofd:AbbreviatedData></ofd:PathObject>"
            .to_owned(),
    ];
    let book = Book::of(&objects.concat());
    let all = render(&book.bytes(), &whole(1600), &DrawLimits::default()).expect("a page");
    let clip = ViewPart {
        x: 300,
        y: 130,
        width: 500,
        height: 400,
    };
    let view = WantedPage {
        clip: Some(clip),
        ..whole(1600)
    };
    let part = render(&book.bytes(), &view, &DrawLimits::default()).expect("a part");
    assert_eq!(part.raster.size(), (500, 400));
    let mut worst = 0;
    for (x, y) in (0..500).flat_map(|x| (0..400).map(move |y| (x, y))) {
        let cut = all.raster.rgba(x + 300, y + 130).expect("inside");
        let drawn = part.raster.rgba(x, y).expect("inside");
        let differs = cut.iter().zip(drawn).map(|(a, b)| a.abs_diff(b)).max();
        worst = worst.max(differs.unwrap_or_default());
    }
    assert!(worst <= 3, "{worst}");
}

#[test]
fn every_page_is_drawn_and_counted() {
    let more = "<ofd:Page ID='11' BaseLoc='/Doc_0/Pages/Page_1/Content.xml'/>";
    let second = "<Page><Area><PhysicalBox>-10 -5 40 80</PhysicalBox></Area><Content><Layer>\
        <PathObject Boundary='-10 -5 40 40' Fill='true' Stroke='false'><FillColor Value='0 255 0'/>\
        <AbbreviatedData>M 0 0 L 40 0 L 40 40 L 0 40 C</AbbreviatedData></PathObject></Layer></Content></Page>";
    let book = Book::of("")
        .with("Doc_0/Document.xml", document_xml("", more, ""))
        .with("Doc_0/Pages/Page_1/Content.xml", second);
    let page = |page| {
        let view = WantedPage { page, ..whole(40) };
        render(&book.bytes(), &view, &DrawLimits::default())
    };
    let second = page(1).expect("there are two");
    assert_eq!((second.pages, second.raster.size()), (2, (40, 80)));
    assert_eq!(second.raster.rgba(0, 0), Some([0, 255, 0, 255]));
    assert_eq!(second.raster.rgba(39, 39), Some([0, 255, 0, 255]));
    assert_eq!(second.raster.rgba(0, 41), Some([255; 4]));
    assert!(matches!(page(2), Err(Error::Corrupt { .. })));
}

#[test]
fn pages_of_one_open_file_are_drawn_as_if_each_were_the_first() {
    let more = "<ofd:Page ID='11' BaseLoc='/Doc_0/Pages/Page_1/Content.xml'/>";
    let second = "<Page><Content><Layer><PathObject Boundary='0 0 9 9' Fill='true' Stroke='false'>\
        <FillColor Value='0 255 0'/><AbbreviatedData>M 0 0 L 9 0 L 9 9 L 0 9 C</AbbreviatedData>\
        </PathObject></Layer></Content></Page>";
    let bytes = Book::of(&block("10 10 20 5", "255 0 0", ""))
        .with("Doc_0/Document.xml", document_xml("", more, ""))
        .with("Doc_0/Pages/Page_1/Content.xml", second)
        .bytes();
    let limits = DrawLimits::default();
    let mut file = OfdFile::open(&bytes, &limits).expect("a file");
    for number in [0, 1, 0, 1] {
        let page = file.page(number).expect("a page");
        let view = page.view(400);
        let drawn = page.draw(&view).expect("a page").bitmap;
        let wanted = WantedPage {
            page: number,
            ..whole(400)
        };
        let alone = render(&bytes, &wanted, &limits).expect("a page");
        assert!(drawn == alone.raster, "{number}");
    }
}
