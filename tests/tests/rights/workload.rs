//! Absences and the workload of the company. Everybody has days off that wait, except the owner, who decides about their own
//! and whose days are approved from the start; colleague was put into a space of the lead alone, recluse into none.

use crate::{
    company::{Company, UNKNOWN},
    kinds::knows,
    oracle::{Need::*, Verdict, guest, rank, then},
    table::Row,
};
use chrono::{Days, NaiveDate};
use guildhall_tests::id;
use serde_json::json;

/// What is asked of them.
pub const WORKLOAD: &[Row] = &[
    ("GET /absences", Signed, "/absences", ""),
    ("GET /absences", Know, "/absences?person=$person", ""),
    ("POST /absences", Signed, "/absences", r#"{"from":"2027-02-01","until":"2027-02-01"}"#),
    (
        "POST /absences",
        Away(Way::Enter),
        "/absences",
        r#"{"person_id":"$person","from":"2027-02-02","until":"2027-02-02"}"#,
    ),
    ("POST /absences/imports", Signed, "/absences/imports", r#"{"calendar":"BEGIN:VCALENDAR"}"#),
    (
        "POST /absences/imports",
        Away(Way::Enter),
        "/absences/imports",
        r#"{"person_id":"$person","calendar":"BEGIN:VCALENDAR"}"#,
    ),
    ("GET /absences/{id}", Away(Way::See), "/absences/$absence", ""),
    ("DELETE /absences/{id}", Away(Way::Decide), "/absences/$absence", ""),
    ("PUT /absences/{id}/approval", Away(Way::Decide), "/absences/$absence/approval", "{}"),
    ("PUT /absences/{id}/refusal", Away(Way::Decide), "/absences/$absence/refusal", r#"{"reason":"Why?"}"#),
    ("GET /workload", Member, "/workload", ""),
    ("GET /workload", Away(Way::Work), "/workload?people=$person", ""),
    ("GET /workload", WorkIn, "/workload?space=$space&weeks=1", ""),
    ("GET /workload/tasks", Member, "/workload/tasks?list=unassigned", ""),
    ("GET /workload/tasks", Away(Way::Work), "/workload/tasks?list=overdue&person=$person", ""),
    ("GET /workload/team", Member, "/workload/team", ""),
    ("GET /workload/team", WorkIn, "/workload/team?space=$space", ""),
    ("GET /workload/suggestions", Give, "/workload/suggestions?task=$task", ""),
    ("GET /workload/{person}/{day}", Away(Way::Work), "/workload/$person/2026-12-01", ""),
];

/// What is asked of days off and of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To enter days off for somebody.
    Enter,
    /// To see those of somebody.
    See,
    /// To decide about them.
    Decide,
    /// To see what somebody has to do.
    Work,
}

fn decides(who: &str, person: &str) -> bool {
    rank(who) >= 2 || (who == "lead" && person == "colleague")
}

/// What `who` may expect.
pub fn away(who: &str, person: &str, way: Way) -> Verdict {
    let allowed = |yes: bool| if yes { Verdict::Yes } else { Verdict::Forbidden };
    match way {
        Way::Work if guest(who) => Verdict::Forbidden,
        Way::Work => knows(who, person),
        Way::Enter => then(knows(who, person), || allowed(decides(who, person))),
        // Approved ones are seen by all who know the person.
        Way::See if person == "owner" => knows(who, person),
        Way::Decide if person == "owner" => then(knows(who, person), || allowed(decides(who, person))),
        Way::See | Way::Decide if person == "unknown" || !decides(who, person) => Verdict::Hidden,
        Way::See | Way::Decide => Verdict::Yes,
    }
}

impl Company {
    /// Days off everybody has from the start.
    pub fn take_days_off(&mut self) {
        for who in ["colleague", "recluse", "owner"] {
            let made = self.day_off(who);
            self.things.insert((who, "absence"), made);
        }
        self.things.insert(("unknown", "absence"), UNKNOWN.into());
    }

    /// A day off somebody asks for.
    pub fn day_off(&self, who: &'static str) -> String {
        if who == "unknown" {
            return UNKNOWN.into();
        }
        let first = NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
        let day = first.checked_add_days(Days::new(u64::from(self.next() % 1_500))).unwrap();
        id(&self.people[who].post("/absences", json!({ "from": day, "until": day })).ok())
    }
}
