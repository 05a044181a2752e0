//! What happened in a week, as a mail on the morning it begins, for those who asked for it. It is made when it is sent,
//! through the person's rights of that moment; a week in which nothing happened has none.

use super::{
    compose::{Composer, Item, Letter, Line, line, short},
    links::Ends,
    mailer::Sending,
    plan,
    record::WeeklyRecord,
    says::item_address,
    store,
    transport::Failure,
};
use crate::{
    App, Error,
    access::{Scope, View, Who, Work},
    happened::{
        queries,
        views::{HappenedCounts, HappenedKind, HappenedShape, HappenedSpace},
    },
};
use guildhall_domain::{
    AudienceId,
    mail::{Rhythm, Wishes},
    person::Person,
    when,
};

const WEEK_MS: i64 = 7 * 24 * 3_600_000;
/// When a mail that could not be taken is tried again, and for how long before the next week is waited for.
const AGAIN_MS: i64 = 3_600_000;
const PATIENCE_MS: i64 = 3 * WEEK_MS;
/// Spaces of a mail, and letters of a decision in it.
const SPACES: usize = 20;
const WORDS: usize = 140;

/// Somebody wants it, or wants it no more.
pub fn set(work: &mut Work<'_, '_>, person: &Person, on: bool) -> Result<(), Error> {
    let before = store::weekly(work.read(), person.audience)?;
    if before.is_some() == on {
        return Ok(());
    }
    let after = if on { first(work, person)? } else { None };
    Ok(store::put_weekly(work.tx, person.audience, after.as_ref())?)
}

/// The first one tells of the week before it.
fn first(work: &Work<'_, '_>, person: &Person) -> Result<Option<WeeklyRecord>, Error> {
    let due_ms = next(&wishes(work, person)?, person, work.now());
    Ok(Some(WeeklyRecord { told_ms: due_ms - WEEK_MS, due_ms }))
}

/// Quiet hours and days off count whatever the rhythm of the other mail is.
pub fn wishes(scope: &impl Scope, person: &Person) -> Result<Wishes, Error> {
    Ok(Wishes { rhythm: Rhythm::AtOnce, ..store::person(scope.read(), person.audience)?.wishes() })
}

/// When the next week begins for somebody, after a moment.
pub fn next(wishes: &Wishes, person: &Person, after_ms: i64) -> i64 {
    wishes.next_week(after_ms, &plan::days(person)).unwrap_or(after_ms + WEEK_MS)
}

/// Their hours or days are others by now.
pub fn plan_anew(work: &mut Work<'_, '_>, person: &Person) -> Result<(), Error> {
    let Some(kept) = store::weekly(work.read(), person.audience)? else { return Ok(()) };
    // What is due already goes as soon as it may.
    let due_ms = if kept.due_ms <= work.now() { kept.due_ms } else { next(&wishes(work, person)?, person, work.now()) };
    Ok(store::put_weekly(work.tx, person.audience, Some(&WeeklyRecord { due_ms, ..kept }))?)
}

/// The same for somebody who changed what is known of them.
pub fn follow(app: &App, view: &View, person: AudienceId) -> Result<(), Error> {
    if store::weekly(view.read(), person)?.is_none() {
        return Ok(());
    }
    app.run_blocking(Who::system(), move |work| match work.directory().person_by_audience(person).cloned() {
        Some(person) => plan_anew(work, &person),
        None => Ok(()),
    })?;
    Ok(())
}

/// Tries it at another time.
fn wait(work: &mut Work<'_, '_>, person: AudienceId, due_ms: i64) -> Result<(), Error> {
    let Some(kept) = store::weekly(work.read(), person)? else { return Ok(()) };
    Ok(store::put_weekly(work.tx, person, Some(&WeeklyRecord { due_ms, ..kept }))?)
}

/// Everything up to a moment was told; the next one comes in a week.
fn told(work: &mut Work<'_, '_>, person: AudienceId, until_ms: i64, due_ms: i64) -> Result<(), Error> {
    // Whoever ended it meanwhile stays without.
    if store::weekly(work.read(), person)?.is_none() {
        return Ok(());
    }
    Ok(store::put_weekly(work.tx, person, Some(&WeeklyRecord { told_ms: until_ms, due_ms }))?)
}

