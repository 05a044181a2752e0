//! Starting sets over HTTP, for admins; and spaces that begin from another one.

use super::{
    begin::{self, StartInput},
    copy::{self, CopyInput},
    remove,
    roles::{self, NamedShape},
    sets,
    views::{self, RemovedShape, SetShape, Started},
};
use crate::{
    Error, access,
    http::{Call, Json, Page, Reply, Routes, query},
    spaces::{self, views::SpaceShape},
};
use actix_web::{delete, get, post, web::Path};
use guildhall_domain::{person::Person, policy::DoSpace};
use std::sync::Arc;

/// All addresses of starting sets.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(start).service(take_away).service(named_people).service(copy_space);
}

/// The starting sets, each with what it makes and what is here of it.
#[utoipa::path(tag = "starting sets", responses((status = 200, body = Page<SetShape>)))]
#[get("/starting-sets")]
pub async fn list(call: Call) -> Result<Reply<Page<SetShape>>, Error> {
    let looked = call.aside(|view| {
        access::admin(view)?;
        Ok(Page::all(sets::all()?.iter().map(|set| views::set(view, set)).collect::<Result<_, _>>()?))
    });
    Ok(Reply::ok(looked.await?))
}

/// Begins a set: makes its spaces with everything in them, all or nothing. Undo takes all of it back.
#[utoipa::path(tag = "starting sets", params(("name" = String, Path)), request_body = StartInput, responses((status = 201, body = Started)))]
#[post("/starting-sets/{name}")]
pub async fn start(call: Call, name: Path<String>, Json(input): Json<StartInput>) -> Result<Reply<Started>, Error> {
    let set = known(&call, &name)?;
    let reply = call.run(move |work| {
        let begun = begin::begin(work, set, &input)?;
        views::started(work, &begun)
    });
    Ok(reply.await?.created())
}

/// Removes a set: what nobody changed or used since goes to the trash; the rest stays and is named.
#[utoipa::path(tag = "starting sets", params(("name" = String, Path)), responses((status = 200, body = RemovedShape)))]
#[delete("/starting-sets/{name}")]
pub async fn take_away(call: Call, name: Path<String>) -> Result<Reply<RemovedShape>, Error> {
    let set = known(&call, &name)?;
    call.run(move |work| {
        let removed = remove::remove(work, set)?;
        views::removed(work, &removed)
    })
    .await
}

/// Those who are named in the processes and tasks of a space: whose parts can be given to others where a space is begun
/// from it.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), responses((status = 200, body = Page<NamedShape>)))]
#[get("/spaces/{id}/copies")]
pub async fn named_people(call: Call, id: Path<String>) -> Result<Reply<Page<NamedShape>>, Error> {
    let view = call.view()?;
    let space = access::space(&view, query::id(&id)?, DoSpace::Read)?;
    let people = roles::named(&view, &space)?;
    let shape = |person: &Arc<Person>| NamedShape { person_id: person.id, name: person.name.clone() };
    Ok(Reply::ok(Page::all(people.iter().map(shape).collect())))
}

/// Begins a space from another one: statuses, sections, fields, processes, forms, folders, pages and templates, without the
/// work and the people in it unless the body asks for them. Undo takes all of it back.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), request_body = CopyInput, responses((status = 201, body = SpaceShape)))]
#[post("/spaces/{id}/copies")]
pub async fn copy_space(
    call: Call,
    id: Path<String>,
    Json(input): Json<CopyInput>,
) -> Result<Reply<SpaceShape>, Error> {
    let from = query::id(&id)?;
    let reply = call.run(move |work| {
        let space = copy::copy(work, from, &input)?;
        spaces::views::shape(work, &space)
    });
    Ok(reply.await?.created())
}

/// Who may not have one does not learn which there are.
fn known(call: &Call, name: &str) -> Result<&'static super::set::Set, Error> {
    access::admin(&call.view()?)?;
    sets::named(name)
}
