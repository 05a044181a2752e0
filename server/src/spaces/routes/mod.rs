//! Spaces over HTTP.

mod members;
mod parts;
mod spaces;
mod workflow;

use crate::http::Routes;

/// All addresses of spaces.
pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(spaces::list)
        .service(spaces::create)
        .service(spaces::read)
        .service(spaces::edit)
        .service(spaces::delete)
        .service(spaces::archive)
        .service(spaces::unarchive)
        .service(spaces::restore)
        .service(spaces::star)
        .service(spaces::unstar)
        .service(members::list)
        .service(members::put_member)
        .service(members::remove)
        .service(members::join)
        .service(parts::add_status)
        .service(parts::edit_status)
        .service(parts::remove_status)
        .service(parts::add_section)
        .service(parts::edit_section)
        .service(parts::remove_section)
        .service(parts::add_field)
        .service(parts::edit_field)
        .service(parts::remove_field)
        .service(workflow::put_workflow)
        .service(workflow::put_choices);
}
