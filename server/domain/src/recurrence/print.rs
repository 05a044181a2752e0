//! A rule in plain English. What is written here is read back as the same rule.

use super::{
    DAY, End, Every, InMonth, OnClosed, Recurrence, Short, has,
    words::{month_name, numbered, ordinal_name, unit_name, weekday_name},
};
use chrono::{Datelike, NaiveDate, Weekday};
use std::fmt;

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}:{:02}", self.every, self.at % DAY / 60, self.at % 60)?;
        if let Some(from) = self.from {
            write!(f, ", from {}", day(from))?;
        }
        match self.end {
            End::Never => {}
            End::Until(last) => write!(f, ", until {}", day(last))?,
            End::Count(1) => f.write_str(", 1 time")?,
            End::Count(times) => write!(f, ", {times} times")?,
        }
        f.write_str(match self.closed {
            OnClosed::Run => "",
            OnClosed::Skip => ", closed days skipped",
            OnClosed::Before => ", on closed days the day before",
            OnClosed::After => ", on closed days the day after",
        })
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Every::WorkingDay => f.write_str("every working day"),
            Every::Day(1) => f.write_str("every day"),
            Every::Day(many) => write!(f, "every {many} days"),
            Every::Week(1, 0b0001_1111) => f.write_str("every weekday"),
            Every::Week(1, days) => write!(f, "every {}", weekdays(*days)),
            Every::Week(many, days) => write!(f, "every {many} weeks on {}", weekdays(*days)),
            Every::Month(1, on) => write!(f, "{on} of every month{}", on.in_short_ones()),
            Every::Month(many, on) => write!(f, "{on} of every {many} months{}", on.in_short_ones()),
            Every::Year(many, dates) => {
                let dates: Vec<String> =
                    dates.iter().map(|(month, day)| format!("{day} {}", month_name(*month))).collect();
                match many {
                    1 => write!(f, "every year on {}", listed(&dates)),
                    many => write!(f, "every {many} years on {}", listed(&dates)),
                }
            }
            Every::After(1, unit) => write!(f, "1 {} after completion", unit_name(*unit)),
            Every::After(many, unit) => write!(f, "{many} {}s after completion", unit_name(*unit)),
        }
    }
}

impl fmt::Display for InMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InMonth::Day(31, Short::Last) => f.write_str("the last day"),
            InMonth::Day(day, _) => write!(f, "the {}", numbered(*day)),
            InMonth::Weekday(nth, weekday) => write!(f, "the {} {}", ordinal_name(*nth), weekday_name(*weekday)),
            InMonth::Working(nth) => write!(f, "the {} working day", ordinal_name(*nth)),
        }
    }
}

impl InMonth {
    fn in_short_ones(&self) -> &'static str {
        match self {
            InMonth::Day(29 | 30, Short::Last) => ", or its last day",
            InMonth::Day(29..=31, Short::Skip) => " that has one",
            _ => "",
        }
    }
}

fn day(day: NaiveDate) -> String {
    let month = u8::try_from(day.month()).unwrap_or_default();
    format!("{} {} {}", day.day(), month_name(month), day.year())
}

fn weekdays(days: u8) -> String {
    let all = (0..7).filter_map(|day| Weekday::try_from(day).ok()).filter(|day| has(days, *day));
    let names: Vec<String> = all.map(|day| weekday_name(day).to_owned()).collect();
    listed(&names)
}

fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
