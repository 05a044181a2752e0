//! Where things are: the checkout, the target folder, and the folder the person stands in.

use std::env;
use std::path::{Path, PathBuf};

use crate::shell::Outcome;

/// The folders every command needs.
pub struct Place {
    /// Top of the checkout.
    pub root: PathBuf,
    /// Cargo's target folder, absolute, so that tools started in other folders agree on it.
    pub target: PathBuf,
}

impl Place {
    /// Reads the places from what cargo tells a program it runs.
    pub fn find() -> Outcome<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .ok_or("start me as `cargo xtask`, so that cargo tells me where the checkout is.")?;
        let root = PathBuf::from(manifest)
            .join("../..")
            .canonicalize()
            .map_err(|error| format!("the checkout cannot be read: {error}."))?;
        // The running program is <target>/<profile>/xtask, whatever configured that folder.
        let target = env::current_exe()
            .ok()
            .and_then(|exe| exe.parent()?.parent().map(Path::to_path_buf))
            .unwrap_or_else(|| root.join("target"));
        Ok(Self { root, target })
    }

    /// The page's sources.
    pub fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    /// The built page, which the executable embeds.
    pub fn built_page(&self) -> PathBuf {
        self.root.join("assets/web")
    }

    /// Tools fetched by xtask; thrown away with the target folder.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The executable of a profile folder (`debug`, `release`, `dist`).
    pub fn executable(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("guildhall")
    }
}

/// The first program of these names on PATH.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}
