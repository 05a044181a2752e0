//! The job of documents: what is in a large folder follows it into the trash and back.

use super::folders::many::{self, Order};
use crate::{
    App,
    access::Who,
    jobs::{Failure, Handler, Progress},
};
use guildhall_domain::{Id, actor::Actor};
use serde_json::{Value, json};

/// See the module.
pub struct Follow;

impl Handler for Follow {
    fn kind(&self) -> &'static str {
        many::KIND
    }

    fn label(&self, _: &[u8]) -> String {
        "Following a large folder".into()
    }

    fn run(&self, app: &App, _: Id, payload: &[u8], progress: &mut Progress<'_>) -> Result<Value, Failure> {
        let order = Order::read(payload).ok_or_else(|| Failure::ForGood("The order cannot be read.".into()))?;
        let who = order.person().map_or_else(Who::system, |person| Who::job(Actor::Person(person), Some(person)));
        let mut done = 0;
        loop {
            let next = order.clone();
            // What is left is looked for each time, so doing it twice does no harm.
            let now = app.run_blocking(who, move |work| many::go_on(work, &next))?.value;
            if now == 0 {
                return Ok(json!({ "documents": done }));
            }
            done += now;
            progress.report(done as u64, 0, "Taking along what is in it");
            if progress.stopping() {
                return Err(Failure::Later("The server is stopping.".into()));
            }
        }
    }
}
