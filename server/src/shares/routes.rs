//! Share links over HTTP: for those who make them, and for those who open them, who need no account.

use super::{
    commands::{self, Opens},
    gate,
    input::{OpenShareInput, ShareInput, SharePatch, SharedCommentInput},
    opening, outside,
    outside::{SharedComment, SharedComments, SharedDocument, SharedFolder, SharedShape},
    page::{self, SharedContent},
    queries,
    views::{self, ShareShape},
};
use crate::{
    App, Error,
    access::{Scope, View, Who},
    error::Code,
    files::download,
    http::{Call, Json, Page, Paging, Query, Reply, Routes, address, query},
    secrets,
    session::{attempts::Attempt, passwords},
};
use actix_web::{
    HttpRequest, HttpResponse, Responder,
    cookie::{Cookie, SameSite, time::Duration},
    delete, get, patch, post,
    web::{Data, Path, block},
};
use guildhall_domain::{Id, share::Target};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use uuid::Uuid;

/// All addresses of share links.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(of_document).service(share_document).service(of_folder).service(share_folder);
    routes.service(of_space).service(edit).service(revoke);
    routes.service(open).service(read).service(read_folder).service(read_document);
    routes.service(content).service(bytes).service(picture).service(page_picture).service(said).service(say);
}

/// Lists the links of a document: those that work, and those whose time is over.
#[utoipa::path(tag = "shares", params(("id" = String, Path)), responses((status = 200, body = Page<ShareShape>)))]
#[get("/documents/{id}/shares")]
pub async fn of_document(call: Call, id: Path<String>) -> Result<Reply<Page<ShareShape>>, Error> {
    Ok(Reply::ok(queries::of(&call.view()?, Target::Document(query::id(&id)?))?))
}

/// Lists the links of a folder.
#[utoipa::path(tag = "shares", params(("id" = String, Path)), responses((status = 200, body = Page<ShareShape>)))]
#[get("/folders/{id}/shares")]
pub async fn of_folder(call: Call, id: Path<String>) -> Result<Reply<Page<ShareShape>>, Error> {
    Ok(Reply::ok(queries::of(&call.view()?, Target::Folder(query::id(&id)?))?))
}

/// Lists everything of a space that can be seen from outside.
#[utoipa::path(tag = "shares", params(("id" = String, Path)), responses((status = 200, body = Page<ShareShape>)))]
#[get("/spaces/{id}/shares")]
pub async fn of_space(call: Call, id: Path<String>) -> Result<Reply<Page<ShareShape>>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| queries::of_space(view, id)).await?))
}

/// Makes a link to a document. Its address is in this answer and nowhere else.
#[utoipa::path(tag = "shares", params(("id" = String, Path)), request_body = ShareInput, responses((status = 201, body = ShareShape)))]
#[post("/documents/{id}/shares")]
pub async fn share_document(
    call: Call,
    id: Path<String>,
    Json(input): Json<ShareInput>,
) -> Result<Reply<ShareShape>, Error> {
    make(call, Target::Document(query::id(&id)?), input).await
}

/// Makes a link to a folder with everything in it. Its address is in this answer and nowhere else.
#[utoipa::path(tag = "shares", params(("id" = String, Path)), request_body = ShareInput, responses((status = 201, body = ShareShape)))]
#[post("/folders/{id}/shares")]
pub async fn share_folder(
    call: Call,
    id: Path<String>,
    Json(input): Json<ShareInput>,
) -> Result<Reply<ShareShape>, Error> {
    make(call, Target::Folder(query::id(&id)?), input).await
}

async fn make(call: Call, target: Target, input: ShareInput) -> Result<Reply<ShareShape>, Error> {
    // Before the password is hashed, which takes long.
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    commands::may_share(&call.view()?, target)?;
    let secret = secrets::secret();
    let opens = Opens { secret: secrets::hash(&secret), phc: hashed(&call.app, input.password.as_deref()).await? };
    let address = call.address();
    let made = call
        .run_once(move |work| {
            let kept = commands::create(work, target, &input, &opens, &address)?;
            let (title, home) = queries::seen(work, target)?;
            Ok(views::share(work, &kept, &title, &home))
        })
        .await?;
    let link = format!("{}/s/{}#{secret}", address::origin(call.app.config(), call.request()), made.id);
    Ok(Reply::ok(ShareShape { link: Some(link), ..made }).created())
}

