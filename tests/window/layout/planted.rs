//! The checks themselves: what is planted is found, and what is no fault is let be.

use egui::{
    Id, Label, Order, Popup, Rect, Role, ScrollArea, Sense, Theme, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};
use egui_kittest::Harness;
use invoice_lens::locale::Lang;

use super::case::{Case, Wanted};
use super::checks::{self, Fault, Kind};
use super::frame::{self, Frame};
use super::{Violation, known, reach};

const WINDOW: (u32, u32) = (640, 480);

fn laid_out(ui: impl FnMut(&mut Ui)) -> Frame {
    laid_out_at(WINDOW, ui)
}

fn laid_out_at(size: (u32, u32), ui: impl FnMut(&mut Ui)) -> Frame {
    let mut harness = Harness::builder()
        .with_size(vec2(size.0 as f32, size.1 as f32))
        .with_accessibility_check(false)
        .build_ui(ui);
    frame::record(&harness.ctx);
    harness.run();
    Frame::of(&harness)
}

fn kinds(frame: &Frame) -> Vec<Kind> {
    checks::of(frame).iter().map(|it| it.kind).collect()
}

fn at(x: f32, y: f32, width: f32, height: f32) -> Rect {
    Rect::from_min_size(pos2(x, y), vec2(width, height))
}

fn button(ui: &mut Ui, rect: Rect, name: &str) {
    let response = ui.interact(rect, Id::unique(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
}

fn text(ui: &Ui, x: f32, y: f32, text: &str) {
    let color = ui.visuals().text_color();
    let font = egui::FontId::proportional(14.0);
    ui.painter()
        .text(pos2(x, y), egui::Align2::LEFT_TOP, text, font, color);
}

#[test]
fn buttons_on_each_other_are_found() {
    let frame = laid_out(|ui| {
        button(ui, at(10.0, 10.0, 80.0, 30.0), "one");
        button(ui, at(80.0, 10.0, 80.0, 30.0), "two");
        button(ui, at(160.5, 10.0, 80.0, 30.0), "three");
    });
    let faults = checks::of(&frame);
    assert_eq!(kinds(&frame), [Kind::Overlap], "{faults:?}");
    let what = "Button “one” [10 10 90 40] on Button “two” [80 10 160 40]";
    assert_eq!(faults[0].what, what);
}

#[test]
fn a_control_on_what_is_below_it_as_a_whole_is_no_fault() {
    let frame = laid_out(|ui| {
        button(ui, at(10.0, 10.0, 200.0, 200.0), "tile");
        button(ui, at(20.0, 20.0, 30.0, 30.0), "mark");
    });
    assert_eq!(kinds(&frame), []);
    let hanging = laid_out(|ui| {
        button(ui, at(10.0, 10.0, 200.0, 200.0), "tile");
        button(ui, at(190.0, 20.0, 30.0, 30.0), "mark");
    });
    assert_eq!(kinds(&hanging), [Kind::Overlap]);
}

#[test]
fn what_lies_in_another_layer_is_no_fault() {
    let frame = laid_out(|ui| {
        let response = ui.button("menu");
        text(ui, 20.0, 60.0, "below the menu");
        Popup::from_response(&response).open(true).show(|ui| {
            let rows = ["first", "second", "third"];
            rows.iter().any(|row| ui.button(*row).clicked())
        });
    });
    let popup = frame.control("second").expect("the menu is open");
    assert_ne!(popup.layer.order, Order::Background);
    assert_eq!(kinds(&frame), []);
    let above = frame.above();
    assert!(above.control("menu").is_none() && above.control("first").is_some());
}

#[test]
fn what_reaches_out_of_the_window_is_found() {
    let frame = laid_out(|ui| {
        button(ui, at(600.0, 10.0, 80.0, 30.0), "half");
        text(ui, 620.0, 100.0, "half a sentence");
    });
    assert_eq!(kinds(&frame), [Kind::Outside, Kind::Outside]);
    let below = laid_out(|ui| button(ui, at(10.0, 500.0, 80.0, 30.0), "gone"));
    assert_eq!(kinds(&below), [Kind::Outside]);
}

#[test]
fn what_is_cut_off_is_found_unless_it_says_so() {
    let narrow = |ui: &mut Ui, contents: &dyn Fn(&mut Ui)| {
        let rect = at(10.0, 10.0, 60.0, 40.0);
        ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
            ui.set_clip_rect(rect);
            contents(ui);
        });
    };
    let long = "a sentence that is longer than its place";
    let cut = laid_out(|ui| narrow(ui, &|ui| drop(ui.add(Label::new(long).extend()))));
    assert_eq!(kinds(&cut), [Kind::Cut]);
    let elided = laid_out(|ui| narrow(ui, &|ui| drop(ui.add(Label::new(long).truncate()))));
    assert_eq!(kinds(&elided), []);
    let button = laid_out(|ui| narrow(ui, &|ui| button(ui, at(40.0, 20.0, 80.0, 20.0), "cut")));
    assert_eq!(kinds(&button), [Kind::Cut]);
    let lost = laid_out(|ui| {
        narrow(ui, &|ui| {
            ui.add_space(60.0);
            ui.label("nothing of it");
        });
    });
    assert_eq!(kinds(&lost), [Kind::Cut]);
}

