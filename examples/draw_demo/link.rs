//! What OCR stored about a ticket and how its link cuts the page: right, unusual, or wrong on purpose.

use crate::manifest::{Corners, Mistake};

/// How the link delivers the ticket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Cut to the region: the usual case.
    Crop,
    /// The whole page, with the region inside it.
    Page,
    /// Cut, then made to fit a width.
    Resize(u32),
    /// Cut, and the region written as x, y, width, height.
    CropSized,
    /// Cut, then a step whose geometry is not known.
    Circle(u32),
    /// The file as it is, with nothing known about a region.
    Bare,
}

/// What the mistakes need to know about the page.
pub struct Surroundings {
    pub page: (u32, u32),
    pub ticket: Corners,
    /// The ticket that is taken for this one, or cut out along with it.
    pub other: Option<Corners>,
}

pub struct Stored {
    pub region: Option<Vec<i64>>,
    pub process: Option<String>,
}

impl Link {
    pub fn store(self, around: &Surroundings, mistake: Option<Mistake>) -> Stored {
        if self == Self::Bare {
            return Stored {
                region: None,
                process: None,
            };
        }
        if mistake == Some(Mistake::EmptyRegion) {
            return Stored {
                region: Some(Vec::new()),
                process: None,
            };
        }
        let corners = seen_by_ocr(around, mistake);
        let [left, top, right, bottom] = corners;
        let (width, height) = (right - left, bottom - top);
        let crop = format!("image/crop,w_{width},h_{height},x_{left},y_{top},g_nw");
        let process = match self {
            Self::Page | Self::Bare => None,
            Self::Crop | Self::CropSized => Some(crop),
            Self::Resize(to_width) => Some(format!("{crop}/resize,w_{to_width}")),
            Self::Circle(radius) => Some(format!("{crop}/circle,r_{radius}")),
        };
        let region = if self == Self::CropSized {
            vec![left, top, width, height]
        } else {
            corners.to_vec()
        };
        Stored {
            region: Some(region),
            process,
        }
    }
}

fn seen_by_ocr(around: &Surroundings, mistake: Option<Mistake>) -> Corners {
    let ticket = around.ticket;
    let [left, top, right, bottom] = ticket;
    let (width, height) = (right - left, bottom - top);
    let other = || {
        around
            .other
            .expect("this mistake needs another ticket on the page")
    };
    let corners = match mistake {
        None | Some(Mistake::UpsideDown | Mistake::EmptyRegion) => ticket,
        Some(Mistake::CutOff) if width > height => [left, top, right - width * 23 / 100, bottom],
        Some(Mistake::CutOff) => [left, top, right, bottom - height * 24 / 100],
        Some(Mistake::TooLoose) => {
            let margin = width.max(height) * 14 / 100;
            [left - margin, top - margin, right + margin, bottom + margin]
        }
        Some(Mistake::Neighbour) => union(ticket, other()),
        Some(Mistake::WrongTicket) => other(),
    };
    clip(corners, around.page)
}

fn union(a: Corners, b: Corners) -> Corners {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

fn clip([left, top, right, bottom]: Corners, (width, height): (u32, u32)) -> Corners {
    let (width, height) = (i64::from(width), i64::from(height));
    [
        left.max(0),
        top.max(0),
        right.min(width),
        bottom.min(height),
    ]
}
