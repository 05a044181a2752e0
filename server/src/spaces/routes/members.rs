//! Members of a space.

use crate::{
    Error, access,
    http::{Call, Json, Page, Reply, query},
    spaces::{
        commands::membership,
        members::{self, Membership},
        views::{self, SpaceShape},
        words::SpaceRoleShape,
    },
};
use actix_web::{delete, get, put, web::Path};
use guildhall_domain::policy::DoSpace;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a member may do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberInput {
    /// The role.
    role: SpaceRoleShape,
}

/// Lists the members of a space, people and spaces. In an open space everybody of the organization is
/// at home without being listed.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), responses((status = 200, body = Page<Membership>)))]
#[get("/spaces/{id}/members")]
pub async fn list(call: Call, id: Path<String>) -> Result<Reply<Page<Membership>>, Error> {
    Ok(Reply::ok(Page::all(members::list(&call.view()?, query::id(&id)?)?)))
}

/// Makes a person or a space a member, or changes their role.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), ("member_id" = String, Path)), request_body = MemberInput, responses((status = 200, body = Page<Membership>)))]
#[put("/spaces/{id}/members/{member_id}")]
pub async fn put_member(
    call: Call,
    path: Path<(String, String)>,
    Json(input): Json<MemberInput>,
) -> Result<Reply<Page<Membership>>, Error> {
    let (id, member) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        membership::put(work, id, member, input.role.into())?;
        Ok(Page::all(members::list(work, id)?))
    })
    .await
}

/// Ends a membership; everybody may end their own.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), ("member_id" = String, Path)), responses((status = 204)))]
#[delete("/spaces/{id}/members/{member_id}")]
pub async fn remove(call: Call, path: Path<(String, String)>) -> Result<Reply<()>, Error> {
    let (id, member) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| membership::remove(work, id, member).map(|_| ())).await
}

/// Lets an admin enter a space of others; its members can see that in its log.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), responses((status = 200, body = SpaceShape)))]
#[put("/spaces/{id}/join")]
pub async fn join(call: Call, id: Path<String>) -> Result<Reply<SpaceShape>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| {
        membership::join(work, id, &address)?;
        let space = access::space(work, id, DoSpace::Read)?;
        views::shape(work, &space)
    })
    .await
}
