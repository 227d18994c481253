//! Points in time on tickets, all in China's one time zone.

/// China has been UTC+8 without summer time since 1991.
const ZONE_SECS: i64 = 8 * 3600;

#[derive(Clone, Copy)]
pub struct Date {
    pub month: u32,
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
}

/// Everything in the demo happens in this year.
pub const YEAR: u32 = 2026;

impl Date {
    pub fn new(month: u32, day: u32, hour: u32, minute: u32) -> Self {
        Self {
            month,
            day,
            hour,
            minute,
        }
    }

    /// `2026年11月02日`
    pub fn chinese(self) -> String {
        format!("{YEAR}年{:02}月{:02}日", self.month, self.day)
    }

    /// `2026-11-02`
    pub fn dashed(self) -> String {
        format!("{YEAR}-{:02}-{:02}", self.month, self.day)
    }

    /// `20261102`
    pub fn compact(self) -> String {
        format!("{YEAR}{:02}{:02}", self.month, self.day)
    }

    /// `09:30`
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.hour, self.minute)
    }

    /// Milliseconds since 1970, as the platform stores a time.
    pub fn unix_ms(self) -> i64 {
        let day_nr = days_before_month(self.month) + i64::from(self.day) - 1 + days_before_year();
        let secs = day_nr * 86_400 + i64::from(self.hour * 3600 + self.minute * 60);
        (secs - ZONE_SECS) * 1000
    }

    /// Midnight of the same day: invoices know no time.
    pub fn day_ms(self) -> i64 {
        Self::new(self.month, self.day, 0, 0).unix_ms()
    }
}

fn days_before_year() -> i64 {
    let past = i64::from(YEAR) - 1970;
    past * 365 + (past + 1) / 4
}

/// 2026 is no leap year.
fn days_before_month(month: u32) -> i64 {
    const LENGTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    LENGTHS[..month as usize - 1].iter().sum()
}
