//! What the process writes about itself.

use super::founded;
use guildhall_tests::Process;
use std::{
    fs::{self, File},
    io::{Read, Write},
    net::TcpStream,
};

#[test]
fn what_a_stranger_sends_is_no_error_of_the_server() {
    let (folder, data, _) = founded();
    let path = folder.path().join("log");
    let log = File::create(&path).unwrap();
    let server = Process::start_as(&data, &["--log", "info"], |command| {
        command.stderr(log);
    });
    let address = server.url.strip_prefix("http://").unwrap();
    for head in ["no request at all\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n"] {
        let mut wire = TcpStream::connect(address).unwrap();
        wire.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        wire.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 400 "), "{head:?}: {answer}");
    }
    assert!(server.stop().success());
    let log = fs::read_to_string(&path).unwrap();
    assert!(log.contains("stopped"), "it writes what matters: {log}");
    assert!(!log.contains("ERROR") && !log.contains("WARN"), "{log}");
}

#[test]
fn a_file_of_certificates_for_mail_that_is_none_is_said_at_the_start() {
    let (folder, data, _) = founded();
    let file = folder.path().join("ca.pem");
    for (content, why) in [(None, "No such file"), (Some("no certificate"), "there is no certificate in it")] {
        if let Some(content) = content {
            fs::write(&file, content).unwrap();
        }
        let args = ["serve", "--listen", "127.0.0.1:0", "--mail-ca", file.to_str().unwrap()];
        let said = guildhall_tests::process::run(&data, &args).fails();
        assert!(said.contains("ca.pem cannot be used") && said.contains(why), "{said}");
    }
}
