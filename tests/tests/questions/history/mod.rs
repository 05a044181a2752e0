//! What happens between the questions: work, moves, rights that come and go, spaces that close, people who leave. Each
//! change is made by whoever leads the place and written down when the server did it.

pub mod spaces;
pub mod tasks;

use crate::{company::Company, papers, talk};
use guildhall_tests::{Answer, Dice};

/// Whether the server did it.
fn done(answer: &Answer) -> bool {
    assert!(answer.status < 500, "{} {}", answer.status, answer.text);
    (200..300).contains(&answer.status)
}

/// One change, when it is possible as things are.
pub fn change(company: &mut Company, dice: &mut Dice) {
    let kind = match dice.below(47) {
        0..=3 => tasks::create(company, dice),
        4..=6 => tasks::comment(company, dice),
        7 => tasks::uncomment(company, dice),
        8 | 9 => tasks::status(company, dice),
        10..=12 => tasks::assign(company, dice),
        13 | 14 => tasks::tag(company, dice),
        15 => tasks::tick(company, dice),
        16 | 17 => tasks::attach(company, dice),
        18..=20 => tasks::also(company, dice),
        21..=23 => tasks::relocate(company, dice),
        24 | 25 => tasks::trash(company, dice),
        26 => spaces::access(company, dice),
        27..=29 => spaces::member(company, dice),
        30 => spaces::group(company, dice),
        31 => spaces::archive(company, dice),
        32 => spaces::remove(company, dice),
        34 => papers::create(company, dice),
        35..=39 => papers::change(company, dice),
        40..=45 => talk::change(company, dice),
        46 => spaces::everyone(company, dice),
        _ => spaces::leave(company, dice),
    };
    *company.history.entry(kind).or_default() += 1;
}