async fn hashed(app: &App, password: Option<&str>) -> Result<Option<String>, Error> {
    match password {
        Some(password) => passwords::checked_hash(app, password, &[]).await.map(Some),
        None => Ok(None),
    }
}

/// Changes a link: what its readers may do, when it ends, its password.
#[utoipa::path(tag = "shares", params(("id" = String, Path)), request_body = SharePatch, responses((status = 200, body = ShareShape)))]
#[patch("/shares/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<SharePatch>) -> Result<Reply<ShareShape>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    let phc = match &patch.password {
        Some(password) => Some(hashed(&call.app, password.as_deref()).await?),
        None => None,
    };
    call.run(move |work| {
        let kept = commands::edit(work, id, &patch, phc.as_ref(), &address)?;
        let (title, home) = queries::seen(work, kept.share.target)?;
        Ok(views::share(work, &kept, &title, &home))
    })
    .await
}

/// Ends a link. Whoever has it open sees nothing more from then on.
#[utoipa::path(tag = "shares", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/shares/{id}")]
pub async fn revoke(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| commands::revoke(work, id, &address)).await
}

/// The name of what keeps a link open in a browser; it goes to the addresses of this link alone.
const COOKIE: &str = "guildhall-share";

/// Somebody outside who opened a link.
struct Visit {
    app: App,
    id: Id,
    token: Option<String>,
}

impl Visit {
    fn of(request: &HttpRequest, id: &str) -> Result<Visit, Error> {
        let app = request.app_data::<Data<App>>().map(|app| App::clone(app)).ok_or_else(Error::not_found)?;
        let header = request.headers().get("X-Share-Token").and_then(|token| token.to_str().ok()).map(str::to_owned);
        let token = header.or_else(|| request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()));
        Ok(Visit { app, id: id.parse().map_err(|_| gate::gone())?, token })
    }

    fn look(&self) -> Result<(View, gate::Opened), Error> {
        let view = self.app.view(Who::link())?;
        let opened = opening::visit(&view, self.id, self.token.as_deref())?;
        Ok((view, opened))
    }
}

/// An answer that keeps a link open in a browser.
struct Opened {
    reply: Reply<SharedShape>,
    cookie: Cookie<'static>,
}

impl Responder for Opened {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut response = self.reply.respond_to(request);
        if let Err(error) = response.add_cookie(&self.cookie) {
            tracing::error!(%error, "a cookie cannot be set");
        }
        response
    }
}

/// Opens a link, with its secret and its password. Needs no sign-in. The token in the answer is sent as
/// `X-Share-Token` from then on; browsers keep it in a cookie for the addresses of this link.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path)), request_body = OpenShareInput, responses((status = 200, body = SharedShape), (status = 410)))]
#[post("/public/shares/{id}")]
pub async fn open(
    app: Data<App>,
    request: HttpRequest,
    id: Path<String>,
    Json(input): Json<OpenShareInput>,
) -> Result<impl Responder, Error> {
    let client = address::client(app.config(), &request);
    let id: Id = id.parse().map_err(|_| gate::gone())?;
    let token = opening::open(&app, &client, id, input).await?;
    let view = app.view(Who::link())?;
    let opened = opening::visit(&view, id, Some(&token))?;
    let path = request.path().to_owned();
    let cookie = Cookie::build(COOKIE, token.clone())
        .path(format!("{}{}", app.config().base().trim_end_matches('/'), path))
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(address::is_secure(app.config(), &request))
        .max_age(Duration::milliseconds(gate::VISIT_MS))
        .finish();
    Ok(Opened { reply: Reply::ok(outside::shared(&view, &opened, Some(token))?), cookie })
}

