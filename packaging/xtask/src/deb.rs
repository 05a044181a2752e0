//! `cargo xtask deb`: the executable of `dist` as a package for Debian and what comes from it, with its unit and what
//! shells complete.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build;
use crate::place::{Place, on_path};
use crate::shell::{self, Outcome};

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What runs before and after files come and go.
const SCRIPTS: [&str; 3] = ["postinst", "prerm", "postrm"];
/// Where each shell looks for what it completes.
const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "usr/share/bash-completion/completions/guildhall"),
    ("zsh", "usr/share/zsh/vendor-completions/_guildhall"),
    ("fish", "usr/share/fish/vendor_completions.d/guildhall.fish"),
];

/// Builds the executable and packs it.
pub fn deb(place: &Place) -> Outcome {
    if on_path(&["dpkg-deb"]).is_none() {
        return Err("dpkg-deb is needed to pack (on Debian: apt install dpkg).".to_owned());
    }
    build::dist(place)?;
    let package = pack(place, &place.executable("release"), &place.target.join("deb"))?;
    println!("{}", package.display());
    Ok(())
}

/// Lays everything out in a folder and packs it beside that.
fn pack(place: &Place, executable: &Path, folder: &Path) -> Outcome<PathBuf> {
    let architecture = architecture()?;
    lay_out(place, executable, folder, architecture)?;
    let package = folder.with_file_name(format!("guildhall_{VERSION}_{architecture}.deb"));
    shell::run(Command::new("dpkg-deb").args(["--build", "--root-owner-group"]).arg(folder).arg(&package))?;
    Ok(package)
}

/// What Debian calls this processor.
fn architecture() -> Outcome<&'static str> {
    match std::env::consts::ARCH {
        "x86_64" => Ok("amd64"),
        "aarch64" => Ok("arm64"),
        other => Err(format!("there is no package for {other}; the executable of `dist` runs without one.")),
    }
}

fn lay_out(place: &Place, executable: &Path, folder: &Path, architecture: &str) -> Outcome {
    let _old = fs::remove_dir_all(folder);
    let read = |path: PathBuf| fs::read(&path).map_err(|error| format!("{} cannot be read: {error}.", path.display()));
    let put = |path: &str, bytes: &[u8]| shell::write(&folder.join(path), bytes);
    let program = read(executable.to_owned())?;
    put("usr/bin/guildhall", &program)?;
    put("usr/lib/systemd/system/guildhall.service", &read(place.root.join("packaging/systemd/guildhall.service"))?)?;
    for (name, path) in COMPLETIONS {
        put(path, &shell::output_of(Command::new(executable).args(["completions", name]))?)?;
    }
    let licences = ["LICENSE-MIT", "LICENSE-APACHE"].map(|name| read(place.root.join(name)));
    let [mit, apache] = licences;
    put("usr/share/doc/guildhall/copyright", &[mit?, b"\n".to_vec(), apache?].concat())?;
    for name in SCRIPTS {
        put(&format!("DEBIAN/{name}"), &read(place.root.join("packaging/deb").join(name))?)?;
    }
    let control = String::from_utf8_lossy(&read(place.root.join("packaging/deb/control"))?).into_owned();
    let control = control.replace("{version}", VERSION).replace("{architecture}", architecture);
    let control = control.replace("{size}", &(program.len() / 1024).to_string());
    put("DEBIAN/control", control.as_bytes())?;
    set_modes(folder).map_err(|error| format!("{} cannot be laid out: {error}.", folder.display()))
}

/// Folders and programs for everybody to enter and run, the rest for everybody to read, whatever this user's mask is.
fn set_modes(folder: &Path) -> std::io::Result<()> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            set_modes(&path)?;
            continue;
        }
        let runs = path.ends_with("usr/bin/guildhall") || SCRIPTS.iter().any(|name| path.ends_with(name));
        fs::set_permissions(&path, fs::Permissions::from_mode(if runs { 0o755 } else { 0o644 }))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_its_place_and_its_mode() {
        let place = Place::find().unwrap();
        let scratch = std::env::temp_dir().join(format!("guildhall-deb-{}", std::process::id()));
        let (program, folder) = (scratch.join("program"), scratch.join("deb"));
        shell::write(&program, b"#!/bin/sh\necho \"$@\"\n").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        lay_out(&place, &program, &folder, "amd64").unwrap();
        let mode = |path: &str| fs::metadata(folder.join(path)).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode("usr/bin/guildhall"), mode("DEBIAN/postinst"), mode("DEBIAN/control")), (0o755, 0o755, 0o644));
        let text = |path: &str| fs::read_to_string(folder.join(path)).unwrap();
        assert!(text("DEBIAN/control").contains(&format!("Version: {VERSION}\nArchitecture: amd64\n")));
        assert!(!text("DEBIAN/control").contains('{'), "every place is filled in");
        for (name, path) in COMPLETIONS {
            assert_eq!(text(path), format!("completions {name}\n"));
        }
        assert!(text("usr/lib/systemd/system/guildhall.service").contains("ExecStart=/usr/bin/guildhall serve"));
        // Where there is no dpkg-deb nothing can be packed, and `deb` says so.
        if on_path(&["dpkg-deb"]).is_some() && architecture().is_ok() {
            let package = pack(&place, &program, &folder).unwrap();
            let listed = shell::output_of(Command::new("dpkg-deb").arg("--contents").arg(package)).unwrap();
            let listed = String::from_utf8_lossy(&listed).into_owned();
            assert!(
                listed
                    .lines()
                    .any(|line| line.starts_with("-rwxr-xr-x root/root") && line.ends_with("/usr/bin/guildhall"))
            );
        }
        fs::remove_dir_all(scratch).unwrap();
    }
}
