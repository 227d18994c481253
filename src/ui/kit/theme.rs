//! Colours, sizes and text styles: the only place that names a colour.
#![expect(
    clippy::disallowed_methods,
    reason = "colours are made here and nowhere else"
)]

use egui::style::{Selection, WidgetVisuals};
use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, TextStyle, Theme, ThemePreference,
    Visuals,
};

use crate::state::ThemeChoice;

/// Space between things that belong together, in points; all spaces are multiples of it.
pub const GAP: f32 = 4.0;
/// Space between tiles of the grid.
pub const TILE_GAP: f32 = 8.0;
/// Least height of a control.
pub const CONTROL_HEIGHT: f32 = 28.0;
/// Corner radius of controls and tiles.
pub const RADIUS: u8 = 6;
/// Size of small text.
pub const SMALL: f32 = 12.0;
/// Size of ordinary text.
pub const BODY: f32 = 14.0;
/// Size of titles.
pub const TITLE: f32 = 18.0;
/// Size of icons beside ordinary text.
pub const ICON: f32 = 16.0;

/// Name of the family of the second weight.
const SEMIBOLD: &str = "semibold";

/// The colours of one theme.
#[derive(Clone, Debug)]
pub struct Palette {
    /// Behind everything.
    pub window: Color32,
    /// Panels and bars.
    pub panel: Color32,
    /// Cards, tiles and fields.
    pub raised: Color32,
    pub hovered: Color32,
    pub pressed: Color32,
    pub line: Color32,
    pub text: Color32,
    pub weak: Color32,
    /// Buttons that lead on, the focus, what is selected.
    pub accent: Color32,
    pub accent_hovered: Color32,
    pub on_accent: Color32,
    /// Behind what is selected.
    pub accent_faint: Color32,
    pub error: Color32,
    pub warning: Color32,
    pub good: Color32,
    pub info: Color32,
    /// Behind pictures: the same mid grey in both themes, as brightness around a picture changes how it looks.
    pub picture_back: Color32,
    /// Between pictures that stand side by side: darker than paper in both themes.
    pub picture_gap: Color32,
    /// Where nothing is known of the page.
    pub unknown: Color32,
    pub unknown_hatch: Color32,
    /// A tile whose picture has not come.
    pub skeleton: Color32,
    pub overlay: Overlay,
}

/// Colours laid over pictures; the same in both themes, as the pictures are.
#[derive(Clone, Copy, Debug)]
pub struct Overlay {
    /// The core of the region's outline.
    pub region: Color32,
    pub casing_dark: Color32,
    pub casing_light: Color32,
    /// Over what lies outside the region.
    pub dim: Color32,
    pub sibling: Color32,
    /// Where two regions claim the same.
    pub claimed_twice: Color32,
    pub plate: Color32,
    pub on_plate: Color32,
}

/// Core colour of the region's outline, here by itself so that tests can look for it.
pub const REGION: Color32 = Color32::from_rgb(0, 132, 255);

/// Colour of the lines over what two regions share, for tests as well.
pub const CLAIMED_TWICE: Color32 = Color32::from_rgb(255, 72, 40);

const OVERLAY: Overlay = Overlay {
    region: REGION,
    casing_dark: Color32::from_rgba_premultiplied(0, 0, 0, 150),
    casing_light: Color32::from_rgba_premultiplied(190, 190, 190, 190),
    dim: Color32::from_rgba_premultiplied(0, 0, 0, 64),
    sibling: Color32::from_rgb(255, 196, 0),
    claimed_twice: CLAIMED_TWICE,
    plate: Color32::from_rgba_premultiplied(20, 22, 26, 220),
    on_plate: Color32::from_rgb(255, 255, 255),
};

impl Palette {
    pub fn of(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::light(),
            Theme::Dark => Self::dark(),
        }
    }

    fn light() -> Self {
        let rgb = Color32::from_rgb;
        Self {
            window: rgb(236, 238, 241),
            panel: rgb(247, 248, 250),
            raised: rgb(255, 255, 255),
            hovered: rgb(232, 236, 242),
            pressed: rgb(218, 224, 233),
            line: rgb(216, 220, 227),
            text: rgb(28, 32, 40),
            weak: rgb(92, 101, 115),
            accent: rgb(10, 95, 198),
            accent_hovered: rgb(22, 110, 218),
            on_accent: rgb(255, 255, 255),
            accent_faint: rgb(220, 234, 252),
            error: rgb(197, 34, 43),
            warning: rgb(140, 80, 0),
            good: rgb(17, 112, 62),
            info: rgb(10, 95, 198),
            picture_back: rgb(122, 126, 132),
            picture_gap: rgb(74, 78, 84),
            unknown: rgb(134, 138, 144),
            unknown_hatch: rgb(124, 128, 134),
            skeleton: rgb(226, 229, 234),
            overlay: OVERLAY,
        }
    }

    fn dark() -> Self {
        let rgb = Color32::from_rgb;
        Self {
            window: rgb(22, 24, 28),
            panel: rgb(31, 34, 39),
            raised: rgb(42, 46, 53),
            hovered: rgb(54, 59, 68),
            pressed: rgb(66, 72, 83),
            line: rgb(56, 61, 70),
            text: rgb(230, 233, 238),
            weak: rgb(157, 165, 177),
            accent: rgb(32, 111, 208),
            accent_hovered: rgb(40, 116, 212),
            on_accent: rgb(255, 255, 255),
            accent_faint: rgb(33, 58, 92),
            error: rgb(255, 130, 130),
            warning: rgb(240, 178, 62),
            good: rgb(86, 196, 132),
            info: rgb(104, 170, 255),
            picture_back: rgb(82, 86, 92),
            picture_gap: rgb(31, 34, 39),
            unknown: rgb(74, 78, 84),
            unknown_hatch: rgb(66, 70, 76),
            skeleton: rgb(48, 52, 60),
            overlay: OVERLAY,
        }
    }
}

