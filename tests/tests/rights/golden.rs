//! The matrix as it was looked at the last time.

use super::Matrix;
use crate::oracle::ACTORS;

/// Compares, or writes it down anew.
pub fn compare(matrix: &Matrix) {
    let head = format!(
        "Y done  y refused by the state of things  a 401  f 403  n 404  . cannot be asked\n{:15} {}\n",
        "",
        ACTORS.join(" ")
    );
    let text = format!("{head}{}", matrix.text);
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/rights.txt");
    if std::env::var("GUILDHALL_GOLDEN").is_ok_and(|what| what == "write") {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let changed = text.lines().zip(kept.lines()).find(|(now, then)| now != then);
    assert!(kept == text, "the matrix is not the one in {}; first change: {changed:?}", file.display());
    assert!(matrix.cells >= 20_000, "{} cells only", matrix.cells);
}