#[test]
fn what_can_be_scrolled_into_view_is_no_fault() {
    let rows = |ui: &mut Ui, row: &str| {
        for number in 0..40 {
            ui.add(Label::new(format!("{number} {row}")).extend());
            button_row(ui, number);
        }
    };
    let vertical = laid_out(|ui| {
        ScrollArea::vertical()
            .max_height(200.0)
            .show(ui, |ui| rows(ui, "row"));
    });
    assert_eq!(kinds(&vertical), []);
    let wide = "row ".repeat(60);
    let too_wide = laid_out(|ui| {
        ScrollArea::vertical()
            .max_height(200.0)
            .show(ui, |ui| rows(ui, &wide));
    });
    assert!(
        kinds(&too_wide).contains(&Kind::Outside),
        "it moves up and down alone"
    );
}

fn button_row(ui: &mut Ui, number: usize) {
    drop(ui.button(format!("button {number}")));
}

#[test]
fn what_is_typed_moves_along_but_a_hint_does_not() {
    let long = "a text that is longer than its field";
    let field = |typed: &str, hint: &str| {
        let (mut typed, hint) = (typed.to_owned(), hint.to_owned());
        laid_out(move |ui| {
            let edit = egui::TextEdit::singleline(&mut typed).desired_width(60.0);
            ui.add(edit.hint_text(hint.as_str()))
                .accessible_name("field");
        })
    };
    assert_eq!(kinds(&field(long, "")), []);
    assert_eq!(kinds(&field("", "short")), []);
}

#[test]
fn texts_on_each_other_are_found() {
    let frame = laid_out(|ui| {
        text(ui, 10.0, 10.0, "one sentence");
        text(ui, 40.0, 12.0, "another");
        text(ui, 10.0, 40.0, "next line");
    });
    assert_eq!(kinds(&frame), [Kind::Texts]);
    let wrapped = laid_out(|ui| {
        ui.set_max_width(200.0);
        ui.horizontal_wrapped(|ui| {
            ui.label("a label before");
            ui.label("a sentence that begins behind it and goes on in the line below");
        });
    });
    assert_eq!(
        kinds(&wrapped),
        [],
        "lines are held against each other, not what is around them"
    );
}

#[test]
fn a_control_without_a_name_is_found() {
    let frame = laid_out(|ui| {
        button(ui, at(10.0, 10.0, 80.0, 30.0), "");
        button(ui, at(10.0, 50.0, 80.0, 30.0), "named");
    });
    assert_eq!(kinds(&frame), [Kind::Unnamed]);
}

