//! Reads a rule from English words: days, a time, a first and a last day, and what closed days do, in any order.
//!
//! Invariant: nothing is guessed at. What is not understood is refused with the words at fault, and so is what says
//! two things at once.

mod days;

use super::{
    DAY, End, Every, OnClosed, Recurrence, Short,
    words::{self, refused},
};
use crate::Rule;
use chrono::{Datelike, NaiveDate};

/// The time of day unless one is named.
pub const USUAL: u16 = 9 * 60;
/// Longest rule in bytes.
const LONGEST: usize = 300;

/// The words, and how far they were read.
struct Reader {
    words: Vec<String>,
    at: usize,
    today: NaiveDate,
}

/// What was read so far.
#[derive(Default)]
struct Read {
    every: Option<Every>,
    at: Option<u16>,
    from: Option<NaiveDate>,
    end: Option<End>,
    closed: Option<OnClosed>,
    short: Option<Short>,
}

impl Recurrence {
    /// Reads a rule. What counts days and names no first one is counted from today.
    ///
    /// # Errors
    /// With a stable code when it is not understood or makes no sense.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, Rule> {
        if text.len() > LONGEST {
            return refused("recurrence_unclear", "Say it in fewer words, such as “every monday 8:30”.");
        }
        let spaced = text.to_lowercase().replace(',', " , ").replace(['“', '”', '"', ';'], " ");
        let words = spaced.split_whitespace().map(str::to_owned).collect();
        let mut reader = Reader { words, at: 0, today };
        let mut read = Read::default();
        reader.skip();
        while !reader.is_over() {
            reader.clause(&mut read)?;
            reader.skip();
        }
        let Some(mut every) = read.every else { return reader.unclear() };
        if let (Every::Month(_, super::InMonth::Day(_, short)), Some(said)) = (&mut every, read.short) {
            *short = said;
        }
        let counted =
            matches!(every, Every::Day(2..) | Every::Week(2.., _) | Every::Month(2.., _) | Every::Year(2.., _));
        Recurrence {
            every,
            at: read.at.unwrap_or(USUAL),
            closed: read.closed.unwrap_or(OnClosed::Run),
            from: read.from.or(counted.then_some(today)),
            end: read.end.unwrap_or(End::Never),
        }
        .checked()
    }
}

/// Keeps what was read, unless something else was.
fn keep<T: PartialEq>(place: &mut Option<T>, found: T) -> Result<(), Rule> {
    if place.as_ref().is_some_and(|known| *known != found) {
        return refused("recurrence_contradiction", "This says two things at once. Leave one of them out.");
    }
    *place = Some(found);
    Ok(())
}

impl Reader {
    fn is_over(&self) -> bool {
        self.at >= self.words.len()
    }

