//! Values that the organization and its people share: zones, languages, working days.

use crate::Error;
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// Most closed days an organization keeps.
const CLOSED_DAYS: usize = 1_000;

/// An IANA time zone.
pub fn zone(text: &str) -> Result<Tz, Error> {
    text.trim().parse().map_err(|_| Error::field("time_zone", "Use a time zone such as Europe/Berlin."))
}

/// A language such as `en` or `pt-BR`.
pub fn language(text: &str) -> Result<String, Error> {
    let text = text.trim();
    let (short, region) = text.split_once('-').map_or((text, None), |(short, region)| (short, Some(region)));
    let letters = |part: &str, of: fn(&u8) -> bool| part.len() == 2 && part.bytes().all(|b| of(&b));
    if letters(short, u8::is_ascii_lowercase) && region.is_none_or(|region| letters(region, u8::is_ascii_uppercase)) {
        return Ok(text.to_owned());
    }
    Err(Error::field("language", "Use a language such as en or pt-BR."))
}

/// An ISO 4217 currency.
pub fn currency(text: &str) -> Result<String, Error> {
    let text = text.trim().to_ascii_uppercase();
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(text);
    }
    Err(Error::field("currency", "Use a currency such as EUR."))
}

/// The largest file: from 1 KiB to 1 TiB.
pub fn file_limit(bytes: u64) -> Result<u64, Error> {
    if (1 << 10..=1 << 40).contains(&bytes) {
        return Ok(bytes);
    }
    Err(Error::field("file_limit", "Use a length between 1 KiB and 1 TiB, in bytes."))
}

/// The minutes to which timers are rounded.
pub fn timer_step(minutes: u32) -> Result<u32, Error> {
    if [1, 5, 15].contains(&minutes) {
        return Ok(minutes);
    }
    Err(Error::field("timer_step", "Round timers to 1, 5 or 15 minutes."))
}

/// Working days, 1 = Monday … 7 = Sunday, as bits from Monday.
pub fn working_days(days: &[u8]) -> Result<u8, Error> {
    let bit = |day: &u8| (1..=7).contains(day).then(|| 1u8 << (day - 1));
    let bits = days.iter().map(bit).try_fold(0u8, |bits, bit| Some(bits | bit?));
    bits.filter(|_| days.len() <= 7).ok_or_else(|| Error::field("working_days", "Use 1 for Monday to 7 for Sunday."))
}

/// Minutes after midnight of `08:30`; `24:00` is the end of the day.
pub fn clock(text: &str, field: &str) -> Result<u16, Error> {
    let read = || {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (minutes < 60 && hours <= 24 && hours * 60 + minutes <= 24 * 60).then(|| hours * 60 + minutes)
    };
    read().ok_or_else(|| Error::field(field, "Write the time as 17:00."))
}

/// The inverse of [`clock`].
pub fn clock_text(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Closed days, each once.
pub fn closed_days(days: &[NaiveDate]) -> Result<BTreeSet<NaiveDate>, Error> {
    guildhall_domain::limits::at_most("closed_days", days.len(), CLOSED_DAYS)?;
    if days.iter().all(|day| (1_970..=9_999).contains(&day.year())) {
        return Ok(days.iter().copied().collect());
    }
    Err(Error::field("closed_days", "Choose days from the year 1970 to the year 9999."))
}

/// The inverse of [`working_days`].
pub fn day_numbers(bits: u8) -> Vec<u8> {
    (1..=7).filter(|day| bits & (1 << (day - 1)) != 0).collect()
}

/// The day a week begins with: the first working day after the longest rest.
pub fn week_starts_on(bits: u8) -> u8 {
    let works = |day: u8| bits & (1 << ((day + 6) % 7)) != 0;
    // How many days of rest stand before a day; `day` counts on from the week before.
    let rest = |day: u8| (1..=7u8).take_while(|back| !works(day + 7 - back)).count();
    (1..=7).filter(|day| works(*day)).max_by_key(|day| (rest(*day), std::cmp::Reverse(*day))).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_bits_and_come_back() {
        assert_eq!(working_days(&[1, 2, 3, 4, 5]).unwrap(), 0b0001_1111);
        assert_eq!(day_numbers(working_days(&[7, 1]).unwrap()), [1, 7]);
        assert!(working_days(&[0]).is_err() && working_days(&[8]).is_err());
    }

    #[test]
    fn times_of_day_are_minutes_and_come_back() {
        assert_eq!((clock("08:30", "x").unwrap(), clock("24:00", "x").unwrap()), (510, 1440));
        assert_eq!((clock_text(510), clock_text(1440)), ("08:30".into(), "24:00".into()));
        for wrong in ["", "8", "25:00", "10:60", "24:01", "-1:00", "65535:59", "noon"] {
            assert!(clock(wrong, "x").is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_week_begins_after_its_end() {
        let week = |days: &[u8]| week_starts_on(working_days(days).unwrap());
        assert_eq!(week(&[1, 2, 3, 4, 5]), 1);
        assert_eq!(week(&[7, 1, 2, 3, 4]), 7, "Sunday to Thursday");
        assert_eq!(week(&[6, 7, 1, 2, 3]), 6, "Saturday to Wednesday");
        assert_eq!(week(&[2, 3, 4, 5, 6]), 2, "closed on Sunday and Monday");
        assert_eq!((week(&[1, 2, 3, 4, 5, 6, 7]), week(&[])), (1, 1));
    }

    #[test]
    fn words_are_of_their_kind() {
        assert!(language("en").is_ok() && language("pt-BR").is_ok());
        assert!(language("english").is_err() && language("EN").is_err() && language("en-us").is_err());
        assert_eq!(currency("eur").unwrap(), "EUR");
        assert!(zone("Mars/Base").is_err());
    }
}
