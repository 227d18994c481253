use super::*;

/// Of text against what it stands on: what people with weak eyes need.
const LEAST: f64 = 4.5;

/// Relative luminance as accessibility guidelines define it.
fn luminance(color: Color32) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}

fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_text_can_be_read_on_everything_that_it_stands_on() {
    let black_on_white = contrast(Color32::BLACK, Color32::WHITE);
    assert!((black_on_white - 21.0).abs() < 0.01, "{black_on_white}");
    let mut faint = Vec::new();
    for theme in [Theme::Light, Theme::Dark] {
        let palette = Palette::of(theme);
        let surfaces = [
            ("window", palette.window),
            ("panel", palette.panel),
            ("raised", palette.raised),
            ("hovered", palette.hovered),
            ("selected", palette.accent_faint),
            ("skeleton", palette.skeleton),
        ];
        let texts = [
            ("text", palette.text),
            ("weak", palette.weak),
            ("error", palette.error),
            ("warning", palette.warning),
            ("good", palette.good),
            ("info", palette.info),
        ];
        let of_surfaces = surfaces
            .iter()
            .flat_map(|on| texts.iter().map(move |text| (*text, *on)));
        let others = [
            (("text", palette.text), ("pressed", palette.pressed)),
            (("on accent", palette.on_accent), ("accent", palette.accent)),
            (
                ("on accent", palette.on_accent),
                ("accent hovered", palette.accent_hovered),
            ),
        ];
        for ((text, color), (on, back)) in of_surfaces.chain(others) {
            let contrast = contrast(color, back);
            if contrast < LEAST {
                faint.push(format!("{theme:?}: {text} on {on}: {contrast:.2}"));
            }
        }
    }
    assert!(faint.is_empty(), "{faint:#?}");
}
