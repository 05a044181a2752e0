//! Lists of documents over HTTP.

use crate::{
    Error,
    documents::{
        queries::{self, Asked, Order, Which},
        views::DocumentShape,
    },
    error::Code,
    http::{Call, Page, Paging, Query, Reply, query},
};
use actix_web::{get, web::Path};
use guildhall_domain::document::DocumentForm;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Pages or files.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum FormShape {
    Page,
    File,
}

/// An order of documents.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SortShape {
    /// The last changed first.
    #[default]
    Changed,
    /// By name.
    Name,
    /// Pages first, then files by their endings.
    Kind,
}

/// Which documents of a space; those of all its folders unless told.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ListedDocuments {
    /// Those that lie in this folder.
    folder_id: Option<Uuid>,
    /// Those that lie in no folder.
    root: bool,
    /// Only pages, or only files.
    #[param(inline)]
    form: Option<FormShape>,
    /// `changed`, `name` or `kind`, of those in a folder and of all.
    #[param(inline)]
    sort: SortShape,
    /// Those in the trash.
    trashed: bool,
    /// Those out of the way.
    archived: bool,
    /// Pages others begin from.
    template: bool,
    /// Those pinned to the overview.
    pinned: bool,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl ListedDocuments {
    fn asked(&self) -> Result<Asked, Error> {
        let wanted = [
            self.folder_id.map(|folder| Which::In(Some(folder))),
            self.root.then_some(Which::In(None)),
            self.trashed.then_some(Which::Trashed),
            self.archived.then_some(Which::Archived),
            self.template.then_some(Which::Templates),
            self.pinned.then_some(Which::Pinned),
        ];
        let mut wanted = wanted.into_iter().flatten();
        let which = wanted.next().unwrap_or_default();
        if wanted.next().is_some() {
            let message = "Send one of folder_id, root, trashed, archived, template and pinned.";
            return Err(Error::because(Code::BadQuery, message));
        }
        let form = self.form.map(|form| match form {
            FormShape::Page => DocumentForm::Page,
            FormShape::File => DocumentForm::File,
        });
        let order = match self.sort {
            SortShape::Changed => Order::Changed,
            SortShape::Name => Order::Name,
            SortShape::Kind => Order::Kind,
        };
        Ok(Asked { which, form, order })
    }
}

/// Lists documents of a space.
#[utoipa::path(tag = "documents", params(("id" = String, Path), ListedDocuments), responses((status = 200, body = Page<DocumentShape>)))]
#[get("/spaces/{id}/documents")]
pub async fn list(
    call: Call,
    id: Path<String>,
    Query(listed): Query<ListedDocuments>,
) -> Result<Reply<Page<DocumentShape>>, Error> {
    let asked = listed.asked()?;
    let paging = Paging { limit: listed.limit, cursor: listed.cursor };
    let (limit, place) = (paging.limit()?, paging.place()?);
    Ok(Reply::ok(queries::list(&call.view()?, query::id(&id)?, asked, limit, place)?))
}

/// The templates that are offered in every space, of the spaces one reads.
#[utoipa::path(tag = "documents", responses((status = 200, body = Page<DocumentShape>)))]
#[get("/templates")]
pub async fn templates(call: Call) -> Result<Reply<Page<DocumentShape>>, Error> {
    Ok(Reply::ok(queries::everywhere(&call.view()?)?))
}