#[test]
fn what_jumps_is_found() {
    let with_bar = |x: f32| {
        laid_out(move |ui| {
            button(ui, at(10.0, 10.0, 50.0, 30.0), "stays");
            button(ui, at(x, 10.0, 50.0, 30.0), "next");
            button(ui, at(200.0, 10.0, 50.0, 30.0), &format!("at {x}"));
        })
    };
    let [before, after] = [80.0, 88.0].map(|x| checks::fixed(&with_bar(x), "canvas"));
    assert_eq!(checks::moved(&before, &before, |_| true).len(), 0);
    let moved = checks::moved(&before, &after, |_| true);
    assert_eq!(moved.len(), 1);
    assert_eq!(
        moved[0].what,
        "“next” [80 10 130 40] is now at [88 10 138 40]"
    );
}

fn canvas(ui: &Ui, rect: Rect) {
    let response = ui.interact(rect, Id::unique("canvas"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "canvas"));
}

fn case(size: (u32, u32)) -> Case {
    Case {
        size,
        scale: 100,
        lang: Lang::En,
        theme: Theme::Dark,
    }
}

fn room(size: (u32, u32), ui: impl FnMut(&mut Ui)) -> Vec<Kind> {
    let frame = laid_out_at(size, ui);
    let faults = reach::room(&frame, case(size), "canvas", true);
    faults.iter().map(|it| it.kind).collect()
}

#[test]
fn a_ticket_that_is_not_the_largest_thing_is_found() {
    let half = |ui: &mut Ui| canvas(ui, at(0.0, 0.0, 1440.0, 450.0));
    assert_eq!(room((1440, 900), half), [Kind::Ticket]);
    let most = |ui: &mut Ui| canvas(ui, at(0.0, 0.0, 1440.0, 600.0));
    assert_eq!(room((1440, 900), most), []);
    let beside = |ui: &mut Ui| {
        canvas(ui, at(0.0, 0.0, 300.0, 600.0));
        let rest = UiBuilder::new().max_rect(at(300.0, 0.0, 500.0, 600.0));
        ui.scope_builder(rest, |ui| ui.set_min_size(vec2(500.0, 600.0)));
    };
    assert_eq!(room((800, 600), beside), [Kind::Ticket]);
}

#[test]
fn nothing_is_beside_or_on_the_ticket_in_the_smallest_windows() {
    let whole = |ui: &mut Ui| canvas(ui, at(0.0, 0.0, 512.0, 250.0));
    assert_eq!(room((512, 320), whole), []);
    let beside = |ui: &mut Ui| canvas(ui, at(0.0, 0.0, 400.0, 250.0));
    assert_eq!(room((512, 320), beside), [Kind::Reach]);
    let on_it = |ui: &mut Ui| {
        canvas(ui, at(0.0, 0.0, 512.0, 250.0));
        button(ui, at(400.0, 20.0, 90.0, 60.0), "spot");
    };
    assert_eq!(room((512, 320), on_it), [Kind::Reach]);
}

#[test]
fn the_list_of_what_is_known_only_grows_shorter() {
    let violation = |kind, size| Violation {
        screen: "viewer, keys",
        case: case(size),
        fault: Fault::new(kind, "anything".to_owned()),
    };
    let nothing = known::gone(&[]);
    assert_eq!(
        nothing.len(),
        known::KNOWN.len(),
        "each entry must meet something"
    );
    let unnamed = violation(Kind::Unnamed, (1440, 900));
    assert!(unnamed.known().is_none(), "what is not in the list is new");
}

#[test]
fn a_run_is_about_what_it_names() {
    let wanted = Wanted::parse("viewer, 1024x640,200,zh");
    assert!(!wanted.is_all() && Wanted::parse("").is_all());
    assert!(wanted.screen("viewer, ticket") && !wanted.screen("grid, loaded"));
    assert!(wanted.lang(Lang::ZhCn) && !wanted.lang(Lang::En));
    let small = Case {
        scale: 200,
        ..case((1024, 640))
    };
    assert!(wanted.case(&small));
    assert!(
        !wanted.case(&case((1024, 640)))
            && !wanted.case(&Case {
                scale: 200,
                ..case((1440, 900))
            })
    );
    let points = small.points();
    assert!((points - vec2(512.0, 320.0)).length() < 0.01 && small.is_tiny());
}
