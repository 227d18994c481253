//! CPU time of a process: how hard it has worked, so that a busy machine is not taken for a file that takes for ever.

use std::fs;
use std::time::Duration;

/// The unit of times in `/proc/PID/stat`; the kernel promises programs this one whatever it counts in itself.
const TICKS_PER_SECOND: u32 = 100;
/// Where the two times stand behind the process's name: field 14 and 15 of proc(5), counted from field 3.
const TIMES: std::ops::Range<usize> = 11..13;

/// Processor time that all threads of the process have used; `None` where the system does not say.
pub(super) fn of(process: u32) -> Option<Duration> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let ticks = ticks(&stat)?;
    Some(Duration::from_secs(ticks) / TICKS_PER_SECOND)
}

fn ticks(stat: &str) -> Option<u64> {
    // The name stands in parentheses and may hold some itself.
    let (_, behind_name) = stat.rsplit_once(')')?;
    let fields: Vec<_> = behind_name.split_whitespace().collect();
    let times = fields.get(TIMES)?.iter().map(|time| time.parse::<u64>());
    times.sum::<Result<_, _>>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_times_are_read_whatever_the_name_is() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 90 0 0 0 250 31 0 0 20 0 2 0 9 9 9";
        assert_eq!(ticks(stat), Some(281));
        assert_eq!(ticks("7 (a) S 1 7"), None);
        assert_eq!(ticks(""), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_can_be_asked() {
        assert!(of(std::process::id()).is_some());
        assert_eq!(of(u32::MAX), None);
    }
}
