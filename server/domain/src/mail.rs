//! When mail may go to a person: at once or bundled, and never into their quiet hours or days off.

use crate::{person::Away, when};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;

/// How long what was just done may be taken back before anybody outside is told.
pub const UNDO_MS: i64 = 15_000;
/// Most days that are looked ahead for one that is not off.
const DAYS: usize = 800;

/// How often somebody wants mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rhythm {
    /// One mail for each thing that needs them.
    #[default]
    AtOnce,
    /// What came within an hour together.
    Hourly,
    /// One mail a day.
    Daily,
    /// One mail a week, on its first working day.
    Weekly,
    /// None.
    Never,
}

/// What somebody wants of mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// How often.
    pub rhythm: Rhythm,
    /// Minutes after midnight at which a mail a day or a week comes.
    pub at: u16,
    /// Whether mail waits in quiet hours and on days off.
    pub quiet: bool,
    /// When quiet begins and ends, minutes after midnight.
    pub quiet_hours: (u16, u16),
    /// Of these kinds of needs no mail is sent.
    pub without: Vec<crate::inbox::Reason>,
}

impl Default for Wishes {
    fn default() -> Self {
        Wishes {
            rhythm: Rhythm::AtOnce,
            at: 7 * 60 + 30,
            quiet: true,
            quiet_hours: (18 * 60, 7 * 60 + 30),
            without: Vec::new(),
        }
    }
}

/// A person's days.
pub struct Days<'p> {
    /// Their zone.
    pub zone: Tz,
    /// Working days, bit 0 = Monday; none: every day.
    pub working: u8,
    /// When they are not there.
    pub away: Option<&'p Away>,
    /// The same as it was approved: the first and the last day of each.
    pub absences: &'p [(NaiveDate, NaiveDate)],
}

impl Days<'_> {
    fn is_off(&self, day: NaiveDate) -> bool {
        let weekday = day.weekday().num_days_from_monday();
        let free = self.working != 0 && self.working >> weekday & 1 == 0;
        let said = self.away.map(|away| (away.from, away.until));
        free || said.iter().chain(self.absences).any(|(from, until)| (*from..=*until).contains(&day))
    }

    fn instant(&self, day: NaiveDate, minutes: u16) -> DateTime<Utc> {
        let minutes = u32::from(minutes.min(24 * 60 - 1));
        let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap_or_default();
        when::instant(day, time, self.zone)
    }
}

impl Wishes {
    /// When something that was told at `told_ms` may leave; never for those who want no mail.
    pub fn due(&self, told_ms: i64, days: &Days<'_>) -> Option<i64> {
        let earliest = when::from_ms(told_ms.saturating_add(UNDO_MS));
        let at = match self.rhythm {
            Rhythm::Never => return None,
            Rhythm::AtOnce => earliest,
            Rhythm::Hourly => {
                let into = i64::from(earliest.minute()) * 60 + i64::from(earliest.second());
                let rest = 3_600_000 - into * 1_000 - i64::from(earliest.timestamp_subsec_millis());
                earliest + chrono::TimeDelta::milliseconds(rest)
            }
            Rhythm::Daily => self.on_a_day(earliest, days, |day| !self.quiet || !days.is_off(day)),
            Rhythm::Weekly => self.on_a_day(earliest, days, |day| {
                let first = day.week(chrono::Weekday::Mon).first_day();
                first.iter_days().take(7).find(|day| !days.is_off(*day)).unwrap_or(first) == day
            }),
        };
        Some(self.loud(at, days).timestamp_millis())
    }

    /// The next end of quiet hours on the first working day of a week, after a moment. A week without one has none.
    pub fn next_week(&self, after_ms: i64, days: &Days<'_>) -> Option<i64> {
        let after = when::from_ms(after_ms);
        let first_of_week = |day: &NaiveDate| {
            let mut week = day.week(chrono::Weekday::Mon).first_day().iter_days().take(7);
            week.find(|other| !days.is_off(*other)) == Some(*day)
        };
        let all = when::today(after, days.zone).iter_days().take(DAYS).filter(first_of_week);
        let mut mornings = all.map(|day| days.instant(day, self.quiet_hours.1));
        mornings.find(|at| *at > after).map(|at| at.timestamp_millis())
    }

    /// When mail that is due may leave, `now_ms` at the earliest.
    pub fn not_before(&self, now_ms: i64, days: &Days<'_>) -> i64 {
        self.loud(when::from_ms(now_ms), days).timestamp_millis()
    }

    fn on_a_day(&self, from: DateTime<Utc>, days: &Days<'_>, good: impl Fn(NaiveDate) -> bool) -> DateTime<Utc> {
        let today = when::today(from, days.zone);
        let all = today.iter_days().take(DAYS);
        let found = all.filter(|day| good(*day)).map(|day| days.instant(day, self.at)).find(|at| *at >= from);
        found.unwrap_or(from)
    }

