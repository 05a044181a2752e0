//! Reads the company from `assets/static/demo.txt`; the file says how it is written.

use super::{
    again::SeedAgain,
    meet::{SeedMeet, SeedRoom},
    paper::SeedPage,
    project::SeedProject,
    served::SeedServed,
    task::{SeedTask, task_line, under_task},
};

/// The text of the company, built into the executable.
const TEXT: &str = include_str!("../../../assets/static/demo.txt");

/// The company.
#[derive(Debug, Default)]
pub struct Seed {
    /// Name.
    pub organization: String,
    /// People: name, role, title, mobile, place.
    pub people: Vec<[String; 5]>,
    /// Rooms.
    pub rooms: Vec<SeedRoom>,
    /// Who is away: who, in how many days, how many days, why.
    pub away: Vec<[String; 4]>,
    /// Who asks to be: the same, and nobody decided yet.
    pub asked_off: Vec<[String; 4]>,
    /// Who handed in the week that is over.
    pub handed_in: Vec<String>,
    /// Spaces in order.
    pub spaces: Vec<SeedSpace>,
}

/// A space.
#[derive(Debug, Default)]
pub struct SeedSpace {
    /// Name, kind, access, prefix, colour, icon, description.
    pub head: [String; 7],
    /// First names of leads, members and guests.
    pub lead: Vec<String>,
    /// Members.
    pub members: Vec<String>,
    /// Guests.
    pub guests: Vec<String>,
    /// Sections.
    pub sections: Vec<String>,
    /// Tasks.
    pub tasks: Vec<SeedTask>,
    /// Topics.
    pub topics: Vec<SeedTopic>,
    /// Pages.
    pub pages: Vec<SeedPage>,
    /// Meetings.
    pub meets: Vec<SeedMeet>,
    /// What comes again.
    pub again: Vec<SeedAgain>,
    /// What it does for others.
    pub served: SeedServed,
    /// Its plan and its budget.
    pub project: SeedProject,
    /// What happens every week: title, section, who, weekday and time, minutes.
    pub weekly: Vec<[String; 5]>,
}

/// What a topic is.
#[derive(Debug, Clone, Default)]
pub enum SeedForm {
    /// Talked about.
    #[default]
    Topic,
    /// Announced.
    Announcement,
    /// Asked every week.
    CheckIn(SeedRule),
    /// The Quick chat of the space.
    Chat,
    /// Between these people.
    Direct(Vec<String>),
}

/// When and whom a check-in asks.
#[derive(Debug, Clone, Default)]
pub struct SeedRule {
    /// Weekday, 1 = Monday to 7 = Sunday.
    pub day: u8,
    /// `9:00`.
    pub at: String,
    /// First names.
    pub people: Vec<String>,
}

/// A topic.
#[derive(Debug, Clone, Default)]
pub struct SeedTopic {
    /// Title; of a check-in, what it asks.
    pub title: String,
    /// What it is.
    pub form: SeedForm,
    /// Who began it, and how many days ago.
    pub begun: (String, i64),
    /// How it begins.
    pub text: String,
    /// What was said.
    pub said: Vec<SeedSaid>,
    /// Who has read it how many days ago.
    pub read: Vec<(String, i64)>,
}

/// Something that was said.
#[derive(Debug, Clone, Default)]
pub struct SeedSaid {
    /// Who.
    pub who: String,
    /// How many days ago; in a check-in how many times ago it was asked, 1 being the last.
    pub ago: i64,
    /// What.
    pub words: String,
    /// It was decided.
    pub decided: bool,
    /// What could be chosen.
    pub poll: Option<SeedPoll>,
}

/// What could be chosen.
#[derive(Debug, Clone, Default)]
pub struct SeedPoll {
    /// In how many days it closes.
    pub closes: i64,
    /// Choices and who chose them.
    pub choices: Vec<(String, Vec<String>)>,
}

pub(super) fn parts<const N: usize>(text: &str) -> [String; N] {
    let mut cells = text.splitn(N, '|').map(|cell| cell.trim().to_owned());
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

/// The place of a weekday by its first letters, Monday being 0.
pub fn weekday(text: &str) -> Option<u8> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    days.iter().position(|name| text.starts_with(name)).and_then(|place| u8::try_from(place).ok())
}

