//! Colours, parameters, gradients, patterns, transparency, mixing, composite objects.

use super::*;

fn filled(boundary: &str, fill: &str, more: &str) -> String {
    block(boundary, "1 2 3", more).replace("<ofd:FillColor Value='1 2 3'/>", fill)
}

#[test]
fn colour_spaces_are_looked_up() {
    let spaces = "<ofd:ColorSpaces><ofd:ColorSpace ID='2' Type='GRAY'/><ofd:ColorSpace ID='3' Type='CMYK'/>\
        <ofd:ColorSpace ID='4' Type='RGB'><ofd:Palette><ofd:CV>0 0 0</ofd:CV><ofd:CV>0 255 0</ofd:CV></ofd:Palette>\
        </ofd:ColorSpace></ofd:ColorSpaces>";
    let objects = [
        filled(
            "0 0 10 10",
            "<ofd:FillColor Value='100' ColorSpace='2'/>",
            "",
        ),
        filled(
            "10 0 10 10",
            "<ofd:FillColor Value='0 255 255 0' ColorSpace='3'/>",
            "",
        ),
        filled(
            "20 0 10 10",
            "<ofd:FillColor Index='1' ColorSpace='4'/>",
            "",
        ),
        filled("30 0 10 10", "<ofd:FillColor Value='#0000FF'/>", ""),
        filled("40 0 10 10", "<ofd:FillColor/>", ""),
    ];
    Book::of(&objects.concat())
        .with_resources(spaces)
        .draw()
        .assert(&[
            (5.0, 5.0, [100; 3]),
            (15.0, 5.0, RED),
            (25.0, 5.0, GREEN),
            (35.0, 5.0, BLUE),
            (45.0, 5.0, BLACK),
        ]);
}

#[test]
fn parameters_are_inherited_along_their_chain_and_from_the_layer() {
    let params = "<ofd:DrawParams>\
        <ofd:DrawParam ID='3' LineWidth='4'><ofd:StrokeColor Value='255 0 0'/></ofd:DrawParam>\
        <ofd:DrawParam ID='4' Relative='3'><ofd:FillColor Value='0 255 0'/></ofd:DrawParam>\
        <ofd:DrawParam ID='5' Relative='6' LineWidth='2'/><ofd:DrawParam ID='6' Relative='5'>\
        <ofd:StrokeColor Value='0 0 255'/></ofd:DrawParam></ofd:DrawParams>";
    let line = |y: u32, more: &str| {
        format!(
            "<ofd:PathObject Boundary='0 {y} 50 8' Fill='true' {more}><ofd:AbbreviatedData>M 5 4 L 45 4</ofd:AbbreviatedData></ofd:PathObject>"
        )
    };
    let square = "<ofd:PathObject Boundary='60 0 20 20' Fill='true' Stroke='false'>\
        <ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>";
    let layer = [
        line(0, ""),
        line(10, "LineWidth='1'"),
        line(20, "DrawParam='5'"),
        square.into(),
    ];
    let content = format!("<ofd:Layer DrawParam='4'>{}</ofd:Layer>", layer.concat());
    Book::of_content(&content)
        .with_resources(params)
        .draw()
        .assert(&[
            (20.0, 2.2, RED),
            (20.0, 5.7, RED),
            (20.0, 12.2, WHITE),
            (20.0, 14.0, RED),
            (20.0, 23.2, BLUE),
            (20.0, 22.6, WHITE),
            (70.0, 10.0, GREEN),
        ]);
}

#[test]
fn alpha_lets_paper_through() {
    let objects = [
        block("0 0 10 10", "0 0 0", "Alpha='51'"),
        filled(
            "10 0 10 10",
            "<ofd:FillColor Value='255 0 0' Alpha='102'/>",
            "",
        ),
        filled(
            "20 0 10 10",
            "<ofd:FillColor Value='0 0 0' Alpha='102'/>",
            "Alpha='127'",
        ),
    ];
    Book::of(&objects.concat()).draw().assert(&[
        (5.0, 5.0, [204; 3]),
        (15.0, 5.0, [255, 153, 153]),
        (25.0, 5.0, [204; 3]),
    ]);
}

