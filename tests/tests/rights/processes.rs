//! Processes of the company, and what their operations need.

use crate::{
    company::{Company, UNKNOWN},
    oracle::{Need, Need::*, Verdict, place, then},
    table::Row,
};
use guildhall_tests::id;
use serde_json::json;

/// Reports are about what the asker reads, and of one space for whoever reads it.
pub const REPORTS: &[Row] = &[
    ("GET /reports/operations", ReadSpace, "/reports/operations?space=$space", ""),
    ("GET /reports/operations.csv", ReadSpace, "/reports/operations.csv?space=$space", ""),
    ("GET /reports/requests", ReadSpace, "/reports/requests?space=$space", ""),
    ("GET /reports/requests.csv", ReadSpace, "/reports/requests.csv?space=$space", ""),
    ("GET /reports/lineup", Signed, "/reports/lineup", ""),
    ("GET /reports/lineup.csv", Signed, "/reports/lineup.csv", ""),
    ("GET /reports/throughput", ReadSpace, "/reports/throughput?space=$space", ""),
    ("GET /reports/throughput.csv", ReadSpace, "/reports/throughput.csv?space=$space", ""),
    ("GET /reports/overdue", ReadSpace, "/reports/overdue?space=$space", ""),
    ("GET /reports/overdue.csv", ReadSpace, "/reports/overdue.csv?space=$space", ""),
    ("GET /reports/time", ReadSpace, "/reports/time?space=$space", ""),
    ("GET /reports/time.csv", ReadSpace, "/reports/time.csv?space=$space", ""),
    // The weeks to come are the workload, which is for members.
    ("GET /reports/forecast", WorkIn, "/reports/forecast?space=$space", ""),
    ("GET /reports/forecast.csv", WorkIn, "/reports/forecast.csv?space=$space", ""),
    ("GET /reports/week", Signed, "/reports/week", ""),
    ("GET /reports/week", ReadSpace, "/reports/week?space=$space", ""),
    ("GET /reports/week.csv", ReadSpace, "/reports/week.csv?space=$space", ""),
    ("GET /reports/mails", Signed, "/reports/mails", ""),
    ("PUT /reports/mails", Signed, "/reports/mails", r#"{"report":"time","weekly":true}"#),
    ("GET /reports/views", Signed, "/reports/views", ""),
    (
        "PUT /reports/views",
        Signed,
        "/reports/views",
        r#"{"name":"Months","report":"lineup","query":"zoom=months","kept":true}"#,
    ),
    ("PUT /reports/mails", ReadSpace, "/reports/mails", r#"{"report":"week","space_id":"$space","weekly":true}"#),
];

/// Work that comes again. Whoever reads a space reads its processes.
pub const PROCESSES: &[Row] = &[
    ("GET /spaces/{id}/processes", ReadSpace, "/spaces/$space/processes", ""),
    (
        "POST /spaces/{id}/processes",
        Write,
        "/spaces/$space/processes",
        r#"{"name":"Process $n","rule":"every monday 8:30","steps":[{"text":"Look"}]}"#,
    ),
    ("POST /processes/preview", Signed, "read /processes/preview", r#"{"rule":"last working day of the month"}"#),
    // What one does not see is left out.
    ("GET /processes", Signed, "/processes?ids=$process", ""),
    ("GET /processes/{id}", Process(Way::Read), "/processes/$process", ""),
    ("PATCH /processes/{id}", Process(Way::Change), "/processes/$process", r#"{"name":"Process $n"}"#),
    ("DELETE /processes/{id}", Process(Way::Change), "/processes/$process", ""),
    ("PUT /processes/{id}/restore", Process(Way::Change), "/processes/$process/restore", "{}"),
    ("GET /processes/{id}/runs", Process(Way::Read), "/processes/$process/runs", ""),
    ("POST /processes/{id}/runs", Process(Way::Work), "/processes/$process/runs", "{}"),
    ("POST /processes/{id}/skip", Process(Way::Work), "/processes/$process/skip", r#"{"reason":"Snow"}"#),
    ("GET /processes/{id}/waits", Process(Way::Read), "/processes/$process/waits", ""),
    ("GET /processes/{id}/versions", Process(Way::Read), "/processes/$process/versions", ""),
    // What one does not see is left out.
    ("GET /runs", Signed, "/runs?from=2026-11-23&to=2026-11-29", ""),
    ("GET /runs/{id}", Process(Way::Read), "/runs/$run", ""),
    ("POST /runs/{id}/skip", Process(Way::Work), "/runs/$run/skip", r#"{"reason":"Snow"}"#),
    // Templates of tasks stand in a space like processes, and are saved by whoever may move the task.
    ("GET /spaces/{id}/task-templates", ReadSpace, "/spaces/$space/task-templates", ""),
    ("POST /tasks/{id}/templates", Move, "/tasks/$task/templates", "{}"),
    ("GET /task-templates/{id}", Process(Way::Read), "/task-templates/$template", ""),
    ("POST /task-templates/{id}/tasks", Process(Way::Work), "/task-templates/$template/tasks", "{}"),
    ("DELETE /task-templates/{id}", Process(Way::Change), "/task-templates/$template", ""),
    ("GET /spaces/{id}/topic-templates", ReadSpace, "/spaces/$space/topic-templates", ""),
    ("POST /topics/{id}/templates", Move, "/topics/$topic/templates", "{}"),
    ("GET /topic-templates/{id}", Process(Way::Read), "/topic-templates/$agenda", ""),
    ("DELETE /topic-templates/{id}", Process(Way::Change), "/topic-templates/$agenda", ""),
    ("GET /spaces/{id}/copies", ReadSpace, "/spaces/$space/copies", ""),
    ("POST /spaces/{id}/copies", BeginFrom, "/spaces/$space/copies", r#"{"name":"Again $n"}"#),
    // Starting sets bring processes. The row that would make all of one asks for a day that is over.
    ("GET /starting-sets", Admin, "/starting-sets", ""),
    ("POST /starting-sets/{name}", Admin, "/starting-sets/shop", r#"{"first_day":"2020-01-01"}"#),
    ("DELETE /starting-sets/{name}", Admin, "/starting-sets/shop", ""),
];

/// What is to be done with a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To read it: its space.
    Read,
    /// To start and skip its runs: to write in its space.
    Work,
    /// To change it: the same, and to have made it (the lead did) or to manage the space.
    Change,
}

/// Who may do what with the process of a space.
pub fn process(who: &str, space: &str, way: Way) -> Verdict {
    if place(who, space, Need::ReadSpace) != Verdict::Yes {
        return Verdict::Hidden;
    }
    match way {
        Way::Read => Verdict::Yes,
        Way::Work => place(who, space, Need::Write),
        Way::Change => then(place(who, space, Need::Write), || {
            if who == "lead" { Verdict::Yes } else { place(who, space, Need::Manage) }
        }),
    }
}

/// A process with a run that is open.
#[derive(Debug, Clone)]
pub struct Again {
    pub process: String,
    pub run: String,
    /// A template of the task of that run.
    pub template: String,
    /// A template of a topic.
    pub agenda: String,
}

impl Again {
    pub fn words(self) -> [(&'static str, String); 4] {
        [("$process", self.process), ("$run", self.run), ("$template", self.template), ("$agenda", self.agenda)]
    }
}

impl Company {
    /// Work that comes again in a space, with a run of it.
    pub fn process(&self, space: &str) -> Again {
        let lead = &self.people["lead"];
        let input = json!({"name": format!("Process {}", self.next()), "rule": "every monday 8:30"});
        let process = id(&lead.post(&format!("/spaces/{}/processes", self.spaces[space]), input).ok());
        let run = id(&lead.post(&format!("/processes/{process}/runs"), json!({})).ok());
        let template = id(&lead.post(&format!("/tasks/{run}/templates"), json!({})).ok());
        let topic = json!({"title": format!("Agenda {}", self.next())});
        let topic = id(&lead.post(&format!("/spaces/{}/topics", self.spaces[space]), topic).ok());
        let agenda = id(&lead.post(&format!("/topics/{topic}/templates"), json!({})).ok());
        Again { process, run, template, agenda }
    }

    /// The one of a space, or one that is nowhere.
    pub fn process_of(&self, space: &str, fresh: bool) -> Again {
        if fresh {
            return self.process(space);
        }
        let unknown =
            || Again { process: UNKNOWN.into(), run: UNKNOWN.into(), template: UNKNOWN.into(), agenda: UNKNOWN.into() };
        self.processes.get(space).cloned().unwrap_or_else(unknown)
    }
}
