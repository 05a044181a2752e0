//! What rules cost whoever changes a task: the same update in a space with a hundred rules, each of which it sets off and
//! whose words are not found, beside it in a space of the same server that has none.

use super::{
    create::duel,
    table::{Row, Table},
    wire::Wire,
};
use guildhall::rules::Follower;
use guildhall_tests::{Client, Server, id};
use serde_json::json;
use std::time::Duration;

const RULES: usize = 100;
const CALLERS: [usize; 2] = [1, 16];
const PATIENCE: Duration = Duration::from_secs(120);
/// Most that they may add to an update.
const MOST: f64 = 1.10;

/// Measures one caller, and several.
pub fn measure(table: &mut Table) {
    let server = Server::start();
    let owner = server.owner();
    Follower::start(&server.app).expect("rules can be followed");
    let [plain, ruled] = ["Plain", "Ruled"].map(|name| owner.space(name, "open"));
    for number in 0..RULES {
        owner.post(&format!("/spaces/{ruled}/rules"), rule(number)).ok();
    }
    let cookie = owner.header("Cookie").unwrap_or_default();
    let settle = || {
        let rules = server.app.parts().rules.get().expect("it was started");
        assert!(rules.wait(&server.app, PATIENCE), "the rules keep up");
    };
    for callers in CALLERS {
        let (plain, ruled) = (tasks(&owner, &plain, callers), tasks(&owner, &ruled, callers));
        let update = |tasks: &[String], caller: usize| {
            let path = tasks[caller].clone();
            let mut wire = Wire::connect(&server.url, &cookie).with("If-Match: *");
            let mut turn = false;
            move || {
                turn = !turn;
                let priority = if turn { "high" } else { "low" };
                wire.send("PATCH", &path, &format!("{{\"priority\":\"{priority}\"}}")).0 == 200
            }
        };
        let (without, with) = duel(callers, settle, |caller| update(&plain, caller), |caller| update(&ruled, caller));
        let more = with.times.at(50.0) / without.times.at(50.0).max(0.001);
        table.add(Row {
            work: format!("update of a task in a space with {RULES} rules, {callers} connections"),
            items: 2 * callers,
            guildhall: with.words(),
            limit: format!("{} without rules", without.words()),
            ratio: Some(with.rate / without.rate),
            p50: None,
            reach: format!("p50 ≤ {MOST}× ({more:.2}×)"),
            held: Some(more <= MOST),
            errors: with.errors + without.errors,
        });
    }
}

fn rule(number: usize) -> serde_json::Value {
    json!({
        "name": format!("Rule {number}"),
        "when": { "what": "changed", "fact": "priority" },
        "conditions": [{ "fact": "words", "test": "contains", "values": [format!("alarm {number}"), "flooded"] }],
        "actions": [{ "does": "comment", "text": "Call them back." }],
    })
}

fn tasks(owner: &Client, space: &str, callers: usize) -> Vec<String> {
    (0..callers).map(|_| format!("/api/v1/tasks/{}", id(&owner.task(space, "Radiators upstairs stay cold")))).collect()
}