#[test]
fn mixing_keeps_what_lies_below() {
    let below = block("0 0 60 10", "200 100 50", "");
    let above = |x: u32, mode: &str| {
        block(
            &format!("{x} 0 10 10"),
            "100 150 255",
            &format!("BlendMode='{mode}'"),
        )
    };
    let modes = [
        above(0, "Darken"),
        above(10, "Multiply"),
        above(20, "Lighten"),
        above(30, "Normal"),
        above(40, "Unknown"),
    ];
    Book::of(&(below + &modes.concat())).draw().assert(&[
        (5.0, 5.0, [100, 100, 50]),
        (15.0, 5.0, [78, 59, 50]),
        (25.0, 5.0, [200, 150, 255]),
        (35.0, 5.0, [100, 150, 255]),
        (45.0, 5.0, [100, 150, 255]),
        (55.0, 5.0, [200, 100, 50]),
    ]);
}

fn shade(kind: &str, attributes: &str) -> String {
    format!(
        "<ofd:FillColor><ofd:{kind} {attributes}><ofd:Segment Position='0'><ofd:Color Value='255 0 0'/></ofd:Segment>\
         <ofd:Segment Position='1'><ofd:Color Value='0 0 255'/></ofd:Segment></ofd:{kind}></ofd:FillColor>"
    )
}

#[test]
fn an_axial_gradient_runs_along_its_axis() {
    let fill = shade("AxialShd", "StartPoint='20 0' EndPoint='60 0' Extend='3'");
    let sheet = Book::of(&filled("10 5 80 20", &fill, "")).draw();
    sheet.assert(&[(15.0, 10.0, RED), (85.0, 20.0, BLUE)]);
    let middle = sheet.at(50.0, 10.0);
    assert!(
        middle[0].abs_diff(127) < 6 && middle[2].abs_diff(127) < 6,
        "{middle:?}"
    );
    let not_extended = shade("AxialShd", "StartPoint='20 0' EndPoint='60 0'");
    let sheet = Book::of(&filled("10 5 80 20", &not_extended, "")).draw();
    sheet.assert(&[(15.0, 10.0, WHITE), (85.0, 20.0, WHITE)]);
    assert_ne!(sheet.at(50.0, 10.0), WHITE);
}

#[test]
fn a_gradient_repeats_or_turns_back() {
    let fill = |kind: &str| {
        let attributes = format!("StartPoint='0 0' EndPoint='80 0' MapType='{kind}' MapUnit='20'");
        shade("AxialShd", &attributes)
    };
    let repeated = Book::of(&filled("0 0 80 20", &fill("Repeat"), "")).draw();
    assert!(repeated.at(19.0, 5.0)[2] > 230 && repeated.at(21.0, 5.0)[0] > 230);
    let reflected = Book::of(&filled("0 0 80 20", &fill("Reflect"), "")).draw();
    assert!(reflected.at(19.0, 5.0)[2] > 230 && reflected.at(21.0, 5.0)[2] > 230);
    assert!(reflected.at(39.0, 5.0)[0] > 230);
}

#[test]
fn a_radial_gradient_grows_from_its_centre() {
    let fill = shade(
        "RadialShd",
        "StartPoint='20 20' StartRadius='0' EndPoint='20 20' EndRadius='10' Extend='2'",
    );
    let sheet = Book::of(&filled("10 0 40 40", &fill, "")).draw();
    let centre = sheet.at(30.0, 20.0);
    assert!(centre[0] > 240 && centre[2] < 15, "{centre:?}");
    sheet.assert(&[(45.0, 20.0, BLUE)]);
    let middle = sheet.at(35.0, 20.0);
    assert!(middle[0].abs_diff(127) < 10, "{middle:?}");
}

#[test]
fn a_gradient_ends_where_it_is_not_extended() {
    let drawn = |kind: &str, attributes: &str| {
        Book::of(&filled("0 0 100 50", &shade(kind, attributes), "")).draw()
    };
    let ends =
        |sheet: &DrawnSheet| [sheet.at(15.0, 10.0), sheet.at(85.0, 10.0)].map(|c| c != WHITE);
    for (extend, painted) in [
        ("", [false, false]),
        ("Extend='1'", [true, false]),
        ("Extend='2'", [false, true]),
        ("Extend='3'", [true, true]),
        ("MapType='Repeat' MapUnit='10'", [false, false]),
        ("MapType='Repeat' MapUnit='10' Extend='3'", [true, true]),
    ] {
        let axis = format!("StartPoint='20 0' EndPoint='80 0' {extend}");
        assert_eq!(ends(&drawn("AxialShd", &axis)), painted, "{extend}");
    }
    // Runs of 10 mm: after 15 mm half a run is over, and after 5 mm too.
    let sheet = drawn(
        "AxialShd",
        "StartPoint='20 0' EndPoint='80 0' MapType='Repeat' MapUnit='10'",
    );
    sheet.assert(&[(25.0, 9.0, sheet.at(35.0, 9.0))]);
    let half = sheet.at(35.0, 9.0);
    assert!(
        half[0].abs_diff(127) < 6 && half[2].abs_diff(127) < 6,
        "{half:?}"
    );
}