    fn peek(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).map_or("", String::as_str)
    }

    /// Takes words that stand here, and says whether they did.
    fn take(&mut self, words: &[&str]) -> bool {
        let here = words.iter().enumerate().all(|(ahead, word)| self.peek(ahead) == *word);
        if here {
            self.at += words.len();
        }
        here
    }

    fn take_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.take(&[word]))
    }

    /// Passes over what only joins.
    fn skip(&mut self) -> bool {
        let from = self.at;
        while self.take_any(&[",", "and", "&"]) {}
        self.at > from
    }

    fn unclear<T>(&self) -> Result<T, Rule> {
        let example = "Write it like “every monday 8:30”, “last working day of the month” or “1 mar and 1 sep”.";
        match self.peek(0) {
            "" => refused("recurrence_unclear", format!("It does not say when. {example}")),
            word => refused("recurrence_unclear", format!("“{word}” is not understood here. {example}")),
        }
    }

    fn clause(&mut self, read: &mut Read) -> Result<(), Rule> {
        if let Some(at) = self.time()? {
            return keep(&mut read.at, at);
        }
        if self.take_any(&["from", "starting", "beginning"]) {
            let day = self.date(false)?;
            return keep(&mut read.from, day);
        }
        if self.take_any(&["until", "till"]) {
            let day = self.date(true)?;
            return keep(&mut read.end, End::Until(day));
        }
        if let (Some(times), "times" | "time") = (words::number(self.peek(0)), self.peek(1)) {
            self.at += 2;
            return keep(&mut read.end, End::Count(times));
        }
        if self.take(&["or", "its", "last", "day"]) {
            return keep(&mut read.short, Short::Last);
        }
        if self.take(&["that", "has", "one"]) || self.take(&["that", "have", "one"]) {
            return keep(&mut read.short, Short::Skip);
        }
        if let Some(closed) = self.closed() {
            return keep(&mut read.closed, closed);
        }
        let every = self.every()?;
        keep(&mut read.every, every)
    }

    fn closed_days(&mut self) -> bool {
        self.take(&["closed", "days"]) || self.take(&["public", "holidays"]) || self.take(&["holidays"])
    }

    fn closed(&mut self) -> Option<OnClosed> {
        let from = self.at;
        let skips = self.take_any(&["skip", "skipping", "not", "except"]);
        let on = self.take(&["on"]);
        if !self.closed_days() {
            self.at = from;
            return None;
        }
        let skips = skips || self.take_any(&["skipped", "skip"]);
        if skips {
            return Some(OnClosed::Skip);
        }
        let _ = self.take(&["the"]);
        let _ = self.take_any(&["day", "working"]) && self.take(&["day"]);
        let found = match self.peek(0) {
            "before" => Some(OnClosed::Before),
            "after" => Some(OnClosed::After),
            "too" if on => Some(OnClosed::Run),
            _ => None,
        };
        self.at = if found.is_some() { self.at + 1 } else { from };
        found
    }

    /// `8:30`, `at 9`, `9am`, `9:30 pm`, `noon`.
    fn time(&mut self) -> Result<Option<u16>, Rule> {
        let from = self.at;
        let said = self.take(&["at"]);
        let word = self.peek(0).to_owned();
        let half = |word: &str| match word {
            "am" => Some(0),
            "pm" => Some(12),
            _ => None,
        };
        let bare = ["am", "pm"].into_iter().find_map(|end| Some((word.strip_suffix(end)?.to_owned(), half(end)?)));
        let (clock, mut add) = bare.map_or((word, None), |(clock, add)| (clock, Some(add)));
        if clock == "noon" || clock == "midnight" {
            self.at += 1;
            return Ok(Some(if clock == "noon" { DAY / 2 } else { 0 }));
        }
        let (hours, minutes) = clock.split_once([':', '.']).unwrap_or((&clock, "00"));
        let parts = hours.parse::<u16>().ok().zip(minutes.parse::<u16>().ok()).filter(|_| minutes.len() == 2);
        let Some((mut hours, minutes)) = parts else {
            self.at = from;
            return if said { self.unclear() } else { Ok(None) };
        };
        if add.is_none() {
            add = half(self.peek(1)).inspect(|_| self.at += 1);
        }
        if !said && add.is_none() && !clock.contains(':') {
            self.at = from;
            return Ok(None);
        }
        self.at += 1;
        if let Some(add) = add.filter(|_| (1..=12).contains(&hours)) {
            hours = hours % 12 + add;
        }
        if hours > 23 || minutes > 59 {
            return refused("recurrence_no_such_time", "There is no such time. Write it as 8:30 or 17:00.");
        }
        Ok(Some(hours * 60 + minutes))
    }

    /// A day with or without its year; a year alone is its first or last day.
    fn date(&mut self, last: bool) -> Result<NaiveDate, Rule> {
        let _ = self.take(&["on"]) || self.take(&["the"]);
        if let Ok(day) = self.peek(0).parse::<NaiveDate>() {
            self.at += 1;
            return Ok(day);
        }
        let of_year = |year: i32| if last { (12, 31, year) } else { (1, 1, year) };
        let whole =
            self.peek(0).parse().ok().filter(|year| *year > 1_000).filter(|_| words::month(self.peek(1)).is_none());
        let (month, day, year) = if let Some(year) = whole {
            self.at += 1;
            of_year(year)
        } else {
            let Some((month, day)) = self.month_day() else { return self.unclear() };
            let year = self.peek(0).parse::<i32>().ok().filter(|year| *year > 1_000);
            self.at += usize::from(year.is_some());
            let this = self.today.year();
            let on = |year| NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day));
            let next = || if on(this).is_some_and(|day| day < self.today) { this + 1 } else { this };
            (u32::from(month), u32::from(day), year.unwrap_or_else(next))
        };
        match NaiveDate::from_ymd_opt(year, month, day) {
            Some(day) => Ok(day),
            None if year > 9_999 => refused("recurrence_too_far", "Choose days up to the year 9999."),
            None => refused("recurrence_no_such_day", "There is no such day. Choose one the month has."),
        }
    }
}