pub(super) fn names(text: &str) -> Vec<String> {
    text.split(',').map(|name| name.trim().to_owned()).collect()
}

/// Reads the built-in company.
pub fn read() -> Seed {
    let mut seed = Seed::default();
    for line in TEXT.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let (word, rest) = line.split_once(':').map_or((line, ""), |(word, rest)| (word, rest.trim()));
        match word {
            "org" => seed.organization = rest.to_owned(),
            "person" => seed.people.push(parts(rest)),
            "room" => seed.rooms.push(SeedRoom { head: parts(rest) }),
            "away" => seed.away.push(parts(rest)),
            "handed in" => seed.handed_in = names(rest),
            "away?" => seed.asked_off.push(parts(rest)),
            "space" => seed.spaces.push(SeedSpace { head: parts(rest), ..SeedSpace::default() }),
            _ => {
                if let Some(space) = seed.spaces.last_mut() {
                    in_space(space, line, word, rest);
                }
            }
        }
    }
    seed
}

fn in_space(space: &mut SeedSpace, line: &str, word: &str, rest: &str) {
    if let Some(topic) = line.strip_prefix("= ") {
        space.topics.push(topic_line(topic, SeedForm::Topic));
    } else if let Some(topic) = line.strip_prefix("! ") {
        space.topics.push(topic_line(topic, SeedForm::Announcement));
    } else if let Some(check_in) = line.strip_prefix("@ ") {
        space.topics.push(check_in_line(check_in));
    } else if let Some(people) = line.strip_prefix("& ") {
        space.topics.push(SeedTopic { form: SeedForm::Direct(names(people)), ..SeedTopic::default() });
    } else if line == "~" {
        space.topics.push(SeedTopic { form: SeedForm::Chat, ..SeedTopic::default() });
    } else if let (Some(said), Some(topic)) = (line.strip_prefix("  | "), space.topics.last_mut()) {
        under_topic(topic, said);
    } else if let Some(again) = line.strip_prefix("% ") {
        space.again.push(SeedAgain { head: parts(again), ..SeedAgain::default() });
    } else if let (Some(under), Some(again)) = (line.strip_prefix("  % "), space.again.last_mut()) {
        again.under(under);
    } else if let Some(meet) = line.strip_prefix("$ ") {
        space.meets.push(SeedMeet { head: parts(meet) });
    } else if let Some(page) = line.strip_prefix("^ ") {
        space.pages.push(page_line(page));
    } else if let (Some(text), Some(page)) = (line.strip_prefix("  ^"), space.pages.last_mut()) {
        page.text.push_str(text.strip_prefix(' ').unwrap_or(text));
        page.text.push('\n');
    } else if let Some(task) = line.strip_prefix("- ") {
        space.tasks.push(task_line(task));
    } else if let Some(series) = line.strip_prefix("* ") {
        space.weekly.push(parts(series));
    } else if line.starts_with("  ") {
        if let Some(task) = space.tasks.last_mut() {
            under_task(task, line.trim());
        }
    } else {
        match word {
            "lead" => space.lead = names(rest),
            "members" => space.members = names(rest),
            "guest" => space.guests = names(rest),
            "section" => space.sections.push(rest.to_owned()),
            "finish" | "baseline" | "stands" | "spent" | "ordered" => space.project.line(word, rest),
            _ => space.served.line(word, rest),
        }
    }
}

fn page_line(line: &str) -> SeedPage {
    let (place, begun) = line.split_once(" | ").unwrap_or((line, ""));
    let (folder, title) = place.split_once(" / ").map_or((None, place), |(folder, title)| (Some(folder.into()), title));
    SeedPage { folder, title: title.into(), begun: who_when(begun), ..SeedPage::default() }
}

fn topic_line(line: &str, form: SeedForm) -> SeedTopic {
    let (title, begun) = line.split_once(" | ").unwrap_or((line, ""));
    SeedTopic { title: title.to_owned(), form, begun: who_when(begun), ..SeedTopic::default() }
}

fn check_in_line(line: &str) -> SeedTopic {
    let [title, begun, time, people] = parts(line);
    let (day, at) = time.split_once(' ').unwrap_or_default();
    let rule = SeedRule { day: weekday(day).map_or(1, |place| place + 1), at: at.to_owned(), people: names(&people) };
    SeedTopic { title, form: SeedForm::CheckIn(rule), begun: who_when(&begun), ..SeedTopic::default() }
}

