//! The embedded fonts: one sans for Latin and Chinese, its second weight for Latin alone, one monospace, one set of icons.
//!
//! Fonts of the system are never asked: what a reviewer sees must not depend on what is installed.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};

use crate::formats::HEI_FONT;

use super::theme;

const SANS: &str = "Noto Sans SC";
const SEMIBOLD: &str = "Noto Sans SC SemiBold";
const ICONS: &str = "Lucide";
/// These two come with egui under these names.
const MONO: &str = "Hack";
const EGUI_ICONS: &str = "egui-icons";

/// Moves the sans by this fraction of its size: capitals and Chinese then stand in the middle of their row, where
/// icons stand, instead of a little below.
const SANS_SHIFT: f32 = -0.06;

/// Makes the embedded fonts the only ones; they show from the next frame on.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

/// The first font of a family decides its row height; the rest fill in for characters it lacks.
fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let shifted = |bytes| {
        FontData::from_static(bytes).tweak(FontTweak {
            y_offset_factor: SANS_SHIFT,
            ..FontTweak::default()
        })
    };
    let sans = shifted(HEI_FONT);
    let semibold = shifted(include_bytes!(
        "../../../assets/fonts/NotoSansSC-SemiBold-Latin.ttf"
    ));
    let icons = FontData::from_static(include_bytes!("../../../assets/fonts/lucide-cut.ttf"));
    fonts.font_data.insert(SANS.into(), Arc::new(sans));
    fonts.font_data.insert(SEMIBOLD.into(), Arc::new(semibold));
    fonts.font_data.insert(ICONS.into(), Arc::new(icons));
    fonts.families.insert(
        FontFamily::Proportional,
        [SANS, ICONS, MONO, EGUI_ICONS].map(Into::into).to_vec(),
    );
    fonts.families.insert(
        theme::semibold(),
        [SEMIBOLD, SANS, ICONS, MONO, EGUI_ICONS]
            .map(Into::into)
            .to_vec(),
    );
    fonts.families.insert(
        FontFamily::Monospace,
        [MONO, SANS, ICONS, EGUI_ICONS].map(Into::into).to_vec(),
    );
    let used: Vec<String> = fonts.families.values().flatten().cloned().collect();
    fonts.font_data.retain(|name, _| used.contains(name));
    fonts
}

#[cfg(test)]
mod tests {
    use egui::{FontId, RawInput};

    use super::*;

    fn families() -> [FontFamily; 3] {
        [
            FontFamily::Proportional,
            theme::semibold(),
            FontFamily::Monospace,
        ]
    }

    /// A context whose fonts are in place: they are loaded at the start of a frame.
    fn context() -> Context {
        let ctx = Context::default();
        install(&ctx);
        let mut output = ctx.run_ui(RawInput::default(), |_| {});
        output.textures_delta.clear(); // nobody draws it
        ctx
    }

    fn missing(ctx: &Context, text: &str) -> Vec<(FontFamily, char)> {
        let mut missing = Vec::new();
        for family in families() {
            let font = FontId::new(14.0, family.clone());
            for c in text.chars().filter(|c| !c.is_control()) {
                if !ctx.fonts_mut(|fonts| fonts.has_glyph(&font, c)) {
                    missing.push((family.clone(), c));
                }
            }
        }
        missing
    }

    /// The characters that `icons.rs` names.
    fn icons() -> Vec<char> {
        include_str!("icons.rs")
            .split("\\u{")
            .skip(1)
            .map(|rest| {
                let (code, _) = rest.split_once('}').expect("an escape ends with a brace");
                let code = u32::from_str_radix(code, 16).expect("an escape is hexadecimal");
                char::from_u32(code).expect("an escape is a character")
            })
            .collect()
    }

    #[test]
    fn the_user_interface_has_all_its_characters() {
        let ctx = context();
        for text in [
            include_str!("../../../assets/locales/zh-CN.ftl"),
            include_str!("../../../assets/locales/en.ftl"),
        ] {
            assert!(!text.is_empty());
            assert_eq!(missing(&ctx, text), []);
        }
    }

    #[test]
    fn what_invoices_and_file_names_say_is_shown() {
        let ctx = context();
        let samples = [
            "增值税电子普通发票 购买方纳税人识别号 价税合计（大写）壹佰贰拾叁圆肆角伍分 ¥123.45 ￥№",
            "啊阿埃挨哎唉哀皑癌蔼矮艾碍爱隘鞍氨安俺按暗岸胺案肮昂盎凹敖熬翱袄傲奥懊澳",
            "座做亍丌齄 囧喆堃淼鑫 裝發票國龍 〇々㎡㊣①⑩ⅠⅫ",
            "“双引号”‘单’《书名》【方头】——……、。，；：？！％＃＠",
            "Überprüfung naïve façade Łódź · × ÷ ± ° € £ — – … → ← ↑ ↓ ✓ ○ ● △ ▲",
        ];
        for text in samples {
            assert_eq!(missing(&ctx, text), []);
        }
    }

    #[test]
    fn every_icon_comes_from_the_icon_font() {
        let ctx = context();
        let icons = icons();
        assert!(icons.len() > 30, "icons.rs names {} icons", icons.len());
        for family in families() {
            for icon in &icons {
                let found = ctx.fonts_mut(|fonts| fonts.characters(&family).get(icon).cloned());
                let found = found.unwrap_or_default();
                let first = found.first().map(String::as_str);
                assert_eq!(
                    first,
                    Some(ICONS),
                    "U+{:04X} in {family:?}",
                    u32::from(*icon)
                );
            }
        }
    }

    #[test]
    fn a_character_outside_the_cut_is_noticed() {
        assert_eq!(missing(&context(), "𠀀").len(), families().len());
    }

    #[test]
    fn digits_are_equally_wide() {
        let ctx = context();
        for family in families() {
            let font = FontId::new(14.0, family);
            let widths = ctx.fonts_mut(|f| {
                ('0'..='9')
                    .map(|c| f.glyph_width(&font, c))
                    .collect::<Vec<_>>()
            });
            assert!(widths[0] > 0.0);
            assert!(
                widths.iter().all(|w| (w - widths[0]).abs() < 1e-3),
                "{widths:?}"
            );
        }
    }
}
