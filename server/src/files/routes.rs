//! Files over HTTP.

use super::{
    commands::{self, New},
    download, facts, queries, receive,
    uploads::{self, Begun},
    views::{self, AttachmentShape, UploadShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::{Call, Json, Page, Query, Reply, Routes, Versioned, query},
};
use actix_web::{
    HttpResponse, delete, get, head,
    http::header,
    patch, post, put,
    web::{self, Path, Payload},
};
use guildhall_domain::{file, policy::Do};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// All addresses of files.
pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(list)
        .service(attach)
        .service(begin)
        .service(standing)
        .service(standing_in_head)
        .service(go_on)
        .service(cancel);
    routes.service(read).service(about).service(picture).service(rename).service(trash).service(restore);
}

/// Which files of an item.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Those in the trash instead.
    trashed: bool,
}

/// Lists the files of an item in the order they were attached.
#[utoipa::path(tag = "files", params(("id" = String, Path), Which), responses((status = 200, body = Page<AttachmentShape>)))]
#[get("/items/{id}/attachments")]
pub async fn list(
    call: Call,
    id: Path<String>,
    Query(which): Query<Which>,
) -> Result<Reply<Page<AttachmentShape>>, Error> {
    Ok(Reply::ok(queries::list(&call.view()?, query::id(&id)?, which.trashed)?))
}

/// What is attached.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Named {
    /// Name of the file.
    name: String,
    /// Own id, so that it can be sent again.
    #[serde(default)]
    id: Option<Uuid>,
}

/// Attaches a file: the raw bytes. What it is is told by them; the type that is sent does not count.
#[utoipa::path(tag = "files", params(("id" = String, Path), Named), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = AttachmentShape), (status = 507)))]
#[post("/items/{id}/attachments")]
pub async fn attach(
    call: Call,
    id: Path<String>,
    Query(named): Query<Named>,
    mut payload: Payload,
) -> Result<Reply<AttachmentShape>, Error> {
    let item = query::id(&id)?;
    let length = receive::promised(call.request());
    let limit = match may_attach(&call, item, &named.name, length.unwrap_or(0)) {
        Ok(limit) => limit,
        Err(refused) => {
            receive::let_finish(&mut payload).await;
            return Err(refused);
        }
    };
    let content = receive::whole(&call.app, &mut payload, limit, length).await?;
    let new = Arc::new(New { id: named.id, item, name: named.name, content });
    let reply = call.run(move |work| {
        let (file, item) = commands::attach(work, &new)?;
        Ok(views::attachment(work, &file, &item)?)
    });
    let reply = reply.await?.created();
    call.app.parts().jobs.ring();
    Ok(reply)
}

/// Whether somebody may attach a file of this name and length, before a byte of it is taken; answers how long it
/// may be.
fn may_attach(call: &Call, item: Uuid, name: &str, bytes: u64) -> Result<u64, Error> {
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    let view = call.app.view(call.who)?;
    access::item(&view, item, Do::Comment)?;
    file::name(name)?;
    receive::room(&view, bytes)?;
    Ok(receive::limit(&view))
}

/// A file to be sent in parts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadInput {
    /// Own id, so that it can be begun again; the file will have it too.
    #[serde(default)]
    id: Option<Uuid>,
    /// Name of the file.
    name: String,
    /// Its length.
    bytes: u64,
}

/// Begins to attach a file in parts. It waits a day for its next part.
#[utoipa::path(tag = "files", params(("id" = String, Path)), request_body = UploadInput, responses((status = 201, body = UploadShape), (status = 507)))]
#[post("/items/{id}/uploads")]
pub async fn begin(call: Call, id: Path<String>, Json(input): Json<UploadInput>) -> Result<Reply<UploadShape>, Error> {
    let item = query::id(&id)?;
    may_attach(&call, item, &input.name, input.bytes)?;
    call.app.store().room_for_files()?;
    let begun = Begun { id: input.id, goal: item, document: None, name: input.name, bytes: input.bytes };
    Ok(call.run(move |work| uploads::begin(work, &begun)).await?.created())
}

/// Says where an upload stands; `attachment` is there once it is complete.
#[utoipa::path(tag = "files", params(("id" = String, Path)), responses((status = 200, body = UploadShape)))]
#[get("/uploads/{id}")]
pub async fn standing(call: Call, id: Path<String>) -> Result<Reply<UploadShape>, Error> {
    Ok(Reply::ok(uploads::state(&call.view()?, query::id(&id)?)?))
}

/// The same in the head: `Upload-Offset`, `Upload-Length`.
#[utoipa::path(tag = "files", params(("id" = String, Path)), responses((status = 200, description = "Where it stands, in the head")))]
#[head("/uploads/{id}")]
pub async fn standing_in_head(call: Call, id: Path<String>) -> Result<HttpResponse, Error> {
    let state = uploads::state(&call.view()?, query::id(&id)?)?;
    let mut response = HttpResponse::Ok();
    response.insert_header(("Upload-Offset", state.offset)).insert_header(("Upload-Length", state.bytes));
    Ok(response.insert_header((header::CACHE_CONTROL, "no-store")).finish())
}

