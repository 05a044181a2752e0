//! Reminders over HTTP.

use super::{
    commands, queries,
    views::{ItemReminder, ListedReminder},
};
use crate::{
    Error,
    http::{Call, Json, Page, Reply, Routes, query},
    items,
};
use actix_web::{delete, get, put, web::Path};
use chrono::{DateTime, Utc};
use guildhall_domain::reminder::Ask;
use serde::Deserialize;
use utoipa::ToSchema;

/// All addresses of reminders.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(read).service(set).service(clear);
}

/// When to remind: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReminderInput {
    /// At this moment.
    #[serde(default)]
    at: Option<DateTime<Utc>>,
    /// So many minutes before the task is due, or before the event begins the next time the asker goes to it; a day
    /// without a time counts from when the asker begins to work.
    #[serde(default)]
    before_minutes: Option<u32>,
}

impl ReminderInput {
    fn ask(&self) -> Result<Ask, Error> {
        match (self.at, self.before_minutes) {
            (Some(at), None) => Ok(Ask::At(at.timestamp_millis())),
            (None, Some(minutes)) => Ok(Ask::Before(minutes)),
            _ => Err(Error::field("at", "Say either at what time, or how long before it is due or begins.")),
        }
    }
}

/// All reminders of the asker, the next one first.
#[utoipa::path(tag = "reminders", responses((status = 200, body = Page<ListedReminder>)))]
#[get("/reminders")]
pub async fn list(call: Call) -> Result<Reply<Page<ListedReminder>>, Error> {
    let view = call.view()?;
    let listed = queries::all(&view)?.into_iter().map(|(item, reminder)| ListedReminder {
        item: items::queries::reference(&view, &item),
        reminder: reminder.into(),
    });
    Ok(Reply::ok(Page::all(listed.collect())))
}

/// The asker's reminder of an item.
#[utoipa::path(tag = "reminders", params(("id" = String, Path)), responses((status = 200, body = ItemReminder)))]
#[get("/items/{id}/reminder")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<ItemReminder>, Error> {
    let reminder = queries::one(&call.view()?, query::id(&id)?)?;
    Ok(Reply::ok(ItemReminder { reminder: reminder.map(Into::into) }))
}

/// Reminds the asker of an item. Nobody else sees it.
#[utoipa::path(tag = "reminders", params(("id" = String, Path)), request_body = ReminderInput, responses((status = 200, body = ItemReminder)))]
#[put("/items/{id}/reminder")]
pub async fn set(call: Call, id: Path<String>, Json(input): Json<ReminderInput>) -> Result<Reply<ItemReminder>, Error> {
    let ask = input.ask()?;
    keep(call, &id, Some(ask)).await
}

/// Takes the asker's reminder of an item away.
#[utoipa::path(tag = "reminders", params(("id" = String, Path)), responses((status = 200, body = ItemReminder)))]
#[delete("/items/{id}/reminder")]
pub async fn clear(call: Call, id: Path<String>) -> Result<Reply<ItemReminder>, Error> {
    keep(call, &id, None).await
}

async fn keep(call: Call, id: &str, ask: Option<Ask>) -> Result<Reply<ItemReminder>, Error> {
    let id = query::id(id)?;
    call.run(move |work| {
        commands::set(work, id, ask)?;
        Ok(ItemReminder { reminder: queries::one(work, id)?.map(Into::into) })
    })
    .await
}
