//! Tasks over HTTP. Handlers extract, call and answer; what it means is in `commands` and `queries`.

mod lists;
mod many;
mod places;
mod single;
mod steps;
mod views;

use crate::http::Routes;

/// All addresses of tasks.
pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(lists::list)
        .service(lists::create)
        .service(views::view)
        .service(views::group)
        .service(views::csv)
        .service(many::bulk)
        .service(many::paste)
        .service(many::trash)
        .service(single::read)
        .service(single::edit)
        .service(single::trash)
        .service(single::restore)
        .service(single::purge)
        .service(single::plan)
        .service(single::add_follower)
        .service(single::remove_follower)
        .service(single::add_tag)
        .service(single::remove_tag)
        .service(places::arrange)
        .service(places::move_home)
        .service(places::more_readers)
        .service(places::add_also_in)
        .service(places::remove_also_in)
        .service(places::by_key)
        .service(steps::add)
        .service(steps::edit)
        .service(steps::remove);
}