/// What an open link shows. Needs no sign-in, but the token of opening it, as do all that follow.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path)), responses((status = 200, body = SharedShape), (status = 401), (status = 410)))]
#[get("/public/shares/{id}")]
pub async fn read(request: HttpRequest, id: Path<String>) -> Result<Reply<SharedShape>, Error> {
    let (view, opened) = Visit::of(&request, &id)?.look()?;
    Ok(Reply::ok(outside::shared(&view, &opened, None)?))
}

/// Which folder, and which page of it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WhichShared {
    /// A folder below the one of the link; that one unless told.
    folder_id: Option<Uuid>,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// What lies in a folder that a link shows.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path), WhichShared), responses((status = 200, body = SharedFolder), (status = 401), (status = 410)))]
#[get("/public/shares/{id}/folder")]
pub async fn read_folder(
    request: HttpRequest,
    id: Path<String>,
    Query(which): Query<WhichShared>,
) -> Result<Reply<SharedFolder>, Error> {
    let paging = Paging { limit: which.limit, cursor: which.cursor };
    let (limit, after) = (paging.limit()?, paging.place()?);
    let (view, opened) = Visit::of(&request, &id)?.look()?;
    let way = opened.folder(&view, which.folder_id)?;
    Ok(Reply::ok(outside::folder(&view, &opened, &way, limit, after)?))
}

/// A document that a link shows.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path), ("document" = String, Path)), responses((status = 200, body = SharedDocument), (status = 401), (status = 410)))]
#[get("/public/shares/{id}/documents/{document}")]
pub async fn read_document(request: HttpRequest, path: Path<(String, String)>) -> Result<Reply<SharedDocument>, Error> {
    let (view, opened) = Visit::of(&request, &path.0)?.look()?;
    let document = opened.document(&view, query::id(&path.1)?)?;
    Ok(Reply::ok(outside::document(&view, &document)?))
}

/// What a page that a link shows says.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path), ("document" = String, Path)), responses((status = 200, body = SharedContent), (status = 401), (status = 410)))]
#[get("/public/shares/{id}/documents/{document}/content")]
pub async fn content(request: HttpRequest, path: Path<(String, String)>) -> Result<Reply<SharedContent>, Error> {
    let visit = Visit::of(&request, &path.0)?;
    let id = query::id(&path.1)?;
    let looked = block(move || {
        let (view, opened) = visit.look()?;
        let document = opened.document(&view, id)?;
        if document.is_file() {
            return Err(Error::not_found());
        }
        page::content(&view, &opened, &document)
    });
    Ok(Reply::ok(looked.await.map_err(|_| Error::new(Code::Stopping))??))
}

/// The bytes of a file that a link shows, whole or in part (`Range`). The link is asked again for every piece.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path), ("document" = String, Path)), responses((status = 200, description = "The bytes", content_type = "application/octet-stream"), (status = 206, description = "A part of them", content_type = "application/octet-stream"), (status = 304, description = "They are still those"), (status = 401), (status = 410), (status = 416)))]
#[get("/public/shares/{id}/documents/{document}/file")]
pub async fn bytes(request: HttpRequest, path: Path<(String, String)>) -> Result<HttpResponse, Error> {
    let visit = Visit::of(&request, &path.0)?;
    let (view, opened) = visit.look()?;
    let id = query::id(&path.1)?;
    let document = opened.document(&view, id)?;
    let file = outside::current(&view, &document)?.ok_or_else(Error::not_found)?;
    let blob = download::content(&view, &file)?;
    let app = visit.app.clone();
    let (hash, allowed) = (file.hash, Arc::new(visit));
    let still = move |_: &App| {
        let (view, opened) = allowed.look()?;
        let file = outside::current(&view, &opened.document(&view, id)?)?;
        // Another version is another file.
        if file.is_some_and(|file| file.hash == hash) { Ok(()) } else { Err(Error::not_found()) }
    };
    Ok(download::respond_while(&app, Arc::new(still), &request, &file, blob))
}

