//! A page of 50 tasks over HTTP, beside a bare actix server that reads the same 50 records from a bare
//! redb file in the same order, decodes and encodes them.

use super::{
    bare::Bare,
    create::duel,
    seed::Seeded,
    table::{Row, Table},
    wire::Wire,
};
use actix_web::{HttpResponse, web};
use guildhall::{
    access::{Scope, Who},
    http::shapes::{CategoryShape, WhenShape},
    tasks::{
        record::TaskRecord,
        rows::{ORDERS, Order},
        store,
        views::{PriorityShape, WaitingShape},
    },
};
use guildhall_domain::task::Task;
use guildhall_store::Span;
use redb::{Database, ReadableDatabase, TableDefinition};
use std::sync::Arc;

const ORDER: TableDefinition<u64, &[u8]> = TableDefinition::new("order");
const RECORDS: TableDefinition<&[u8], &[u8]> = TableDefinition::new("records");

/// What the bare server encodes: the product's own fields, as far as they stand in the record itself.
#[derive(serde::Serialize)]
struct BareRow<'a> {
    id: uuid::Uuid,
    #[serde(rename = "type")]
    kind: &'static str,
    number: u32,
    space_id: uuid::Uuid,
    also_in: &'a [uuid::Uuid],
    section_id: Option<u32>,
    status_id: u32,
    category: CategoryShape,
    title: &'a str,
    assignee_id: Option<uuid::Uuid>,
    priority: PriorityShape,
    due: Option<WhenShape>,
    start: Option<WhenShape>,
    estimate_minutes: Option<u32>,
    tag_ids: &'a [u32],
    parent_id: Option<uuid::Uuid>,
    steps_done: u32,
    steps_total: u32,
    subtasks_done: u32,
    subtasks_total: u32,
    comment_count: u32,
    link_count: u32,
    waiting: Option<WaitingShape>,
    order: &'a str,
    author: Option<uuid::Uuid>,
    created_at: String,
    updated_at: String,
    completed_at: Option<String>,
    archived: bool,
    trashed_at: Option<String>,
    version: u64,
    body: &'a str,
}

fn body(database: &Database) -> Option<String> {
    let read = database.begin_read().ok()?;
    let (order, records) = (read.open_table(ORDER).ok()?, read.open_table(RECORDS).ok()?);
    let mut tasks: Vec<Task> = Vec::with_capacity(50);
    for row in order.range(0..50).ok()? {
        let (_, id) = row.ok()?;
        let record = records.get(id.value()).ok()??;
        tasks.push(Task::from(guildhall_store::decode_record::<TaskRecord>(record.value()).ok()?));
    }
    let rows: Vec<BareRow> = tasks
        .iter()
        .map(|task| BareRow {
            id: task.id,
            kind: "task",
            number: task.number,
            space_id: task.space,
            also_in: &task.also_in,
            section_id: task.section,
            status_id: task.status,
            category: task.category.into(),
            title: &task.title,
            assignee_id: task.assignee,
            priority: task.priority.into(),
            due: task.due.as_ref().map(WhenShape::from),
            start: task.start.as_ref().map(WhenShape::from),
            estimate_minutes: task.estimate,
            tag_ids: &task.tags,
            parent_id: task.parent,
            steps_done: task.step_counts().0,
            steps_total: task.step_counts().1,
            subtasks_done: task.subtasks.0,
            subtasks_total: task.subtasks.1,
            comment_count: task.comments,
            link_count: task.links,
            waiting: task.waiting.as_ref().map(WaitingShape::from),
            order: &task.order,
            author: task.author.id(),
            created_at: guildhall::http::shapes::instant(task.created_ms),
            updated_at: guildhall::http::shapes::instant(task.updated_ms),
            completed_at: task.completed_ms.map(guildhall::http::shapes::instant),
            archived: task.archived,
            trashed_at: task.trashed_ms.map(guildhall::http::shapes::instant),
            version: task.seq,
            body: &task.body,
        })
        .collect();
    serde_json::to_string(&rows).ok()
}

/// The bare file with all tasks of the space, so that it is of the same size.
fn bare_file(seeded: &Seeded) -> (tempfile::TempDir, Database) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::create(folder.path().join("bare.redb")).expect("a database");
    let view = seeded.server.app.view(Who::person(seeded.owner)).expect("a view");
    let audience = view.directory().space(seeded.space).expect("the space").audience;
    let write = database.begin_write().expect("a transaction");
    {
        let (mut order, mut records) =
            (write.open_table(ORDER).expect("a table"), write.open_table(RECORDS).expect("a table"));
        let rows = view.read().keys(&ORDERS, Span::prefix(&(audience, Order::Manual as u8))).expect("rows");
        for (at, row) in rows.enumerate() {
            let (_, _, _, id) = row.expect("a row");
            let task = store::get(view.read(), id).expect("a read").expect("a task");
            let mut body = Vec::new();
            guildhall_store::encode_record(&TaskRecord::from(&task), &mut body).expect("a record");
            order.insert(at as u64, id.as_bytes().as_slice()).expect("an insert");
            records.insert(id.as_bytes().as_slice(), body.as_slice()).expect("an insert");
        }
    }
    write.commit().expect("a commit");
    (folder, database)
}

/// Measures 16 connections.
pub fn measure(seeded: &Seeded, table: &mut Table) {
    let settled = usize::from(!seeded.settle());
    let (_folder, database) = bare_file(seeded);
    let database = Arc::new(database);
    let beside_it = Bare::start(move |routes| {
        let database = database.clone();
        let list = move || {
            let body = body(&database);
            async move {
                body.map_or_else(
                    || HttpResponse::InternalServerError().finish(),
                    |body| HttpResponse::Ok().content_type("application/json").body(body),
                )
            }
        };
        routes.route("/list", web::get().to(list));
    });
    let path = format!("/api/v1/spaces/{}/tasks?limit=50", seeded.space);
    let (limit, ours) = duel(
        16,
        || (),
        |_| {
            let mut wire = Wire::connect(&beside_it.url, "");
            move || wire.send("GET", "/list", "").0 == 200
        },
        |_| {
            let mut wire = Wire::connect(&seeded.server.url, &seeded.cookie);
            let path = path.clone();
            move || wire.send("GET", &path, "").0 == 200
        },
    );
    beside_it.end();
    let (ratio, tail) = (ours.rate / limit.rate, ours.times.at(99.0) / limit.times.at(99.0).max(0.001));
    table.add(Row {
        work: "list 50 tasks of a space, 16 connections".into(),
        items: seeded.size,
        guildhall: ours.words(),
        limit: format!("{} bare", limit.words()),
        ratio: Some(ratio),
        p50: Some(ours.times.at(50.0)),
        reach: format!("≥ 0.6; p99 ≤ 3× ({tail:.1}×)"),
        held: Some(ratio >= 0.6 && tail <= 3.0),
        errors: ours.errors + limit.errors + settled,
    });
}
