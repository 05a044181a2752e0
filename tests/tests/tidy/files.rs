//! The files of the checkout, as git would track them, read once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A text file and its path from the top of the checkout, with `/`.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }

    pub fn is_rust(&self) -> bool {
        self.is(&[".rs"])
    }

    /// Every line with its number, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Folders no rule looks into: built, fetched, or not ours.
const SKIPPED: [&str; 6] = [".git", "target", "node_modules", "assets/web", "coverage", "test-results"];

/// Top of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All text files, sorted by path.
pub fn all() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut files = Vec::new();
        walk(&root(), "", &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        assert!(files.iter().any(|file| file.path == "Cargo.toml"), "the checkout is not where it is looked for");
        files
    })
}

/// The Rust files under a folder (`""` for all).
pub fn rust(under: &str) -> impl Iterator<Item = &'static File> {
    all().iter().filter(move |file| file.is_rust() && file.path.starts_with(under))
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        if SKIPPED.contains(&name.as_str()) || SKIPPED.contains(&path.as_str()) || is_data(&name) {
            continue;
        }
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            walk(&entry.path(), &path, files);
        } else if kind.is_file() {
            // Pictures and fonts are not text and have no lines to keep tidy.
            if let Some(text) = fs::read(entry.path()).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
                files.push(File { path, text });
            }
        }
    }
}

/// A data file and what stands beside one; the repository ignores them too.
fn is_data(name: &str) -> bool {
    name.ends_with(".redb") || name.contains(".redb.")
}
