//! Proofs at the engine under the whole product: power loss, failing disks, damaged files. What they came to stands in
//! ARCHITECTURE.md.

mod damage;
mod disk;
mod faults;
mod index;
mod migration;
mod office;
mod power;
mod rows;
mod sound;
mod untouched;
