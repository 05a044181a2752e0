//! Whether a row is asked for.

use super::days::Days;
use crate::{
    Error,
    access::Scope,
    error::Code,
    tasks::{
        rows::Row,
        task_query::{DoneFilter, DueFilter, InSection, SortBy, TaskQuery, Whom},
    },
};
use guildhall_domain::{
    AudienceId,
    space::Category,
    task::{Priority, facts},
};

/// How long finished work of the week is shown.
const WEEK_MS: i64 = 7 * 24 * 3_600_000;
/// Longest text, in bytes.
const TEXT: usize = 500;

/// The filters of a question, with people and words as rows have them.
pub struct Filter<'a> {
    query: &'a TaskQuery,
    days: &'a Days,
    people: Vec<AudienceId>,
    categories: Vec<Category>,
    priorities: Vec<u8>,
    words: Vec<String>,
    subtasks: bool,
    done: DoneFilter,
}

impl<'a> Filter<'a> {
    /// For the asker. Lists show sub-tasks and finished tasks unless told otherwise, views do not.
    pub fn new(scope: &impl Scope, query: &'a TaskQuery, days: &'a Days, as_list: bool) -> Result<Self, Error> {
        let text = query.text.as_deref().unwrap_or_default();
        if text.len() > TEXT {
            return Err(Error::because(Code::BadQuery, "text has at most 500 letters."));
        }
        let arranged = matches!(query.sort, None | Some(SortBy::Manual | SortBy::Status));
        let audience = |whom: &Whom| match whom {
            Whom::Nobody => Some(0),
            Whom::Me => scope.who().person.and_then(|id| scope.directory().person(id)).map(|me| me.audience),
            Whom::Person(id) => scope.directory().person(*id).map(|person| person.audience),
        };
        let number = |priority: Priority| u8::try_from(facts::priority_number(priority)).unwrap_or_default();
        Ok(Filter {
            query,
            days,
            people: query.assignee.iter().filter_map(audience).collect(),
            categories: query.category.iter().map(|category| (*category).into()).collect(),
            priorities: query.priority.iter().map(|priority| number((*priority).into())).collect(),
            words: text.to_lowercase().split_whitespace().map(str::to_owned).collect(),
            subtasks: query.subtasks.unwrap_or(as_list && !arranged),
            done: if as_list { query.done.unwrap_or(DoneFilter::All) } else { query.done() },
        })
    }

    /// Whether titles have to be looked at.
    pub fn reads_titles(&self) -> bool {
        !self.words.is_empty()
    }

    /// Whether every word stands in the title.
    pub fn keeps_title(&self, title: &str) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let title = title.to_lowercase();
        self.words.iter().all(|word| title.contains(word.as_str()))
    }

    /// Whether the row is asked for, by all but its title.
    pub fn keeps(&self, row: &Row) -> bool {
        let query = self.query;
        let any = |none_sent: bool, matches: bool| none_sent || matches;
        (query.archived || !row.archived)
            && (self.subtasks || !row.subtask)
            && self.keeps_done(row)
            && any(query.status.is_empty(), query.status.contains(&row.status))
            && any(query.category.is_empty(), self.categories.contains(&row.category))
            && any(query.assignee.is_empty(), self.people.contains(&row.assignee))
            && any(query.priority.is_empty(), self.priorities.contains(&row.priority))
            && any(query.tag.is_empty(), row.tags.iter().any(|tag| query.tag.contains(tag)))
            && any(query.section.is_empty(), query.section.iter().any(|section| in_section(*section, row)))
            && query.due.is_none_or(|due| self.keeps_due(due, row))
    }

    fn keeps_done(&self, row: &Row) -> bool {
        row.category.is_open()
            || match self.done {
                DoneFilter::All => true,
                DoneFilter::None => false,
                DoneFilter::Week => row.completed_ms > self.days.now_ms() - WEEK_MS,
            }
    }

    fn keeps_due(&self, due: DueFilter, row: &Row) -> bool {
        match due {
            DueFilter::Overdue => self.days.overdue(row),
            DueFilter::Today => self.days.day(row) == Some(self.days.today),
            DueFilter::Week => self.days.this_week(row),
            DueFilter::None => row.due.0 == 0,
            DueFilter::Any => row.due.0 != 0,
        }
    }
}

fn in_section(section: InSection, row: &Row) -> bool {
    match section {
        InSection::Nowhere => row.section == 0,
        InSection::Section(id) => row.section == id,
    }
}
