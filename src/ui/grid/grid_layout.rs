//! Where the tiles of the grid stand: pure arithmetic in 64-bit points, exact for any number of rows.

use std::ops::Range;

use crate::ui::kit::theme::TILE_GAP;

/// Height of a tile's text below its picture area, in points.
pub const CAPTION_HEIGHT: f32 = 44.0;
/// Height of a tile's picture area as a part of its width: between a wide invoice and a long receipt.
const PICTURE_ASPECT: f32 = 0.8;

/// Least height of a tile.
const LEAST_HEIGHT: f32 = CAPTION_HEIGHT + 20.0;

/// Less than this part of a point is no part of a tile that is cut off.
const ROUNDING: f64 = 0.5;
/// A row of a sheet is squeezed in where it lacks no more than this part of its height.
const SQUEEZED: f32 = 0.25;

/// A grid of `count` tiles in a view of the given size. The content begins one gap before the first row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridLayout {
    count: usize,
    columns: usize,
    tile: egui::Vec2,
    view_height: f64,
}

impl GridLayout {
    /// As many columns of about `tile_points` as fit; they share what is left over.
    pub fn new(count: usize, view: egui::Vec2, tile_points: f32) -> Self {
        let columns = ((view.x - TILE_GAP) / (tile_points + TILE_GAP))
            .floor()
            .max(1.0);
        let width = ((view.x - TILE_GAP * (columns + 1.0)) / columns).max(40.0);
        // However low the view is, a row is in it from edge to edge.
        let room = (view.y - 2.0 * TILE_GAP).max(LEAST_HEIGHT);
        let height = (width * PICTURE_ASPECT + CAPTION_HEIGHT).min(room);
        Self {
            count,
            columns: columns as usize,
            tile: egui::vec2(width.floor(), height.floor()),
            view_height: f64::from(view.y),
        }
    }