#[test]
fn circles_that_grow_along_a_line_cover_earlier_ones() {
    // From 2 mm round (20, 25) to 20 mm round (60, 25). Each place shows the last circle that goes through it.
    let fill = shade(
        "RadialShd",
        "StartPoint='20 25' StartRadius='2' EndPoint='60 25' EndRadius='20'",
    );
    let sheet = Book::of(&filled("0 0 100 50", &fill, "")).draw();
    // (60, 25): |60 − 20 − 40·s| = 2 + 18·s at s = 38/58. (78, 25): 40·s + 20 + 2 + 18·s = 78 at s = 56/58.
    for (x, share) in [(60.0, 38.0 / 58.0), (78.0, 56.0 / 58.0)] {
        let blue = (255.0_f64 * share).round() as u8;
        let found = sheet.at(x, 25.0);
        assert!(
            found[0].abs_diff(255 - blue) < 5 && found[2].abs_diff(blue) < 5,
            "{x}: {found:?} is not {share}"
        );
    }
    // Before the first circle and behind the last there is nothing.
    sheet.assert(&[
        (17.0, 25.0, WHITE),
        (82.0, 25.0, WHITE),
        (10.0, 25.0, WHITE),
    ]);
}

#[test]
fn ellipses_are_flat_and_turned_as_they_say() {
    // An eccentricity of 0.8: the short axis is 0.6 of the long one.
    let drawn = |angle: &str| {
        let attributes = format!(
            "StartPoint='50 25' EndPoint='50 25' EndRadius='20' Eccentricity='0.8' {angle}"
        );
        Book::of(&filled("0 0 100 50", &shade("RadialShd", &attributes), "")).draw()
    };
    let lying = drawn("");
    lying.assert(&[(71.0, 25.0, WHITE), (50.0, 37.5, WHITE)]);
    assert!(lying.at(69.0, 25.0)[2] > 230 && lying.at(50.0, 36.5)[2] > 230);
    let standing = drawn("Angle='90'");
    standing.assert(&[(63.0, 25.0, WHITE), (50.0, 46.0, WHITE)]);
    assert!(standing.at(61.5, 25.0)[2] > 230 && standing.at(50.0, 44.5)[2] > 230);
}

#[test]
fn gradients_follow_transforms_and_fill_texts_strokes_and_alpha() {
    let fill = shade("AxialShd", "StartPoint='0 0' EndPoint='10 0' Extend='3'");
    let square = "<ofd:AbbreviatedData>M 0 0 L 10 0 L 10 10 L 0 10 C</ofd:AbbreviatedData>";
    let path = |attributes: &str, inner: &str| {
        format!("<ofd:PathObject Boundary='10 5 80 40' {attributes}>{inner}</ofd:PathObject>")
    };
    let stretched = path(
        "Fill='true' Stroke='false' CTM='8 0 0 4 0 0'",
        &(fill.clone() + square),
    );
    let sheet = Book::of(&stretched).draw();
    assert!(sheet.at(10.5, 20.0)[0] > 250 && sheet.at(89.0, 20.0)[2] > 245);
    let middle = sheet.at(50.0, 20.0);
    assert!(middle[0].abs_diff(127) < 4, "{middle:?}");
    let line = "<ofd:AbbreviatedData>M 0 5 L 10 5</ofd:AbbreviatedData>";
    let stroke = fill.replace("FillColor", "StrokeColor");
    let stroked = path("LineWidth='2' CTM='8 0 0 4 0 0'", &(stroke + line));
    let sheet = Book::of(&stroked).draw();
    assert!(sheet.at(11.0, 25.0)[0] > 245 && sheet.at(89.0, 25.0)[2] > 245);
    sheet.assert(&[(50.0, 32.0, WHITE)]);
    let half = path("Fill='true' Stroke='false' Alpha='51'", &(fill + square));
    Book::of(&half)
        .draw()
        .assert(&[(19.9, 14.0, [205, 204, 254])]);
}

