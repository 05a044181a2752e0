//! Every table of every feature. A table that is no longer used stays here as dropped.

use crate::{
    access::directory, audit, comments, files, http::idempotency, imports, inbox, items, organization, people, session,
    spaces, tasks, topics, views,
};
use guildhall_store::{
    TableInfo,
    TableKind::{Key, Record},
};

/// A table whose rows end with a restore.
const fn session_table(info: TableInfo) -> TableInfo {
    TableInfo { session: true, ..info }
}

/// All tables.
pub fn tables() -> Vec<TableInfo> {
    vec![
        directory::EPOCH.info(Key),
        session_table(idempotency::ANSWERS.info(Record)),
        organization::store::ORGANIZATION.info(Record),
        crate::vault::store::SECRETS.info(Record),
        crate::mail::store::SETTINGS.info(Record),
        crate::mail::store::PROGRESS.info(Record),
        crate::mail::store::PEOPLE.info(Record),
        crate::mail::store::DUE.info(Key),
        organization::store::TAGS.info(Record),
        organization::store::NUMBERS.info(Record),
        people::store::PEOPLE.info(Record),
        people::invites::store::INVITES.info(Record),
        session_table(session::store::SESSIONS.info(Record)),
        session::store::TOKENS.info(Record),
        session::store::PASSWORDS.info(Record),
        session_table(session::store::RESETS.info(Record)),
        session_table(session::store::ATTEMPTS.info(Record)),
        session::store::SEEN.info(Record),
        audit::store::AUDIT.info(Record),
        spaces::store::SPACES.info(Record),
        spaces::store::MEMBERS.info(Record),
        spaces::store::PREFIXES.info(Record),
        comments::store::COMMENTS.info(Record),
        comments::store::PLACES.info(Key),
        files::store::FILES.info(Record),
        files::store::OF_ITEM.info(Key),
        files::store::TRASH.info(Key),
        files::store::OF_CONTENT.info(Key),
        files::store::FACTS.info(Record),
        files::store::TEXTS.info(Record),
        files::store::PICTURES.info(Record),
        files::store::WAITING.info(Key),
        session_table(files::store::UPLOADS.info(Record)),
        inbox::store::ENTRIES.info(Record),
        inbox::store::SHELVES.info(Key),
        inbox::store::SNOOZED.info(Key),
        inbox::store::LEVELS.info(Key),
        inbox::store::CURSOR.info(Key),
        imports::store::IMPORTS.info(Record),
        imports::store::PARTS.info(Record),
        imports::store::EARLIER.info(Record),
        imports::store::ITEMS.info(Record),
        crate::jobs::store::ENDED.info(Record),
        session_table(crate::outgoing::store::HOLD.info(Record)),
        items::store::LINKS.info(Record),
        items::store::NAMES.info(Key),
        items::store::NAMED.info(Key),
        items::store::GRAVES.info(Key),
        items::store::HISTORIES.info(Key),
        items::store::FLOOR.info(Record),
        tasks::plans::PLANS.info(Record),
        tasks::store::TASKS.info(Record),
        tasks::store::COUNTERS.info(Record),
        tasks::rows::ROWS.info(Key),
        tasks::rows::ORDERS.info(Key),
        tasks::rows::KEYS.info(Record),
        tasks::rows::PERSON.info(Key),
        tasks::rows::SUBTASKS.info(Key),
        tasks::rows::CROWDED.info(Key),
        tasks::rows::ELSEWHERE.info(Key),
        views::store::VIEWS.info(Record),
        views::store::PLACES.info(Key),
        items::store::READINGS.info(Record),
        topics::store::TOPICS.info(Record),
        topics::store::SHELVES.info(Key),
        topics::store::CHATS.info(Key),
        topics::store::DECISIONS.info(Key),
        topics::store::TRASH.info(Key),
    ]
}
