//! What is made of marks and light: findings at borders, and none where there is nothing.

use super::*;
use crate::geometry::PictureSize;
use crate::model::Codes;

const PAPER: PictureCell = PictureCell {
    paper: 238,
    contrast: 180,
    step: 140,
};
const TABLE: PictureCell = PictureCell {
    paper: 70,
    contrast: 12,
    step: 6,
};

fn rect(left: f64, top: f64, right: f64, bottom: f64) -> PictureBox {
    PictureBox::new(point2(left, top), point2(right, bottom))
}

/// A table of 800 × 640 with a sheet on it, printed in lines up to a margin of 40 pixels.
fn sheet(paper: PictureBox) -> Look {
    let side = f64::from(CELL);
    let (columns, rows) = (25_u32, 20_u32);
    let middle = |at: u32| (f64::from(at) + 0.5) * side;
    let cell = |index: u32| {
        let at = point2(middle(index % columns), middle(index / columns));
        if paper.contains(at) { PAPER } else { TABLE }
    };
    let print = paper.inflate(-40.0, -40.0);
    let mut marks = Vec::new();
    let mut y = print.min.y;
    while y + 16.0 <= print.max.y {
        let mut x = print.min.x;
        while x + 14.0 <= print.max.x {
            marks.push(Mark {
                left: x as u16,
                top: y as u16,
                width: 14,
                height: 16,
            });
            x += 18.0;
        }
        y += 28.0;
    }
    Look {
        size: PictureSize::new(800, 640),
        shrink: 1.0,
        marks,
        cells: (0..columns * rows).map(cell).collect(),
        columns,
        codes: Codes::default(),
        likeness: 0,
    }
}

fn told(look: &Look, region: PictureBox) -> Vec<(FindingCode, String)> {
    let found = findings(look, region, &[], 0.2);
    found
        .into_iter()
        .map(|it| (it.code, it.subject.into()))
        .collect()
}

#[test]
fn a_region_that_is_its_paper_is_left_alone() {
    let paper = rect(160.0, 160.0, 640.0, 480.0);
    for out in [-6.0, 0.0, 8.0] {
        assert_eq!(told(&sheet(paper), paper.inflate(out, out)), [], "{out}");
    }
}

#[test]
fn print_across_a_border_is_told_with_its_side_and_place() {
    let paper = rect(160.0, 160.0, 640.0, 480.0);
    let look = sheet(paper);
    let mut cut = paper;
    cut.max.x = 427.0;
    let found = told(&look, cut);
    let (_, subject) = found
        .iter()
        .find(|(code, _)| *code == FindingCode::InkAcross)
        .expect("print is cut");
    assert_eq!(subject, "right|9|50");
    // The feet of letters, not more: a border may be drawn a pixel too narrow.
    let mut narrow = paper;
    narrow.min.y = 201.0;
    let is_across = |it: &(FindingCode, String)| it.0 == FindingCode::InkAcross;
    assert!(!told(&look, narrow).iter().any(is_across));
}

#[test]
fn print_at_the_end_of_a_picture_goes_on_beyond_it() {
    let mut look = sheet(rect(0.0, 0.0, 800.0, 640.0));
    let whole = rect(0.0, 0.0, 800.0, 640.0);
    assert_eq!(told(&look, whole), []);
    for top in [100, 200, 300, 400] {
        look.marks.push(Mark {
            left: 793,
            top,
            width: 7,
            height: 16,
        });
    }
    let found = told(&look, whole);
    assert_eq!(found, [(FindingCode::InkAcross, "right|4|40".to_owned())]);
    let across: Vec<Across> = across(&look, whole).collect();
    assert_eq!(across[0].marks.len(), 4);
}

#[test]
fn paper_that_goes_on_and_ends_behind_a_border_is_cut() {
    let paper = rect(160.0, 160.0, 640.0, 480.0);
    let look = sheet(paper);
    let mut cut = paper;
    cut.min.x = 200.0;
    let code = FindingCode::PaperCut;
    assert_eq!(told(&look, cut), [(code, "left|12".to_owned())]);
    // The next ticket lies there.
    let beside = rect(100.0, 160.0, 199.0, 480.0);
    assert_eq!(findings(&look, cut, &[beside], 0.2), []);
    // Paper without an end is a white table.
    let white = sheet(rect(-900.0, -900.0, 1700.0, 1540.0));
    let paper_cut = |it: &(FindingCode, String)| it.0 == code;
    assert!(!told(&white, paper).iter().any(paper_cut));
}

#[test]
fn empty_margins_and_empty_regions_are_told() {
    let paper = rect(160.0, 160.0, 640.0, 480.0);
    let look = sheet(paper);
    let mut loose = paper;
    loose.max.y = 600.0;
    let found = told(&look, loose);
    assert_eq!(found, [(FindingCode::MarginWide, "bottom|36".to_owned())]);
    let code = FindingCode::RegionNearlyEmpty;
    let table = rect(10.0, 10.0, 150.0, 600.0);
    assert_eq!(told(&look, table), [(code, "0".to_owned())]);
}

#[test]
fn blur_and_darkness_are_told_of_what_is_printed() {
    let paper = rect(160.0, 160.0, 640.0, 480.0);
    let changed = |change: fn(&mut PictureCell)| {
        let mut look = sheet(paper);
        look.cells.iter_mut().for_each(change);
        told(&look, paper)
    };
    let blurred = changed(|cell| cell.step /= 5);
    assert_eq!(blurred, [(FindingCode::Blurred, "15".to_owned())]);
    let dark = changed(|cell| cell.paper /= 5);
    assert_eq!(dark, [(FindingCode::TooDark, "18".to_owned())]);
    let plain = changed(|cell| cell.contrast = 20);
    assert_eq!(plain, []);
}
