//! Feeds over HTTP.

use super::{
    commands, store, text,
    views::{self, FeedInput, FeedShape},
};
use crate::{
    App, Error,
    access::{Scope, Who},
    http::{Call, Json, Page, Reply, Routes, address, query, version},
    log::cbor,
    secrets,
};
use actix_web::{
    HttpRequest, HttpResponse, delete, get,
    http::header,
    post,
    web::{Data, Path, block},
};
use guildhall_domain::person::PersonState;

/// All addresses of feeds.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list_feeds).service(create_feed).service(delete_feed);
}

/// Lists the asker's calendar feeds.
#[utoipa::path(tag = "me", responses((status = 200, body = Page<FeedShape>)))]
#[get("/me/feeds")]
pub async fn list_feeds(call: Call) -> Result<Reply<Page<FeedShape>>, Error> {
    Ok(Reply::ok(Page::all(views::list(&call.view()?)?)))
}

/// Makes a calendar feed. Its address is in this answer and nowhere else; whoever has it reads what the asker may read. Not
/// for tokens.
#[utoipa::path(tag = "me", request_body = FeedInput, responses((status = 201, body = FeedShape)))]
#[post("/me/feeds")]
pub async fn create_feed(call: Call, Json(input): Json<FeedInput>) -> Result<Reply<FeedShape>, Error> {
    call.in_person()?;
    let secret = secrets::secret();
    let (hash, from) = (secrets::hash(&secret), call.address());
    let origin = address::origin(call.app.config(), call.request());
    let feed = call.run_once(move |work| commands::create(work, input, &hash, &from)).await?;
    let address = Some(format!("{origin}/feeds/{secret}.ics"));
    Ok(Reply::ok(FeedShape { address, ..feed }).created())
}

/// Ends a calendar feed: its address shows nothing any more.
#[utoipa::path(tag = "me", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/me/feeds/{id}")]
pub async fn delete_feed(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, from) = (query::id(&id)?, call.address());
    call.run(move |work| commands::delete(work, id, &from)).await
}

/// What a program that subscribed reads.
pub async fn feed(app: Data<App>, request: HttpRequest, secret: Path<String>) -> HttpResponse {
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let app = App::clone(&app);
    let looked = block(move || read(&app, &secret, known.as_deref())).await;
    match looked {
        Ok(Ok((tag, text))) => {
            let mut answer = match text {
                Some(_) => HttpResponse::Ok(),
                None => HttpResponse::NotModified(),
            };
            answer
                .insert_header((header::ETAG, tag))
                .insert_header((header::CACHE_CONTROL, "private, no-cache"))
                .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .content_type("text/calendar; charset=utf-8");
            answer.body(text.unwrap_or_default())
        }
        Ok(Err(error)) => actix_web::ResponseError::error_response(&error),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}

/// Its version, and what it shows unless that is known. Whoever cannot come in any more shows nothing.
fn read(app: &App, secret: &str, known: Option<&str>) -> Result<(String, Option<String>), Error> {
    let snapshot = app.store().snapshot()?;
    let feed = store::by_secret(&snapshot, secret)?.ok_or_else(Error::not_found)?;
    let view = app.view(Who::person(cbor::from_id(&feed.person)))?;
    let person = view.directory().person(cbor::from_id(&feed.person));
    if person.is_none_or(|person| person.state != PersonState::Active) {
        return Err(Error::not_found());
    }
    let calendar = views::calendar(&view, &feed)?;
    store::note(app, secret);
    let tag = format!("W/\"{}\"", version::write(view.history(), view.read().last_seq()?));
    let text = if known == Some(tag.as_str()) { None } else { Some(text::write(&view, &calendar)?) };
    Ok((tag, text))
}