#[test]
fn stops_that_say_no_place_share_the_gap() {
    let stop = |place: &str, color: &str| {
        format!("<ofd:Segment {place}><ofd:Color Value='{color}'/></ofd:Segment>")
    };
    let stops = [
        stop("", "255 0 0"),
        stop("", "0 255 0"),
        stop("Position='0.8'", "0 0 255"),
        stop("", "0 0 0"),
    ];
    let fill = format!(
        "<ofd:FillColor><ofd:AxialShd StartPoint='0 0' EndPoint='100 0'>{}</ofd:AxialShd></ofd:FillColor>",
        stops.concat()
    );
    let sheet = Book::of(&filled("0 0 100 50", &fill, "")).draw();
    for (x, expected) in [(0.1, RED), (40.0, GREEN), (80.0, BLUE), (99.8, BLACK)] {
        let found = sheet.at(x, 25.0);
        let is_near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 8);
        assert!(is_near, "{x}: {found:?} is not {expected:?}");
    }
}

#[test]
fn gradients_without_extent_are_their_last_colour() {
    for fill in [
        shade("AxialShd", "StartPoint='5 5' EndPoint='5 5'"),
        shade("RadialShd", "StartPoint='5 5' EndPoint='5 5'"),
    ] {
        Book::of(&filled("0 0 10 10", &fill, ""))
            .draw()
            .assert(&[(5.0, 5.0, BLUE)]);
    }
}

#[test]
fn a_pattern_repeats_its_cell_inside_the_outline() {
    let cell = block("0 0 2 2", "255 0 0", "");
    let fill = format!(
        "<ofd:FillColor><ofd:Pattern Width='4' Height='4' XStep='4' YStep='4'><ofd:CellContent>{cell}\
         </ofd:CellContent></ofd:Pattern></ofd:FillColor>"
    );
    Book::of(&filled("10 10 20 20", &fill, "")).draw().assert(&[
        (11.0, 11.0, RED),
        (13.0, 11.0, WHITE),
        (15.0, 11.0, RED),
        (27.0, 27.0, RED),
        (27.0, 25.0, WHITE),
        (31.0, 11.0, WHITE),
    ]);
    let mirrored = fill.replace("XStep", "ReflectMethod='Column' XStep");
    Book::of(&filled("10 10 20 20", &mirrored, ""))
        .draw()
        .assert(&[
            (11.0, 11.0, RED),
            (15.0, 11.0, WHITE),
            (17.0, 11.0, RED),
            (19.0, 11.0, RED),
        ]);
}

#[test]
fn a_pattern_counts_from_the_object_or_from_the_page() {
    let cell = block("0 0 2 2", "255 0 0", "");
    let drawn = |more: &str| {
        let fill = format!(
            "<ofd:FillColor><ofd:Pattern Width='4' Height='4' {more}><ofd:CellContent>{cell}\
             </ofd:CellContent></ofd:Pattern></ofd:FillColor>"
        );
        Book::of(&filled("11 10 20 20", &fill, "")).draw()
    };
    // A step that is shorter than the cell is none.
    for own in ["", "RelativeTo='Object'", "XStep='1' YStep='1'"] {
        drawn(own).assert(&[(12.0, 11.0, RED), (14.0, 11.0, WHITE), (16.0, 11.0, RED)]);
    }
    drawn("RelativeTo='Page'").assert(&[(12.5, 12.5, RED), (11.5, 12.5, WHITE), (16.5, 16.5, RED)]);
    drawn("CTM='2 0 0 2 0 0'").assert(&[(14.0, 13.0, RED), (16.0, 11.0, WHITE), (20.0, 11.0, RED)]);
}

#[test]
fn a_composite_object_is_drawn_wherever_it_is_used() {
    let inner = block("0 0 5 5", "255 0 0", "") + &block("3 3 5 5", "0 0 255", "");
    let resources = format!(
        "<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID='8' Width='8' Height='8'><ofd:Content>{inner}\
         </ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    );
    let used = |boundary: &str, more: &str| {
        format!("<ofd:CompositeObject Boundary='{boundary}' ResourceID='8' {more}/>")
    };
    let objects = [
        used("0 0 8 8", ""),
        used("20 0 16 16", "CTM='2 0 0 2 0 0'"),
        used("40 0 8 8", "Alpha='128'"),
    ];
    Book::of(&objects.concat())
        .with_resources(&resources)
        .draw()
        .assert(&[
            (2.0, 2.0, RED),
            (4.0, 4.0, BLUE),
            (28.0, 28.0, WHITE),
            (28.0, 8.0, BLUE),
            (22.0, 2.0, RED),
            // Seen through as one: the blue hides the red below it.
            (44.0, 4.0, [127, 127, 255]),
            (42.0, 2.0, [255, 127, 127]),
        ]);
}
