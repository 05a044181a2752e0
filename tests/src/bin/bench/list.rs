//! A page of 50 tasks over HTTP, beside a bare actix server that reads the same 50 records from a bare
//! redb file in the same order, decodes and encodes them.

use super::{create::race, seed::Seeded, table::Table, wire::Wire};
use actix_web::{App, HttpResponse, HttpServer, web};
use guildhall::{
    access::{Scope, Who},
    tasks::{
        record::TaskRecord,
        rows::{ORDERS, Order},
        store,
    },
};
use guildhall_domain::task::Task;
use guildhall_store::Span;
use redb::{Database, ReadableDatabase, TableDefinition};
use std::{net::TcpListener, sync::Arc};

const ORDER: TableDefinition<u64, &[u8]> = TableDefinition::new("order");
const RECORDS: TableDefinition<&[u8], &[u8]> = TableDefinition::new("records");

/// What the bare server encodes: the fields of the product's row that are in the record itself.
#[derive(serde::Serialize)]
struct Bare<'a> {
    id: uuid::Uuid,
    #[serde(rename = "type")]
    kind: &'static str,
    number: u32,
    space_id: uuid::Uuid,
    section_id: Option<u32>,
    status_id: u32,
    title: &'a str,
    assignee_id: Option<uuid::Uuid>,
    due: Option<String>,
    start: Option<String>,
    estimate_minutes: Option<u32>,
    tag_ids: &'a [u32],
    parent_id: Option<uuid::Uuid>,
    comment_count: u32,
    link_count: u32,
    order: &'a str,
    created_at: String,
    updated_at: String,
    archived: bool,
    version: u64,
}

fn bare(database: &Database) -> Option<String> {
    let read = database.begin_read().ok()?;
    let (order, records) = (read.open_table(ORDER).ok()?, read.open_table(RECORDS).ok()?);
    let mut tasks: Vec<Task> = Vec::with_capacity(50);
    for row in order.range(0..50).ok()? {
        let (_, id) = row.ok()?;
        let record = records.get(id.value()).ok()??;
        tasks.push(Task::from(guildhall_store::decode_record::<TaskRecord>(record.value()).ok()?));
    }
    let rows: Vec<Bare> = tasks
        .iter()
        .map(|task| Bare {
            id: task.id,
            kind: "task",
            number: task.number,
            space_id: task.space,
            section_id: task.section,
            status_id: task.status,
            title: &task.title,
            assignee_id: task.assignee,
            due: task.due.map(|due| due.to_text()),
            start: task.start.map(|start| start.to_text()),
            estimate_minutes: task.estimate,
            tag_ids: &task.tags,
            parent_id: task.parent,
            comment_count: task.comments,
            link_count: task.links,
            order: &task.order,
            created_at: guildhall::http::shapes::instant(task.created_ms),
            updated_at: guildhall::http::shapes::instant(task.updated_ms),
            archived: task.archived,
            version: task.seq,
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
    let (_folder, database) = bare_file(seeded);
    let database = Arc::new(database);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (send, receive) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(move || {
                let database = database.clone();
                App::new().route(
                    "/list",
                    web::get().to(move || {
                        let body = bare(&database);
                        async move {
                            body.map_or_else(
                                || HttpResponse::InternalServerError().finish(),
                                |body| HttpResponse::Ok().content_type("application/json").body(body),
                            )
                        }
                    }),
                )
            });
            let server =
                server.workers(2).tcp_nodelay(true).disable_signals().listen(listener).expect("a listener").run();
            send.send(server.handle()).expect("somebody waits");
            server.await.expect("the server runs");
        });
    });
    let handle = receive.recv().expect("the server starts");
    let (limit, limit_times, limit_errors) = race(16, |_| {
        let mut wire = Wire::connect(&url, "");
        move || wire.send("GET", "/list", "").0 == 200
    });
    let path = format!("/api/v1/spaces/{}/tasks?limit=50", seeded.space);
    let (ours, times, errors) = race(16, |_| {
        let mut wire = Wire::connect(&seeded.server.url, &seeded.cookie);
        let path = path.clone();
        move || wire.send("GET", &path, "").0 == 200
    });
    actix_web::rt::System::new().block_on(handle.stop(false));
    thread.join().expect("the bare server ends");
    let (ratio, tail) = (ours / limit, times.at(99.0) / limit_times.at(99.0).max(0.001));
    table.row(
        "list 50 tasks of a space, 16 connections",
        seeded.size,
        format!("{ours:.0}/s, p50 {:.2} ms, p99 {:.2} ms", times.at(50.0), times.at(99.0)),
        format!("{limit:.0}/s, p50 {:.2} ms, p99 {:.2} ms bare", limit_times.at(50.0), limit_times.at(99.0)),
        Some(ratio),
        &format!("≥ 0.6; p99 ≤ 3× ({tail:.1}×)"),
        Some(ratio >= 0.6 && tail <= 3.0),
        errors + limit_errors,
    );
}
