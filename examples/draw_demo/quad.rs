//! Where the four corners of a ticket lie on the page, and the way back from the page to the ticket.

/// Corners in page px: the ticket's upper left, upper right, lower right, lower left.
#[derive(Clone, Copy)]
pub struct Quad(pub [(f64, f64); 4]);

impl Quad {
    pub fn upright(x: u32, y: u32, width: u32, height: u32) -> Self {
        let (left, top) = (f64::from(x), f64::from(y));
        let (right, bottom) = (left + f64::from(width), top + f64::from(height));
        Self([(left, top), (right, top), (right, bottom), (left, bottom)])
    }

    /// The same place with the ticket lying upside down in it.
    pub fn upside_down(self) -> Self {
        let [a, b, c, d] = self.0;
        Self([c, d, a, b])
    }

    /// Turned clockwise about its centre; `tilt` narrows the far (upper) edge as a slanting camera does.
    pub fn turned(center: (f64, f64), size: (f64, f64), degrees: f64, tilt: f64) -> Self {
        let (half_w, half_h) = (size.0 / 2.0, size.1 / 2.0);
        let far = half_w * (1.0 - tilt);
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self(
            [
                (-far, -half_h),
                (far, -half_h),
                (half_w, half_h),
                (-half_w, half_h),
            ]
            .map(|(x, y)| (center.0 + x * cos - y * sin, center.1 + x * sin + y * cos)),
        )
    }

    /// The smallest upright rectangle of whole pixels around it: left, top, right, bottom.
    pub fn bounds(&self) -> [i64; 4] {
        let fold = |pick: fn(&(f64, f64)) -> f64, better: fn(f64, f64) -> f64| {
            self.0
                .iter()
                .map(pick)
                .reduce(better)
                .expect("a quad has corners")
        };
        // Rounding noise must not push a corner that lies on a whole pixel over to the next one.
        let down = |value: f64| (value + 1e-6).floor() as i64;
        let up = |value: f64| (value - 1e-6).ceil() as i64;
        [
            down(fold(|p| p.0, f64::min)),
            down(fold(|p| p.1, f64::min)),
            up(fold(|p| p.0, f64::max)),
            up(fold(|p| p.1, f64::max)),
        ]
    }

    /// The projective map from the page to the unit square of the ticket.
    pub fn unit_from_page(&self) -> Projection {
        let [p0, p1, p2, p3] = self.0;
        let (dx1, dy1) = (p1.0 - p2.0, p1.1 - p2.1);
        let (dx2, dy2) = (p3.0 - p2.0, p3.1 - p2.1);
        let (sx, sy) = (p0.0 - p1.0 + p2.0 - p3.0, p0.1 - p1.1 + p2.1 - p3.1);
        let det = dx1 * dy2 - dx2 * dy1;
        let g = (sx * dy2 - dx2 * sy) / det;
        let h = (dx1 * sy - sx * dy1) / det;
        Projection([
            [p1.0 - p0.0 + g * p1.0, p3.0 - p0.0 + h * p3.0, p0.0],
            [p1.1 - p0.1 + g * p1.1, p3.1 - p0.1 + h * p3.1, p0.1],
            [g, h, 1.0],
        ])
        .inverse()
    }
}

pub struct Projection([[f64; 3]; 3]);

impl Projection {
    pub fn map(&self, x: f64, y: f64) -> (f64, f64) {
        let [across, down, depth] = self.0.map(|row| row[0] * x + row[1] * y + row[2]);
        (across / depth, down / depth)
    }

    /// Up to a factor, which a projective map does not care about.
    fn inverse(&self) -> Self {
        let m = &self.0;
        let minor = |r0: usize, c0: usize, r1: usize, c1: usize| {
            m[r0][c0] * m[r1][c1] - m[r0][c1] * m[r1][c0]
        };
        Self([
            [minor(1, 1, 2, 2), -minor(0, 1, 2, 2), minor(0, 1, 1, 2)],
            [-minor(1, 0, 2, 2), minor(0, 0, 2, 2), -minor(0, 0, 1, 2)],
            [minor(1, 0, 2, 1), -minor(0, 0, 2, 1), minor(0, 0, 1, 1)],
        ])
    }
}
