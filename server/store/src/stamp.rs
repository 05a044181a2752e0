//! UTC milliseconds as the time in a file name, and the calendar periods snapshots are kept by.
//!
//! Left out: zones. A name must sort by time and be the same wherever the file is read.

const DAY_MS: i64 = 86_400_000;

/// Year, month and day of a number of days since 1970-01-01 (proleptic Gregorian calendar).
fn civil(days: i64) -> (i64, i64, i64) {
    // Years are counted from March, so that the leap day is the last of its year.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let shifted = (5 * doy + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * shifted + 2) / 5 + 1)
}

/// `2026-11-23T10-00-00Z`.
pub(crate) fn stamp(ms: i64) -> String {
    let (year, month, day) = civil(ms.div_euclid(DAY_MS));
    let s = ms.rem_euclid(DAY_MS) / 1000;
    format!("{year:04}-{month:02}-{day:02}T{:02}-{:02}-{:02}Z", s / 3600, s / 60 % 60, s % 60)
}

/// The calendar day, as a number that is the same for all times of the day.
pub(crate) fn day(ms: i64) -> i64 {
    ms.div_euclid(DAY_MS)
}

/// The week, beginning on Monday.
pub(crate) fn week(ms: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    (day(ms) + 3).div_euclid(7)
}

/// The calendar month.
pub(crate) fn month(ms: i64) -> i64 {
    let (year, month, _) = civil(day(ms));
    year * 12 + month - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_periods() {
        assert_eq!(stamp(0), "1970-01-01T00-00-00Z");
        assert_eq!(stamp(951_827_696_000), "2000-02-29T12-34-56Z");
        assert_eq!(stamp(1_803_981_600_000), "2027-03-02T10-00-00Z");
        assert_eq!(stamp(-1), "1969-12-31T23-59-59Z");
        let (sunday, monday) = (1_701_043_199_000, 1_701_043_200_000); // 2023-11-26 and 27
        assert_eq!(week(sunday) + 1, week(monday));
        assert_eq!(month(1_701_388_799_000) + 1, month(1_701_388_800_000)); // 2023-11-30 and 12-01
    }
}
