//! The table of doors: what each feature may use, what all may, and where one reaches downstream and why.

/// Folders of `server/src` that are features, upstream first, and what each may use, word by word.
pub const FEATURES: &[(&str, &str)] = &[
    ("organization", ""),
    ("audit", "organization"),
    ("contacts", ""),
    ("session", "organization audit"),
    ("people", "organization audit session"),
    ("spaces", "organization audit people"),
    ("items", "people spaces"),
    ("tasks", "organization audit people spaces items"),
    ("views", "spaces tasks"),
    ("time", "organization audit people spaces items tasks"),
    ("absences", "organization people time"),
    ("workload", "tasks time absences"),
    ("plan", "spaces items tasks"),
    ("budgets", "organization audit time plan"),
    ("processes", "people spaces items tasks"),
    ("files", "organization people spaces items tasks"),
    ("comments", "people spaces items tasks files"),
    ("topics", "people spaces items tasks comments files"),
    ("templates", "tasks"),
    ("documents", "spaces items tasks comments files"),
    ("events", "people spaces items tasks comments files documents"),
    ("reminders", "items"),
    ("approvals", "people spaces items tasks processes documents"),
    ("shares", "organization audit session contacts people spaces items documents files comments"),
    ("archives", "documents files"),
    ("dav", "session spaces items documents files"),
    ("calendars", "organization audit session people spaces items tasks events dav"),
    ("capture", "organization people spaces items tasks processes"),
    ("home", "organization people spaces items tasks time absences events"),
    ("search", "organization people spaces items tasks processes comments files topics documents events"),
    ("searches", "tasks search"),
    ("forms", "audit session spaces processes files"),
    ("requests", "contacts session people spaces items tasks processes files comments forms"),
    ("inbox", "people spaces items tasks time absences budgets comments files topics events approvals requests"),
    ("happened", "people spaces items tasks comments topics documents"),
    ("mail", "organization audit session contacts people items files comments topics inbox happened"),
    ("letters", "contacts mail forms requests"),
    ("reports", "audit tasks time workload plan budgets processes happened mail requests"),
    ("webhooks", "audit tasks mail"),
    ("rules", "items tasks processes comments mail forms requests webhooks"),
    ("starts", "spaces tasks plan views templates processes topics documents forms requests"),
    (
        "activity",
        "organization people spaces items tasks plan budgets views templates processes forms requests rules comments \
         files topics documents events reminders approvals searches inbox time absences",
    ),
    ("mail_in", "audit contacts people spaces items files comments topics approvals mail forms requests"),
    ("push", "organization session people inbox mail"),
    (
        "departures",
        "audit session contacts people spaces items tasks views time absences plan processes comments topics templates \
         documents events reminders approvals shares calendars searches rules inbox happened mail mail_in push reports",
    ),
    (
        "clockwork",
        "people items tasks time budgets processes comments topics reminders approvals calendars requests inbox mail \
         departures",
    ),
    (
        "live",
        "organization session people spaces items tasks time absences budgets views comments files home topics documents \
         events processes searches inbox forms requests rules",
    ),
    ("imports", "organization audit people spaces items tasks comments capture"),
    (
        "demo",
        "organization audit session people spaces items tasks time absences plan budgets processes comments approvals \
         topics documents events capture forms requests rules",
    ),
    ("admin", "organization audit session people spaces items tasks comments files search imports departures demo"),
];

/// Parts of `server/src` every feature may use. Of the features they know nothing.
pub const SHARED: &[&str] = &["config", "http", "jobs", "log", "outgoing", "vault"];

/// Where features are put together: the way to every object, lists of tables and addresses, the command line.
pub const PUTS_TOGETHER: &[&str] = &[
    "server/src/access/",
    "server/src/cli/",
    "server/src/app.rs",
    "server/src/catalogue.rs",
    "server/src/http/serve.rs",
    "server/src/lib.rs",
    "server/src/main.rs",
    "server/src/parts.rs",
    "server/src/upgrade.rs",
];

/// Files that reach downstream, what for, and why.
pub const REACHES_DOWN: &[(&str, &[&str], &str)] = &[
    ("http/call.rs", &["session"], "a request says who asks"),
    ("organization/commands.rs", &["audit"], "changed settings are noted for the audit"),
    (
        "session/bootstrap.rs",
        &["home", "inbox", "people", "search", "searches", "spaces", "time", "webhooks"],
        "one answer with all the shell needs",
    ),
    ("session/setup.rs", &["people"], "the first run makes the first person"),
    ("session/routes/door.rs", &["people"], "signing in answers who one is"),
    ("session/routes/me.rs", &["people"], "the person signed in"),
    ("people/commands/create.rs", &["spaces"], "a person begins with a Personal space"),
    ("people/commands/deactivate.rs", &["calendars"], "feeds end in the command that closes an account"),
    ("people/holdings.rs", &["tasks"], "what would be handed over"),
    ("people/invites/accept.rs", &["spaces"], "an invite leads into spaces in the same command"),
    ("spaces/commands/mod.rs", &["tasks"], "a space that closes or goes takes along what other spaces show of it"),
    ("spaces/commands/parts.rs", &["tasks"], "a status or section that goes takes its tasks to another one"),
    ("spaces/commands/workflow.rs", &["tasks"], "statuses and choices that go take their tasks to others"),
    ("spaces/commands/undo.rs", &["tasks"], "what tasks use by now is not taken back"),
    ("spaces/views.rs", &["tasks"], "a space shows how many tasks are open"),
    ("items/kinds.rs", &["tasks", "topics", "documents", "events"], "the one place that knows the kinds of items"),
    ("items/queries.rs", &["tasks", "topics"], "keys are of tasks and topics, and a topic may be called by its people"),
    ("tasks/routes/single.rs", &["topics", "documents", "events"], "there is one trash for all kinds of items"),
    ("tasks/evidence.rs", &["files"], "a photo that shows that a step is done is a file of its task"),
    ("files/uploads.rs", &["documents"], "what is sent in parts may become a document"),
    (
        "tasks/commands/trash.rs",
        &["comments", "files", "approvals", "calendars"],
        "what is deleted for good takes these along",
    ),
    ("documents/commands/trash.rs", &["approvals"], "the same of documents"),
];
