//! Writing, editing, deleting comments and reacting to them. Each is a change of the item, so its
//! history holds everything in one list.

use super::{polls, rounds, store, views};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    files,
    http::call::{IfMatch, unchanged_since},
    items::{kinds, readings},
};
use guildhall_domain::{
    Id,
    change::{Action, FieldChange, Value},
    checkin::Round,
    comment::{Comment, Passage},
    file::File,
    item::{Core, Item},
    limits,
    policy::Do,
    poll::Poll,
};

/// Most reactions of one comment.
const REACTIONS: usize = 200;
/// Most tasks made from a comment.
const TASKS: usize = 20;

/// A comment to be written.
#[derive(Debug, Clone)]
pub struct New {
    /// Own id, so that it can be sent again.
    pub id: Option<Id>,
    /// Markdown.
    pub body: String,
    /// The comment it answers.
    pub reply_to: Option<Id>,
    /// Files its writer attached to the item, to be sent with it.
    pub files: Vec<Id>,
}

/// What a comment comes with beside its words.
#[derive(Debug, Clone, Default)]
pub struct With {
    /// Choices.
    pub poll: Option<Poll>,
    /// Whom it asks, on behalf of a check-in.
    pub round: Option<Round>,
    /// The passage of a page it is about.
    pub passage: Option<Passage>,
}

/// The words of a comment. One with files needs none.
fn text(body: &str, files: &[File]) -> Result<String, Error> {
    if body.trim().is_empty() && files.is_empty() {
        return Err(Error::field("body", "Write something here."));
    }
    Ok(limits::body("body", body)?)
}

/// Writes a comment; whoever comments follows the item from then on.
pub fn write(work: &mut Work<'_, '_>, item: Id, new: &New) -> Result<(Comment, Item), Error> {
    write_with(work, item, new, With::default())
}

/// The same with more than words.
pub fn write_with(work: &mut Work<'_, '_>, item: Id, new: &New, with: With) -> Result<(Comment, Item), Error> {
    let before = access::item(work, item, Do::Comment)?.into_inner();
    let id = new.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = store::get(work.tx.read(), id)? {
        let same = earlier.item == item
            && earlier.author == work.who().actor
            && earlier.body == new.body
            && earlier.poll.is_none()
            && earlier.files == new.files;
        return if same { Ok((earlier, before)) } else { Err(Error::new(Code::IdTaken)) };
    }
    let passage = with.passage.map(|passage| kinds::passage(work.tx.read(), &before, passage)).transpose()?;
    let files = files::commands::to_send(work, item, &new.files)?;
    let body = text(&new.body, &files)?;
    let replied = match new.reply_to {
        Some(answered) => Some(replied(work, item, answered)?),
        None => rounds::waiting_for_me(work, &before)?,
    };
    let me = work.who().oneself();
    let round = replied.as_ref().filter(|round| me.is_some_and(|me| rounds::asks(round, me))).map(|round| round.id);
    let mut after = before.with_comments(before.comments() + 1);
    // Who was asked answers and goes on; everybody's answers are for whoever asks.
    if let Some(me) = me.filter(|_| round.is_none()) {
        after.follow(me);
    }
    let mut changes =
        vec![FieldChange { field: format!("comment:{id}"), before: Value::Null, after: Value::Bool(true) }];
    changes.extend(round.map(|round| rounds::field(round, None, Some(id))));
    kinds::save_with(work, &before, &mut after, Action::Commented, changes)?;
    let comment = Comment {
        id,
        item,
        place: after.seq(),
        author: work.who().actor,
        body,
        created_ms: work.now(),
        edited_ms: None,
        deleted: false,
        reply_to: replied.map(|comment| comment.id),
        reactions: Vec::new(),
        files: new.files.clone(),
        tasks: Vec::new(),
        poll: with.poll,
        round: with.round,
        passage,
        resolved: None,
        seq: after.seq(),
    };
    store::put(work, &comment, true)?;
    rounds::count_again(work, &comment)?;
    files::commands::send(work, &files, id, after.seq())?;
    // Whoever says something has seen what was said before.
    if matches!(after, Item::Topic(_)) && me.is_some() {
        readings::advance(work, item, comment.place)?;
    }
    Ok((comment, after))
}

