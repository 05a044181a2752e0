//! All of an event at once, as a calendar of another program writes it.

use super::{EXCEPTIONS, Event, Instead, Span, edit, repeat::Repeat};
use crate::{Id, Rule, limits};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Everything a calendar says of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// From when to when, the first time.
    pub span: Span,
    /// When it comes again.
    pub repeat: Option<Repeat>,
    /// The days on which it comes besides.
    pub extra_dates: BTreeSet<NaiveDate>,
    /// The days on which it comes but is different, or is left out.
    pub exceptions: BTreeMap<NaiveDate, Option<Instead>>,
    /// The room it is in.
    pub room: Option<Id>,
    /// What means nothing here.
    pub extra: String,
}

impl Whole {
    /// Makes an event what it says.
    ///
    /// # Errors
    /// When a text does not fit, its first day is none of its rule, or it is different on a day on which it does not come.
    pub fn put(self, event: &mut Event) -> Result<(), Rule> {
        event.title = limits::line("title", &self.title, limits::TITLE)?;
        event.body = limits::body("body", &self.body)?;
        event.span = self.span.checked()?;
        event.repeat = self.repeat;
        event.room = self.room;
        event.extra = self.extra;
        edit::fits(event)?;
        event.extra_dates = self.extra_dates;
        edit::besides(event)?;
        event.exceptions = BTreeMap::new();
        for (day, instead) in self.exceptions {
            let comes = event.comes_again() && event.comes_on(day);
            match instead {
                // That it does not come when it does not come needs no word.
                None if !comes => continue,
                Some(_) if !comes => return Err(edit::no_such_day()),
                Some(one) => {
                    one.span.checked()?;
                    let title = one.title.map(|title| limits::line("title", &title, limits::TITLE)).transpose()?;
                    event.exceptions.insert(day, Some(Instead { title, ..one }))
                }
                None => event.exceptions.insert(day, None),
            };
        }
        limits::at_most("occurrence", event.exceptions.len(), EXCEPTIONS)
    }
}
