//! The sets there are. Their words are files beside this one, read when the program is built.

use super::set::{Set, SetSpace};
use crate::{Error, error::Code};
use guildhall_pages::markdown;
use std::sync::OnceLock;

/// The files of a set.
struct Source {
    set: &'static str,
    spaces: &'static [&'static str],
    pages: &'static [(&'static str, &'static str)],
}

macro_rules! source {
    ($name:literal, spaces: $($space:literal),+; pages: $($page:literal),+) => {
        Source {
            set: include_str!(concat!("sets/", $name, "/set.json")),
            spaces: &[$(include_str!(concat!("sets/", $name, "/", $space, ".json"))),+],
            pages: &[$(($page, include_str!(concat!("sets/", $name, "/", $page, ".md")))),+],
        }
    };
}

/// In the order in which they are offered.
const SOURCES: &[Source] = &[
    source!("bakery", spaces: "kitchen", "counter", "office"; pages: "hygiene", "opening", "allergens", "recipe"),
    source!("trades", spaces: "service", "workshop", "office"; pages: "visit", "emergency", "safety", "report"),
    source!("office", spaces: "clients", "office"; pages: "client", "month-end", "keeping", "minutes"),
    source!("shop", spaces: "shop", "stock"; pages: "cash", "returns", "opening", "first-day"),
    source!("club", spaces: "club", "teaching"; pages: "season", "keys", "accident", "meeting"),
    source!("agency", spaces: "clients", "studio"; pages: "onboarding", "brief", "naming", "retro"),
];

/// All sets.
///
/// # Errors
/// When one cannot be read, which the tests keep from being shipped.
pub fn all() -> Result<&'static [Set], Error> {
    static ALL: OnceLock<Result<Vec<Set>, String>> = OnceLock::new();
    let all = ALL.get_or_init(|| SOURCES.iter().map(read).collect());
    all.as_deref().map_err(|error| {
        tracing::error!(error, "a starting set cannot be read");
        Error::new(Code::Internal)
    })
}

/// One of them.
///
/// # Errors
/// When there is none of this name.
pub fn named(name: &str) -> Result<&'static Set, Error> {
    all()?.iter().find(|set| set.name == name).ok_or_else(Error::not_found)
}

fn read(source: &Source) -> Result<Set, String> {
    let mut set: Set = json(source.set)?;
    for text in source.spaces {
        let mut space: SetSpace = json(text)?;
        for page in &mut space.pages {
            let text = source.pages.iter().find(|(file, _)| *file == page.file).map(|(_, text)| *text);
            let (title, words) = text
                .and_then(|text| text.strip_prefix("# ")?.split_once('\n'))
                .ok_or_else(|| format!("{}: the page {} has no title", set.name, page.file))?;
            title.trim().clone_into(&mut page.title);
            page.text = Some(markdown::read(words.trim()));
        }
        set.spaces.push(space);
    }
    Ok(set)
}

fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    let excerpt: String = text.chars().take(60).collect();
    serde_json::from_str(text).map_err(|error| format!("{excerpt}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::starts::set::SetTask;
    use chrono::NaiveDate;
    use guildhall_domain::limits;
    use std::collections::BTreeSet;

    fn tasks(all: &[SetTask]) -> Vec<&SetTask> {
        all.iter().flat_map(|task| std::iter::once(task).chain(tasks(&task.parts))).collect()
    }

    #[test]
    fn every_set_can_be_read_and_is_worth_beginning() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let all = all().map_err(|error| error.message).unwrap();
        assert_eq!(all.len(), 6);
        for set in all {
            let name = &set.name;
            let roles: BTreeSet<&str> = set.roles.iter().map(|role| role.role.as_str()).collect();
            let (mut named, mut things, mut forms) = (BTreeSet::new(), 0, 0);
            for space in &set.spaces {
                for process in &space.processes {
                    let input = process.input(&Default::default(), day, day).map_err(|error| error.message);
                    let plan = input.unwrap().plan(day).map_err(|error| format!("{error:?}")).unwrap();
                    assert!(!plan.steps.is_empty(), "{name}: {} has no steps", plan.name);
                    named.extend(process.role.as_deref());
                }
                for form in &space.forms {
                    let plan = form.plan().unwrap();
                    plan.for_anybody().unwrap_or_else(|_| panic!("{name}: {} cannot be made public", plan.name));
                    forms += 1;
                }
                let tasks = tasks(&space.tasks);
                named.extend(tasks.iter().filter_map(|task| task.role.as_deref()));
                let sections = tasks.iter().filter_map(|task| task.section.as_ref());
                sections.for_each(|section| assert!(space.sections.contains(section), "{name}: {section}"));
                things += 1 + space.processes.len() + space.forms.len() + 2 * space.pages.len() + tasks.len();
            }
            assert_eq!(named, roles, "{name}: each role has something to do, and nothing has a role that is not there");
            assert!(forms > 0 && set.spaces.iter().any(|space| !space.pages.is_empty()), "{name}");
            assert!(things < limits::COMMAND / 2, "{name} is made by one command");
        }
    }

    #[test]
    fn no_file_of_a_set_is_left_out() {
        for source in SOURCES {
            let set = read(source).unwrap();
            let used: BTreeSet<&str> =
                set.spaces.iter().flat_map(|space| space.pages.iter().map(|page| page.file.as_str())).collect();
            let there: BTreeSet<&str> = source.pages.iter().map(|(file, _)| *file).collect();
            assert_eq!(used, there, "{}", set.name);
        }
    }
}
