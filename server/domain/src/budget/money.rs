//! Amounts of a currency, exactly: whole numbers of the smallest amount it has, and never floating-point numbers. Costs
//! that are made of hours are kept finer until they are shown, so that many small ones add up to what they are.

use crate::{
    Rule,
    time::rate::{Rate, decimals},
};

/// Most of a currency one amount can be.
const MOST: i64 = 1_000_000_000;

/// An amount in the smallest one its currency has, such as cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Money(i64);

impl Money {
    /// Of a decimal such as `48000` or `1250.50`, above nothing.
    ///
    /// # Errors
    /// When it is no amount of this currency, and a sentence that says which one would be.
    pub fn new(field: &str, text: &str, currency: &str) -> Result<Money, Rule> {
        let places = decimals(currency);
        let wrong = |message: String| Rule::field("unreadable", field, message);
        let text = text.trim();
        if text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit())) {
            return Err(wrong("An amount is never negative. Write what it costs.".into()));
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let plain = (1..=10).contains(&whole.len()) && digits(whole) && digits(part) && !text.ends_with('.');
        if !plain {
            return Err(wrong(format!("Write an amount such as {}, at most 1,000,000,000.", example(places))));
        }
        if part.len() > places as usize {
            let message = format!("{currency} has {places} decimals. Write an amount such as {}.", example(places));
            return Err(wrong(message));
        }
        let unit = 10_i64.pow(places);
        let part: i64 = format!("{part:0<width$}0", width = places as usize).parse().unwrap_or_default();
        let all = whole.parse().unwrap_or(i64::MAX / 10_000) * unit + part / 10;
        match all {
            0 => Err(wrong("Write an amount above nothing.".into())),
            all if all > MOST * unit => Err(wrong("An amount is at most 1,000,000,000.".into())),
            all => Ok(Money(all)),
        }
    }

    /// How many of the smallest amount, as it is stored.
    pub fn parts(self) -> i64 {
        self.0
    }

    /// From what is stored, or was counted.
    pub fn of_parts(parts: i64) -> Money {
        Money(parts)
    }

    /// The decimal, with as many decimals as amounts of its currency have.
    pub fn text(self, currency: &str) -> String {
        let places = decimals(currency) as usize;
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = format!("{:0width$}", self.0.unsigned_abs(), width = places + 1);
        match all.split_at_checked(all.len() - places) {
            Some((whole, part)) if places > 0 => format!("{sign}{whole}.{part}"),
            _ => format!("{sign}{all}"),
        }
    }
}

impl std::ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

fn example(places: u32) -> String {
    if places == 0 { "1250".into() } else { format!("1250.{}", "50000".split_at(places as usize).0) }
}

/// What hours cost, in six-hundred-thousandths of a currency: ten-thousandths an hour, by the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cost(i128);

/// Parts of a [`Cost`] in one of a currency.
const ONE: i128 = 600_000;

impl Cost {
    /// Of so many minutes.
    pub fn new(rate: Rate, minutes: u64) -> Cost {
        Cost(i128::from(rate.parts()) * i128::from(minutes))
    }

    /// To the nearest amount the currency has, halves up.
    pub fn money(self, currency: &str) -> Money {
        let unit = 10_i128.pow(decimals(currency));
        Money(i64::try_from((self.0 * unit + ONE / 2) / ONE).unwrap_or(i64::MAX))
    }
}

impl std::ops::AddAssign for Cost {
    fn add_assign(&mut self, other: Cost) {
        self.0 = self.0.saturating_add(other.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_amount_is_refused_in_words() {
        let wrongs =
            ["", "-1", "-0.5", "0", "0.00", "1.", ".5", "1,50", "1e3", "12 EUR", "NaN", "1000000000.01", "1.001"];
        for wrong in wrongs {
            assert!(Money::new("amount", wrong, "EUR").is_err(), "{wrong}");
        }
        let said = |text, currency| Money::new("amount", text, currency).unwrap_err().message;
        assert_eq!(said("-1", "EUR"), "An amount is never negative. Write what it costs.");
        assert_eq!(said("1.5", "JPY"), "JPY has 0 decimals. Write an amount such as 1250.");
        assert_eq!(said("1.0005", "KWD"), "KWD has 3 decimals. Write an amount such as 1250.500.");
    }

    #[test]
    fn amounts_are_written_as_their_currency_is() {
        let shown = |text, currency| Money::new("amount", text, currency).unwrap().text(currency);
        assert_eq!([shown("48000", "EUR"), shown("0.5", "EUR"), shown("007.05", "EUR")], ["48000.00", "0.50", "7.05"]);
        assert_eq!([shown("1250", "JPY"), shown("1.005", "KWD")], ["1250", "1.005"]);
        assert_eq!(Money::of_parts(-5).text("EUR"), "-0.05");
        assert_eq!(Money::of_parts(-1234).text("JPY"), "-1234");
    }

    #[test]
    fn small_costs_add_up_to_what_they_are() {
        let rate = Rate::new("0.20").unwrap();
        let mut all = Cost::default();
        (0..3).for_each(|_| all += Cost::new(rate, 1));
        // A third of a cent each.
        assert_eq!(all.money("EUR").text("EUR"), "0.01");
        assert_eq!(Cost::new(Rate::new("62.50").unwrap(), 75).money("EUR").text("EUR"), "78.13");
    }

    proptest! {
        #[test]
        fn an_amount_is_read_as_it_was_written(parts in 0_i64..i64::MAX, currency in "EUR|JPY|KWD") {
            let money = Money::of_parts(1 + parts % (MOST * 10_i64.pow(decimals(&currency))));
            prop_assert_eq!(Money::new("amount", &money.text(&currency), &currency), Ok(money));
        }

        #[test]
        fn whatever_is_typed_is_an_amount_or_refused(text in "[-0-9., e€]{0,14}") {
            if let Ok(money) = Money::new("amount", &text, "EUR") {
                prop_assert!(money.parts() > 0 && money.parts() <= MOST * 100);
            }
        }

        #[test]
        fn hours_cost_the_same_in_whatever_pieces(
            rate in 0_i64..1_000_000_000,
            minutes in prop::collection::vec(0_u64..1440, 0..20),
        ) {
            let rate = Rate::of_parts(rate);
            let mut all = Cost::default();
            minutes.iter().for_each(|minutes| all += Cost::new(rate, *minutes));
            prop_assert_eq!(all, Cost::new(rate, minutes.iter().sum()));
        }
    }
}
