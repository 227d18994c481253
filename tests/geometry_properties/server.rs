//! A stand-in for the image server, written from its documentation and with an image library, not with the code under
//! test. Where the documentation is silent a [`Doubt`] says which way this server goes.

use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage};
use proptest::prelude::*;

pub const PAGE_GREY: u8 = 40;
pub const TICKET_GREY: u8 = 240;

/// Beyond this enlargement a blurred edge says less than a pixel about where it was.
pub const ENLARGED_MAX: f64 = 1.5;

/// Larger results are not worth the time.
const SIDE_MAX: u32 = 600;

#[derive(Clone, Debug)]
pub enum Op {
    Crop {
        x: u32,
        y: u32,
        w: Option<u32>,
        h: Option<u32>,
        gravity: &'static str,
    },
    Resize {
        mode: &'static str,
        target: Target,
        enlarge: bool,
    },
    Rotate(u32),
    IndexCrop {
        axis: char,
        length: u32,
        index: u32,
    },
    Still(&'static str),
}

#[derive(Clone, Debug)]
pub enum Target {
    Box(u32, u32),
    Width(u32),
    Height(u32),
    Longer(u32),
    Shorter(u32),
    Sides(u32, u32),
    Percent(u32),
}

/// Which way the server goes where it is not documented.
#[derive(Clone, Copy, Debug)]
pub struct Doubt {
    /// Of an image which a limited resize would enlarge: 0 leaves it, 1 enlarges it, 2 limits each side.
    limit: u8,
    /// Whether the last resize rounds down.
    floors: bool,
}

pub struct Delivery {
    pub image: DynamicImage,
    /// Whether a [`Doubt`] had a say.
    pub doubtful: bool,
    /// Whether the page's edge cut the first step short.
    pub first_crop_cut: bool,
    /// How much the coarsest image on the way was enlarged.
    pub enlarged: f64,
}

pub fn doubts() -> impl Strategy<Value = Doubt> {
    (0u8..3, any::<bool>()).prop_map(|(limit, floors)| Doubt { limit, floors })
}

pub fn ops() -> impl Strategy<Value = Op> {
    let gravity = prop_oneof![
        4 => Just("nw"),
        8 => prop::sample::select(vec!["north", "ne", "west", "center", "east", "sw", "south", "se"]),
    ];
    let side = || prop::option::weighted(0.85, 30u32..=200);
    let crop =
        (0u32..40, 0u32..40, side(), side(), gravity).prop_map(|(x, y, w, h, gravity)| Op::Crop {
            x,
            y,
            w,
            h,
            gravity,
        });
    let one_sided = prop_oneof![
        (30u32..=200).prop_map(Target::Width),
        (30u32..=200).prop_map(Target::Height),
        (30u32..=200).prop_map(Target::Longer),
        (30u32..=150).prop_map(Target::Shorter),
    ];
    let two_sided = prop_oneof![
        3 => (30u32..=200, 30u32..=200).prop_map(|(w, h)| Target::Box(w, h)),
        1 => (80u32..=200, 30u32..=80).prop_map(|(l, s)| Target::Sides(l, s)),
        1 => (30u32..=220).prop_map(Target::Percent),
    ];
    let proportional = prop::sample::select(vec!["lfit", "mfit"]);
    let any_mode = || prop::sample::select(vec!["lfit", "mfit", "fill", "pad", "fixed"]);
    // One side alone for a mode that needs two is a doubt, and mostly ends in one: rarely.
    let mode_and_target = prop_oneof![
        8 => (proportional, one_sided.clone()),
        12 => (any_mode(), two_sided),
        1 => (any_mode(), one_sided),
    ];
    let resize =
        (mode_and_target, prop::bool::weighted(0.7)).prop_map(|((mode, target), enlarge)| {
            Op::Resize {
                mode,
                target,
                enlarge,
            }
        });
    let strip = (prop::sample::select(vec!['x', 'y']), 30u32..=150, 0u32..4).prop_map(
        |(axis, length, index)| Op::IndexCrop {
            axis,
            length,
            index,
        },
    );
    prop_oneof![
        4 => crop,
        3 => resize,
        2 => prop::sample::select(vec![0u32, 90, 180, 270, 360]).prop_map(Op::Rotate),
        1 => strip,
        1 => prop::sample::select(vec!["format,webp", "quality,q_80", "auto-orient,0", "watermark,text_eHl6"])
            .prop_map(Op::Still),
    ]
}

impl Op {
    pub fn text(&self) -> String {
        match self {
            Self::Crop {
                x,
                y,
                w,
                h,
                gravity,
            } => {
                let side = |name, side: &Option<u32>| side.map(|side| format!(",{name}_{side}"));
                let sides: String = side("w", w).into_iter().chain(side("h", h)).collect();
                format!("crop,x_{x},y_{y}{sides},g_{gravity}")
            }
            Self::Resize {
                mode,
                target,
                enlarge,
            } => {
                let target = match target {
                    Target::Box(w, h) => format!("w_{w},h_{h}"),
                    Target::Width(w) => format!("w_{w}"),
                    Target::Height(h) => format!("h_{h}"),
                    Target::Longer(l) => format!("l_{l}"),
                    Target::Shorter(s) => format!("s_{s}"),
                    Target::Sides(l, s) => format!("l_{l},s_{s}"),
                    Target::Percent(p) => format!("p_{p}"),
                };
                format!(
                    "resize,m_{mode},{target}{}",
                    if *enlarge { ",limit_0" } else { "" }
                )
            }
            Self::Rotate(degrees) => format!("rotate,{degrees}"),
            Self::IndexCrop {
                axis,
                length,
                index,
            } => format!("indexcrop,{axis}_{length},i_{index}"),
            Self::Still(text) => (*text).to_owned(),
        }
    }
}

pub fn painted_page((width, height): (u32, u32), [x0, y0, x1, y1]: [u32; 4]) -> DynamicImage {
    let mut page = dark(width, height);
    for row in page
        .chunks_exact_mut(width as usize)
        .take(y1 as usize)
        .skip(y0 as usize)
    {
        row[x0 as usize..x1 as usize].fill(TICKET_GREY);
    }
    DynamicImage::ImageLuma8(page)
}

fn dark(width: u32, height: u32) -> GrayImage {
    let pixels = vec![PAGE_GREY; (width * height) as usize];
    GrayImage::from_raw(width, height, pixels).expect("a byte for each pixel")
}

pub fn turned_upright(mut image: DynamicImage, exif: u8) -> DynamicImage {
    image.apply_orientation(Orientation::from_exif(exif).expect("drawn from 1..=8"));
    image
}

/// Runs the operations; nothing where the server would answer with an error.
pub fn serve(page: DynamicImage, ops: &[Op], doubt: Doubt) -> Option<Delivery> {
    let mut server = Server {
        delivery: Delivery {
            image: page,
            doubtful: false,
            first_crop_cut: false,
            enlarged: 1.0,
        },
        doubt,
        last_resize: false,
    };
    let moves = |op: &&Op| !matches!(op, Op::Still(_) | Op::Rotate(0 | 360));
    let first = ops.iter().position(|op| moves(&op));
    for (number, op) in ops.iter().enumerate() {
        server.last_resize = ops[number + 1..]
            .iter()
            .all(|op| matches!(op, Op::Rotate(_) | Op::Still(_)));
        server.run(op, first == Some(number))?;
        let image = &server.delivery.image;
        if image.width().max(image.height()) > SIDE_MAX {
            return None;
        }
    }
    Some(server.delivery)
}

struct Server {
    delivery: Delivery,
    doubt: Doubt,
    last_resize: bool,
}

impl Server {
    fn run(&mut self, op: &Op, first: bool) -> Option<()> {
        match op {
            Op::Crop {
                x,
                y,
                w,
                h,
                gravity,
            } => self.crop([*x, *y], [*w, *h], gravity, first)?,
            Op::Resize {
                mode,
                target,
                enlarge,
            } => self.resize(mode, target, *enlarge),
            Op::Rotate(degrees) => {
                let image = &self.delivery.image;
                self.delivery.image = match degrees {
                    90 => image.rotate90(),
                    180 => image.rotate180(),
                    270 => image.rotate270(),
                    _ => return Some(()),
                };
            }
            Op::IndexCrop {
                axis,
                length,
                index,
            } => self.strip(*axis, *length, *index),
            Op::Still(_) => {}
        }
        Some(())
    }

