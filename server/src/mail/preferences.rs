//! What mail somebody wants.

use super::{
    store,
    views::{MailInput, MailShape},
    weekly,
};
use crate::{
    Error,
    access::{self, Scope, Work},
};
use guildhall_domain::change::{Action, Change, Kind};

/// The asker's wishes.
pub fn mine(scope: &impl Scope) -> Result<MailShape, Error> {
    let me = access::me(scope)?;
    let kept = store::person(scope.read(), me.audience)?;
    let refused = kept.refused.as_deref() == Some(me.email.as_str());
    let weekly = store::weekly(scope.read(), me.audience)?.is_some();
    let unsent = kept.given_up().map(str::to_owned);
    Ok(MailShape { unsent, ..MailShape::of(&kept.wishes(), weekly, kept.refusal.filter(|_| refused)) })
}

/// Changes them. Whoever mail could not be sent to asks for another try with it.
pub fn set(work: &mut Work<'_, '_>, input: &MailInput) -> Result<MailShape, Error> {
    let me = access::me(work)?;
    let kept = store::person(work.read(), me.audience)?;
    let wishes = input.apply(kept.wishes())?;
    let mut after = kept.with(&wishes);
    (after.refused, after.refusal) = (None, None);
    (after.attempts, after.failing_ms, after.error) = (None, None, None);
    store::put_person(work.tx, me.audience, &after)?;
    weekly::set(work, &me, input.what_happened.unwrap_or(store::weekly(work.read(), me.audience)?.is_some()))?;
    weekly::plan_anew(work, &me)?;
    // The mailer follows the log; this tells it to plan anew.
    let own = vec![me.audience];
    let change = work.change(Kind::Inbox, guildhall_domain::Id::nil(), Action::Changed);
    work.log(Change { audience_before: own.clone(), audience_after: own, ..change })?;
    mine(work)
}
