//! What fits into a bar and what goes into its menu.

use std::cell::RefCell;

use egui::{Context, Rect, vec2};

use super::*;
use crate::locale::{Lang, Locale};
use crate::ui::kit::{fonts, theme::Palette};

fn wanted(width: f32, importance: u8) -> WantedItem {
    WantedItem {
        least: width,
        most: width,
        importance,
        space: theme::GAP,
    }
}

fn is_in(fitting: &[Option<f32>]) -> Vec<bool> {
    fitting.iter().map(Option::is_some).collect()
}

#[test]
fn the_least_important_leave_first_and_of_equal_ones_the_last() {
    let items = [
        wanted(100.0, 5),
        wanted(100.0, 1),
        wanted(100.0, 1),
        wanted(100.0, PINNED),
    ];
    assert_eq!(is_in(&fit(&items, 416.0)), [true; 4]);
    // From here on the button with the dots takes room too.
    assert_eq!(is_in(&fit(&items, 415.0)), [true, true, false, true]);
    assert_eq!(is_in(&fit(&items, 340.0)), [true, false, false, true]);
    assert_eq!(is_in(&fit(&items, 150.0)), [false, false, false, true]);
    assert_eq!(is_in(&fit(&items, 0.0)), [false, false, false, true]);
}

#[test]
fn a_width_between_two_takes_what_others_leave() {
    let flexible = WantedItem {
        least: 80.0,
        most: 200.0,
        ..wanted(0.0, 9)
    };
    let items = [wanted(100.0, 5), flexible];
    assert_eq!(fit(&items, 500.0), [Some(100.0), Some(200.0)]);
    assert_eq!(fit(&items, 238.0), [Some(100.0), Some(130.0)]);
    assert_eq!(
        fit(&items, 150.0),
        [None, Some(150.0 - 2.0 * theme::GAP - MORE_WIDTH)]
    );
}

/// Draws a bar of six words and a field in a window of this width: where each item of the bar stands.
fn drawn(ctx: &Context, lang: Lang, width: f32) -> Vec<(&'static str, Rect)> {
    const WORDS: [&str; 6] = [
        "viewer-back",
        "viewer-fit",
        "viewer-dim",
        "viewer-details",
        "settings",
        "top-help",
    ];
    let locale = Locale::new(lang);
    let palette = Palette::of(egui::Theme::Dark);
    let places = RefCell::new(Vec::new());
    let input = egui::RawInput {
        screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, vec2(width, 200.0))),
        ..egui::RawInput::default()
    };
    let mut output = ctx.run_ui(input, |ui| {
        places.borrow_mut().clear();
        let keymap = crate::ui::commands::Keymap::default();
        let mut cx = Cx {
            judge: None,
            keymap: &keymap,
            locale: &locale,
            palette: &palette,
            actions: &mut Vec::new(),
            requests: &mut Vec::new(),
        };
        let mut bar = Toolbar::new("test");
        for (index, word) in WORDS.into_iter().enumerate() {
            let places = &places;
            if index == 4 {
                let field = ToolbarItem::new("field", 200, move |ui, _, _| {
                    let width = ui.available_width();
                    let rect = ui.allocate_space(vec2(width, 20.0)).1;
                    places.borrow_mut().push(("field", rect));
                });
                bar.free_room();
                bar.add(field.between(100.0, 180.0));
            }
            let item = ToolbarItem::new(word, index as u8, move |ui, cx, spot| {
                let rect = ui.button(cx.text(word)).rect;
                if spot == Spot::Bar {
                    places.borrow_mut().push((word, rect));
                }
            });
            bar.add(if index == 2 { item.apart() } else { item });
        }
        bar.ui(ui, &mut cx);
    });
    output.textures_delta.clear(); // nobody draws it
    places.into_inner()
}

#[test]
fn nothing_overlaps_at_any_width_in_any_language() {
    let ctx = Context::default();
    fonts::install(&ctx);
    let mut most = 0;
    for lang in Lang::ALL {
        for width in (150..1200).step_by(10) {
            let width = width as f32;
            let places = drawn(&ctx, lang, width);
            assert!(!places.is_empty(), "at once, and not with the next frame");
            for (index, (name, rect)) in places.iter().enumerate() {
                assert!(rect.right() <= width, "{name} at {width}: {rect:?}");
                let before = places.get(index.wrapping_sub(1));
                let is_behind = before.is_none_or(|(_, it)| it.right() <= rect.left());
                assert!(is_behind, "{name} at {width}");
            }
            let field = places.iter().find(|(name, _)| *name == "field");
            let field = field.map(|(_, rect)| rect.width());
            assert!(field.is_some_and(|it| it >= 99.0), "{field:?} at {width}");
            most = most.max(places.len());
        }
    }
    assert_eq!(most, 7, "all of them where there is room");
}