    fn size(&self) -> (u32, u32) {
        (self.delivery.image.width(), self.delivery.image.height())
    }

    fn crop(
        &mut self,
        offset: [u32; 2],
        asked: [Option<u32>; 2],
        gravity: &str,
        first: bool,
    ) -> Option<()> {
        let (width, height) = self.size();
        // A cut larger than the image has no documented origin but the top left.
        let w = asked[0].unwrap_or(width);
        let h = asked[1].unwrap_or(height);
        if gravity != "nw" && (w > width || h > height) {
            return None;
        }
        let column = match gravity {
            "nw" | "west" | "sw" => 0,
            "north" | "center" | "south" => width / 2 - w / 2,
            _ => width - w,
        };
        let row = match gravity {
            "nw" | "north" | "ne" => 0,
            "west" | "center" | "east" => height / 2 - h / 2,
            _ => height - h,
        };
        let (x, y) = (column + offset[0], row + offset[1]);
        if x >= width || y >= height {
            return None;
        }
        let (kept_w, kept_h) = (w.min(width - x), h.min(height - y));
        self.delivery.first_crop_cut |= first && (kept_w < w || kept_h < h);
        self.delivery.image = self.delivery.image.crop_imm(x, y, kept_w, kept_h);
        Some(())
    }

    fn strip(&mut self, axis: char, length: u32, index: u32) {
        let (width, height) = self.size();
        let side = if axis == 'x' { width } else { height };
        let start = length * index;
        if start >= side {
            return;
        }
        let kept = length.min(side - start);
        self.delivery.doubtful |= kept < length;
        self.delivery.image = if axis == 'x' {
            self.delivery.image.crop_imm(start, 0, kept, height)
        } else {
            self.delivery.image.crop_imm(0, start, width, kept)
        };
    }

