//! The tests of Guildhall at the interfaces people rely on: a real server on a real file, spoken to
//! over HTTP. [`Server`] is one with its own data file and a clock that stands still until it is
//! moved; [`Client`] is somebody signed in.

pub mod client;
pub mod dovecot;
pub mod drill;
pub mod filled;
pub mod live;
pub mod mailbox;
pub mod many;
pub mod office;
pub mod papers;
pub mod process;
pub mod program;
pub mod push;
pub mod server;
pub mod smtp;
pub mod stand_in;
pub mod team;
pub mod tls;
pub mod wire;
pub mod word;
pub mod writer;

pub use client::{Answer, Client};
pub use live::Live;
pub use office::{Office, id, office};
pub use process::Process;
pub use server::Server;
pub use wire::Wire;
pub use writer::{Writer, passage};

/// As in the executable, because most servers of the tests and of the bench run in their own process.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What holds after a while.
#[track_caller]
pub fn until<T: std::fmt::Debug>(look: impl Fn() -> T, good: impl Fn(&T) -> bool) -> T {
    let begun = std::time::Instant::now();
    loop {
        let now = look();
        if good(&now) {
            return now;
        }
        assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{now:?}");
        std::thread::park_timeout(std::time::Duration::from_millis(5));
    }
}

/// Waits a minute at the most until something holds.
#[track_caller]
pub fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{what}");
        std::thread::yield_now();
    }
}

/// A Monday morning: 23 November 2026, 09:00 UTC.
pub const MONDAY: i64 = 1_795_424_400_000;

/// A random-looking but repeatable sequence (xorshift*), so that a failing history can be run again.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// A sequence of its own for every seed.
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides.max(1)
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Yes in `percent` of the cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A text as it stands in a header of a program that signs in with a name and a password.
pub fn base64(text: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let coded = |three: &[u8]| {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        let sign = |at: usize| match at <= three.len() {
            true => char::from(SIGNS[(bits >> (18 - 6 * at)) as usize & 63]),
            false => '=',
        };
        (0..4).map(sign).collect::<String>()
    };
    text.as_bytes().chunks(3).map(coded).collect()
}
