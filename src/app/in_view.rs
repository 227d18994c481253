//! Where the window opens, and how large: as it was last, unless that is on a screen that is gone; at first within the
//! screen.
//!
//! The toolkit sees to that on Windows and macOS; on X11 it leaves it to window managers, which show a corner or nothing.

use eframe::CreationContext;
use egui::{Rect, Vec2, pos2, vec2};

use super::desktop::DEFAULT_SIZE;

/// So much of the window's upper edge has to be on a screen, in pixels: enough to take hold of it.
const HOLD: Vec2 = vec2(160.0, 48.0);

/// What a desktop may need for itself of a screen, bars and the frame of the window, in points.
const DESKTOP: Vec2 = vec2(16.0, 96.0);
/// Under which name the toolkit keeps where the window was.
const STORED_WINDOW: &str = "window";

/// A window that was never placed by anybody is no larger than the screen has room for. Before it is shown.
pub(super) fn fit_at_first(cc: &CreationContext<'_>) {
    let is_stored = cc
        .storage
        .is_some_and(|it| it.get_string(STORED_WINDOW).is_some());
    let Some(window) = cc.winit_window().filter(|_| !is_stored) else {
        return;
    };
    let screen = window
        .current_monitor()
        .or_else(|| window.primary_monitor())
        .or_else(|| window.available_monitors().next());
    let Some(screen) = screen else {
        return;
    };
    let density = screen.scale_factor() as f32;
    let points = |width: u32, height: u32| vec2(width as f32, height as f32) / density;
    let room = points(screen.size().width, screen.size().height) - DESKTOP;
    if let Some(size) = fitted(points_of(DEFAULT_SIZE), room) {
        let mut pixels = window.inner_size();
        pixels.width = (size.x * density) as u32;
        pixels.height = (size.y * density) as u32;
        if window.request_inner_size(pixels).is_some() {
            log::debug!("the window has another size at once");
        }
        // The desktop knows best what it leaves of a screen that is small.
        window.set_maximized(true);
    }
}

fn points_of(size: [f32; 2]) -> Vec2 {
    vec2(size[0], size[1])
}

/// The size that fits; `None` where the wanted one does.
fn fitted(wanted: Vec2, room: Vec2) -> Option<Vec2> {
    let fits = wanted.x <= room.x && wanted.y <= room.y;
    (!fits && room.x > 0.0 && room.y > 0.0).then(|| wanted.min(room))
}

/// Before the window is shown.
pub(super) fn bring_into_view(cc: &CreationContext<'_>) {
    let Some(window) = cc.winit_window() else {
        return;
    };
    // Where positions are nobody's business but the system's, there is none.
    let Ok(mut place) = window.outer_position() else {
        return;
    };
    if window.is_maximized() || window.fullscreen().is_some() {
        return;
    }
    let size = window.outer_size();
    let rect = |x: i32, y: i32, width: u32, height: u32| {
        Rect::from_min_size(pos2(x as f32, y as f32), vec2(width as f32, height as f32))
    };
    let screens = window.available_monitors().map(|screen| {
        let (at, size) = (screen.position(), screen.size());
        rect(at.x, at.y, size.width, size.height)
    });
    let lies = rect(place.x, place.y, size.width, size.height);
    if let Some(moved) = moved_into_view(lies, &screens.collect::<Vec<_>>()) {
        (place.x, place.y) = (moved.min.x as i32, moved.min.y as i32);
        window.set_outer_position(place);
    }
}

/// Where the window has to go; `None` if it can be seen and taken hold of where it is.
fn moved_into_view(window: Rect, screens: &[Rect]) -> Option<Rect> {
    let edge = Rect::from_min_size(window.min, vec2(window.width(), HOLD.y));
    let can_be_held = |screen: &Rect| {
        let seen = screen.intersect(edge);
        seen.width() >= HOLD.x.min(window.width()) && seen.height() >= HOLD.y / 2.0
    };
    if screens.iter().any(can_be_held) {
        return None;
    }
    let distance = |screen: &Rect| screen.distance_sq_to_pos(window.center());
    let nearest = screens
        .iter()
        .filter(|screen| screen.is_positive())
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    let room = (nearest.size() - window.size()).max(Vec2::ZERO);
    let min = window.min.clamp(nearest.min, nearest.min + room);
    Some(Rect::from_min_size(min, window.size()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: f32, y: f32, width: f32, height: f32) -> Rect {
        Rect::from_min_size(pos2(x, y), vec2(width, height))
    }

    const SIZE: Vec2 = vec2(900.0, 600.0);

    fn moved(x: f32, y: f32, screens: &[Rect]) -> Option<(f32, f32)> {
        let window = Rect::from_min_size(pos2(x, y), SIZE);
        let moved = moved_into_view(window, screens)?;
        assert_eq!(moved.size(), SIZE);
        Some((moved.min.x, moved.min.y))
    }

    #[test]
    fn a_window_on_a_screen_that_is_gone_comes_to_the_nearest_one() {
        let left = rect(0.0, 0.0, 1920.0, 1080.0);
        let right = rect(1920.0, 200.0, 1280.0, 800.0);
        assert_eq!(moved(2000.0, 300.0, &[left, right]), None);
        assert_eq!(moved(2000.0, 300.0, &[left]), Some((1020.0, 300.0)));
        assert_eq!(moved(5000.0, 5000.0, &[left]), Some((1020.0, 480.0)));
        assert_eq!(moved(5000.0, 300.0, &[left, right]), Some((2300.0, 300.0)));
        assert_eq!(moved(-3000.0, 100.0, &[left]), Some((0.0, 100.0)));
    }

    #[test]
    fn a_first_window_is_no_larger_than_its_screen() {
        let wanted = points_of(DEFAULT_SIZE);
        assert_eq!(fitted(wanted, vec2(1904.0, 984.0)), None);
        assert_eq!(
            fitted(wanted, vec2(1008.0, 544.0)),
            Some(vec2(1008.0, 544.0))
        );
        assert_eq!(
            fitted(wanted, vec2(2000.0, 700.0)),
            Some(vec2(wanted.x, 700.0))
        );
        assert_eq!(fitted(wanted, Vec2::ZERO), None, "a screen without a size");
    }

    #[test]
    fn a_window_that_sticks_out_stays_as_long_as_it_can_be_moved() {
        let screen = rect(0.0, 0.0, 1920.0, 1080.0);
        assert_eq!(moved(-700.0, 100.0, &[screen]), None);
        assert_eq!(moved(1700.0, 1000.0, &[screen]), None);
        assert_eq!(moved(1900.0, 100.0, &[screen]), Some((1020.0, 100.0)));
        // Its upper edge is out of reach, although most of it can be seen.
        assert_eq!(moved(100.0, -60.0, &[screen]), Some((100.0, 0.0)));
        assert_eq!(moved(100.0, 1070.0, &[screen]), Some((100.0, 480.0)));
    }

    #[test]
    fn a_screen_smaller_than_the_window_shows_its_upper_left_corner() {
        let screen = rect(100.0, 50.0, 640.0, 480.0);
        assert_eq!(moved(3000.0, 3000.0, &[screen]), Some((100.0, 50.0)));
        assert_eq!(moved(3000.0, 3000.0, &[]), None);
        assert_eq!(moved(3000.0, 3000.0, &[Rect::ZERO]), None);
    }
}
