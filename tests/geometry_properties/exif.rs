//! All eight orientations of one photograph, held against its pixels: the frame that the region fits is taken, and
//! where both fit, the one setting decides.

use euclid::Box2D;
use image::DynamicImage;
use invoice_lens::geometry::{
    Assumption, Frame, FramePreference, Orientation, OssChain, PageBox, PagePoint, PageSize,
    Placement, PlacementInput, place,
};

use super::measure::ticket_bounds;
use super::server::{painted_page, turned_upright};

/// Stored pixels of the photograph.
const STORED: (u32, u32) = (90, 60);
/// Fits into the page as stored and into the page turned by a quarter.
const NEAR_THE_CORNER: [u32; 4] = [5, 8, 40, 22];

struct Photograph {
    tag: u8,
    upright: DynamicImage,
    /// Stored pixels.
    ticket: [u32; 4],
}

impl Photograph {
    fn new(tag: u8, ticket: [u32; 4]) -> Self {
        let upright = turned_upright(painted_page(STORED, ticket), tag);
        Self {
            tag,
            upright,
            ticket,
        }
    }

    fn swaps_axes(&self) -> bool {
        self.tag >= 5
    }

    /// What OCR would say if it counted in this frame.
    fn region(&self, frame: Frame) -> [u32; 4] {
        match frame {
            Frame::Stored => self.ticket,
            Frame::Upright => ticket_bounds(&self.upright),
        }
    }

    fn place(&self, region: [u32; 4], preference: FramePreference) -> Placement {
        let delivered = (self.upright.width(), self.upright.height());
        place(&PlacementInput {
            chain: OssChain::parse(""),
            delivered: delivered.into(),
            page_size: Some(PageSize::new(STORED.0.into(), STORED.1.into())),
            exif: Orientation::from_exif(self.tag.into()).expect("one of eight"),
            source: None,
            region: Some(page_box(region)),
            frame: preference,
        })
        .expect("a whole page")
    }

    /// The region is drawn exactly on the ticket's pixels.
    fn assert_drawn_on_ticket(&self, placement: &Placement, region: [u32; 4]) {
        let drawn = placement.in_picture(page_box(region));
        let drawn = [drawn.min.x, drawn.min.y, drawn.max.x, drawn.max.y];
        let ticket = ticket_bounds(&self.upright).map(f64::from);
        let near = drawn.iter().zip(ticket).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(near, "tag {}: {drawn:?} for {ticket:?}", self.tag);
    }
}

fn page_box([x0, y0, x1, y1]: [u32; 4]) -> PageBox {
    let point = |x, y| PagePoint::new(f64::from(x), f64::from(y));
    Box2D::new(point(x0, y0), point(x1, y1))
}

const BOTH: [(FramePreference, Frame); 2] = [
    (FramePreference::Stored, Frame::Stored),
    (FramePreference::Upright, Frame::Upright),
];

#[test]
fn where_both_frames_fit_the_setting_decides() {
    for tag in 2..=8 {
        // A small ticket about the middle fits both frames, however the page is turned.
        let photograph = Photograph::new(tag, [35, 20, 55, 32]);
        for (preference, frame) in BOTH {
            let region = photograph.region(frame);
            let placement = photograph.place(region, preference);
            assert_eq!(placement.frame, frame, "tag {tag}");
            assert_eq!(
                placement.assumptions,
                [Assumption::FramePreferred],
                "tag {tag}"
            );
            photograph.assert_drawn_on_ticket(&placement, region);
        }
    }
}

#[test]
fn an_upright_photograph_has_one_frame() {
    let photograph = Photograph::new(1, NEAR_THE_CORNER);
    for (preference, _) in BOTH {
        let placement = photograph.place(NEAR_THE_CORNER, preference);
        assert_eq!(placement.assumptions, []);
        photograph.assert_drawn_on_ticket(&placement, NEAR_THE_CORNER);
    }
}

#[test]
fn a_region_that_fits_one_frame_only_overrules_the_setting() {
    for tag in 5..=8 {
        // Wider than the upright page, and as seen upright higher than the stored one.
        let photograph = Photograph::new(tag, [10, 20, 82, 32]);
        assert!(photograph.swaps_axes());
        for (_, frame) in BOTH {
            let region = photograph.region(frame);
            for (preference, _) in BOTH {
                let placement = photograph.place(region, preference);
                assert_eq!(placement.frame, frame, "tag {tag}");
                assert_eq!(placement.assumptions, [], "tag {tag}");
                photograph.assert_drawn_on_ticket(&placement, region);
            }
        }
    }
}

#[test]
fn a_crop_made_from_the_region_tells_the_frame_of_its_pixels() {
    for tag in 1..=8 {
        // The server cut stored pixels and left the orientation in the file.
        let [x0, y0, x1, y1] = NEAR_THE_CORNER;
        let (width, height) = (x1 - x0, y1 - y0);
        let cut = painted_page(STORED, NEAR_THE_CORNER).crop_imm(x0, y0, width, height);
        let upright = turned_upright(cut, tag);
        for (preference, _) in BOTH {
            let placement = place(&PlacementInput {
                chain: OssChain::parse(&format!("image/crop,w_{width},h_{height},x_{x0},y_{y0}")),
                delivered: (upright.width(), upright.height()).into(),
                page_size: None,
                exif: Orientation::from_exif(tag.into()).expect("one of eight"),
                source: None,
                region: Some(page_box(NEAR_THE_CORNER)),
                frame: preference,
            })
            .expect("the region is the crop");
            assert_eq!(placement.frame, Frame::Stored, "tag {tag}");
            let drawn = placement.in_picture(page_box(NEAR_THE_CORNER)).to_u32();
            let size = [drawn.min.x, drawn.min.y, drawn.max.x, drawn.max.y];
            assert_eq!(size, [0, 0, upright.width(), upright.height()], "tag {tag}");
        }
    }
}
