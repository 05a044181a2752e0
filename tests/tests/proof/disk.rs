//! A disk in memory: it remembers everything that was done to it, fails when it is told to, and knows what of it
//! would be there if the power went now.

use guildhall_store::{Disk, DiskOpener};
use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};

const PAGE: usize = 4096;

/// Something that was done to a disk.
#[derive(Debug, Clone)]
pub enum Op {
    Write(usize, Arc<[u8]>),
    Len(usize),
    Sync,
}

/// Bytes that share with others what was not changed since.
#[derive(Debug, Clone, Default)]
pub struct Bytes {
    base: Arc<Vec<u8>>,
    over: BTreeMap<usize, Box<[u8; PAGE]>>,
    len: usize,
    /// How much of the base is still valid.
    below: usize,
}

impl Bytes {
    pub fn of(base: Arc<Vec<u8>>) -> Bytes {
        let len = base.len();
        Bytes { base, over: BTreeMap::new(), len, below: len }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    fn base_page(&self, page: usize) -> &[u8] {
        let start = (page * PAGE).min(self.below);
        &self.base[start..(start + PAGE).min(self.below)]
    }

    pub fn read(&self, at: usize, out: &mut [u8]) -> io::Result<()> {
        if at + out.len() > self.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let inside = self.below.saturating_sub(at).min(out.len());
        out[..inside].copy_from_slice(&self.base[at.min(self.below)..at.min(self.below) + inside]);
        out[inside..].fill(0);
        let pages = at / PAGE..(at + out.len()).div_ceil(PAGE);
        for (page, bytes) in self.over.range(pages) {
            let start = page * PAGE;
            let (from, to) = (start.max(at), (start + PAGE).min(at + out.len()));
            out[from - at..to - at].copy_from_slice(&bytes[from - start..to - start]);
        }
        Ok(())
    }

    pub fn write(&mut self, at: usize, data: &[u8]) {
        let mut done = 0;
        while done < data.len() {
            let (page, from) = ((at + done) / PAGE, (at + done) % PAGE);
            let take = (PAGE - from).min(data.len() - done);
            if !self.over.contains_key(&page) {
                let mut fresh = Box::new([0; PAGE]);
                let below = self.base_page(page);
                fresh[..below.len()].copy_from_slice(below);
                self.over.insert(page, fresh);
            }
            if let Some(bytes) = self.over.get_mut(&page) {
                bytes[from..from + take].copy_from_slice(&data[done..done + take]);
            }
            done += take;
        }
        self.len = self.len.max(at + data.len());
    }

    pub fn set_len(&mut self, len: usize) {
        if len < self.len {
            self.below = self.below.min(len);
            self.over.split_off(&len.div_ceil(PAGE));
            if let Some(last) = self.over.get_mut(&(len / PAGE)) {
                last[len % PAGE..].fill(0);
            }
        }
        self.len = len;
    }

    pub fn apply(&mut self, op: &Op) {
        match op {
            Op::Write(at, data) => self.write(*at, data),
            Op::Len(len) => self.set_len(*len),
            Op::Sync => {}
        }
    }

    /// All of them, in one piece.
    pub fn flat(&self) -> Vec<u8> {
        let mut out = vec![0; self.len];
        self.read(0, &mut out).unwrap();
        out
    }
}

/// When a disk fails, how, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// Steps that still succeed.
    pub after: usize,
    /// What the system says.
    pub errno: i32,
    /// Until it is healed, or just once.
    pub lasting: bool,
    /// The steps that count and fail are those that read, or those that change.
    pub reads: bool,
}

#[derive(Debug, Default)]
struct State {
    bytes: Bytes,
    ops: Vec<Op>,
    /// Whether what is done is remembered.
    recording: bool,
    /// What is certainly there if the power goes now: what a sync that succeeded made so.
    durable: Bytes,
    /// What waits for the next sync. A sync that fails loses it, as systems do.
    loose: Vec<Op>,
    fault: Option<Fault>,
    steps: [usize; 2],
    failed: usize,
}

/// The disk; clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<State>>);

impl Memory {
    pub fn holding(bytes: Bytes) -> Memory {
        Memory(Arc::new(Mutex::new(State { durable: bytes.clone(), bytes, ..State::default() })))
    }

    /// The same, and it remembers what is done to it.
    pub fn recording(bytes: Bytes) -> Memory {
        let disk = Memory::holding(bytes);
        disk.lock().recording = true;
        disk
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub fn opener(&self) -> DiskOpener {
        let disk = self.clone();
        Arc::new(move |_: &Path| Ok(Box::new(disk.clone()) as Box<dyn Disk>))
    }

    pub fn done(&self) -> usize {
        self.lock().ops.len()
    }

    pub fn ops(&self) -> Vec<Op> {
        self.lock().ops.clone()
    }

    pub fn durable(&self) -> Bytes {
        self.lock().durable.clone()
    }

    /// Fails from now on as planned; with `None` it works again.
    pub fn plan(&self, fault: Option<Fault>) {
        let mut state = self.lock();
        (state.fault, state.steps, state.failed) = (fault, [0; 2], 0);
    }

    /// Steps since the last plan, those that change and those that read, and how many of them failed.
    pub fn steps(&self) -> ([usize; 2], usize) {
        let state = self.lock();
        (state.steps, state.failed)
    }
}

impl State {
    fn step(&mut self, reads: bool) -> io::Result<()> {
        let before = self.steps[usize::from(reads)];
        self.steps[usize::from(reads)] += 1;
        let Some(fault) = self.fault.filter(|fault| fault.reads == reads) else { return Ok(()) };
        if before == fault.after || (fault.lasting && before > fault.after) {
            self.failed += 1;
            return Err(io::Error::from_raw_os_error(fault.errno));
        }
        Ok(())
    }

    fn change(&mut self, op: Op) -> io::Result<()> {
        if let Err(error) = self.step(false) {
            match &op {
                // A disk that fills up has taken the first part.
                Op::Write(at, data) => {
                    let part = Op::Write(*at, data[..data.len() / 1024 * 512].into());
                    self.bytes.apply(&part);
                    self.loose.push(part);
                }
                Op::Sync => self.loose.clear(),
                Op::Len(_) => {}
            }
            return Err(error);
        }
        self.bytes.apply(&op);
        if matches!(op, Op::Sync) {
            for op in std::mem::take(&mut self.loose) {
                self.durable.apply(&op);
            }
        } else {
            self.loose.push(op.clone());
        }
        if self.recording {
            self.ops.push(op);
        }
        Ok(())
    }
}

impl Disk for Memory {
    fn len(&self) -> io::Result<u64> {
        Ok(self.lock().bytes.len() as u64)
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut state = self.lock();
        state.step(true)?;
        state.bytes.read(usize::try_from(offset).unwrap(), out)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.lock().change(Op::Len(usize::try_from(len).unwrap()))
    }
    fn sync(&self) -> io::Result<()> {
        self.lock().change(Op::Sync)
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.lock().change(Op::Write(usize::try_from(offset).unwrap(), data.into()))
    }
}
