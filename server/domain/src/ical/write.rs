//! Calendar lines as they are sent: folded at 75 bytes, ended as the format wants.

use super::value;
use crate::when::When;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use std::fmt::Write;

/// Most bytes of a line before it is folded.
const FOLD: usize = 75;

/// A calendar that is being written.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// Adds a line that is one already.
    pub fn line(&mut self, line: &str) {
        let mut room = FOLD;
        for letter in line.chars().filter(|letter| !letter.is_control() || *letter == '\t') {
            if letter.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = FOLD - 1;
            }
            self.text.push(letter);
            room -= letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// Adds a text under a name, unless there is none.
    pub fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.line(&format!("{name}:{}", value::escape(text)));
        }
    }

    /// Adds a moment.
    pub fn moment(&mut self, name: &str, ms: i64) {
        self.line(&format!("{name}:{}", utc(crate::when::from_ms(ms))));
    }

    /// Adds a day, or a time in its zone.
    pub fn when(&mut self, name: &str, when: &When) {
        self.line(&dated(name, when));
    }

    /// Adds lines that were kept, one after the other.
    pub fn kept(&mut self, lines: &str) {
        lines.lines().filter(|line| !line.is_empty()).for_each(|line| self.line(line));
    }

    /// Begins a part.
    pub fn begin(&mut self, part: &str) {
        let _ = write!(self.text, "BEGIN:{part}\r\n");
    }

    /// Ends a part.
    pub fn end(&mut self, part: &str) {
        let _ = write!(self.text, "END:{part}\r\n");
    }

    /// Adds what was written elsewhere.
    pub fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.text
    }
}

/// `20261201T080000Z`.
pub fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// `20261201`.
pub fn day(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// `20261201T090000`.
pub fn local(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

/// A line with a day, a moment, or a time in its zone.
pub fn dated(name: &str, when: &When) -> String {
    match when.time {
        None => format!("{name};VALUE=DATE:{}", day(when.day)),
        Some((time, Tz::UTC)) => format!("{name}:{}Z", local(when.day.and_time(time))),
        Some((time, zone)) => format!("{name};TZID={}:{}", zone.name(), local(when.day.and_time(time))),
    }
}