/// The small picture of a file that a link shows.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path), ("document" = String, Path)), responses((status = 200, description = "A picture", content_type = "image/jpeg"), (status = 304, description = "It is still that one"), (status = 401), (status = 410)))]
#[get("/public/shares/{id}/documents/{document}/picture")]
pub async fn picture(request: HttpRequest, path: Path<(String, String)>) -> Result<HttpResponse, Error> {
    let (view, opened) = Visit::of(&request, &path.0)?.look()?;
    let document = opened.document(&view, query::id(&path.1)?)?;
    let file = outside::current(&view, &document)?.ok_or_else(Error::not_found)?;
    let picture = crate::files::facts::picture(view.read(), &file)?.ok_or_else(Error::not_found)?;
    Ok(download::picture(&request, picture))
}

/// A picture that stands in a page that a link shows. The link is asked again for every piece.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path), ("document" = String, Path), ("file" = String, Path)), responses((status = 200, description = "The bytes", content_type = "application/octet-stream"), (status = 206, description = "A part of them", content_type = "application/octet-stream"), (status = 304, description = "They are still those"), (status = 401), (status = 410), (status = 416)))]
#[get("/public/shares/{id}/documents/{document}/pictures/{file}")]
pub async fn page_picture(request: HttpRequest, path: Path<(String, String, String)>) -> Result<HttpResponse, Error> {
    let visit = Arc::new(Visit::of(&request, &path.0)?);
    let (id, file) = (query::id(&path.1)?, query::id(&path.2)?);
    let first = visit.clone();
    // A page has to be read whole to know what stands in it.
    let looked = block(move || {
        let (view, opened) = first.look()?;
        let file = page::shown_picture(&view, &opened.document(&view, id)?, file)?;
        Ok::<_, Error>((download::content(&view, &file)?, file))
    });
    let (blob, file) = looked.await.map_err(|_| Error::new(Code::Stopping))??;
    let (app, shown) = (visit.app.clone(), file.id);
    let still = move |_: &App| {
        let (view, opened) = visit.look()?;
        page::picture(&view, &opened.document(&view, id)?, shown)?.map(drop).ok_or_else(Error::not_found)
    };
    Ok(download::respond_while(&app, Arc::new(still), &request, &file, blob))
}

/// What was said about a document by this link, and the answers.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path), ("document" = String, Path)), responses((status = 200, body = SharedComments), (status = 401), (status = 410)))]
#[get("/public/shares/{id}/documents/{document}/comments")]
pub async fn said(request: HttpRequest, path: Path<(String, String)>) -> Result<Reply<SharedComments>, Error> {
    let visit = Visit::of(&request, &path.0)?;
    let id = query::id(&path.1)?;
    let looked = block(move || {
        let (view, opened) = visit.look()?;
        let document = opened.document(&view, id)?;
        outside::said(&view, &opened, document.id)
    });
    Ok(Reply::ok(looked.await.map_err(|_| Error::new(Code::Stopping))??))
}

/// Says something about a document, where the link allows it. Whoever does gives a name and an address.
#[utoipa::path(tag = "shares", security(()), params(("id" = String, Path), ("document" = String, Path)), request_body = SharedCommentInput, responses((status = 201, body = SharedComment), (status = 401), (status = 410)))]
#[post("/public/shares/{id}/documents/{document}/comments")]
pub async fn say(
    request: HttpRequest,
    path: Path<(String, String)>,
    Json(input): Json<SharedCommentInput>,
) -> Result<Reply<SharedComment>, Error> {
    let visit = Visit::of(&request, &path.0)?;
    let id = query::id(&path.1)?;
    visit.look()?;
    let client = address::client(visit.app.config(), &request);
    Attempt::said(&client).begin(&visit.app).await?;
    let (app, share, token) = (visit.app, visit.id, visit.token);
    let done = app.run(Who::link(), move |work| {
        let opened = opening::visit(work, share, token.as_deref())?;
        outside::say(work, &opened, id, &input)
    });
    Ok(Reply::ok(done.await?.value).created())
}
