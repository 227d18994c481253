//! Many rounded surfaces in one mesh: a grid has hundreds of them, and the toolkit would lay out each anew.

use std::sync::LazyLock;

use egui::epaint::{Vertex, WHITE_UV};
use egui::{Color32, Mesh, Rect, Vec2, vec2};

/// A quarter of a circle in steps that no eye tells apart at the radius of a tile: cosine and sine.
const QUARTER: [Vec2; 4] = [
    vec2(1.0, 0.0),
    vec2(0.866_025_4, 0.5),
    vec2(0.5, 0.866_025_4),
    vec2(0.0, 1.0),
];
/// All of it, from the corner at the right bottom on.
const CIRCLE: [[Vec2; 4]; 4] = {
    let second = turned(QUARTER);
    let third = turned(second);
    [QUARTER, second, third, turned(third)]
};

const fn turned(quarter: [Vec2; 4]) -> [Vec2; 4] {
    let [a, b, c, d] = quarter;
    [
        vec2(-a.y, a.x),
        vec2(-b.y, b.x),
        vec2(-c.y, c.x),
        vec2(-d.y, d.x),
    ]
}

const CORNERS: usize = 4 * QUARTER.len();
/// Within the surface, and around it.
const TRIANGLES: usize = (CORNERS - 2) + 2 * CORNERS;

/// Points of every surface, three for each triangle. Inner and outer points take turns.
static POINTS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let corners = CORNERS as u32;
    let inner = |corner: u32| 2 * (corner % corners);
    let within = (2..corners).map(|corner| [inner(0), inner(corner - 1), inner(corner)]);
    let around = (0..corners).flat_map(|corner| {
        let (a, b) = (inner(corner), inner(corner + 1));
        [[a, b, a + 1], [b, b + 1, a + 1]]
    });
    within.chain(around).flatten().collect()
});

/// Surfaces in the order in which they were added, later ones on top.
pub struct Surfaces {
    mesh: Mesh,
    half_pixel: f32,
}

impl Surfaces {
    /// With room for `count` of them.
    pub fn new(pixels_per_point: f32, count: usize) -> Self {
        let mut mesh = Mesh::default();
        mesh.reserve_vertices(2 * CORNERS * count);
        mesh.reserve_triangles(TRIANGLES * count);
        Self {
            mesh,
            half_pixel: 0.5 / pixels_per_point,
        }
    }

    /// A surface whose edge fades over one pixel, as all edges do.
    pub fn add(&mut self, rect: Rect, radius: f32, color: Color32) {
        let start = self.mesh.vertices.len() as u32;
        let (inner, outer) = (radius - self.half_pixel, radius + self.half_pixel);
        let core = rect.shrink(radius);
        let centres = [
            core.right_bottom(),
            core.left_bottom(),
            core.left_top(),
            core.right_top(),
        ];
        for (centre, quarter) in centres.into_iter().zip(CIRCLE) {
            for direction in quarter {
                let point = |reach: f32, color: Color32| Vertex {
                    pos: centre + direction * reach,
                    uv: WHITE_UV,
                    color,
                };
                let both = [point(inner, color), point(outer, Color32::TRANSPARENT)];
                self.mesh.vertices.extend(both);
            }
        }
        let points = POINTS.iter().map(|point| start + point);
        self.mesh.indices.extend(points);
    }

    pub fn into_mesh(self) -> Mesh {
        self.mesh
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    #[test]
    fn a_surface_fills_its_rectangle_but_for_the_corners() {
        let rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(110.0, 90.0));
        let mut surfaces = Surfaces::new(1.0, 2);
        surfaces.add(rect, 6.0, Color32::WHITE);
        surfaces.add(rect.shrink(9.0), 4.0, Color32::BLACK);
        let mesh = surfaces.into_mesh();
        assert!(mesh.is_valid());
        assert_eq!(mesh.calc_bounds(), rect.expand(0.5));
        let (mut area, mut clockwise) = (0.0, 0);
        let white = mesh.indices.chunks(3).filter(|it| {
            let colors = it.iter().map(|at| mesh.vertices[*at as usize].color);
            colors.into_iter().all(|color| color == Color32::WHITE)
        });
        for triangle in white {
            let [a, b, c] = [0, 1, 2].map(|at| mesh.vertices[triangle[at] as usize].pos);
            let (first, second) = (b - a, c - a);
            let doubled = first.x * second.y - first.y * second.x;
            clockwise += usize::from(doubled > 0.0);
            area += doubled / 2.0;
        }
        assert_eq!(clockwise, CORNERS - 2, "all turn the same way");
        let inner = rect.shrink(0.5);
        let missing = inner.width() * inner.height() - area;
        assert!((0.0..36.0).contains(&missing), "{missing}");
    }
}