    fn resize(&mut self, mode: &str, target: &Target, enlarge: bool) {
        let (width, height) = self.size();
        let (w, h) = (f64::from(width), f64::from(height));
        let wide = width >= height;
        let proportional = matches!(mode, "lfit" | "mfit");
        let (box_w, box_h) = match *target {
            Target::Percent(percent) => {
                let scale = f64::from(percent) / 100.0;
                if percent > 100 && !enlarge {
                    self.delivery.doubtful = true;
                    if self.doubt.limit == 0 {
                        return;
                    }
                }
                return self.scale(self.round(w * scale), self.round(h * scale));
            }
            Target::Box(x, y) => (x, y),
            Target::Sides(l, s) => {
                self.delivery.doubtful |= width == height;
                if wide { (l, s) } else { (s, l) }
            }
            Target::Width(x) | Target::Height(x) | Target::Longer(x) | Target::Shorter(x)
                if !proportional =>
            {
                // A square, as documented for one side alone; the other reading is proportional.
                self.delivery.doubtful = true;
                (x, x)
            }
            Target::Width(x) => return self.fit(f64::from(x) / w, enlarge),
            Target::Height(x) => return self.fit(f64::from(x) / h, enlarge),
            Target::Longer(x) => return self.fit(f64::from(x) / w.max(h), enlarge),
            Target::Shorter(x) => return self.fit(f64::from(x) / w.min(h), enlarge),
        };
        let (sx, sy) = (f64::from(box_w) / w, f64::from(box_h) / h);
        match mode {
            "lfit" => return self.fit(sx.min(sy), enlarge),
            "mfit" => return self.fit(sx.max(sy), enlarge),
            _ => {}
        }
        let beyond = box_w > width || box_h > height;
        let (mut box_w, mut box_h) = (box_w, box_h);
        if beyond && !enlarge {
            self.delivery.doubtful = true;
            match self.doubt.limit {
                0 => return,
                1 => {}
                _ if mode == "pad" => {
                    if sx.min(sy) > 1.0 {
                        return self.pad(width, height, box_w, box_h);
                    }
                }
                _ => (box_w, box_h) = (box_w.min(width), box_h.min(height)),
            }
        }
        let (sx, sy) = (f64::from(box_w) / w, f64::from(box_h) / h);
        match mode {
            "fixed" => self.scale(box_w, box_h),
            "fill" => {
                let scale = sx.max(sy);
                let (cover_w, cover_h) = ((w * scale).round() as u32, (h * scale).round() as u32);
                let (cover_w, cover_h) = (cover_w.max(box_w), cover_h.max(box_h));
                self.scale(cover_w, cover_h);
                let (x, y) = ((cover_w - box_w) / 2, (cover_h - box_h) / 2);
                self.delivery.image = self.delivery.image.crop_imm(x, y, box_w, box_h);
            }
            _ => {
                let scale = sx.min(sy);
                let (in_w, in_h) = ((w * scale).round() as u32, (h * scale).round() as u32);
                self.pad(in_w.clamp(1, box_w), in_h.clamp(1, box_h), box_w, box_h);
            }
        }
    }

    fn fit(&mut self, scale: f64, enlarge: bool) {
        if scale > 1.0 && !enlarge {
            return;
        }
        let (width, height) = self.size();
        self.scale(
            self.round(f64::from(width) * scale),
            self.round(f64::from(height) * scale),
        );
    }

    fn round(&self, side: f64) -> u32 {
        // The deciding side is whole but for the last bit.
        let side = if self.doubt.floors && self.last_resize {
            (side + 1e-9).floor()
        } else {
            side.round()
        };
        (side as u32).max(1)
    }

    fn scale(&mut self, width: u32, height: u32) {
        let (before_w, before_h) = self.size();
        let by =
            (f64::from(width) / f64::from(before_w)).max(f64::from(height) / f64::from(before_h));
        self.delivery.enlarged = (self.delivery.enlarged * by).max(1.0);
        self.delivery.image = self
            .delivery
            .image
            .resize_exact(width, height, FilterType::Triangle);
    }

    fn pad(&mut self, in_w: u32, in_h: u32, box_w: u32, box_h: u32) {
        self.scale(in_w, in_h);
        let inside = self.delivery.image.to_luma8();
        let mut padded = dark(box_w, box_h);
        let (x, y) = (((box_w - in_w) / 2) as usize, ((box_h - in_h) / 2) as usize);
        let rows = padded.chunks_exact_mut(box_w as usize).skip(y);
        for (to, from) in rows.zip(inside.chunks_exact(in_w as usize)) {
            to[x..x + in_w as usize].copy_from_slice(from);
        }
        self.delivery.image = DynamicImage::ImageLuma8(padded);
    }
}
