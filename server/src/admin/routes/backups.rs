//! Backups over HTTP.

use super::{admin, admin_writes, aside};
use crate::{
    Error, access,
    admin::{
        backups::{self, commands},
        restore,
        views::{self, BackupInput, Backups, RestoreInput, RestorePreview},
    },
    audit::{self, AuditAction},
    error::Code,
    http::{Call, Json, Reply, Routes},
    jobs::JobShape,
    secrets,
};
use actix_web::{
    HttpResponse,
    body::SizedStream,
    delete, get,
    http::header,
    post,
    web::{self, Bytes, Path},
};
use futures_util::stream;
use std::{fs::File, io::Read, path::Path as FilePath};

/// How much of a file is sent at once.
const CHUNK: usize = 256 * 1024;

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(list)
        .service(take)
        .service(preview)
        .service(go_back)
        .service(download)
        .service(check)
        .service(remove);
}

/// Lists backups with where they lie.
#[utoipa::path(tag = "admin", responses((status = 200, body = Backups)))]
#[get("/admin/backups")]
pub async fn list(call: Call) -> Result<Reply<Backups>, Error> {
    admin(&call)?;
    Ok(Reply::ok(aside(&call.app, views::all_backups).await?))
}

/// Takes a backup now.
#[utoipa::path(tag = "admin", request_body = BackupInput, responses((status = 200, body = JobShape)))]
#[post("/admin/backups")]
pub async fn take(call: Call, Json(input): Json<BackupInput>) -> Result<Reply<JobShape>, Error> {
    let asker = admin_writes(&call)?;
    Ok(Reply::ok(commands::take(&call.app, &input.label, asker)?))
}

/// What going back to a backup would change.
#[utoipa::path(tag = "admin", params(("name" = String, Path)), responses((status = 200, body = RestorePreview)))]
#[get("/admin/backups/{name}/preview")]
pub async fn preview(call: Call, name: Path<String>) -> Result<Reply<RestorePreview>, Error> {
    admin(&call)?;
    Ok(Reply::ok(aside(&call.app, move |app| views::preview(app, &backups::find(app, &name)?)).await?))
}

/// Goes back to a backup. For owners, who type the name of the organization.
#[utoipa::path(tag = "admin", operation_id = "restore_backup", params(("name" = String, Path)), request_body = RestoreInput, responses((status = 200, body = JobShape)))]
#[post("/admin/backups/{name}/restore")]
pub async fn go_back(
    call: Call,
    name: Path<String>,
    Json(input): Json<RestoreInput>,
) -> Result<Reply<JobShape>, Error> {
    let asker = admin_writes(&call)?;
    access::owner(&call.view()?)?;
    let begun =
        aside(&call.app, move |app| restore::begin(app, backups::find(app, &name)?, &input.organization, asker));
    Ok(Reply::ok(begun.await?))
}

/// Checks every byte of a backup.
#[utoipa::path(tag = "admin", params(("name" = String, Path)), responses((status = 200, body = JobShape)))]
#[post("/admin/backups/{name}/check")]
pub async fn check(call: Call, name: Path<String>) -> Result<Reply<JobShape>, Error> {
    admin_writes(&call)?;
    Ok(Reply::ok(aside(&call.app, move |app| commands::check(app, backups::find(app, &name)?)).await?))
}

/// Deletes a backup.
#[utoipa::path(tag = "admin", operation_id = "delete_backup", params(("name" = String, Path)), responses((status = 204)))]
#[delete("/admin/backups/{name}")]
pub async fn remove(call: Call, name: Path<String>) -> Result<Reply<()>, Error> {
    let asker = admin_writes(&call)?;
    aside(&call.app, move |app| commands::delete(app, &backups::find(app, &name)?, &asker)).await?;
    Ok(Reply::ok(()))
}

/// Downloads a backup: one self-contained file.
#[utoipa::path(tag = "admin", operation_id = "download_backup", params(("name" = String, Path)), responses((status = 200, description = "The file", content_type = "application/octet-stream")))]
#[get("/admin/backups/{name}/file")]
pub async fn download(call: Call, name: Path<String>) -> Result<HttpResponse, Error> {
    admin(&call)?;
    let (name, file, bytes) = aside(&call.app, move |app| {
        let found = backups::find(app, &name)?;
        let gone =
            |error: std::io::Error| Error::because(Code::Conflict, format!("The backup cannot be read: {error}."));
        let file = open_whole(&found.path).map_err(gone)?;
        let bytes = file.metadata().map_err(gone)?.len();
        Ok((found.name, file, bytes))
    })
    .await?;
    audit::taken_out(&call, AuditAction::BackupDownloaded, name.clone()).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"guildhall-{name}.redb\"")));
    response.insert_header((header::CACHE_CONTROL, "no-store")).content_type("application/octet-stream");
    Ok(response.body(SizedStream::new(bytes, stream::try_unfold(file, chunk))))
}

/// Opens a backup as one file that is whole in itself. Where the contents of files lie beside it, such a file is
/// made for this download and goes with it.
fn open_whole(path: &FilePath) -> std::io::Result<File> {
    let made = path.with_extension(format!("{}.partial", secrets::id(0).simple()));
    match guildhall_store::make_whole(path, &made) {
        Ok(false) => File::open(path),
        Ok(true) => {
            let file = File::open(&made);
            std::fs::remove_file(&made)?;
            file
        }
        Err(error) => Err(std::io::Error::other(error.to_string())),
    }
}

async fn chunk(file: File) -> Result<Option<(Bytes, File)>, actix_web::Error> {
    let read = web::block(move || {
        let mut chunk = Vec::with_capacity(CHUNK);
        (&file).take(CHUNK as u64).read_to_end(&mut chunk).map(|_| (Bytes::from(chunk), file))
    });
    let (bytes, file) = read.await??;
    Ok((!bytes.is_empty()).then_some((bytes, file)))
}
