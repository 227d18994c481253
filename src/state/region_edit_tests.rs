//! Drawing a rectangle: what keys and drags make of it, and taking steps back.

use super::*;
use crate::geometry::PageVector;

fn rect(left: f64, top: f64, right: f64, bottom: f64) -> PageBox {
    PageBox::new((left, top).into(), (right, bottom).into())
}

fn edit() -> RegionEdit {
    let page = rect(0.0, 0.0, 2000.0, 1500.0);
    RegionEdit::new(InvoiceNr(0), rect(500.0, 400.0, 1500.0, 1100.0), page)
}

#[test]
fn keys_move_what_is_seen_in_the_direction_that_is_seen() {
    let right = UiVector::new(10.0, 0.0);
    let up = UiVector::new(0.0, -1.0);
    let pushed = |part, by, turn| {
        let mut edit = edit();
        edit.push(part, by, turn);
        edit.rect()
    };
    let upright = Orientation::Upright;
    assert_eq!(
        pushed(RegionPart::Whole, right, upright),
        rect(510.0, 400.0, 1510.0, 1100.0)
    );
    assert_eq!(
        pushed(RegionPart::Far, right, upright),
        rect(500.0, 400.0, 1510.0, 1100.0)
    );
    assert_eq!(
        pushed(RegionPart::Near, right, upright),
        rect(510.0, 400.0, 1500.0, 1100.0)
    );
    assert_eq!(
        pushed(RegionPart::Far, up, upright),
        rect(500.0, 400.0, 1500.0, 1099.0)
    );
    assert_eq!(
        pushed(RegionPart::Near, up, upright),
        rect(500.0, 399.0, 1500.0, 1100.0)
    );
    // Turned right, the page's top is seen at the right.
    let turned = Orientation::Right;
    assert_eq!(
        pushed(RegionPart::Whole, right, turned),
        rect(500.0, 390.0, 1500.0, 1090.0)
    );
    assert_eq!(
        pushed(RegionPart::Far, right, turned),
        rect(500.0, 390.0, 1500.0, 1100.0)
    );
    assert_eq!(
        pushed(RegionPart::Near, up, turned),
        rect(499.0, 400.0, 1500.0, 1100.0)
    );
    let mirrored = Orientation::Mirrored;
    assert_eq!(
        pushed(RegionPart::Far, right, mirrored),
        rect(490.0, 400.0, 1500.0, 1100.0)
    );
}

#[test]
fn a_drag_is_one_step_however_many_frames_it_takes() {
    let mut edit = edit();
    let from = edit.rect();
    for by in 1..=9 {
        edit.drag(Grip::WHOLE, from, PageVector::new(f64::from(by), 0.0));
    }
    assert_eq!(edit.rect(), rect(509.0, 400.0, 1509.0, 1100.0));
    let next = edit.rect();
    edit.drag(Grip::CORNERS[0], next, PageVector::new(-9.0, -400.0));
    assert_eq!(edit.rect(), rect(500.0, 0.0, 1509.0, 1100.0));
    assert!(edit.undo());
    assert_eq!(edit.rect(), next);
    assert!(edit.undo() && !edit.undo());
    assert_eq!(edit.rect(), from);
    assert!(edit.redo() && edit.redo() && !edit.redo());
    assert_eq!(edit.rect(), rect(500.0, 0.0, 1509.0, 1100.0));
}

#[test]
fn a_drag_that_comes_back_leaves_what_came_before() {
    let mut edit = edit();
    edit.push(
        RegionPart::Whole,
        UiVector::new(1.0, 0.0),
        Orientation::Upright,
    );
    let from = edit.rect();
    for by in [5.0, 0.0, 5.0, 0.0] {
        edit.drag(Grip::WHOLE, from, PageVector::new(by, 0.0));
    }
    assert_eq!(edit.rect(), from);
    assert!(edit.undo());
    assert_eq!(edit.rect(), edit.started_from());
}

#[test]
fn a_new_step_takes_the_place_of_those_taken_back_and_drops_the_suggestion() {
    let mut edit = edit();
    let push = |edit: &mut RegionEdit, x| {
        edit.push(
            RegionPart::Whole,
            UiVector::new(x, 0.0),
            Orientation::Upright,
        );
    };
    push(&mut edit, 1.0);
    push(&mut edit, 1.0);
    assert!(edit.undo());
    edit.suggestion = Some(Suggestion {
        rect: edit.started_from(),
        found: Vec::new(),
    });
    push(&mut edit, -7.0);
    assert_eq!(edit.suggestion, None);
    assert!(!edit.can_redo() && edit.can_undo());
    for _ in 0..2 * MOST_STEPS {
        push(&mut edit, 1.0);
    }
    assert!(edit.steps.len() <= MOST_STEPS + 1);
    let first = edit.started_from();
    while edit.undo() {}
    assert_eq!(edit.rect(), first, "what it began with is never forgotten");
}
