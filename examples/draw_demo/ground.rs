//! What the tickets lie on.

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    Wood,
    DarkWood,
    /// A dark desk pad.
    Pad,
    Stone,
    /// The green-blue mat of a workbench.
    Mat,
    /// The black lid of a flatbed scanner.
    Lid,
    /// Around a page in a document viewer.
    Viewer,
    /// Nothing: the ticket is the page.
    Page,
}

impl Ground {
    /// At page px, before any light falls on it.
    pub fn color(self, x: f64, y: f64, seed: u64) -> [f32; 3] {
        match self {
            Self::Wood => wood(x, y, seed, [158.0, 113.0, 72.0]),
            Self::DarkWood => wood(x, y, seed, [96.0, 66.0, 46.0]),
            Self::Pad => speckled(x, y, seed, [58.0, 60.0, 66.0], 0.05),
            Self::Stone => stone(x, y, seed),
            Self::Mat => mat(x, y, seed),
            Self::Lid => [44.0, 46.0, 50.0],
            Self::Viewer => [85.0, 102.0, 119.0],
            Self::Page => [255.0; 3],
        }
    }
}

fn wood(x: f64, y: f64, seed: u64, base: [f32; 3]) -> [f32; 3] {
    const PLANK_PX: f64 = 470.0;
    let warped = y + 26.0 * value_noise(seed, x / 700.0, y / 300.0);
    let plank = (warped / PLANK_PX).floor();
    let own = seed ^ (plank as u64).wrapping_mul(977);
    let tone = 0.9 + 0.2 * value_noise(own, 0.5, plank + 0.5);
    let rings = value_noise(own, x / 900.0, warped / 22.0) - 0.5;
    let fibre = value_noise(own ^ 5, x / 160.0, warped / 4.0) - 0.5;
    let gap = warped - plank * PLANK_PX;
    let seam = if gap < 5.0 { 0.62 + 0.07 * gap } else { 1.0 };
    let light = (tone + 0.26 * rings + 0.09 * fibre) * seam;
    base.map(|channel| channel * light as f32)
}

fn stone(x: f64, y: f64, seed: u64) -> [f32; 3] {
    let cloud = value_noise(seed, x / 360.0, y / 360.0) - 0.5;
    let grain = value_noise(seed ^ 9, x / 11.0, y / 11.0) - 0.5;
    // Turned, so that the noise's lattice does not show.
    let (turned_x, turned_y) = (x * 0.83 + y * 0.56, y * 0.83 - x * 0.56);
    let fleck = (value_noise(seed ^ 0x11, turned_x / 6.0, turned_y / 7.0) - 0.8).max(0.0);
    let light = 0.96 + 0.12 * cloud + 0.08 * grain - 0.6 * fleck;
    [122.0, 125.0, 128.0].map(|channel: f32| channel * light as f32)
}

fn mat(x: f64, y: f64, seed: u64) -> [f32; 3] {
    const GRID_PX: f64 = 118.0;
    let base = speckled(x, y, seed, [38.0, 88.0, 96.0], 0.04);
    let off = |value: f64| {
        let rest = value.rem_euclid(GRID_PX);
        rest.min(GRID_PX - rest)
    };
    let line = (1.6 - off(x - 31.0).min(off(y - 17.0))).clamp(0.0, 1.0) as f32;
    base.map(|channel| channel + (188.0 - channel) * 0.34 * line)
}

fn speckled(x: f64, y: f64, seed: u64, base: [f32; 3], strength: f64) -> [f32; 3] {
    let soft = value_noise(seed, x / 420.0, y / 420.0) - 0.5;
    let fine = value_noise(seed ^ 3, x / 5.0, y / 5.0) - 0.5;
    let light = 1.0 + 2.4 * strength * soft + strength * fine;
    base.map(|channel| channel * light as f32)
}

/// Smooth noise in `0..=1` with one random value per whole coordinate.
pub fn value_noise(seed: u64, x: f64, y: f64) -> f64 {
    let (x0, y0) = (x.floor(), y.floor());
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (fx, fy) = (ease(x - x0), ease(y - y0));
    let (column, row) = (x0 as i64 as u64, y0 as i64 as u64);
    let upper = hash(seed, column, row)
        + (hash(seed, column.wrapping_add(1), row) - hash(seed, column, row)) * fx;
    let row = row.wrapping_add(1);
    let lower = hash(seed, column, row)
        + (hash(seed, column.wrapping_add(1), row) - hash(seed, column, row)) * fx;
    upper + (lower - upper) * fy
}

/// One number in `0..1` per cell; called for every pixel, so simpler than a generator.
fn hash(seed: u64, column: u64, row: u64) -> f64 {
    let cell = column.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ row.wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    let mut mixed = (cell ^ seed).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^= mixed >> 31;
    mixed = mixed.wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 29;
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}
