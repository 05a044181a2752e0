//! A rule as it is stored and as changes name it: `working@540`, `week:5@540`, `month:31@540` as check-ins have always
//! written them, and more of the same: `nth:2:1/3@540;from=2026-11-28;closed=after;count=10`.

use super::{End, Every, InMonth, OnClosed, Recurrence, Short, Unit};
use chrono::{NaiveDate, Weekday};
use std::fmt::Write;

const UNITS: [(Unit, &str); 4] =
    [(Unit::Day, "day"), (Unit::Week, "week"), (Unit::Month, "month"), (Unit::Year, "year")];
const CLOSED: [(OnClosed, &str); 4] =
    [(OnClosed::Run, "run"), (OnClosed::Skip, "skip"), (OnClosed::Before, "before"), (OnClosed::After, "after")];

fn word<T: PartialEq>(all: &[(T, &'static str)], one: &T) -> &'static str {
    all.iter().find(|(known, _)| known == one).map_or("", |(_, word)| word)
}

fn known<T: Copy>(all: &[(T, &str)], word: &str) -> Option<T> {
    all.iter().find(|(_, known)| *known == word).map(|(one, _)| *one)
}

impl Recurrence {
    /// As text.
    pub fn to_text(&self) -> String {
        let mut text = self.every.to_text();
        let _ = write!(text, "@{}", self.at);
        if let Some(from) = self.from {
            let _ = write!(text, ";from={from}");
        }
        if self.closed != OnClosed::Run {
            let _ = write!(text, ";closed={}", word(&CLOSED, &self.closed));
        }
        let _ = match self.end {
            End::Never => Ok(()),
            End::Until(day) => write!(text, ";until={day}"),
            End::Count(times) => write!(text, ";count={times}"),
        };
        text
    }

    /// The inverse; none for what makes no sense to this version.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(';');
        let (every, at) = parts.next()?.split_once('@')?;
        let mut rule = Recurrence::new(Every::from_text(every)?, at.parse().ok()?);
        for part in parts {
            match part.split_once('=')? {
                ("from", day) => rule.from = Some(day.parse::<NaiveDate>().ok()?),
                ("closed", word) => rule.closed = known(&CLOSED, word)?,
                ("until", day) => rule.end = End::Until(day.parse().ok()?),
                ("count", times) => rule.end = End::Count(times.parse().ok()?),
                _ => return None,
            }
        }
        rule.checked().ok()
    }
}

impl Every {
    fn to_text(&self) -> String {
        let (text, interval) = match self {
            Every::WorkingDay => ("working".to_owned(), 1),
            Every::Day(every) => ("day".to_owned(), *every),
            Every::Week(every, days) => (format!("week:{days}"), *every),
            Every::Month(every, InMonth::Day(day, Short::Last)) => (format!("month:{day}"), *every),
            Every::Month(every, InMonth::Day(day, Short::Skip)) => (format!("full:{day}"), *every),
            Every::Month(every, InMonth::Weekday(nth, weekday)) => {
                (format!("nth:{nth}:{}", weekday.num_days_from_monday()), *every)
            }
            Every::Month(every, InMonth::Working(nth)) => (format!("work:{nth}"), *every),
            Every::Year(every, dates) => {
                let dates: Vec<String> = dates.iter().map(|(month, day)| format!("{month}-{day}")).collect();
                (format!("year:{}", dates.join(",")), *every)
            }
            Every::After(many, unit) => (format!("after:{}", word(&UNITS, unit)), *many),
        };
        if interval == 1 { text } else { format!("{text}/{interval}") }
    }

    fn from_text(text: &str) -> Option<Self> {
        let (text, every) = match text.split_once('/') {
            Some((text, every)) => (text, every.parse().ok()?),
            None => (text, 1),
        };
        Some(match text.split_once(':') {
            None if text == "working" && every == 1 => Every::WorkingDay,
            None if text == "day" => Every::Day(every),
            Some(("week", days)) => Every::Week(every, days.parse().ok()?),
            Some(("month", day)) => Every::Month(every, InMonth::Day(day.parse().ok()?, Short::Last)),
            Some(("full", day)) => Every::Month(every, InMonth::Day(day.parse().ok()?, Short::Skip)),
            Some(("nth", rest)) => {
                let (nth, weekday) = rest.split_once(':')?;
                let weekday = Weekday::try_from(weekday.parse::<u8>().ok()?).ok()?;
                Every::Month(every, InMonth::Weekday(nth.parse().ok()?, weekday))
            }
            Some(("work", nth)) => Every::Month(every, InMonth::Working(nth.parse().ok()?)),
            Some(("year", dates)) => {
                let date = |date: &str| {
                    let (month, day) = date.split_once('-')?;
                    Some((month.parse().ok()?, day.parse().ok()?))
                };
                Every::Year(every, dates.split(',').map(date).collect::<Option<_>>()?)
            }
            Some(("after", unit)) => Every::After(every, known(&UNITS, unit)?),
            _ => return None,
        })
    }
}
