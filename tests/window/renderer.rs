//! Whether there is a driver to render with, and where rendered pictures are kept for people to look at.

use std::io::Write as _;
use std::path::PathBuf;

use eframe::egui_wgpu::WgpuSetup;
use image::RgbaImage;

use crate::harness::App;

/// Set to `1` where pictures must be rendered: then a missing driver is a failure.
const REQUIRE: &str = "INVOICE_LENS_REQUIRE_RENDER";

/// Whether pictures can be rendered; says so in the output where they cannot.
pub fn is_there() -> bool {
    if has_adapter() {
        return true;
    }
    assert!(
        std::env::var(REQUIRE).as_deref() != Ok("1"),
        "no Vulkan driver, and {REQUIRE}=1 asks for one: install mesa-vulkan-drivers"
    );
    // Past the test runner, which shows the output of a test only if it fails.
    let told = writeln!(std::io::stderr(), "no Vulkan driver: picture tests skipped");
    told.expect("standard error takes a line");
    false
}

fn has_adapter() -> bool {
    let setup = egui_kittest::wgpu::default_wgpu_setup();
    let WgpuSetup::CreateNew(create) = &setup else {
        return false;
    };
    let backends = create.instance_descriptor.backends;
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let adapters = runtime.expect("a runtime without threads").block_on(async {
        let instance = setup.new_instance().await;
        instance.enumerate_adapters(backends).await
    });
    !adapters.is_empty()
}

/// The last frame as pixels, also kept as `window-tests/NAME.png` in the target folder's `tmp`.
pub fn render(app: &mut App, name: &str) -> RgbaImage {
    let image = app.harness.render().expect("the driver renders");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("window-tests");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    let file = folder.join(format!("{name}.png"));
    image.save(file).expect("the target folder can be written");
    image
}