impl Sending<'_> {
    /// Sends what happened to somebody; answers as [`Sending::to`].
    pub(super) fn week(&self, audience: AudienceId) -> Result<bool, Failure> {
        self.try_week(audience).unwrap_or_else(|error| {
            tracing::warn!(%error, "somebody's mail of the week could not be made");
            let at = self.app.clock().now_ms() + AGAIN_MS;
            let _ = self.app.run_blocking(Who::system(), move |work| wait(work, audience, at));
            Ok(false)
        })
    }

    fn try_week(&self, audience: AudienceId) -> Result<Result<bool, Failure>, Error> {
        let view = self.app.view(Who::system())?;
        let now = view.now();
        let Some(kept) = store::weekly(view.read(), audience)? else { return Ok(Ok(false)) };
        let Some(person) = view.directory().person_by_audience(audience).cloned() else {
            self.app.run_blocking(Who::system(), move |work| Ok(store::put_weekly(work.tx, audience, None)?))?;
            return Ok(Ok(false));
        };
        let wishes = wishes(&view, &person)?;
        let next = next(&wishes, &person, now);
        let again = move |at: i64| self.app.run_blocking(Who::system(), move |work| wait(work, audience, at));
        if !plan::can_get(&person, &store::person(view.read(), audience)?) {
            again(next)?;
            return Ok(Ok(false));
        }
        // What could not leave in time does not come in the night either.
        let loud = wishes.not_before(now, &plan::days(&person));
        if loud > now {
            again(loud)?;
            return Ok(Ok(false));
        }
        let organization = self.organization(&view);
        let composer = Composer { settings: self.settings, organization: &organization, links: Some(self.links) };
        let letter = letter(&view, &composer, &person, kept.told_ms)?;
        let mail = letter.map(|letter| composer.write(&person, &letter, None)).transpose()?;
        drop(view);
        let sent = mail.as_ref().map(|mail| self.way.send(mail));
        match sent {
            None | Some(Ok(())) => {}
            Some(Err(failure @ Failure::Server(_))) => return Ok(Err(failure)),
            Some(Err(Failure::Address(words))) => {
                self.app.run_blocking(Who::system(), move |work| plan::refused(work, audience, &words))?;
                again(next)?;
                return Ok(Ok(false));
            }
            Some(Err(Failure::Later(_))) => {
                again(if now - kept.told_ms > PATIENCE_MS { next } else { now + AGAIN_MS })?;
                return Ok(Ok(false));
            }
        }
        self.app.run_blocking(Who::system(), move |work| told(work, audience, now, next))?;
        Ok(Ok(mail.is_some()))
    }
}

/// What it says; none when nothing happened.
fn letter(view: &View, composer: &Composer<'_>, person: &Person, since_ms: i64) -> Result<Option<Letter>, Error> {
    let scope = view.seen_by(person.id);
    let page = queries::of_all(&scope, since_ms, SPACES, None)?;
    if page.items.is_empty() {
        return Ok(None);
    }
    let url = &composer.settings.public_url;
    let day = when::from_ms(since_ms).with_timezone(&person.time_zone);
    let since = day.format("%F");
    let mut items: Vec<Item> = page.items.iter().map(|space| card(&scope, space, url)).collect();
    let rest = if page.next.is_some() { "Everything, with the other spaces" } else { "Everything on one page" };
    items.push(Item { heading: rest.into(), link: format!("{url}/what-happened?since={since}"), ..Item::default() });
    Ok(Some(Letter {
        about: None,
        subject: format!("What happened: {}", counted(page.counts)),
        intro: format!("In your spaces since {}.", day.format("%A, %-d %B")),
        items,
        ends: Some(Ends::Week),
    }))
}

fn counted(counts: HappenedCounts) -> String {
    let parts = [
        (counts.announcements, "announcement", "announcements"),
        (counts.decisions, "decision", "decisions"),
        (counts.finished, "finished task", "finished tasks"),
        (counts.documents, "new document", "new documents"),
    ];
    let said = parts.iter().filter(|(count, ..)| *count > 0);
    let said = said.map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }));
    said.collect::<Vec<_>>().join(", ")
}

/// A space: what happened in it, the newest of each kind.
fn card(scope: &impl Scope, space: &HappenedSpace, url: &str) -> Item {
    let name = scope.directory().space(space.space_id).map(|space| line(&space.name)).unwrap_or_default();
    let mut lines: Vec<Line> = space.items.iter().map(|happened| said(happened, url)).collect();
    let more = space.counts.all().saturating_sub(space.items.len());
    if more > 0 {
        lines.push(Line { text: format!("and {more} more"), link: String::new() });
    }
    Item { heading: format!("{name}: {}", counted(space.counts)), lines, ..Item::default() }
}

fn said(happened: &HappenedShape, url: &str) -> Line {
    let title = line(&happened.item.title);
    let by = happened.by.as_ref().map(|by| format!(" · {}", line(&by.name))).unwrap_or_default();
    let text = match happened.kind {
        HappenedKind::Decision => format!("Decided in “{title}”: {}{by}", short(&happened.text, WORDS)),
        HappenedKind::Announcement => format!("Announced: “{title}”{by}"),
        HappenedKind::Finished => format!("Finished: “{title}”{by}"),
        HappenedKind::Document => format!("New document: “{title}”{by}"),
    };
    let address = item_address(happened.item.kind, &happened.item.key, happened.item.id, happened.message_id);
    Line { text, link: format!("{url}{address}") }
}
