//! The ways in over HTTP.

mod door;
mod me;

use crate::http::Routes;

/// All addresses of the ways in.
pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(door::server)
        .service(door::set_up)
        .service(door::sign_in)
        .service(door::frame)
        .service(door::sign_out)
        .service(door::use_reset)
        .service(me::read)
        .service(me::edit)
        .service(me::password)
        .service(me::list_sessions)
        .service(me::end_session)
        .service(me::end_other_sessions)
        .service(me::list_tokens)
        .service(me::create_token)
        .service(me::delete_token);
}
