//! Durable jobs: claimed once, tried again with growing pauses, kept when dead, claimed again after a crash.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::{NOW, fresh, open};
use guildhall_store::jobs::{self, Job, JobState, MAX_ATTEMPTS};
use guildhall_store::{Store, StoreError};
use uuid::Uuid;

fn add(store: &Store, kind: &'static str, payload: &'static str, at: i64) -> Uuid {
    store.write(move |tx| jobs::enqueue(tx, kind, payload.as_bytes(), at)).wait().unwrap()
}

fn claim(store: &Store, now: i64, kinds: &[&str]) -> Vec<Job> {
    jobs::claim_due(store, now, kinds).wait().unwrap()
}

fn payloads(jobs: &[Job]) -> Vec<String> {
    jobs.iter().map(|job| String::from_utf8(job.payload.clone()).unwrap()).collect()
}

fn listed(store: &Store, state: JobState) -> Vec<Uuid> {
    let snapshot = store.snapshot().unwrap();
    jobs::list(snapshot.read(), Some(state)).unwrap().into_iter().map(|job| job.id).collect()
}

#[test]
fn a_job_is_claimed_once_when_it_is_due_and_then_forgotten() {
    let (_dir, _path, store) = fresh();
    let later = add(&store, "mail", "later", NOW + 5);
    let first = add(&store, "mail", "first", NOW - 5);
    add(&store, "export", "other", NOW - 9);
    assert_eq!(jobs::next_due(store.snapshot().unwrap().read(), &["mail"]), Ok(Some(NOW - 5)));
    assert_eq!(payloads(&claim(&store, NOW, &["mail"])), ["first"]);
    assert!(claim(&store, NOW, &["mail"]).is_empty());
    assert_eq!(payloads(&claim(&store, NOW + 5, &["mail", "export"])), ["later", "other"]);
    store.write(move |tx| jobs::progress(tx, later, 3, 10, "page 3")).wait().unwrap();
    let job = jobs::get(store.snapshot().unwrap().read(), later).unwrap().unwrap();
    assert_eq!((job.progress, job.note.as_deref(), job.state), (Some((3, 10)), Some("page 3"), JobState::Running));
    assert!(store.write(move |tx| jobs::discard(tx, later)).wait().is_err(), "it runs");
    for id in [first, later, first] {
        store.write(move |tx| jobs::complete(tx, id)).wait().unwrap();
    }
    assert_eq!(jobs::list(store.snapshot().unwrap().read(), None).unwrap().len(), 1);
}

#[test]
fn many_jobs_come_in_order_and_in_handfuls() {
    let (_dir, _path, store) = fresh();
    let all: Vec<Uuid> = (0..70).map(|n| add(&store, "mail", "x", NOW + n)).collect();
    let mut claimed = Vec::new();
    loop {
        let more = claim(&store, NOW + 1000, &["mail"]);
        assert!(more.len() <= 32);
        if more.is_empty() {
            break;
        }
        claimed.extend(more.into_iter().map(|job| job.id));
    }
    assert_eq!(claimed, all);
}

#[test]
fn a_failing_job_pauses_longer_and_longer_and_is_dead_in_the_end_until_somebody_acts() {
    let (_dir, _path, store) = fresh();
    let id = add(&store, "mail", "x", NOW);
    let mut now = NOW;
    let mut pauses = Vec::new();
    for attempt in 1..=MAX_ATTEMPTS {
        assert!(claim(&store, now - 1, &["mail"]).is_empty(), "not before its time");
        assert_eq!(claim(&store, now, &["mail"])[0].attempts, attempt);
        let state = store.write(move |tx| jobs::fail(tx, id, "no route", now)).wait().unwrap();
        assert_eq!(state, if attempt == MAX_ATTEMPTS { JobState::Dead } else { JobState::Waiting });
        pauses.push(jobs::pause_ms(attempt));
        now += jobs::pause_ms(attempt);
    }
    assert!(pauses.is_sorted() && pauses[0] == 10_000 && pauses[39] == 21_600_000);
    assert!((6..9).contains(&((now - NOW) / 86_400_000)), "a mail server may be down for a week");
    assert!(claim(&store, i64::MAX, &["mail"]).is_empty());
    assert_eq!(listed(&store, JobState::Dead), [id]);
    store.write(move |tx| jobs::retry(tx, id, now)).wait().unwrap();
    let again = claim(&store, now, &["mail"]);
    assert_eq!((again[0].attempts, again[0].error.as_deref()), (1, Some("no route")));
    store.write(move |tx| jobs::fail(tx, id, "again", now)).wait().unwrap();
    store.write(move |tx| jobs::discard(tx, id)).wait().unwrap();
    let missing: Result<(), StoreError> = store.write(move |tx| jobs::retry(tx, id, now)).wait();
    assert!(matches!(missing, Err(StoreError::Refused(_))));
}

#[test]
fn a_job_that_was_running_when_the_process_ended_is_claimed_again() {
    let (_dir, path, store) = fresh();
    let id = add(&store, "mail", "x", NOW);
    claim(&store, NOW, &["mail"]);
    drop(store);
    let store = open(&path);
    assert_eq!(listed(&store, JobState::Waiting), [id]);
    let again = claim(&store, NOW, &["mail"]);
    assert_eq!((again[0].id, again[0].attempts), (id, 2));
}