/// Says that a comment is dealt with, or that it is not: whoever may comment.
pub fn resolve(work: &mut Work<'_, '_>, id: Id, on: bool) -> Result<(Comment, Item), Error> {
    let (before, item) = permitted(work, id)?;
    if before.passage.is_none() || before.deleted {
        return Err(Error::because(Code::Conflict, "Only a comment on a passage of a page can be resolved."));
    }
    if before.resolved.is_some() == on {
        return Ok((before, item));
    }
    let change = FieldChange { field: format!("resolved:{id}"), before: Value::Bool(!on), after: Value::Bool(on) };
    let after = Comment { resolved: on.then_some((work.who().actor, work.now())), ..before };
    save(work, after, &item, item.comments(), change)
}

fn replied(work: &Work<'_, '_>, item: Id, id: Id) -> Result<Comment, Error> {
    let known = store::get(work.tx.read(), id)?.filter(|comment| comment.item == item);
    known.ok_or_else(|| Error::field("reply_to", "Choose a comment of the same item."))
}

/// A comment whose item the asker may read and comment on.
pub(super) fn permitted(work: &Work<'_, '_>, id: Id) -> Result<(Comment, Item), Error> {
    let comment = store::get(work.tx.read(), id)?.ok_or_else(Error::not_found)?;
    let item = access::item(work, comment.item, Do::Comment)?.into_inner();
    Ok((comment, item))
}

/// Whether the words are still those that were seen; reactions since are no matter.
fn unchanged(work: &Work<'_, '_>, if_match: IfMatch, comment: &Comment, item: &Item) -> Result<(), Error> {
    if if_match == IfMatch::Seq(comment.seq) {
        return Ok(());
    }
    unchanged_since(work, if_match, item.seq(), &[format!("comment:{}", comment.id)]).map_err(|stale| {
        let current = views::comment(work, comment, item).ok().and_then(|shape| serde_json::to_value(shape).ok());
        match current {
            Some(current) if stale.code == Code::Stale => stale.with("current", current),
            _ => stale,
        }
    })
}

/// Edits one's own comment; the old words stay in the history.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, body: &str) -> Result<(Comment, Item), Error> {
    let (before, item) = permitted(work, id)?;
    if !views::is_own(work, &before) || before.deleted {
        return Err(Error::because(Code::Forbidden, "Only its author can edit a comment."));
    }
    unchanged(work, if_match, &before, &item)?;
    if before.poll.as_ref().is_some_and(|poll| poll.voters > 0) {
        return Err(Error::because(
            Code::Conflict,
            "People have voted on this question. Ask the other one in a new poll.",
        ));
    }
    let files = files::store::sent_with(work.read(), &before.files)?;
    let after = Comment { body: text(body, &files)?, edited_ms: Some(work.now()), ..before.clone() };
    let words = FieldChange {
        field: format!("comment:{id}"),
        before: Value::Text(before.body),
        after: Value::Text(after.body.clone()),
    };
    save(work, after, &item, item.comments(), words)
}

