//! Many rounded surfaces in one mesh: a grid has hundreds of them, and the toolkit would lay out each anew.

use egui::epaint::{Vertex, WHITE_UV};
use egui::{Color32, Mesh, Pos2, Rect, Vec2, vec2};

/// A quarter of a circle in steps that no eye tells apart at the radius of a tile: cosine and sine.
const QUARTER: [Vec2; 4] = [
    vec2(1.0, 0.0),
    vec2(0.866_025_4, 0.5),
    vec2(0.5, 0.866_025_4),
    vec2(0.0, 1.0),
];
const CORNERS: usize = 4 * QUARTER.len();

/// Surfaces in the order in which they were added, later ones on top.
pub struct Surfaces {
    mesh: Mesh,
    half_pixel: f32,
}

impl Surfaces {
    pub fn new(pixels_per_point: f32) -> Self {
        Self {
            mesh: Mesh::default(),
            half_pixel: 0.5 / pixels_per_point,
        }
    }

    /// A surface whose edge fades over one pixel, as all edges do.
    pub fn add(&mut self, rect: Rect, radius: f32, color: Color32) {
        let start = self.mesh.vertices.len() as u32;
        let corners = CORNERS as u32;
        for corner in outline(rect, radius) {
            for (shift, color) in [
                (-self.half_pixel, color),
                (self.half_pixel, Color32::TRANSPARENT),
            ] {
                let (centre, direction) = corner;
                self.mesh.vertices.push(Vertex {
                    pos: centre + direction * (radius + shift),
                    uv: WHITE_UV,
                    color,
                });
            }
        }
        // Inner and outer points take turns.
        let inner = |corner: u32| start + 2 * (corner % corners);
        for corner in 2..corners {
            self.mesh
                .add_triangle(inner(0), inner(corner - 1), inner(corner));
        }
        for corner in 0..corners {
            let (a, b) = (inner(corner), inner(corner + 1));
            self.mesh.add_triangle(a, b, a + 1);
            self.mesh.add_triangle(b, b + 1, a + 1);
        }
    }

    pub fn into_mesh(self) -> Mesh {
        self.mesh
    }
}

/// Around the rectangle: centres of the corners' circles, and where their points lie from there.
fn outline(rect: Rect, radius: f32) -> impl Iterator<Item = (Pos2, Vec2)> {
    let core = rect.shrink(radius);
    let corner = |centre: Pos2, turn: fn(Vec2) -> Vec2| {
        QUARTER
            .into_iter()
            .map(move |direction| (centre, turn(direction)))
    };
    corner(core.right_bottom(), |it| it)
        .chain(corner(core.left_bottom(), |it| vec2(-it.y, it.x)))
        .chain(corner(core.left_top(), |it| -it))
        .chain(corner(core.right_top(), |it| vec2(it.y, -it.x)))
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    #[test]
    fn a_surface_fills_its_rectangle_but_for_the_corners() {
        let rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(110.0, 90.0));
        let mut surfaces = Surfaces::new(1.0);
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
