//! Running a list of named steps to its end, whatever fails on the way, and counting.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::place::Place;
use crate::print;
use crate::shell::Outcome;

/// One check. `needs` names earlier steps it cannot do without.
pub struct Step {
    /// What `--only` calls it.
    pub name: &'static str,
    /// Steps that must have passed.
    pub needs: &'static [&'static str],
    /// Only with `--long`.
    pub long: bool,
    /// The check itself.
    pub run: fn(&Place) -> Outcome,
}

/// The steps asked for, and everything they stand on, in the order of the list.
pub fn choose<'a>(all: &'a [Step], only: &[String], long: bool) -> Outcome<Vec<&'a Step>> {
    if let Some(unknown) = only.iter().find(|name| !all.iter().any(|step| step.name == *name)) {
        return Err(format!("there is no check called {unknown}; `cargo xtask test --list` names them."));
    }
    let mut wanted: Vec<&str> = if only.is_empty() {
        all.iter().filter(|step| long || !step.long).map(|step| step.name).collect()
    } else {
        only.iter().map(String::as_str).collect()
    };
    // Needs only point backwards, so one pass from the end finds all of them.
    for step in all.iter().rev().filter(|step| !only.is_empty() || long || !step.long) {
        if wanted.contains(&step.name) {
            wanted.extend(step.needs);
        }
    }
    Ok(all.iter().filter(|step| wanted.contains(&step.name)).collect())
}

/// Runs every step and ends with the line that says how many passed and failed; the error has no
/// sentence, so that nothing follows that line.
pub fn run_all(place: &Place, steps: &[&Step]) -> Outcome {
    let mut results: BTreeMap<&str, (Outcome, f64)> = BTreeMap::new();
    for step in steps {
        print::step(step.name);
        let started = Instant::now();
        let missing = step.needs.iter().find(|need| !matches!(results.get(**need), Some((Ok(()), _))));
        let result = match missing {
            Some(need) => Err(format!("not tried, because {need} failed.")),
            None => (step.run)(place),
        };
        print::ended(step.name, &result, started.elapsed());
        results.insert(step.name, (result, started.elapsed().as_secs_f64()));
    }

    println!("\n== summary");
    for step in steps {
        if let Some((result, seconds)) = results.get(step.name) {
            let word = if result.is_ok() { "ok" } else { "FAILED" };
            println!("{word:<7} {seconds:>7.1} s  {}", step.name);
        }
    }
    // Otherwise a green run would seem to have read them.
    if steps.iter().any(|step| matches!(step.name, "tests" | "long-tests")) {
        println!("{}", crate::checks::samples());
    }
    let failed = results.values().filter(|(result, _)| result.is_err()).count();
    println!("{} passed, {failed} failed", results.len() - failed);
    if failed == 0 { Ok(()) } else { Err(String::new()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn step(name: &'static str, needs: &'static [&'static str], long: bool) -> Step {
        Step { name, needs, long, run: |_| Ok(()) }
    }

    const ALL: &[Step] = &[
        step("page", &[], false),
        step("build", &["page"], false),
        step("tests", &["build"], false),
        step("lint", &[], false),
        step("long-tests", &["build"], true),
    ];

    fn names(only: &[&str], long: bool) -> Vec<&'static str> {
        let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
        choose(ALL, &only, long).unwrap().iter().map(|step| step.name).collect()
    }

    #[test]
    fn a_chosen_step_brings_what_it_stands_on_in_order() {
        assert_eq!(names(&["tests"], false), ["page", "build", "tests"]);
        assert_eq!(names(&["long-tests", "lint"], false), ["page", "build", "lint", "long-tests"]);
    }

    #[test]
    fn long_steps_run_when_asked_for() {
        assert!(!names(&[], false).contains(&"long-tests"));
        assert_eq!(names(&[], true).len(), ALL.len());
    }

    #[test]
    fn an_unknown_name_is_refused() {
        assert!(choose(ALL, &["tets".to_owned()], false).is_err());
    }

    #[test]
    fn what_stands_on_a_failed_step_fails_and_the_rest_is_still_tried() {
        let broken = Step { run: |_| Err("it broke.".to_owned()), ..step("page", &[], false) };
        let after = Step { run: |_| panic!("must not be tried"), ..step("build", &["page"], false) };
        let apart = step("lint", &[], false);
        let place = Place::find().unwrap();
        assert!(run_all(&place, &[&broken, &after, &apart]).is_err());
        assert!(run_all(&place, &[&apart]).is_ok());
    }

    #[test]
    fn the_list_of_checks_only_points_backwards() {
        for (at, step) in crate::checks::STEPS.iter().enumerate() {
            for need in step.needs {
                let found = crate::checks::STEPS.iter().position(|other| other.name == *need);
                assert!(found.is_some_and(|earlier| earlier < at), "{} needs {need}", step.name);
            }
        }
    }
}
