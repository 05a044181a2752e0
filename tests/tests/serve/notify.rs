//! What a service manager hears, over a socket as systemd opens one.

use super::founded;
use guildhall_tests::{Process, wire::PATIENCE};
use std::os::unix::net::UnixDatagram;

fn next(socket: &UnixDatagram) -> String {
    let mut message = [0; 4096];
    let length = socket.recv(&mut message).expect("nothing was said");
    String::from_utf8_lossy(&message[..length]).into_owned()
}

#[test]
fn the_service_manager_hears_ready_beats_and_stopping() {
    let (folder, data, _) = founded();
    let place = folder.path().join("notify.sock");
    let socket = UnixDatagram::bind(&place).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let server = Process::start_as(&data, &[], |command| {
        command.env("NOTIFY_SOCKET", &place).env("WATCHDOG_USEC", "300000").env_remove("WATCHDOG_PID");
    });
    assert_eq!(next(&socket).trim(), "READY=1", "first, and not before it can be asked");
    assert_eq!(guildhall_tests::Client::nobody(&server.url).send_raw("GET", "/healthz", None).status, 200);
    for _ in 0..3 {
        assert_eq!(next(&socket).trim(), "WATCHDOG=1");
    }
    server.signal(rustix::process::Signal::TERM);
    let mut last = next(&socket);
    while last.trim() == "WATCHDOG=1" {
        last = next(&socket);
    }
    assert_eq!(last.trim(), "STOPPING=1");
    assert!(server.stop().success());
}

#[test]
fn without_a_watchdog_there_are_no_beats_and_a_deaf_manager_does_no_harm() {
    let (folder, data, _) = founded();
    let place = folder.path().join("notify.sock");
    let socket = UnixDatagram::bind(&place).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let server = Process::start_as(&data, &[], |command| {
        command.env("NOTIFY_SOCKET", &place).env_remove("WATCHDOG_USEC");
    });
    assert_eq!(next(&socket).trim(), "READY=1");
    assert!(server.stop().success());
    assert_eq!(next(&socket).trim(), "STOPPING=1", "and nothing in between");
    let server = Process::start_as(&data, &[], |command| {
        command.env("NOTIFY_SOCKET", folder.path().join("nobody.sock"));
    });
    assert!(server.stop().success());
}
