//! What an hour costs, exactly: amounts are decimals and never floating-point numbers. The rounding of time is chosen when
//! it is put on an invoice; what is stored stays as it was written.

use super::DAY;
use crate::Rule;

/// An hour's price in ten-thousandths of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate(i64);

/// Most of a currency an hour can cost.
const MOST: i64 = 100_000;
/// Parts of a currency that are counted.
const PARTS: i64 = 10_000;

impl Rate {
    /// Of a decimal such as `62.50`, with up to four decimals.
    pub fn new(text: &str) -> Result<Rate, Rule> {
        let wrong = || Rule::field("unreadable", "amount", "Write an amount such as 62.50, at most 100,000.");
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let plain = (1..=6).contains(&whole.len()) && part.len() <= 4 && digits(whole) && digits(part);
        if !plain || text.trim().ends_with('.') {
            return Err(wrong());
        }
        let whole: i64 = whole.parse().map_err(|_| wrong())?;
        let part: i64 = format!("{part:0<4}").parse().map_err(|_| wrong())?;
        let all = whole * PARTS + part;
        if all > MOST * PARTS { Err(wrong()) } else { Ok(Rate(all)) }
    }

    /// As it is stored, in ten-thousandths.
    pub fn parts(self) -> i64 {
        self.0
    }

    /// From what is stored.
    pub fn of_parts(parts: i64) -> Rate {
        Rate(parts.clamp(0, MOST * PARTS))
    }

    /// The decimal, with as many decimals as amounts of its currency have, or as many as it has.
    pub fn text(self, currency: &str) -> String {
        let part = format!("{:04}", self.0 % PARTS);
        let kept = part.trim_end_matches('0').len().max(decimals(currency) as usize);
        match part.get(..kept).unwrap_or(&part) {
            "" => (self.0 / PARTS).to_string(),
            part => format!("{}.{part}", self.0 / PARTS),
        }
    }

    /// What so many minutes cost, to the nearest of the smallest amounts its currency has, halves up.
    pub fn amount(self, minutes: u32, currency: &str) -> String {
        let places = decimals(currency);
        let unit = 10_i128.pow(places);
        let per = i128::from(PARTS) * 60;
        let amount = (i128::from(self.0) * i128::from(minutes) * unit + per / 2) / per;
        if places == 0 {
            return amount.to_string();
        }
        format!("{}.{:0width$}", amount / unit, amount % unit, width = places as usize)
    }
}

/// How many decimals amounts of a currency have, by ISO 4217.
pub fn decimals(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
        | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// How time is rounded on an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    step: u32,
    up: bool,
}

impl Rounding {
    /// To a step of minutes, up or to the nearest.
    pub fn new(step: u32, up: bool) -> Result<Rounding, Rule> {
        if [1, 5, 6, 10, 15, 30].contains(&step) {
            return Ok(Rounding { step, up });
        }
        Err(Rule::field("out_of_range", "step", "Round to 1, 5, 6, 10, 15 or 30 minutes."))
    }

    /// Minutes that were worked as they are charged. Halves are rounded up.
    pub fn round(self, minutes: u32) -> u32 {
        let add = if self.up { self.step - 1 } else { self.step / 2 };
        minutes.min(DAY).saturating_add(add) / self.step * self.step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_halves_go_up() {
        let amount = |rate: &str, minutes| Rate::new(rate).unwrap().amount(minutes, "EUR");
        assert_eq!([amount("60", 20), amount("62.50", 75), amount("0.01", 30)], ["20.00", "78.13", "0.01"]);
        assert_eq!(
            [amount("33.3333", 1440), amount("100000", 1440), amount("0", 60)],
            ["800.00", "2400000.00", "0.00"]
        );
        let of = |currency| Rate::new("62.50").unwrap().amount(75, currency);
        assert_eq!([of("JPY"), of("KWD"), of("EUR")], ["78", "78.125", "78.13"]);
        // A floating-point number would make 1.00 of this.
        assert_eq!(amount("1.005", 60), "1.01");
    }

    #[test]
    fn what_is_no_amount_is_refused_and_what_is_stands_as_it_was() {
        for wrong in ["", "-1", "1.", ".5", "1,50", "1e3", "62.50 €", "100000.0001", "1.00001", "NaN"] {
            assert!(Rate::new(wrong).is_err(), "{wrong}");
        }
        for (typed, shown) in [("62.5", "62.50"), ("62", "62.00"), ("0.1234", "0.1234"), ("62.500", "62.50")] {
            let rate = Rate::new(typed).unwrap();
            assert_eq!(rate.text("EUR"), shown);
            assert_eq!(Rate::of_parts(rate.parts()), rate);
        }
        let yen = |typed| Rate::new(typed).unwrap().text("JPY");
        assert_eq!([yen("4500"), yen("4500.5")], ["4500", "4500.5"]);
    }

    #[test]
    fn time_is_rounded_as_it_was_chosen() {
        let round = |step, up, minutes| Rounding::new(step, up).unwrap().round(minutes);
        assert_eq!([round(1, true, 7), round(6, true, 7), round(6, false, 7)], [7, 12, 6]);
        assert_eq!(
            [round(15, false, 7), round(15, false, 8), round(15, true, 1), round(30, false, 15)],
            [0, 15, 15, 30]
        );
        assert_eq!(round(5, false, 7), 5);
        assert!(Rounding::new(7, true).is_err() && Rounding::new(0, true).is_err());
    }
}
