//! What the sample company shows in reports, plans and budgets.

use guildhall_tests::{Server, id, server::PASSWORD};
use serde_json::{Value, json};

#[test]
fn the_sample_company_has_plans_budgets_a_week_to_approve_and_too_much_on_one_day() {
    let server = Server::start();
    let phc = guildhall::session::passwords::hash(&server.app.parts().session, PASSWORD, &[]).unwrap();
    let made = guildhall::demo::make(&server.app, &phc).unwrap();
    assert!((250..400).contains(&made.counts.2), "{}", made.counts.2);
    let nobody = server.nobody();
    let nora = nobody.signed_in(&nobody.post("/session", json!({ "email": made.email, "password": PASSWORD })));
    let frame = nora.get("/session").ok();
    let name_of = |row: &Value| {
        let mut spaces = frame["spaces"].as_array().unwrap().iter();
        spaces.find(|space| space["id"] == row["space_id"]).unwrap()["prefix"].as_str().unwrap().to_owned()
    };

    let lineup = nora.get("/reports/lineup").ok();
    let rows = lineup["items"].as_array().unwrap();
    assert_eq!(rows.iter().map(name_of).collect::<Vec<_>>(), ["HAR", "MAR"]);
    let health: Vec<&Value> = rows.iter().map(|row| &row["note"]["health"]).collect();
    assert_eq!(health, ["at_risk", "on_track"]);
    for row in rows {
        assert!(row["milestones"].as_array().unwrap().len() > 1 && row["baseline"]["name"].is_string(), "{row}");
        assert!(row["progress"].as_u64().unwrap() > 0, "{row}");
        let plan = nora.get(&format!("/spaces/{}/plan", row["space_id"].as_str().unwrap())).ok();
        let (tasks, links) = (plan["tasks"].as_array().unwrap(), plan["links"].as_array().unwrap());
        assert!(tasks.len() > 9 && links.len() > 4, "{} tasks, {} dependencies", tasks.len(), links.len());
        let budget = nora.get(&format!("/spaces/{}/budget", row["space_id"].as_str().unwrap())).ok();
        assert!(budget["minutes"]["worked"].as_u64().unwrap() > 0 && budget["used_percent"].is_number(), "{budget}");
        let costs = nora.get(&format!("/spaces/{}/expenses", row["space_id"].as_str().unwrap())).ok();
        let states: Vec<&Value> = costs["items"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
        assert!(states.contains(&&json!("ordered")) && states.contains(&&json!("spent")), "{costs}");
    }
    let conference = nora.get(&format!("/spaces/{}/budget", rows[0]["space_id"].as_str().unwrap())).ok();
    assert!((80..100).contains(&conference["used_percent"].as_u64().unwrap()), "{conference}");

    let weeks = nora.get("/timesheets").ok();
    let waits = weeks["items"].as_array().unwrap();
    assert!(waits.len() == 2 && waits.iter().all(|week| week["minutes"].as_u64().unwrap() > 0), "{weeks}");
    let work = nora.get("/workload").ok();
    let over = |person: &&Value| person["days"].as_array().unwrap().iter().any(|day| day["over"] == true);
    let people = work["people"].as_array().unwrap();
    let ines = frame["people"].as_array().unwrap().iter().find(|person| person["name"] == "Ines Marsh").unwrap();
    assert!(people.iter().filter(over).any(|person| person["person_id"] == id(ines)), "{work}");
}