/// The family of the second weight: titles, amounts, and what a control is chiefly for. Chinese in it is of the ordinary
/// weight, and told by its size.
pub fn semibold() -> FontFamily {
    FontFamily::Name(SEMIBOLD.into())
}

/// As the toolkit calls it.
pub fn preference(choice: ThemeChoice) -> ThemePreference {
    match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    }
}

/// Sets both themes' styles; called once, and again when nothing of them can have changed is harmless.
pub fn install(ctx: &egui::Context) {
    for theme in [Theme::Light, Theme::Dark] {
        let palette = Palette::of(theme);
        ctx.style_mut_of(theme, |style| {
            set_texts(style);
            set_spacing(style);
            style.visuals = visuals(theme, &palette);
            style.interaction.selectable_labels = false;
            style.interaction.tooltip_delay = 0.4;
            // Without a graphics processor each step of a fade takes as long as a picture.
            style.animation_time = 0.0;
        });
    }
    ctx.options_mut(|options| {
        // These keys belong to the viewer; closing a window with unsaved thoughts is a click, not a slip.
        options.zoom_with_keyboard = false;
        options.quit_shortcuts.clear();
    });
}

/// The colours in use now.
pub fn palette(ctx: &egui::Context) -> Palette {
    Palette::of(ctx.theme())
}

/// What the window is cleared to before anything is drawn on it: without a graphics processor that takes less time than
/// a surface of its size.
pub fn background(visuals: &Visuals) -> Color32 {
    Palette::of(Theme::from_dark_mode(visuals.dark_mode)).window
}

fn set_texts(style: &mut egui::Style) {
    let proportional = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, proportional(SMALL)),
        (TextStyle::Body, proportional(BODY)),
        (TextStyle::Button, proportional(BODY)),
        (TextStyle::Heading, proportional(TITLE)),
        (
            TextStyle::Monospace,
            FontId::new(13.0, FontFamily::Monospace),
        ),
    ]
    .into();
}

fn set_spacing(style: &mut egui::Style) {
    let spacing = &mut style.spacing;
    spacing.item_spacing = egui::vec2(2.0 * GAP, 2.0 * GAP);
    spacing.button_padding = egui::vec2(2.5 * GAP, 1.25 * GAP);
    spacing.interact_size.y = CONTROL_HEIGHT;
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    spacing.icon_width = 16.0;
    spacing.scroll = scroll_style();
}

/// Bars that are always there and have room of their own. The toolkit lets only floating ones be of a colour between
/// that of text and that of what lies behind: the handle of a solid one is either hardly seen or as loud as a word.
fn scroll_style() -> egui::style::ScrollStyle {
    let width = 8.0;
    egui::style::ScrollStyle {
        floating: true,
        bar_width: width,
        floating_width: width,
        floating_allocated_width: width + GAP,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: 0.45,
        active_handle_opacity: 0.55,
        interact_handle_opacity: 0.75,
        ..egui::style::ScrollStyle::solid()
    }
}

fn visuals(theme: Theme, palette: &Palette) -> Visuals {
    let mut visuals = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    let widget = |fill: Color32, edge: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(RADIUS),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let widgets = &mut visuals.widgets;
    widgets.noninteractive = widget(palette.panel, palette.line, palette.text);
    widgets.inactive = widget(palette.raised, palette.line, palette.text);
    widgets.hovered = widget(palette.hovered, palette.line, palette.text);
    widgets.active = widget(palette.pressed, palette.accent, palette.text);
    widgets.open = widget(palette.pressed, palette.line, palette.text);
    visuals.selection = Selection {
        bg_fill: palette.accent_faint,
        stroke: Stroke::new(1.0, palette.info),
    };
    visuals.weak_text_color = Some(palette.weak);
    visuals.hyperlink_color = palette.info;
    visuals.error_fg_color = palette.error;
    visuals.warn_fg_color = palette.warning;
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.panel;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(RADIUS + 4);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS + 2);
    visuals.extreme_bg_color = palette.raised;
    visuals.text_edit_bg_color = Some(palette.raised);
    visuals.faint_bg_color = palette.raised;
    visuals.slider_trailing_fill = true;
    visuals
}

#[cfg(test)]
#[path = "theme_tests.rs"]
mod tests;
