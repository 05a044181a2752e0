//! Commands that share a commit: order, atomicity, and what a failing neighbour may not do.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::{NOTES, fresh, get, open, put};
use guildhall_store::{Span, StoreError};
use std::sync::{Arc, Barrier};

#[test]
fn what_was_answered_is_there_after_reopening() {
    let (_dir, path, store) = fresh();
    put(&store, 1, "one");
    put(&store, 2, "two");
    let history = store.history();
    assert_eq!(*store.watch().borrow(), 2);
    drop(store);
    let store = open(&path);
    assert_eq!(get(&store, 1).as_deref(), Some("one"));
    assert_eq!(store.snapshot().unwrap().read().last_seq().unwrap(), 2);
    assert_eq!(store.history(), history);
}

#[test]
fn a_refused_and_a_panicking_command_leave_no_trace_among_64() {
    let (_dir, _path, store) = fresh();
    // The writer is held up until all commands wait, so that they share one group.
    let gate = Arc::new(Barrier::new(2));
    let hold = Arc::clone(&gate);
    let first = store.write(move |_| {
        hold.wait();
        hold.wait();
        Ok::<_, StoreError>(())
    });
    gate.wait();
    let answers: Vec<_> = (0..64u64)
        .map(|n| {
            store.write(move |tx| {
                tx.put(&NOTES, &n, &format!("note {n}"))?;
                let seq = tx.append(&format!("change {n}"))?;
                match n {
                    20 => Err(StoreError::Refused("a rule".into())),
                    40 => panic!("the command of this test panics"),
                    _ => Ok(seq),
                }
            })
        })
        .collect();
    gate.wait();
    first.wait().unwrap();
    let answers: Vec<_> = answers.into_iter().map(|answer| answer.wait()).collect();
    assert_eq!(answers[20], Err(StoreError::Refused("a rule".into())));
    assert_eq!(answers[40], Err(StoreError::Panicked));
    let seqs: Vec<u64> = answers.into_iter().filter_map(Result::ok).collect();
    assert_eq!(seqs, (1..=62).collect::<Vec<_>>(), "sequence numbers have no gaps");
    let snapshot = store.snapshot().unwrap();
    let rows: Vec<_> = snapshot.read().scan(&NOTES, Span::all()).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 62);
    assert!(rows.iter().all(|(key, text)| *key != 20 && *key != 40 && *text == format!("note {key}")));
    assert_eq!(store.stats().unwrap().commits, 1, "64 waiting commands share one commit");
}

#[test]
fn commands_see_the_ones_before_them_and_their_own_writes() {
    let (_dir, _path, store) = fresh();
    let many: Vec<_> = (0..200u64)
        .map(|_| {
            store.write(|tx| {
                let last = tx.read().keys(&NOTES, Span::all().reverse().limit(1))?.next().transpose()?;
                let next = last.map_or(0, |last| last + 1);
                tx.put(&NOTES, &next, &"x".to_owned())?;
                assert!(tx.has(&NOTES, &next)?);
                assert_eq!(tx.rows(), 1);
                Ok::<_, StoreError>(next)
            })
        })
        .collect();
    let keys: Vec<_> = many.into_iter().map(|answer| answer.wait().unwrap()).collect();
    assert_eq!(keys, (0..200).collect::<Vec<_>>());
}

#[test]
fn a_sequence_number_is_never_given_twice() {
    let (_dir, path, store) = fresh();
    put(&store, 1, "one");
    put(&store, 2, "two");
    store.write(|tx| tx.delete(&guildhall_store::log::<String>(), &2)).wait().unwrap();
    drop(store);
    let store = open(&path);
    assert_eq!(store.snapshot().unwrap().read().last_seq().unwrap(), 2);
    assert_eq!(store.write(|tx| tx.append(&"three".to_owned())).wait(), Ok(3));
}

#[test]
fn a_table_that_is_not_in_the_catalogue_is_an_error() {
    let (_dir, _path, store) = fresh();
    let other = guildhall_store::Table::<u64, u64>::new("other");
    let refused = StoreError::UnknownTable("other".into());
    assert_eq!(store.write(move |tx| tx.get(&other, &1)).wait(), Err(refused.clone()));
    assert_eq!(store.write(move |tx| tx.put(&other, &1, &1)).wait(), Err(refused));
    put(&store, 1, "and the store goes on");
}
