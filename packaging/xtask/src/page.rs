//! The page: its packages, its build, and knowing when neither has to be done again.
//!
//! A fingerprint of the inputs decides, not times: a fresh clone, a switched branch and an edited
//! file all end with the page that belongs to the sources. An unchanged page is left alone, because
//! touching it makes cargo compile the server again.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::place::Place;
use crate::print;
use crate::shell::{self, Outcome};

/// Folders of web/ the built page does not depend on.
const NOT_INPUTS: [&str; 3] = ["node_modules", "tests", "coverage"];

/// Installs the page's packages unless the lock file is the one they were installed from.
pub fn packages(place: &Place) -> Outcome {
    shell::need_node()?;
    let web = place.web();
    let lock = web.join("package-lock.json");
    if !lock.is_file() {
        return Err("web/package-lock.json is missing; run `npm install` in web/ and commit it.".to_owned());
    }
    let stamp = web.join("node_modules/.guildhall");
    let now = fingerprint(&[lock, web.join("package.json")])?;
    if shell::read_or_empty(&stamp) == now.as_bytes() {
        return Ok(());
    }
    print::note("installing the page's packages");
    shell::run(shell::in_web(place, "npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    shell::write(&stamp, now.as_bytes())
}

/// Builds the page into assets/web, with a brotli and a gzip copy beside each file.
pub fn build(place: &Place) -> Outcome {
    packages(place)?;
    // Two at once (one terminal runs, another one tests) would empty the folder under each other.
    let _alone = shell::lock(&place.target.join("xtask/page.lock"))?;
    let stamp = place.target.join("xtask/page");
    let page = place.built_page();
    let mut inputs = Vec::new();
    collect(&place.web(), &mut inputs)?;
    let now = fingerprint(&inputs)?;
    if is_complete(&page) && shell::read_or_empty(&stamp) == now.as_bytes() {
        return Ok(());
    }
    print::note("building the page");
    clear(&page)?;
    shell::run(shell::in_web(place, "npm").args(["run", "--silent", "build"]))?;
    shell::run(shell::in_web(place, "node").arg("scripts/compress.mjs").arg(&page))?;
    // The folder is in the repository although its contents are not.
    shell::write(&page.join(".gitkeep"), b"")?;
    shell::write(&stamp, now.as_bytes())
}

/// Whether a build ended well: a page built by hand has no compressed copies.
fn is_complete(page: &Path) -> bool {
    let packed = |entry: fs::DirEntry| entry.path().extension().is_some_and(|ending| ending == "br");
    page.join("index.html").is_file()
        && fs::read_dir(page.join("assets")).is_ok_and(|entries| entries.flatten().any(packed))
}

/// Removes what an earlier build left: hashed names would otherwise gather, and all be embedded.
fn clear(page: &Path) -> Outcome {
    match fs::remove_dir_all(page) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{} cannot be emptied: {error}.", page.display()))
        }
        _ => Ok(()),
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Outcome {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let ignored = NOT_INPUTS.iter().any(|name| entry.file_name() == *name);
        if path.is_dir() && !ignored {
            collect(&path, found)?;
        } else if path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn fingerprint(files: &[PathBuf]) -> Outcome<String> {
    let mut files = files.to_vec();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let bytes = fs::read(&file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
        (file, bytes).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
