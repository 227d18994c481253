//! How much memory pictures may take: three budgets, each a setting.

use serde::{Deserialize, Serialize};

/// Steps of each budget that the menu offers, in MiB.
pub const MEMORY_MIB: [u32; 5] = [32, 64, 128, 256, 512];
/// Least and most of a budget, in MiB, as a stored file may hold anything.
const RANGE_MIB: std::ops::RangeInclusive<u32> = 16..=4096;

/// What is kept of pictures, each part in MiB; beyond it the least recently used goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemoryBudgets {
    /// Files as they came: what is opened again needs no network.
    pub files_mib: u32,
    /// Decoded pictures.
    pub pixels_mib: u32,
    /// Pictures on the graphics side.
    pub textures_mib: u32,
}

impl Default for MemoryBudgets {
    fn default() -> Self {
        Self {
            files_mib: 128,
            pixels_mib: 128,
            textures_mib: 128,
        }
    }
}

impl MemoryBudgets {
    /// The same with every number in its range.
    pub(super) fn sane(self) -> Self {
        let clamp = |mib: u32| mib.clamp(*RANGE_MIB.start(), *RANGE_MIB.end());
        Self {
            files_mib: clamp(self.files_mib),
            pixels_mib: clamp(self.pixels_mib),
            textures_mib: clamp(self.textures_mib),
        }
    }

    pub fn files_bytes(self) -> usize {
        bytes(self.files_mib)
    }

    pub fn pixels_bytes(self) -> usize {
        bytes(self.pixels_mib)
    }

    pub fn textures_bytes(self) -> usize {
        bytes(self.textures_mib)
    }
}

fn bytes(mib: u32) -> usize {
    (mib as usize) << 20
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::EngineConfig;

    #[test]
    fn the_defaults_are_the_backgrounds() {
        let (memory, config) = (MemoryBudgets::default(), EngineConfig::default());
        assert_eq!(memory.files_bytes(), config.bytes_budget);
        assert_eq!(memory.pixels_bytes(), config.pixels_budget);
        assert!(MEMORY_MIB.contains(&memory.textures_mib));
    }

    #[test]
    fn what_a_file_leaves_out_or_overdoes_is_put_right() {
        let stored: MemoryBudgets = serde_json::from_str(r#"{"files_mib":0,"pixels_mib":9999999}"#)
            .expect("the rest is as always");
        let sane = stored.sane();
        assert_eq!(
            (sane.files_mib, sane.pixels_mib, sane.textures_mib),
            (16, 4096, 128)
        );
    }
}