    /// The first moment from `at` on that is neither quiet nor on a day off.
    fn loud(&self, at: DateTime<Utc>, days: &Days<'_>) -> DateTime<Utc> {
        if !self.quiet || matches!(self.rhythm, Rhythm::Daily | Rhythm::Weekly) {
            return at;
        }
        let (from, to) = self.quiet_hours;
        let local = at.with_timezone(&days.zone);
        let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0);
        let overnight = from > to;
        let quiet = if overnight { minute >= from || minute < to } else { (from..to).contains(&minute) };
        let today = local.date_naive();
        if !quiet && !days.is_off(today) {
            return at;
        }
        // In the evening the night ends tomorrow; otherwise today, unless that is a day off.
        let first = if days.is_off(today) || (overnight && minute >= from) { 1 } else { 0 };
        let next = today.iter_days().skip(first).take(DAYS).find(|day| !days.is_off(*day));
        next.map_or(at, |day| days.instant(day, to).max(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<DateTime<Utc>>().unwrap().timestamp_millis()
    }

    fn due(wishes: &Wishes, told: &str) -> String {
        let days = Days { zone: chrono_tz::Europe::Berlin, working: 0b0001_1111, away: None, absences: &[] };
        let due = wishes.due(at(told) - UNDO_MS, &days).unwrap();
        when::from_ms(due).with_timezone(&chrono_tz::Europe::Berlin).format("%a %H:%M").to_string()
    }

    #[test]
    fn a_week_begins_on_its_first_working_morning() {
        let away = Away {
            from: NaiveDate::from_ymd_opt(2026, 11, 26).unwrap(),
            until: NaiveDate::from_ymd_opt(2026, 12, 8).unwrap(),
            note: String::new(),
        };
        for (working, away, after, expected) in [
            (0b0001_1111, None, "2026-11-23T06:00:00Z", "2026-11-23 07:30"),
            (0b0001_1111, None, "2026-11-23T06:30:00Z", "2026-11-30 07:30"),
            (0b0001_1100, None, "2026-11-23T06:00:00Z", "2026-11-25 07:30"),
            // The week in which nobody is there has none; the one after begins late.
            (0b0001_1111, Some(&away), "2026-11-24T06:00:00Z", "2026-12-09 07:30"),
        ] {
            let days = Days { zone: chrono_tz::Europe::Berlin, working, away, absences: &[] };
            let next = Wishes::default().next_week(at(after), &days).unwrap();
            let next = when::from_ms(next).with_timezone(&chrono_tz::Europe::Berlin);
            assert_eq!(next.format("%F %H:%M").to_string(), expected, "{after}");
        }
    }

    #[test]
    fn at_once_waits_for_the_morning_and_for_monday() {
        let wishes = Wishes::default();
        // Berlin is an hour ahead of UTC in November.
        for (told, expected) in [
            ("2026-11-23T09:00:00Z", "Mon 10:00"),
            ("2026-11-23T17:30:00Z", "Tue 07:30"),
            ("2026-11-24T03:00:00Z", "Tue 07:30"),
            ("2026-11-27T17:30:00Z", "Mon 07:30"),
            ("2026-11-28T11:00:00Z", "Mon 07:30"),
        ] {
            assert_eq!(due(&wishes, told), expected, "{told}");
        }
        let loud = Wishes { quiet: false, ..wishes };
        assert_eq!(due(&loud, "2026-11-28T22:00:00Z"), "Sat 23:00");
    }

    #[test]
    fn bundles_come_in_their_rhythm() {
        let of = |rhythm| Wishes { rhythm, ..Wishes::default() };
        assert_eq!(due(&of(Rhythm::Hourly), "2026-11-23T09:12:30Z"), "Mon 11:00");
        assert_eq!(due(&of(Rhythm::Daily), "2026-11-23T09:00:00Z"), "Tue 07:30");
        assert_eq!(due(&of(Rhythm::Daily), "2026-11-27T09:00:00Z"), "Mon 07:30");
        assert_eq!(due(&of(Rhythm::Weekly), "2026-11-23T09:00:00Z"), "Mon 07:30");
        let days = Days { zone: chrono_tz::UTC, working: 0, away: None, absences: &[] };
        assert_eq!(of(Rhythm::Never).due(0, &days), None);
    }

    #[test]
    fn whoever_is_away_gets_it_when_they_are_back() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let away = Away { from: day("2026-11-23"), until: day("2026-11-27"), note: String::new() };
        let days = Days { zone: chrono_tz::UTC, working: 0b0001_1111, away: Some(&away), absences: &[] };
        let due = Wishes::default().due(at("2026-11-23T09:00:00Z"), &days).unwrap();
        assert_eq!(when::from_ms(due).to_string(), "2026-11-30 07:30:00 UTC");
    }
}
