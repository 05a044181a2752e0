//! A single transaction outside the writer thread, for the work done while a file is being opened.

use crate::engine::{self, Fault};
use crate::group::Group;
use crate::{StoreError, Tx, meta};
use redb::Database;

/// Runs one command on a database that nobody else writes to, and makes it durable.
pub(crate) fn transact<T>(
    database: &Database,
    names: &[&'static str],
    run: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let txn = engine::begin_write(database)?;
    let ran = engine::guard(|| {
        let mut group = Group::new(&txn, names);
        let seq = meta::last_seq(&group)?;
        let mut tx = Tx::new(&group, seq + 1);
        let answer = run(&mut tx)?;
        let (overlay, next_seq) = tx.into_writes();
        let wrote = !overlay.is_empty();
        group.apply(overlay, next_seq - 1)?;
        Ok((answer, wrote))
    });
    let (answer, wrote) = match ran {
        Ok(done) => done,
        Err(Fault { error, .. }) => {
            engine::roll_back(txn);
            return Err(error);
        }
    };
    engine::guard(|| if wrote { Ok(txn.commit()?) } else { Ok(txn.abort()?) })?;
    Ok(answer)
}
