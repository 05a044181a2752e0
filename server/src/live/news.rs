//! What is new in the directory for one reader: the spaces, people, tags and the organization as they were shown to
//! them before and as they are shown now. Comparing what is shown, and not reading it off the log, is what makes it
//! exact: a membership of a space that is in a space changes much that no change names.

use super::{
    batch::Batch,
    frames::{Objects, Part, Reload, json},
};
use crate::{
    Error,
    access::{self, Glance, Scope},
    organization::tags,
    people, spaces,
};
use guildhall_domain::{
    Id,
    person::{Person, Role},
    policy::DoSpace,
    space::{Access, Space},
};
use serde_json::Value;
use std::sync::Arc;

/// What looks of a space say nothing about the tasks in it.
const OUTSIDE: [&str; 9] =
    ["name", "kind", "color", "icon", "description", "tools", "everyone_joins", "open_tasks", "version"];

/// See the module.
#[derive(Default)]
pub struct News {
    /// Objects that are shown otherwise now.
    pub objects: Objects,
    /// Spaces and people the reader does not know of any more.
    pub gone: Vec<Id>,
    /// What of the tasks may look otherwise.
    pub reload: Option<Reload>,
}

/// What a reader sees of two states.
pub struct Both<'a> {
    /// As of the last time.
    pub old: Glance<'a>,
    /// As of now.
    pub new: Glance<'a>,
    /// What changed between them.
    pub batch: &'a Batch,
    /// The configured address of the server.
    pub public_url: Option<&'a str>,
}

/// The news for a reader; none for somebody who is not there any more.
pub fn of(both: &Both<'_>) -> Result<News, Error> {
    let mut news = News::default();
    let Some(me) = both.new.who().person else { return Ok(news) };
    let (old, new) = (both.old.directory(), both.new.directory());
    let own = old.person(me) != new.person(me);
    let everything = own || both.batch.organization;
    if everything || !both.batch.spaces.is_empty() {
        both.spaces(everything, &mut news)?;
    }
    both.people(me, everything, &mut news)?;
    if both.batch.labels {
        news.reload = Some(Reload::Tasks);
    }
    let (was, is) = (people::views::me(&both.old), people::views::me(&both.new)?);
    if was.ok().map(|was| json(&was)) != Some(json(&is)) {
        news.objects.push((Part::Me, json(&is)));
    }
    if both.batch.tags || old.tags() != new.tags() {
        news.objects.push((Part::Tags, json(&tags::all(&both.new))));
    }
    if both.batch.organization
        && let Some(organization) = &new.organization
    {
        let shape = crate::organization::views::shape(&both.new, organization, both.public_url);
        news.objects.push((Part::Organization, json(&shape)));
        // Whether a task is late turns over in the organization's zone.
        news.reload = Some(Reload::Tasks);
    }
    Ok(news)
}

/// Whether a space stands in the reader's list.
pub fn lists(scope: &impl Scope, space: &Space) -> bool {
    let own = space.access != Access::Personal || space.owner == scope.who().person;
    own && space.deleted_ms.is_none() && access::may_space(scope, space, DoSpace::See)
}

impl Both<'_> {
    fn spaces(&self, everything: bool, news: &mut News) -> Result<(), Error> {
        let mut inner = Vec::new();
        for space in self.new.directory().spaces() {
            let before = self.old.directory().space(space.id);
            let (was, is) = (before.filter(|before| lists(&self.old, before)), lists(&self.new, space));
            match (was, is) {
                (Some(before), true) if !everything && before == space && self.same_role(space) => {}
                (Some(before), true) => self.space(before, space, news, &mut inner)?,
                (None, true) => {
                    news.objects.push((Part::Spaces, json(&spaces::views::shape(&self.new, space)?)));
                    news.reload = Some(Reload::Tasks);
                }
                (Some(_), false) => {
                    news.gone.push(space.id);
                    news.reload = Some(Reload::Tasks);
                }
                (None, false) => {}
            }
        }
        // Spaces are never deleted for good, but a table is only a table.
        let lost = self.old.directory().spaces().filter(|space| self.new.directory().space(space.id).is_none());
        news.gone.extend(lost.filter(|space| lists(&self.old, space)).map(|space| space.id));
        if news.reload.is_none() && !inner.is_empty() {
            news.reload = Some(Reload::TasksOf(inner));
        }
        Ok(())
    }

    fn same_role(&self, space: &Space) -> bool {
        let role = |scope: &Glance<'_>| {
            let me = scope.who().person.and_then(|id| scope.directory().person(id).cloned());
            me.and_then(|me| scope.directory().role_in(&me, space))
        };
        role(&self.old) == role(&self.new)
    }

    fn space(&self, before: &Space, after: &Space, news: &mut News, inner: &mut Vec<Id>) -> Result<(), Error> {
        let (was, is) = (spaces::views::shape(&self.old, before)?, spaces::views::shape(&self.new, after)?);
        let reads = was.can.read != is.can.read;
        let (was, is) = (serde_json::to_value(&was), serde_json::to_value(&is));
        let (Ok(mut was), Ok(mut is)) = (was, is) else { return Ok(()) };
        if was == is {
            return Ok(());
        }
        news.objects.push((Part::Spaces, is.to_string().into()));
        strip(&mut was);
        strip(&mut is);
        if reads {
            news.reload = Some(Reload::Tasks);
        } else if was != is {
            inner.push(after.id);
        }
        Ok(())
    }

    fn people(&self, me: Id, everything: bool, news: &mut News) -> Result<(), Error> {
        let (old, new) = (self.old.directory(), self.new.directory());
        let guest = new.person(me).is_some_and(|me| me.role == Role::Guest);
        // Whom a guest knows of follows from memberships; everybody else knows everybody.
        let all = everything || (guest && !self.batch.spaces.is_empty());
        let candidates: Vec<&Arc<Person>> = if all {
            new.people().collect()
        } else {
            self.batch.people.keys().filter_map(|id| new.person(*id)).collect()
        };
        for person in candidates {
            let before = old.person(person.id).filter(|before| access::knows(&self.old, before));
            match (before, access::knows(&self.new, person)) {
                (Some(before), true) if before == person && !everything => {}
                (before, true) => {
                    let shape = json(&people::views::shape(&self.new, person)?);
                    let was = before.map(|before| people::views::shape(&self.old, before).map(|shape| json(&shape)));
                    if was.transpose()?.as_ref() != Some(&shape) {
                        news.objects.push((Part::People, shape));
                    }
                }
                (Some(_), false) => news.gone.push(person.id),
                (None, false) => {}
            }
        }
        Ok(())
    }
}

fn strip(shape: &mut Value) {
    if let Some(fields) = shape.as_object_mut() {
        OUTSIDE.iter().for_each(|name| {
            fields.remove(*name);
        });
    }
}