/// Where a part begins.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct At {
    /// As many bytes as are safe already.
    offset: u64,
}

/// Sends the next part of an upload: raw bytes, as many as one likes. The last one makes the file.
#[utoipa::path(tag = "files", params(("id" = String, Path), At), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = UploadShape), (status = 423), (status = 507)))]
#[put("/uploads/{id}")]
pub async fn go_on(
    call: Call,
    id: Path<String>,
    Query(at): Query<At>,
    mut payload: Payload,
) -> Result<Reply<UploadShape>, Error> {
    let id = query::id(&id)?;
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    let state = uploads::state(&call.app.view(call.who)?, id)?;
    if state.attachment.is_some() {
        return Ok(Reply::ok(state));
    }
    if state.offset != at.offset {
        receive::let_finish(&mut payload).await;
        let message = format!("This upload stands at byte {}. Go on from there.", state.offset);
        return Err(Error::because(Code::Conflict, message).with("offset", state.offset));
    }
    let writer = call.app.store().resume_blob(id, call.app.clock().now_ms())?;
    let offset = receive::part(writer, &mut payload, state.bytes).await?;
    if offset < state.bytes {
        return Ok(Reply::ok(UploadShape { offset, ..state }));
    }
    let (app, who) = (call.app.clone(), call.who);
    let done = web::block(move || uploads::complete(&app, who, id)).await.map_err(|_| Error::new(Code::Busy))?;
    call.app.parts().jobs.ring();
    done.map(|(shape, command)| Reply::ok(shape).by(command))
}

/// Gives an upload up.
#[utoipa::path(tag = "files", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/uploads/{id}")]
pub async fn cancel(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| uploads::cancel(work, id)).await
}

/// Downloads a file or, with `Range`, a part of it. Always as an attachment: no browser runs what is in it.
#[utoipa::path(tag = "files", params(("id" = String, Path)), responses((status = 200, description = "The file", content_type = "*/*"), (status = 206, description = "A part of it", content_type = "*/*"), (status = 416)))]
#[get("/files/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<HttpResponse, Error> {
    read_or_about(&call, &id)
}

fn read_or_about(call: &Call, id: &str) -> Result<HttpResponse, Error> {
    let view = call.view()?;
    let (file, _) = access::file(&view, query::id(id)?, Do::Read)?.into_inner();
    let blob = download::content(&view, &file)?;
    drop(view);
    Ok(download::respond(&call.app, call.who, call.request(), &file, blob))
}

/// What a download would answer, without the bytes.
#[utoipa::path(tag = "files", params(("id" = String, Path)), responses((status = 200, description = "Its length, type and ETag, in the head"), (status = 206, description = "Those of a part of it")))]
#[head("/files/{id}")]
pub async fn about(call: Call, id: Path<String>) -> Result<HttpResponse, Error> {
    read_or_about(&call, &id)
}

/// A small picture of an image, made anew from its pixels: the one thing of a file a browser shows as it is.
#[utoipa::path(tag = "files", params(("id" = String, Path)), responses((status = 200, description = "The picture", content_type = "image/jpeg")))]
#[get("/files/{id}/picture")]
pub async fn picture(call: Call, id: Path<String>) -> Result<HttpResponse, Error> {
    let view = call.view()?;
    let (file, _) = access::file(&view, query::id(&id)?, Do::Read)?.into_inner();
    let picture = facts::picture(view.read(), &file)?.ok_or_else(Error::not_found)?;
    Ok(download::picture(call.request(), picture))
}

/// A new name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilePatch {
    /// At most 255 characters.
    name: String,
}

/// Renames a file. Needs If-Match.
#[utoipa::path(tag = "files", params(("id" = String, Path), Versioned), request_body = FilePatch, responses((status = 200, body = AttachmentShape)))]
#[patch("/files/{id}")]
pub async fn rename(
    call: Call,
    id: Path<String>,
    Json(patch): Json<FilePatch>,
) -> Result<Reply<AttachmentShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| commands::rename(work, id, if_match, &patch.name).and_then(|file| shown(work, &file))).await
}

/// Puts a file into the trash, from where it can be taken back for 30 days. Needs If-Match.
#[utoipa::path(tag = "files", params(("id" = String, Path), Versioned), responses((status = 200, body = AttachmentShape)))]
#[delete("/files/{id}")]
pub async fn trash(call: Call, id: Path<String>) -> Result<Reply<AttachmentShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| commands::trash(work, id, if_match).and_then(|file| shown(work, &file))).await
}

/// Takes a file out of the trash.
#[utoipa::path(tag = "files", params(("id" = String, Path)), responses((status = 200, body = AttachmentShape)))]
#[put("/files/{id}/restore")]
pub async fn restore(call: Call, id: Path<String>) -> Result<Reply<AttachmentShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| commands::restore(work, id).and_then(|file| shown(work, &file))).await
}

fn shown(scope: &impl Scope, file: &file::File) -> Result<AttachmentShape, Error> {
    let item = access::item(scope, file.item, Do::Read)?;
    Ok(views::attachment(scope, file, &item)?)
}
