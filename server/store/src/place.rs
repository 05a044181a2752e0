//! Where the data file lies: file system, free space, permissions, and who holds it.
//!
//! Facts come from the operating system; on systems without `/proc` the ones that need it are unknown.

use std::io;
use std::path::{Path, PathBuf};

/// File systems whose locks or syncs do not hold what the engine needs.
const NETWORK: [&str; 18] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb2",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "davfs",
    "fuse.sshfs",
    "fuse.glusterfs",
    "fuse.ceph",
    "fuse.davfs2",
    "fuse.rclone",
    "fuse.s3fs",
];

/// The folder a file lies in.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Bytes this user may still write on the file system of `path`'s folder.
pub(crate) fn free_bytes(path: &Path) -> io::Result<u64> {
    let fs = rustix::fs::statvfs(folder(path))?;
    Ok(fs.f_bavail.saturating_mul(fs.f_frsize))
}

/// Bytes of the whole file system of `path`'s folder.
pub(crate) fn disk_bytes(path: &Path) -> io::Result<u64> {
    let fs = rustix::fs::statvfs(folder(path))?;
    Ok(fs.f_blocks.saturating_mul(fs.f_frsize))
}

/// The name of the file system `path` lies on, such as `ext4`.
pub(crate) fn file_system(path: &Path) -> Option<String> {
    let real = std::fs::canonicalize(folder(path)).ok()?;
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kinds = mounts.lines().filter_map(|line| {
        let (mount, rest) = line.split_once(" - ")?;
        let point = PathBuf::from(unescape(mount.split(' ').nth(4)?));
        let kind = rest.split(' ').next()?;
        real.starts_with(&point).then(|| (point.components().count(), kind.to_owned()))
    });
    // The deepest mount point wins, and of two on the same folder the later one.
    kinds.max_by_key(|(depth, _)| *depth).map(|(_, kind)| kind)
}

pub(crate) fn is_network(kind: &str) -> bool {
    NETWORK.contains(&kind)
}

/// mountinfo writes space, tab, newline and backslash as three octal digits.
fn unescape(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(text.to_owned(), |text, (code, plain)| text.replace(code, plain))
}

/// The process that has the file open, such as `process 4711 (guildhall)`, as far as this user may see it.
pub(crate) fn holder(path: &Path) -> Option<String> {
    let real = std::fs::canonicalize(path).ok()?;
    for process in std::fs::read_dir("/proc").ok()?.flatten() {
        let Some(pid) = process.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(files) = std::fs::read_dir(process.path().join("fd")) else { continue };
        if files.flatten().any(|file| std::fs::read_link(file.path()).is_ok_and(|target| target == real)) {
            let name = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            return Some(format!("process {pid} ({})", name.trim()));
        }
    }
    None
}

/// The permission bits of a file, such as `0o600`.
pub(crate) fn permissions(path: &Path) -> io::Result<u32> {
    Ok(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path)?.permissions()) & 0o7777)
}

/// Makes a rename or a new name in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// A name beside a file: `guild.redb` and `.backups` give `guild.redb.backups`.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
