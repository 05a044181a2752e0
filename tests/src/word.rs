//! Documents of office programs, read by a program that shares no code with the server.

use crate::smtp::python;
use serde_json::Value;
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// What a `.docx` says: its paragraphs with styles, numbers and marks, its tables and pictures. Fails where programs
/// would call it broken.
#[track_caller]
pub fn read(bytes: &[u8]) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read_docx.py");
    let mut child = Command::new(python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
