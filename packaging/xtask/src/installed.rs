//! The step `dist` of the checks: the executable people install is built and started as they would, away from the
//! checkout, and has the page inside.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{ChildStdout, Command, Stdio};

use crate::build;
use crate::place::Place;
use crate::shell::Outcome;

/// Builds it, starts it on a data file of its own, and asks it for its page.
pub fn serves_the_page(place: &Place) -> Outcome {
    build::dist(place)?;
    let folder = std::env::temp_dir().join(format!("guildhall-dist-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
    let mut server = Command::new(place.executable("release"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.join("guildhall.redb"))
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("the server cannot be started: {error}."))?;
    let looked = server.stdout.take().ok_or_else(|| "the server has no output.".to_owned()).and_then(look);
    let _ended = server.kill().and_then(|()| server.wait());
    let _gone = fs::remove_dir_all(&folder);
    looked
}

/// Waits for the line with the address, and looks at the page and the first script it names.
fn look(said: ChildStdout) -> Outcome {
    let mut said = BufReader::new(said);
    let mut line = String::new();
    said.read_line(&mut line).map_err(|error| format!("the server says nothing: {error}."))?;
    let address = line.trim().trim_end_matches('/').strip_prefix("Guildhall is ready at http://");
    let address = address.ok_or_else(|| format!("the server is not ready, it says: {line:?}."))?;
    let page = get(address, "/")?;
    let script = page.split_once("<script type=\"module\"").and_then(|(_, rest)| between(rest, "src=\"", "\""));
    let script = script.filter(|_| page.contains("id=\"app\"")).ok_or("there is no page in the executable.")?;
    get(address, script.trim_start_matches('.')).map(drop)
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    text.split_once(begin)?.1.split_once(end).map(|(middle, _)| middle)
}

/// A file of the server, which has to be there.
fn get(address: &str, path: &str) -> Outcome<String> {
    let ask = |stream: &mut TcpStream| {
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).map(|_| String::from_utf8_lossy(&reply).into_owned())
    };
    let reply = TcpStream::connect(address).and_then(|mut stream| ask(&mut stream));
    let reply = reply.map_err(|error| format!("{path} cannot be read: {error}."))?;
    let head = reply.lines().next().unwrap_or_default();
    if head.contains(" 200 ") { Ok(reply) } else { Err(format!("{path} is answered with {head:?}.")) }
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn the_script_of_a_page_is_found() {
        let page = "<script type=\"module\" crossorigin src=\"./assets/main-1.js\"></script>";
        assert_eq!(between(page, "src=\"", "\""), Some("./assets/main-1.js"));
        assert_eq!(between("no script", "src=\"", "\""), None);
    }
}
