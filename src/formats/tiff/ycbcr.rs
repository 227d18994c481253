//! Brightness and colour as a TIFF says that they are kept, where no JPEG does.

use super::directory::Directory;

const WEIGHTS: u16 = 529;
const REFERENCES: u16 = 532;

/// What each value adds to a colour.
pub(super) struct YCbCr {
    brightness: [f32; 256],
    blue: [f32; 256],
    red: [f32; 256],
    /// Of both together, blue first.
    green: [[f32; 256]; 2],
}

impl YCbCr {
    pub(super) fn read(directory: &Directory<'_>) -> Self {
        let values = |tag, usual: &[f64]| -> Vec<f64> {
            let values = directory.find(tag);
            let value = |index| values?.real(index).filter(|it| it.is_finite());
            let found: Option<Vec<f64>> = (0..usual.len()).map(value).collect();
            found.unwrap_or_else(|| usual.to_vec())
        };
        let mut weights = values(WEIGHTS, &[0.299, 0.587, 0.114]);
        if weights[1] <= 0.0 {
            weights = vec![0.299, 0.587, 0.114];
        }
        let references = values(REFERENCES, &[0.0, 255.0, 128.0, 255.0, 128.0, 255.0]);
        // From what stands for none of it to what stands for all.
        let spread = |value: usize, part: usize, whole: f64| {
            let (none, all) = (references[2 * part], references[2 * part + 1]);
            let range = all - none;
            let range = if range.abs() < f64::EPSILON {
                1.0
            } else {
                range
            };
            (value as f64 - none) * whole / range
        };
        let table = |part, whole, factor: f64| {
            std::array::from_fn(|value| (spread(value, part, whole) * factor) as f32)
        };
        let (of_red, of_blue) = (2.0 - 2.0 * weights[0], 2.0 - 2.0 * weights[2]);
        Self {
            brightness: table(0, 255.0, 1.0),
            blue: table(1, 127.0, of_blue),
            red: table(2, 127.0, of_red),
            green: [
                table(1, 127.0, -of_blue * weights[2] / weights[1]),
                table(2, 127.0, -of_red * weights[0] / weights[1]),
            ],
        }
    }

    /// Red, green and blue.
    pub(super) fn mixed(&self, pixel: [u8; 3]) -> [u8; 3] {
        let [brightness, blue, red] = pixel.map(usize::from);
        let light = self.brightness[brightness];
        [
            light + self.red[red],
            light + self.green[0][blue] + self.green[1][red],
            light + self.blue[blue],
        ]
        // Casts stop at both ends.
        .map(|colour| (colour + 0.5) as u8)
    }
}