fn under_topic(topic: &mut SeedTopic, line: &str) {
    let Some((head, words)) = line.split_once(": ") else { return };
    match head {
        "text" => topic.text = words.to_owned(),
        "read" => topic.read = names(words).iter().map(|name| who_when(name)).collect(),
        _ => topic.said.push(said(head, words)),
    }
}

fn said(head: &str, words: &str) -> SeedSaid {
    if let Some((head, days)) = head.split_once(" poll +") {
        let mut cells = words.split(" | ");
        let words = cells.next().unwrap_or_default().to_owned();
        let choice = |cell: &str| match cell.split_once(" = ") {
            Some((choice, who)) => (choice.to_owned(), names(who)),
            None => (cell.to_owned(), Vec::new()),
        };
        let poll = SeedPoll { closes: days.parse().unwrap_or(1), choices: cells.map(choice).collect() };
        return SeedSaid { words, poll: Some(poll), ..said(head, "") };
    }
    let (who, ago) = who_when(head.trim_end_matches(" decided"));
    SeedSaid { who, ago, words: words.to_owned(), decided: head.ends_with(" decided"), poll: None }
}

pub(super) fn who_when(head: &str) -> (String, i64) {
    let (who, days) = head.rsplit_once(" -").unwrap_or((head, "1"));
    (who.to_owned(), days.parse().unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named_in(topic: &SeedTopic) -> Vec<&String> {
        let votes = topic.said.iter().filter_map(|said| said.poll.as_ref()).flat_map(|poll| &poll.choices);
        let asked = match &topic.form {
            SeedForm::CheckIn(rule) => rule.people.as_slice(),
            SeedForm::Direct(people) => people.as_slice(),
            _ => &[],
        };
        let begun = Some(&topic.begun.0).filter(|who| !who.is_empty());
        let said = topic.said.iter().map(|said| &said.who).chain(votes.flat_map(|(_, who)| who));
        said.chain(topic.read.iter().map(|(who, _)| who)).chain(asked).chain(begun).collect()
    }

    #[test]
    fn the_company_is_complete() {
        let seed = read();
        assert_eq!((seed.people.len(), seed.spaces.len()), (9, 8));
        let firsts: Vec<&str> = seed.people.iter().filter_map(|person| person[0].split(' ').next()).collect();
        for space in &seed.spaces {
            let named = space.lead.iter().chain(&space.members).chain(&space.guests);
            let doing = space
                .tasks
                .iter()
                .filter_map(|task| task.who.as_ref())
                .chain(space.weekly.iter().map(|series| &series[2]));
            let again: Vec<&str> = space.again.iter().flat_map(SeedAgain::people).collect();
            assert!(again.iter().all(|who| firsts.contains(who)), "{again:?} in {}", space.head[0]);
            let wrote = space.pages.iter().map(|page| &page.begun.0);
            let talked: Vec<&String> = space.topics.iter().flat_map(named_in).chain(wrote).collect();
            assert!(talked.iter().all(|who| firsts.contains(&who.as_str())), "{}", space.head[0]);
            let said = space.tasks.iter().flat_map(|task| &task.comments).map(|(who, _, _)| who);
            let asked = space.tasks.iter().flat_map(|task| &task.asks).map(|ask| &ask.who);
            for name in named.chain(doing).chain(said).chain(asked) {
                assert!(firsts.contains(&name.as_str()), "{name} in {}", space.head[0]);
            }
            // What is closed is only for those who are in it; an owner in none of the lists made it.
            let inside = |who: &String| {
                who == "Nora"
                    || space.head[2] == "open"
                    || space.lead.iter().chain(&space.members).chain(&space.guests).any(|name| name == who)
            };
            let said = space.tasks.iter().flat_map(|task| &task.comments).map(|(who, _, _)| who);
            assert!(
                said.chain(space.tasks.iter().filter_map(|task| task.who.as_ref())).all(inside),
                "{}",
                space.head[0]
            );
            assert!(talked.into_iter().all(inside), "{}", space.head[0]);
            assert!(space.weekly.iter().all(|series| space.sections.contains(&series[1])), "{}", space.head[0]);
        }
    }
}