    /// Whole screens: as many rows as fit share the height, so that no tile is cut off.
    pub fn sheet(count: usize, view: egui::Vec2, tile_points: f32) -> Self {
        let mut layout = Self::new(count, view, tile_points);
        let room = view.y - TILE_GAP;
        let rows = (room / (layout.tile.y + TILE_GAP) + SQUEEZED)
            .floor()
            .max(1.0);
        layout.tile.y = (room / rows - TILE_GAP).floor().max(LEAST_HEIGHT);
        layout
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Width of a tile in points.
    pub fn tile_width(&self) -> f32 {
        self.tile.x
    }

    pub fn rows(&self) -> usize {
        self.count.div_ceil(self.columns)
    }

    /// Rows that fit into the view as a whole, at least one.
    pub fn rows_per_page(&self) -> usize {
        ((self.view_height / self.pitch()) as usize).max(1)
    }

    /// Height of all rows with the gaps around them.
    pub fn content_height(&self) -> f64 {
        self.rows() as f64 * self.pitch() + f64::from(TILE_GAP)
    }

    /// The largest scroll offset.
    pub fn max_scroll(&self) -> f64 {
        (self.content_height() - self.view_height).max(0.0)
    }

    /// Numbers of the tiles that are at least partly in view at this scroll offset.
    pub fn visible(&self, scroll: f64) -> Range<usize> {
        let first = ((scroll - f64::from(TILE_GAP)) / self.pitch())
            .floor()
            .max(0.0) as usize;
        let last = ((scroll + self.view_height) / self.pitch()).ceil().max(0.0) as usize;
        let end = (last * self.columns).min(self.count);
        (first * self.columns).min(end)..end
    }

    /// Numbers of the tiles that are in view from edge to edge at this scroll offset.
    pub fn whole(&self, scroll: f64) -> Range<usize> {
        let first = ((scroll - f64::from(TILE_GAP) - ROUNDING) / self.pitch())
            .ceil()
            .max(0.0) as usize;
        let end = ((scroll + self.view_height + ROUNDING) / self.pitch())
            .floor()
            .max(0.0) as usize;
        let end = (end * self.columns).min(self.count);
        (first * self.columns).min(end)..end
    }

    /// The tile's rectangle relative to the view's top left corner.
    pub fn tile_in_view(&self, index: usize, scroll: f64) -> egui::Rect {
        let (row, column) = (index / self.columns, index % self.columns);
        // The difference is taken in 64 bits: both may be millions of points, the result is within the view.
        let top = row as f64 * self.pitch() + f64::from(TILE_GAP) - scroll;
        let left = TILE_GAP + column as f32 * (self.tile.x + TILE_GAP);
        egui::Rect::from_min_size(egui::pos2(left, top as f32), self.tile)
    }

    /// The scroll offset nearest to `scroll` that shows the whole tile.
    pub fn scroll_to_reveal(&self, index: usize, scroll: f64) -> f64 {
        let gap = f64::from(TILE_GAP);
        let top = self.row_top(index);
        let bottom = top + self.pitch() + gap;
        let nearest = if top < scroll || self.view_height < bottom - top {
            top
        } else {
            scroll.max(bottom - self.view_height)
        };
        nearest.clamp(0.0, self.max_scroll())
    }

    /// The first tile of the row at the view's top, and the part of the row that is scrolled away.
    pub fn at_top(&self, scroll: f64) -> (usize, f64) {
        let rows = scroll / self.pitch();
        (rows as usize * self.columns, rows.fract())
    }

    /// The scroll offset with this tile's row at the view's top, that part of it scrolled away.
    pub fn scroll_to_top(&self, index: usize, part: f64) -> f64 {
        self.row_top(index) + part * self.pitch()
    }

    /// The scroll offset at which this tile's row is the first.
    fn row_top(&self, index: usize) -> f64 {
        (index / self.columns) as f64 * self.pitch()
    }

    /// From one row's top to the next one's.
    fn pitch(&self) -> f64 {
        f64::from(self.tile.y + TILE_GAP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(count: usize) -> GridLayout {
        GridLayout::new(count, egui::vec2(1000.0, 700.0), 200.0)
    }

    fn same(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn every_tile_stands_within_the_width() {
        let layout = layout(10);
        assert_eq!(layout.columns(), 4);
        for index in 0..10 {
            let rect = layout.tile_in_view(index, 0.0);
            assert!(rect.left() >= TILE_GAP - 0.5 && rect.right() <= 1000.0 - TILE_GAP + 0.5);
        }
    }

    #[test]
    fn only_tiles_in_view_are_visible() {
        let layout = layout(100_000);
        let scroll = 123_456.789;
        let visible = layout.visible(scroll);
        assert!(visible.len() <= (layout.rows_per_page() + 3) * layout.columns());
        for index in 0..100_000 {
            let rect = layout.tile_in_view(index, scroll);
            let is_in_view = rect.bottom() > 0.0 && rect.top() < 700.0;
            if is_in_view {
                assert!(visible.contains(&index), "{index}");
            }
        }
    }

    #[test]
    fn the_far_end_is_as_exact_as_the_start() {
        let layout = GridLayout::new(10_000_000, egui::vec2(300.0, 700.0), 360.0);
        assert_eq!(layout.columns(), 1);
        let end = layout.max_scroll();
        assert!(end > 1e9, "far beyond what 32-bit points can tell apart");
        let last = layout.tile_in_view(9_999_999, end);
        assert!((last.bottom() + TILE_GAP - 700.0).abs() < 0.01);
        let one_point_up = layout.tile_in_view(9_999_999, end - 1.0);
        assert!((one_point_up.bottom() - last.bottom() - 1.0).abs() < 0.01);
    }

    #[test]
    fn revealing_moves_as_little_as_needed() {
        let layout = layout(1000);
        assert!(same(layout.scroll_to_reveal(0, 0.0), 0.0));
        let below = layout.scroll_to_reveal(40, 0.0);
        let rect = layout.tile_in_view(40, below);
        assert!((rect.bottom() + TILE_GAP - 700.0).abs() < 0.01);
        assert!(same(layout.scroll_to_reveal(40, below), below));
        let above = layout.scroll_to_reveal(20, below + 5000.0);
        assert!((layout.tile_in_view(20, above).top() - TILE_GAP).abs() < 0.01);
        assert!(same(layout.scroll_to_reveal(999, 0.0), layout.max_scroll()));
    }

    #[test]
    fn what_is_at_the_top_stays_there_when_tiles_change() {
        let old = layout(100_000);
        let scroll = old.row_top(40_000) + 30.0;
        let (index, part) = old.at_top(scroll);
        assert_eq!(index, 40_000);
        for (width, tile) in [(1010.0, 200.0), (1000.0, 120.0), (400.0, 360.0)] {
            let new = GridLayout::new(100_000, egui::vec2(width, 700.0), tile);
            let offset = new.scroll_to_top(index, part);
            assert!(new.visible(offset).contains(&40_000), "{width} {tile}");
        }
    }

    #[test]
    fn a_row_fits_into_a_low_view() {
        for points in [120.0, 200.0, 360.0] {
            let layout = GridLayout::new(1000, egui::vec2(500.0, 170.0), points);
            assert!(!layout.whole(0.0).is_empty(), "{points}");
            assert!(!layout.whole(layout.max_scroll()).is_empty(), "{points}");
        }
    }

    #[test]
    fn a_tile_that_is_cut_off_is_not_whole() {
        let layout = layout(1000);
        for scroll in [0.0, 3.0, 10.0, 333.3, 5000.0, layout.max_scroll()] {
            let whole = layout.whole(scroll);
            assert!(!whole.is_empty());
            for index in layout.visible(scroll) {
                let rect = layout.tile_in_view(index, scroll);
                let is_whole = rect.top() >= -0.5 && rect.bottom() <= 700.5;
                assert_eq!(whole.contains(&index), is_whole, "{index} at {scroll}");
            }
        }
    }

    #[test]
    fn tiles_of_a_sheet_are_never_cut_off() {
        for (width, height) in [
            (1000.0, 700.0),
            (800.0, 430.0),
            (1230.0, 260.0),
            (300.0, 90.0),
        ] {
            for points in [120.0, 200.0, 360.0] {
                let layout = GridLayout::sheet(1000, egui::vec2(width, height), points);
                let per = layout.columns() * layout.rows_per_page();
                let scroll = layout.scroll_to_top(7 * per, 0.0);
                for index in 7 * per..8 * per {
                    let rect = layout.tile_in_view(index, scroll);
                    let is_whole = rect.top() >= 0.0 && rect.bottom() <= height;
                    assert!(is_whole, "{rect:?} of {width} × {height}");
                }
            }
        }
    }

    #[test]
    fn an_empty_grid_has_nothing_to_scroll() {
        assert!(same(layout(0).max_scroll(), 0.0));
        assert_eq!(layout(0).visible(0.0), 0..0);
    }
}
