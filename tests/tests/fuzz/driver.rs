//! Runs one target: makes inputs, times them, and tells exactly which one failed.

use crate::mutate::Mutator;
use std::{
    collections::HashSet,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::{Duration, Instant},
};

/// Inputs in the suite, and with `GUILDHALL_LONG`.
const ROUNDS: u64 = 20_000;
const LONG: u64 = 100 * ROUNDS;
/// Longest one input may take, unoptimised and on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);
/// What a run may leave behind, in KiB, with what the others left that ran in this process meanwhile.
const MEMORY: u64 = 1024 * 1024;
/// Inputs that did something new are kept and changed further, so many at most.
const KEPT: usize = 2_000;

/// What is tried.
pub struct Target {
    pub name: &'static str,
    pub corpus: Vec<Vec<u8>>,
    /// Words of the grammar, put in as they are.
    pub words: &'static [&'static str],
    /// Share of the inputs in the suite, in percent, for what is slow.
    pub share: u64,
}

impl Target {
    /// Tries the corpus as it is and then changed. `check` panics when something is not as it must be, and answers
    /// what sort of thing it saw: an input of a new sort is worth changing further.
    pub fn run<S: Hash>(self, check: impl Fn(&[u8]) -> S) {
        let rounds = if std::env::var_os("GUILDHALL_LONG").is_some() { LONG } else { ROUNDS } * self.share / 100;
        let memory = resident();
        let mut pool = self.corpus.clone();
        let mut sorts = HashSet::new();
        let mut slowest = (Duration::ZERO, 0);
        for round in 0..rounds + self.corpus.len() as u64 {
            let input = match self.corpus.get(usize::try_from(round).unwrap()) {
                Some(whole) => whole.clone(),
                None => Mutator::new(round, &pool, self.words).input(),
            };
            let begun = Instant::now();
            let sort = match catch_unwind(AssertUnwindSafe(|| check(&input))) {
                Ok(sort) => hash(&sort),
                Err(_) => {
                    panic!("{} failed on input {round}, kept as {}", self.name, self.keep(round, &input).display())
                }
            };
            slowest = slowest.max((begun.elapsed(), round));
            assert!(slowest.0 < PATIENCE, "{} {slowest:?}: {}", self.name, self.keep(round, &input).display());
            if sorts.insert(sort) && pool.len() < KEPT {
                pool.push(input);
            }
        }
        let grown = resident().saturating_sub(memory);
        println!("{}: {rounds} inputs, {} sorts, slowest {:?}, {grown} KiB more", self.name, sorts.len(), slowest.0);
        assert!(grown < MEMORY, "{} left {grown} KiB behind", self.name);
        assert!(sorts.len() > 3, "{} saw only {} sorts of things", self.name, sorts.len());
    }

    fn keep(&self, round: u64, input: &[u8]) -> PathBuf {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
        let path = folder.join(format!("{}-{round}", self.name));
        fs::create_dir_all(folder).unwrap();
        fs::write(&path, input).unwrap();
        path
    }
}

fn hash(sort: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    sort.hash(&mut hasher);
    hasher.finish()
}

/// Memory of this process in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
