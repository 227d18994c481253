//! What each frame cost and showed, one line of JSON a frame: for measuring, and off unless it is asked for.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use egui::{Context, FullOutput, Plugin, RawInput};
use serde::Serialize;

use crate::ui::{FrameShown, OpenPicture};

/// Where the log goes, and what its times are counted from.
pub struct FrameLogLaunch {
    pub path: PathBuf,
    /// The start of the program.
    pub since: Instant,
}

/// What the window knows of the frame that it has just laid out.
pub(super) struct ShownFrame {
    pub drawn: FrameShown,
    /// Place of the chosen invoice in the grid, from 0.
    pub current: Option<usize>,
    /// IDs read from what was pasted.
    pub pasted: usize,
    pub invoices: usize,
    pub ready: usize,
    /// Invoices with a verdict.
    pub judged: usize,
    /// Events that were acknowledged since the review was opened.
    pub saved: usize,
    /// Whether there is a line to the user.
    pub notice: bool,
    /// All of the frame before, painting included, as the toolkit measured it.
    pub last_frame_secs: Option<f32>,
}

#[derive(Serialize)]
struct FrameLine {
    /// From the start of the program until the frame was handed to the graphics driver.
    t_ms: f64,
    /// Processor time of this thread for logic, layout and triangles.
    cpu_ms: f64,
    last_frame_ms: Option<f64>,
    first: usize,
    tiles: usize,
    tiles_ready: usize,
    current: Option<usize>,
    pasted: usize,
    invoices: usize,
    ready: usize,
    judged: usize,
    saved: usize,
    notice: bool,
    /// Textures handed to the graphics driver, or parts of them; that of the letters counts too.
    uploads: usize,
    upload_px: usize,
    open: &'static str,
}

struct FrameLog {
    out: File,
    since: Instant,
    /// Processor time at the begin of the frame.
    begun: Option<Duration>,
    shown: Option<ShownFrame>,
}

/// Logs every frame from now on, if the file can be written.
pub(super) fn begin(ctx: &Context, launch: &FrameLogLaunch) {
    match File::create(&launch.path) {
        Ok(out) => ctx.add_plugin(FrameLog {
            out,
            since: launch.since,
            begun: None,
            shown: None,
        }),
        Err(error) => log::warn!("frames are not logged: {}", error.kind()),
    }
}

/// Says what the frame shows, where that is logged.
pub(super) fn note(ctx: &Context, shown: impl FnOnce() -> ShownFrame) {
    if let Some(log) = ctx.plugin_opt::<FrameLog>() {
        let shown = shown();
        log.lock().shown = Some(shown);
    }
}

impl Plugin for FrameLog {
    fn debug_name(&self) -> &'static str {
        "frame log"
    }

    fn input_hook(&mut self, _ctx: &Context, _input: &mut RawInput) {
        self.begun = Some(thread_time());
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let laid_out = thread_time();
        let (Some(begun), Some(shown)) = (self.begun.take(), self.shown.take()) else {
            return;
        };
        // The toolkit makes its triangles after this: what it will do is done once more to be measured.
        let shapes = output.shapes.clone();
        let cloned = thread_time();
        drop(ctx.tessellate(shapes, output.pixels_per_point));
        let cpu = laid_out.saturating_sub(begun) + thread_time().saturating_sub(cloned);
        let uploads = output.textures_delta.set.values().flatten();
        let sizes: Vec<usize> = uploads
            .map(|delta| delta.image.width() * delta.image.height())
            .collect();
        let line = FrameLine {
            t_ms: millis(self.since.elapsed().as_secs_f64()),
            cpu_ms: millis(cpu.as_secs_f64()),
            last_frame_ms: shown.last_frame_secs.map(|secs| millis(f64::from(secs))),
            first: shown.drawn.first,
            tiles: shown.drawn.tiles,
            tiles_ready: shown.drawn.tiles_ready,
            current: shown.current,
            pasted: shown.pasted,
            invoices: shown.invoices,
            ready: shown.ready,
            judged: shown.judged,
            saved: shown.saved,
            notice: shown.notice,
            uploads: sizes.len(),
            upload_px: sizes.iter().sum(),
            open: match shown.drawn.open {
                OpenPicture::None => "none",
                OpenPicture::Thumbnail => "thumbnail",
                OpenPicture::Full => "full",
            },
        };
        if let Err(error) = self.write(&line) {
            log::debug!("a frame is not logged: {}", error.kind());
        }
    }
}

impl FrameLog {
    /// At once, so that nothing is missing when the program is ended from outside.
    fn write(&mut self, line: &FrameLine) -> std::io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.out.write_all(&text)
    }
}

/// Milliseconds to the microsecond.
fn millis(secs: f64) -> f64 {
    (secs * 1e6).round() / 1e3
}

/// Processor time that this thread has used.
#[cfg(unix)]
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or_default(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

/// Time that has gone by: waiting counts too here.
#[cfg(not(unix))]
fn thread_time() -> Duration {
    static SINCE: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    SINCE.elapsed()
}
