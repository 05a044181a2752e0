//! Random questions at every way out that lists, counts, finds or exports, by everybody, in a company that keeps
//! changing; each answer is compared with a naive loop over everything the test itself wrote down. The oracle is written
//! apart and calls nothing of the product. Not one answer may hold what the asker may not read, and none may miss
//! what they may.
//!
//! `GUILDHALL_LONG=1` (`cargo xtask test --only long-tests`) asks 100,000, `GUILDHALL_QUESTIONS=N` any number; what is
//! asked follows from the number of the round.

mod asked;
mod company;
mod docs;
mod facets;
mod follow;
mod history;
mod lists;
mod oracle;
mod papers;
mod places;
mod search;
mod talk;
mod things;
mod words;

use company::Company;
use docs::Asker;
use guildhall_tests::Dice;
use std::{collections::BTreeMap, time::Instant};

/// Questions asked in the suite, and with `GUILDHALL_LONG`.
const QUESTIONS: usize = 8_000;
const LONG: usize = 100_000;
/// Questions between two stretches of changes, and changes in one.
const ROUND: usize = 500;
const CHANGES: usize = 12;

/// How often each sort of question was asked.
type Kinds = BTreeMap<&'static str, usize>;

#[test]
fn nobody_is_answered_with_what_they_may_not_read() {
    let usual = if std::env::var_os("GUILDHALL_LONG").is_some() { LONG } else { QUESTIONS };
    let all = std::env::var("GUILDHALL_QUESTIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let begun = Instant::now();
    let mut company = Company::found();
    let mut kinds = Kinds::new();
    for round in 0..all.div_ceil(ROUND) as u64 {
        let mut dice = Dice::new(round + 1);
        (0..CHANGES).for_each(|_| history::change(&mut company, &mut dice));
        company.settle();
        follow::follow(&mut company);
        // Two at a time, because small machines have two cores.
        let done = std::thread::scope(|scope| {
            let company = &company;
            let ask = |half: u64| scope.spawn(move || questions(company, &mut Dice::new(1_000_000 + 2 * round + half)));
            [ask(0), ask(1)].map(|half| half.join().unwrap())
        });
        done.into_iter().flatten().for_each(|(kind, count)| *kinds.entry(kind).or_default() += count);
    }
    println!("{} questions in {:?}: {kinds:?}", kinds.values().sum::<usize>(), begun.elapsed());
    println!("between them: {:?}", company.history);
}

/// Half a round.
fn questions(company: &Company, dice: &mut Dice) -> Kinds {
    let askers: Vec<Asker<'_>> = (0..company.people.len()).map(|who| Asker::new(company, who)).collect();
    let mut kinds = Kinds::new();
    for _ in 0..ROUND / 2 {
        let asker = dice.one(&askers);
        *kinds.entry(question(asker, dice)).or_default() += 1;
    }
    kinds
}

/// Asks one question and compares; answers what sort it was.
fn question(asker: &Asker<'_>, dice: &mut Dice) -> &'static str {
    let (company, who) = (asker.company, asker.who);
    if company.people[who].left {
        return things::nothing_for_who_left(company, who, dice);
    }
    match dice.below(100) {
        0..=59 => search::question(asker, dice),
        60..=79 => lists::question(company, who, dice),
        80..=83 => places::question(company, who, dice),
        84 | 94..=99 => papers::question(company, who, dice),
        85 | 86 => things::inbox(company, who),
        87..=90 => talk::question(company, who, dice),
        _ => things::question(company, who, dice),
    }
}
