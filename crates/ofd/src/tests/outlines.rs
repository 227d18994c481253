//! Path objects: every operator, rules, strokes, transforms, boundaries, clips.

use super::*;

fn path(boundary: &str, data: &str, attributes: &str) -> String {
    format!(
        "<ofd:PathObject Boundary='{boundary}' {attributes}><ofd:FillColor Value='255 0 0'/>\
         <ofd:StrokeColor Value='0 0 255'/><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )
}

fn drawn(boundary: &str, data: &str, attributes: &str) -> DrawnSheet {
    Book::of(&path(boundary, data, attributes)).draw()
}

const FILLED: &str = "Fill='true' Stroke='false'";

#[test]
fn lines_and_closed_outlines_fill() {
    let sheet = drawn("10 10 20 20", "S 0 0 L 20 0 L 20 20 L 0 20 C", FILLED);
    sheet.assert(&[
        (10.1, 10.1, RED),
        (29.8, 29.8, RED),
        (9.8, 15.0, WHITE),
        (30.1, 15.0, WHITE),
    ]);
}

#[test]
fn a_quadratic_curve_reaches_half_way_to_its_handle() {
    // At its middle: (0 + 2·20 + 0) / 4 = 10 mm below the line between its ends.
    let sheet = drawn("10 10 40 40", "M 0 0 Q 20 20 40 0 C", FILLED);
    sheet.assert(&[(30.0, 19.6, RED), (30.0, 20.3, WHITE), (12.0, 14.0, WHITE)]);
}

#[test]
fn a_cubic_curve_reaches_three_quarters_of_the_way() {
    let sheet = drawn("10 10 40 40", "M 0 0 B 0 20 40 20 40 0 C", FILLED);
    sheet.assert(&[(30.0, 24.6, RED), (30.0, 25.3, WHITE)]);
}

#[test]
fn an_arc_is_part_of_its_ellipse() {
    let sheet = drawn("10 10 40 40", "M 0 20 A 20 10 0 0 1 40 20 C", FILLED);
    // The top of an ellipse 40 mm wide and 20 mm high.
    sheet.assert(&[
        (30.0, 20.3, RED),
        (30.0, 19.6, WHITE),
        (30.0, 29.6, RED),
        (30.0, 30.3, WHITE),
    ]);
}

#[test]
fn rules_decide_about_holes() {
    let rings = "M 0 0 L 30 0 L 30 30 L 0 30 C M 10 10 L 20 10 L 20 20 L 10 20 C";
    drawn("0 0 30 30", rings, FILLED).assert(&[(5.0, 5.0, RED), (15.0, 15.0, RED)]);
    let even = "Fill='true' Stroke='false' Rule='Even-Odd'";
    drawn("0 0 30 30", rings, even).assert(&[(5.0, 5.0, RED), (15.0, 15.0, WHITE)]);
}

#[test]
fn a_path_is_stroked_and_not_filled_unless_it_says_so() {
    let square = "M 5 5 L 25 5 L 25 25 L 5 25 C";
    let sheet = drawn("0 0 30 30", square, "LineWidth='2'");
    sheet.assert(&[
        (4.1, 15.0, BLUE),
        (5.8, 15.0, BLUE),
        (3.8, 15.0, WHITE),
        (15.0, 15.0, WHITE),
    ]);
    let both = drawn("0 0 30 30", square, "LineWidth='2' Fill='true'");
    both.assert(&[(15.0, 15.0, RED), (5.5, 15.0, BLUE)]);
    let transparent = "<ofd:PathObject Boundary='0 0 9 9' Fill='true' Stroke='false'>\
        <ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 C</ofd:AbbreviatedData></ofd:PathObject>";
    assert_eq!(Book::of(transparent).draw().ink(), None);
}

#[test]
fn caps_end_lines_as_they_are_told() {
    let line = "M 10 10 L 30 10";
    for (cap, end, corner) in [
        ("Butt", WHITE, WHITE),
        ("Round", BLUE, WHITE),
        ("Square", BLUE, BLUE),
    ] {
        let sheet = drawn("0 0 50 50", line, &format!("LineWidth='8' Cap='{cap}'"));
        sheet.assert(&[(29.5, 10.0, BLUE), (32.0, 10.0, end), (33.5, 13.5, corner)]);
    }
}

#[test]
fn joins_meet_as_they_are_told() {
    let corner = "M 10 30 L 30 30 L 30 10";
    for (join, outer, middle) in [
        ("Miter", BLUE, BLUE),
        ("Round", WHITE, BLUE),
        ("Bevel", WHITE, WHITE),
    ] {
        let sheet = drawn("0 0 50 50", corner, &format!("LineWidth='8' Join='{join}'"));
        sheet.assert(&[
            (33.6, 33.6, outer),
            (32.5, 32.5, middle),
            (31.0, 31.0, BLUE),
        ]);
    }
    let blunt = drawn(
        "0 0 50 50",
        corner,
        "LineWidth='8' Join='Miter' MiterLimit='1'",
    );
    blunt.assert(&[(33.6, 33.6, WHITE)]);
}

#[test]
fn dashes_begin_at_their_offset() {
    let line = "M 0 10 L 60 10";
    let sheet = drawn(
        "0 0 60 20",
        line,
        "LineWidth='2' DashPattern='6 4' DashOffset='3'",
    );
    sheet.assert(&[
        (1.0, 10.0, BLUE),
        (4.0, 10.0, WHITE),
        (8.0, 10.0, BLUE),
        (14.0, 10.0, WHITE),
    ]);
    let odd = drawn("0 0 60 20", line, "LineWidth='2' DashPattern='5'");
    odd.assert(&[(2.0, 10.0, BLUE), (7.0, 10.0, WHITE), (12.0, 10.0, BLUE)]);
}

#[test]
fn a_transform_moves_turns_and_widens() {
    // Twice as large, a quarter turn clockwise, then 40 mm to the right of the boundary's corner.
    let line = drawn(
        "10 5 60 40",
        "M 0 0 L 10 0",
        "LineWidth='1' CTM='0 2 -2 0 40 0'",
    );
    line.assert(&[
        (50.0, 15.0, BLUE),
        (49.1, 15.0, BLUE),
        (50.8, 15.0, BLUE),
        (48.7, 15.0, WHITE),
        (51.3, 15.0, WHITE),
        (50.0, 25.5, WHITE),
    ]);
    let uneven = drawn(
        "0 0 60 40",
        "M 0 5 L 10 5",
        "LineWidth='1' CTM='4 0 0 2 0 0'",
    );
    uneven.assert(&[(38.0, 10.0, BLUE), (38.0, 9.1, BLUE), (38.0, 8.7, WHITE)]);
}

#[test]
fn a_boundary_cuts_unless_it_is_empty() {
    let square = "M 0 0 L 30 0 L 30 30 L 0 30 C";
    drawn("5 5 10 10", square, FILLED).assert(&[(14.5, 14.5, RED), (15.5, 10.0, WHITE)]);
    for empty in ["5 5 0 10", "5 5 10 0", "5 5 -3 -3"] {
        drawn(empty, square, FILLED).assert(&[(20.0, 20.0, RED)]);
    }
    // Thin rules fill their boundary to the last bit.
    let rule = drawn("5 5 40 0.2", "M 0 0.1 L 40 0.1", "LineWidth='0.75'");
    rule.assert(&[(20.0, 5.0, BLUE)]);
}

#[test]
fn hairlines_show_at_any_size() {
    let sheet = drawn("0 0 60 20", "M 0 10.125 L 60 10.125", "LineWidth='0'");
    assert!(sheet.at(30.0, 10.1)[0] < 120, "{:?}", sheet.at(30.0, 10.1));
}

#[test]
fn clips_intersect_and_their_areas_unite() {
    let area = |data: &str| {
        format!(
            "<ofd:Area><ofd:Path Boundary='0 0 50 50'><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:Path></ofd:Area>"
        )
    };
    let left = area("M 0 0 L 10 0 L 10 40 L 0 40 C");
    // Overlaps the first and turns the other way round.
    let middle = area("M 5 0 L 5 40 L 20 40 L 20 0 C");
    let top = area("M 0 0 L 40 0 L 40 15 L 0 15 C");
    let clips = format!(
        "<ofd:Clips><ofd:Clip>{left}{middle}</ofd:Clip><ofd:Clip>{top}</ofd:Clip></ofd:Clips>"
    );
    let object = block("0 0 40 40", "255 0 0", "")
        .replace("<ofd:FillColor", &format!("{clips}<ofd:FillColor"));
    let after = block("60 30 10 10", "0 255 0", "");
    Book::of(&(object + &after)).draw().assert(&[
        (3.0, 5.0, RED),
        (7.0, 5.0, RED),
        (15.0, 5.0, RED),
        (25.0, 5.0, WHITE),
        (7.0, 20.0, WHITE),
        // What comes later is not clipped.
        (65.0, 35.0, GREEN),
    ]);
}

#[test]
fn a_clip_stands_still_if_it_does_not_follow_the_transform() {
    let object = |flag: &str| {
        let clips = format!(
            "<ofd:Clips TransFlag='{flag}'><ofd:Clip><ofd:Area><ofd:Path Boundary='0 0 5 5'>\
             <ofd:AbbreviatedData>M 0 0 L 5 0 L 5 5 L 0 5 C</ofd:AbbreviatedData></ofd:Path></ofd:Area>\
             </ofd:Clip></ofd:Clips>"
        );
        let path = path(
            "10 10 40 40",
            "M 0 0 L 20 0 L 20 20 L 0 20 C",
            "Fill='true' Stroke='false' CTM='2 0 0 2 0 0'",
        );
        path.replace("<ofd:FillColor", &format!("{clips}<ofd:FillColor"))
    };
    Book::of(&object("true"))
        .draw()
        .assert(&[(19.0, 19.0, RED), (21.0, 19.0, WHITE)]);
    Book::of(&object("false"))
        .draw()
        .assert(&[(14.0, 14.0, RED), (16.0, 14.0, WHITE)]);
    let empty =
        block("0 0 9 9", "255 0 0", "").replace("<ofd:FillColor", "<ofd:Clips/><ofd:FillColor");
    Book::of(&empty).draw().assert(&[(4.0, 4.0, RED)]);
}

#[test]
fn what_is_invisible_is_not_drawn() {
    assert_eq!(
        Book::of(&block("0 0 9 9", "255 0 0", "Visible='false'"))
            .draw()
            .ink(),
        None
    );
}
