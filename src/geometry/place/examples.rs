//! Worked examples, one row each: a chain, the page it runs on, what it delivers and where a region then lies. All
//! numbers were worked out by hand from the OSS documentation's rules, none by this program.

use super::super::space::{PagePoint, PictureBox};
use super::*;

/// The chain's steps after `image/`; page and delivered size in pixels; corners on the page and in the picture.
struct Example(&'static str, (u32, u32), (u32, u32), [f64; 4], [f64; 4]);

fn input(process: &str, page: (u32, u32), delivered: (u32, u32)) -> PlacementInput {
    PlacementInput {
        chain: OssChain::parse(&format!("image/{process}")),
        delivered: delivered.into(),
        page_size: Some(PageSize::new(page.0.into(), page.1.into())),
        exif: Orientation::Upright,
        source: None,
        region: None,
        frame: FramePreference::Stored,
    }
}

fn check(examples: &[Example]) {
    for &Example(process, page, delivered, [x0, y0, x1, y1], expected) in examples {
        let placement = place(&input(process, page, delivered))
            .unwrap_or_else(|error| panic!("{process}: {error}"));
        assert_eq!(placement.size_mismatch, None, "{process}");
        let region = Box2D::new(PagePoint::new(x0, y0), PagePoint::new(x1, y1));
        let PictureBox { min, max } = placement.in_picture(region);
        let found = [min.x, min.y, max.x, max.y];
        let near = found
            .iter()
            .zip(expected)
            .all(|(found, expected)| (found - expected).abs() < 1e-9);
        assert!(near, "{process}: {found:?} instead of {expected:?}");
    }
}

#[test]
fn gravity_by_gravity() {
    const PAGE: (u32, u32) = (600, 400);
    const REGION: [f64; 4] = [300.0, 200.0, 340.0, 230.0];
    check(&[
        Example(
            "crop,w_200,h_100,x_10,y_20",
            PAGE,
            (200, 100),
            REGION,
            [290.0, 180.0, 330.0, 210.0],
        ),
        Example(
            "crop,w_200,h_100,x_10,y_20,g_nw",
            PAGE,
            (200, 100),
            REGION,
            [290.0, 180.0, 330.0, 210.0],
        ),
        Example(
            "crop,w_200,h_100,x_10,y_20,g_north",
            PAGE,
            (200, 100),
            REGION,
            [90.0, 180.0, 130.0, 210.0],
        ),
        Example(
            "crop,w_200,h_100,x_10,y_20,g_ne",
            PAGE,
            (190, 100),
            REGION,
            [-110.0, 180.0, -70.0, 210.0],
        ),
        Example(
            "crop,w_200,h_100,x_10,y_20,g_west",
            PAGE,
            (200, 100),
            REGION,
            [290.0, 30.0, 330.0, 60.0],
        ),
        Example(
            "crop,w_200,h_100,x_10,y_20,g_center",
            PAGE,
            (200, 100),
            REGION,
            [90.0, 30.0, 130.0, 60.0],
        ),
        Example(
            "crop,w_200,h_100,x_10,y_20,g_east",
            PAGE,
            (190, 100),
            REGION,
            [-110.0, 30.0, -70.0, 60.0],
        ),
        Example(
            "crop,w_200,h_100,x_10,y_20,g_sw",
            PAGE,
            (200, 80),
            REGION,
            [290.0, -120.0, 330.0, -90.0],
        ),
        Example(
            "crop,w_200,h_100,x_10,y_20,g_south",
            PAGE,
            (200, 80),
            REGION,
            [90.0, -120.0, 130.0, -90.0],
        ),
        Example(
            "crop,w_200,h_100,x_10,y_20,g_se",
            PAGE,
            (190, 80),
            REGION,
            [-110.0, -120.0, -70.0, -90.0],
        ),
        // Without a width or a height, the rest of the page.
        Example(
            "crop,x_10,y_20",
            PAGE,
            (590, 380),
            REGION,
            [290.0, 180.0, 330.0, 210.0],
        ),
        Example(
            "crop,w_50,x_10,y_20",
            PAGE,
            (50, 380),
            REGION,
            [290.0, 180.0, 330.0, 210.0],
        ),
        Example("crop,h_50", PAGE, (600, 50), REGION, REGION),
        // Cut at the page's edge.
        Example(
            "crop,w_9000,h_9000,x_500,y_300",
            PAGE,
            (100, 100),
            REGION,
            [-200.0, -100.0, -160.0, -70.0],
        ),
    ]);
}

#[test]
fn resize_mode_by_mode() {
    const PAGE: (u32, u32) = (200, 100);
    const REGION: [f64; 4] = [50.0, 20.0, 150.0, 80.0];
    const HALF: [f64; 4] = [25.0, 10.0, 75.0, 40.0];
    check(&[
        Example(
            "resize,w_150,h_80",
            PAGE,
            (150, 75),
            REGION,
            [37.5, 15.0, 112.5, 60.0],
        ),
        Example(
            "resize,m_lfit,w_150,h_80",
            PAGE,
            (150, 75),
            REGION,
            [37.5, 15.0, 112.5, 60.0],
        ),
        Example(
            "resize,m_mfit,w_150,h_80",
            PAGE,
            (160, 80),
            REGION,
            [40.0, 16.0, 120.0, 64.0],
        ),
        Example(
            "resize,m_fill,w_150,h_80",
            PAGE,
            (150, 80),
            REGION,
            [35.0, 16.0, 115.0, 64.0],
        ),
        Example(
            "resize,m_fill,w_100,h_100",
            PAGE,
            (100, 100),
            REGION,
            [0.0, 20.0, 100.0, 80.0],
        ),
        Example(
            "resize,m_pad,w_100,h_80",
            PAGE,
            (100, 80),
            REGION,
            [25.0, 25.0, 75.0, 55.0],
        ),
        Example(
            "resize,m_fixed,w_150,h_80",
            PAGE,
            (150, 80),
            REGION,
            [37.5, 16.0, 112.5, 64.0],
        ),
        Example("resize,w_100", PAGE, (100, 50), REGION, HALF),
        Example("resize,h_50", PAGE, (100, 50), REGION, HALF),
        Example("resize,l_100", PAGE, (100, 50), REGION, HALF),
        Example("resize,s_50", PAGE, (100, 50), REGION, HALF),
        Example("resize,p_50", PAGE, (100, 50), REGION, HALF),
        // The longer side and the shorter one together are a box too.
        Example(
            "resize,l_100,s_40",
            PAGE,
            (80, 40),
            REGION,
            [20.0, 8.0, 60.0, 32.0],
        ),
        // Nothing is enlarged unless it is asked for.
        Example("resize,w_400", PAGE, PAGE, REGION, REGION),
        Example(
            "resize,w_400,limit_0",
            PAGE,
            (400, 200),
            REGION,
            [100.0, 40.0, 300.0, 160.0],
        ),
        Example(
            "resize,p_200",
            PAGE,
            (400, 200),
            REGION,
            [100.0, 40.0, 300.0, 160.0],
        ),
    ]);
}

#[test]
fn turns_and_strips() {
    const PAGE: (u32, u32) = (200, 100);
    const REGION: [f64; 4] = [10.0, 20.0, 150.0, 80.0];
    check(&[
        Example("rotate,0", PAGE, PAGE, REGION, REGION),
        Example(
            "rotate,90",
            PAGE,
            (100, 200),
            REGION,
            [20.0, 10.0, 80.0, 150.0],
        ),
        Example("rotate,180", PAGE, PAGE, REGION, [50.0, 20.0, 190.0, 80.0]),
        Example(
            "rotate,270",
            PAGE,
            (100, 200),
            REGION,
            [20.0, 50.0, 80.0, 190.0],
        ),
        Example("rotate,360", PAGE, PAGE, REGION, REGION),
        Example(
            "indexcrop,x_80,i_1",
            PAGE,
            (80, 100),
            REGION,
            [-70.0, 20.0, 70.0, 80.0],
        ),
        Example(
            "indexcrop,x_80,i_2",
            PAGE,
            (40, 100),
            REGION,
            [-150.0, 20.0, -10.0, 80.0],
        ),
        Example("indexcrop,y_30,i_0", PAGE, (200, 30), REGION, REGION),
        Example(
            "indexcrop,y_30,i_3",
            PAGE,
            (200, 10),
            REGION,
            [10.0, -70.0, 150.0, -10.0],
        ),
        Example("auto-orient,0", PAGE, PAGE, REGION, REGION),
        Example("auto-orient,1", PAGE, PAGE, REGION, REGION),
    ]);
}

#[test]
fn steps_in_any_order() {
    const PAGE: (u32, u32) = (2000, 1500);
    const REGION: [f64; 4] = [300.0, 140.0, 700.0, 460.0];
    check(&[
        Example(
            "crop,w_1000,h_800,x_200,y_100/resize,w_500",
            PAGE,
            (500, 400),
            REGION,
            [50.0, 20.0, 250.0, 180.0],
        ),
        Example(
            "resize,w_1000/crop,w_300,h_200,x_100,y_50",
            PAGE,
            (300, 200),
            REGION,
            [50.0, 20.0, 250.0, 180.0],
        ),
        Example(
            "crop,w_1000,h_800,x_200,y_100/resize,w_500/rotate,90",
            PAGE,
            (400, 500),
            REGION,
            [220.0, 50.0, 380.0, 250.0],
        ),
        Example(
            "rotate,90/crop,w_800,h_1000,x_600,y_200",
            PAGE,
            (800, 1000),
            REGION,
            [440.0, 100.0, 760.0, 500.0],
        ),
        Example(
            "crop,w_1000,h_800,x_200,y_100/crop,w_400,h_400,x_50,y_20",
            PAGE,
            (400, 400),
            REGION,
            [50.0, 20.0, 450.0, 340.0],
        ),
        Example(
            "quality,q_80/crop,w_1000,h_800,x_200,y_100/format,jpg/interlace,1/sharpen,50/bright,10/contrast,-5/\
             blur,r_3,s_2/watermark,text_SGVsbG8/rounded-corners,r_10",
            PAGE,
            (1000, 800),
            REGION,
            [100.0, 40.0, 500.0, 360.0],
        ),
    ]);
}

#[test]
fn what_cannot_be_placed_is_named() {
    for (process, name) in [
        ("circle,r_100", "circle"),
        ("crop,w_10,h_10/rotate,45", "rotate"),
        ("resize,w_100/average-hue", "average-hue"),
        ("panorama,x_1/crop,w_10", "panorama"),
        ("crop,g_middle", "crop"),
        ("resize,m_stretch,w_10", "resize"),
    ] {
        match place(&input(process, (600, 400), (10, 10))) {
            Err(PlaceError::UnknownStep { name: found }) => {
                assert_eq!(found.to_string(), name, "{process}");
            }
            other => panic!("{process}: {other:?}"),
        }
    }
}
