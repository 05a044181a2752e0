//! The words of a language that quick capture understands. Adding a language is adding a table.

use crate::task::Priority;

/// A language's table. All words are lower case.
pub struct Words {
    /// Full and short names from Monday on.
    pub weekdays: [&'static [&'static str]; 7],
    /// Full and short names from January on.
    pub months: [&'static [&'static str]; 12],
    /// Days from today.
    pub relative: &'static [(&'static str, i64)],
    /// The seventh day after today's week begins anew: "next week" is its Monday.
    pub next: &'static [&'static str],
    /// "this".
    pub this: &'static [&'static str],
    /// "week".
    pub week: &'static [&'static str],
    /// "month".
    pub month: &'static [&'static str],
    /// "in" before a number of days, weeks or months.
    pub within: &'static [&'static str],
    /// Words for days, weeks and months after a number.
    pub spans: [&'static [&'static str]; 3],
    /// Words that may stand before a due date and belong to it.
    pub until: &'static [&'static str],
    /// Words that turn a date into a start.
    pub from: &'static [&'static str],
    /// Words that may stand before a time.
    pub at: &'static [&'static str],
    /// Endings of ordinal numbers.
    pub ordinals: &'static [&'static str],
    /// Words for priorities after `!`.
    pub priorities: &'static [(&'static str, Priority)],
    /// Short forms that are also everyday words; they count only behind one of `until`, or at the end.
    pub doubtful: &'static [&'static str],
}

/// English.
pub const ENGLISH: Words = Words {
    weekdays: [
        &["monday", "mon"],
        &["tuesday", "tue", "tues"],
        &["wednesday", "wed"],
        &["thursday", "thu", "thur", "thurs"],
        &["friday", "fri"],
        &["saturday", "sat"],
        &["sunday", "sun"],
    ],
    months: [
        &["january", "jan"],
        &["february", "feb"],
        &["march", "mar"],
        &["april", "apr"],
        &["may"],
        &["june", "jun"],
        &["july", "jul"],
        &["august", "aug"],
        &["september", "sep", "sept"],
        &["october", "oct"],
        &["november", "nov"],
        &["december", "dec"],
    ],
    relative: &[("today", 0), ("tonight", 0), ("tomorrow", 1), ("tmr", 1), ("tom", 1)],
    next: &["next"],
    this: &["this"],
    week: &["week"],
    month: &["month"],
    within: &["in"],
    spans: [&["day", "days"], &["week", "weeks"], &["month", "months"]],
    until: &["by", "on", "due", "until", "till"],
    from: &["from", "starting", "start"],
    at: &["at"],
    ordinals: &["st", "nd", "rd", "th"],
    priorities: &[
        ("low", Priority::Low),
        ("normal", Priority::Normal),
        ("medium", Priority::Normal),
        ("high", Priority::High),
        ("important", Priority::High),
        ("urgent", Priority::Urgent),
    ],
    doubtful: &["sun", "sat", "mar", "may", "tom", "mon", "wed", "today"],
};

impl Words {
    /// The table of a language; English for those there is none for yet.
    pub fn of(_language: &str) -> &'static Words {
        &ENGLISH
    }
}