/// Deletes a comment: one's own, or as a lead. Its place stays; its files go into the trash.
pub fn delete(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<(Comment, Item), Error> {
    let (before, item) = permitted(work, id)?;
    if before.deleted {
        return Ok((before, item));
    }
    if !views::is_own(work, &before) && !access::leads(work, &item) {
        return Err(Error::because(Code::Forbidden, "Only its author or a lead of the space can delete a comment."));
    }
    unchanged(work, if_match, &before, &item)?;
    take_away(work, before, &item)
}

/// Takes a comment away with its files, in one change of the item.
fn take_away(work: &mut Work<'_, '_>, before: Comment, item: &Item) -> Result<(Comment, Item), Error> {
    let files = files::store::sent_with(work.read(), &before.files)?;
    let round = rounds::answered_by(work, &before)?;
    if let (Some(round), Some(author)) = (round, before.author.id()) {
        rounds::store::put(work.tx, round, author, None)?;
    }
    let answer = round.map(|round| rounds::field(round, Some(before.id), None));
    let words =
        FieldChange { field: format!("comment:{}", before.id), before: Value::Text(before.body), after: Value::Null };
    let fields = [words].into_iter().chain(answer).chain(files::commands::going(&files)).collect();
    let after = Comment { body: String::new(), deleted: true, reactions: Vec::new(), ..before };
    let gone = u32::try_from(files.len()).unwrap_or(u32::MAX);
    let left = item.with_comments(item.comments().saturating_sub(1)).with_files(item.files().saturating_sub(gone));
    let (comment, item) = save_all(work, after, item, left, fields)?;
    files::commands::go_along(work, &files, comment.seq)?;
    Ok((comment, item))
}

/// Puts a deleted comment back, an edited one to its earlier words, or takes one away: for undo. Its files come back
/// by what the log says of each.
pub fn put_back(work: &mut Work<'_, '_>, id: Id, body: Option<&str>) -> Result<(), Error> {
    let Some(before) = store::get(work.tx.read(), id)? else { return Ok(()) };
    let Some(item) = kinds::get(work.tx.read(), before.item)? else { return Ok(()) };
    let Some(body) = body else {
        return if before.deleted { Ok(()) } else { take_away(work, before, &item).map(drop) };
    };
    let count = if before.deleted { item.comments() + 1 } else { item.comments() };
    let was = if before.deleted { Value::Null } else { Value::Text(before.body.clone()) };
    let words = FieldChange { field: format!("comment:{id}"), before: was, after: Value::Text(body.into()) };
    let after = Comment { body: body.into(), deleted: false, ..before };
    rounds::count_again(work, &after)?;
    if let Some(at) = after.poll.as_ref().filter(|poll| poll.closed_ms.is_none()).and_then(|poll| poll.closes_ms) {
        polls::store::put_closing(work.tx, at, id, true)?;
    }
    save(work, after, &item, count, words).map(drop)
}

/// Reacts to a comment, or takes it back.
pub fn react(work: &mut Work<'_, '_>, id: Id, emoji: &str, on: bool) -> Result<(Comment, Item), Error> {
    let (before, item) = permitted(work, id)?;
    let me = access::me(work)?.id;
    let emoji = emoji.trim();
    if emoji.is_empty() || emoji.chars().count() > 8 || emoji.is_ascii() {
        return Err(Error::field("emoji", "Choose an emoji."));
    }
    let there = before.reactions.iter().any(|(one, person)| one == emoji && *person == me);
    if there == on || before.deleted {
        return Ok((before, item));
    }
    let mut after = before;
    after.reactions.retain(|(one, person)| one != emoji || *person != me);
    if on {
        limits::at_most("emoji", after.reactions.len() + 1, REACTIONS)?;
        after.reactions.push((emoji.into(), me));
    }
    let field = format!("reaction:{id}:{emoji}");
    let change = FieldChange { field, before: Value::Bool(!on), after: Value::Bool(on) };
    save(work, after, &item, item.comments(), change)
}

/// Keeps which task was made from a comment, or that it was none.
pub fn made(work: &mut Work<'_, '_>, id: Id, task: Id, on: bool) -> Result<(), Error> {
    let (before, item) = permitted(work, id)?;
    if before.tasks.contains(&task) == on {
        return Ok(());
    }
    let mut after = before;
    after.tasks.retain(|other| *other != task);
    after.tasks.extend(on.then_some(task));
    limits::at_most("tasks", after.tasks.len(), TASKS)?;
    let change = FieldChange { field: format!("made:{id}:{task}"), before: Value::Bool(!on), after: Value::Bool(on) };
    save(work, after, &item, item.comments(), change).map(drop)
}

pub(super) fn save(
    work: &mut Work<'_, '_>,
    comment: Comment,
    item: &Item,
    count: u32,
    change: FieldChange,
) -> Result<(Comment, Item), Error> {
    save_all(work, comment, item, item.with_comments(count), vec![change])
}

fn save_all(
    work: &mut Work<'_, '_>,
    mut comment: Comment,
    before: &Item,
    mut after: Item,
    changes: Vec<FieldChange>,
) -> Result<(Comment, Item), Error> {
    kinds::save_with(work, before, &mut after, Action::Commented, changes)?;
    comment.seq = after.seq();
    store::put(work, &comment, false)?;
    Ok((comment, after))
}
