//! The live stream: what it tells, whom, and when it ends.

mod forged;
mod histories;
mod reader;
mod telling;
mod ways;
mod ways_in;
mod ways_out;
