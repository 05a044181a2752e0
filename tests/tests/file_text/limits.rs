//! The process that reads takes its limits before it takes a byte, and files that want more of it than there is.

use crate::{attach, hits, one, real, search, settled, text};
use guildhall::files::child;
use guildhall_tests::{process, wait_for};
use std::fs;

/// A limit of a process, soft and hard, as the system tells it.
fn limit(process: u32, name: &str) -> Option<[String; 2]> {
    let all = fs::read_to_string(format!("/proc/{process}/limits")).ok()?;
    let mut words = all.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().map(str::to_owned);
    Some([words.next()?, words.next()?])
}

/// Bytes a process has mapped.
fn mapped(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:")).unwrap();
    size.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

#[test]
fn it_takes_its_limits_before_it_takes_a_byte() {
    let mut child = child::command(process::executable(), "plain").spawn().unwrap();
    let of = |name: &str| limit(child.id(), name);
    // The last of them, while it still waits for something to read.
    let all = |value: &str| Some([value.to_owned(), value.to_owned()]);
    wait_for("its limits", || of("Max open files") == all("3"));
    for (name, value) in
        [("Max cpu time", "20".to_owned()), ("Max file size", "0".to_owned()), ("Max core file size", "0".to_owned())]
    {
        assert_eq!(of(name), all(&value), "{name}");
    }
    // Half a gigabyte beside what the program is. Were more reserved than that, reading would end wrongly at any time.
    let [most, hard] = of("Max address space").unwrap();
    let there = mapped(child.id());
    assert_eq!(most, hard);
    let room = most.parse::<u64>().unwrap() - there;
    assert!((508..=516).contains(&(room >> 20)), "{room} bytes of room beside {there}");
    assert!(there < 400 << 20, "{there} bytes are there before anything is read");
    child.kill().unwrap();
    child.wait().unwrap();
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

/// The head of a PNG that promises pixels of four 16-bit colours, and none of them.
fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |name: &[u8], data: &[u8]| {
        let body = [name, data].concat();
        [&(data.len() as u32).to_be_bytes()[..], &body, &crc32(&body).to_be_bytes()].concat()
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[16, 6, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", b"\x78\x01"), chunk(b"IEND", &[])].concat()
}

/// Zeros, packed: after the first, each 258 of them are thirteen bits.
fn packed_zeros(runs: usize) -> Vec<u8> {
    let (mut out, mut held, mut count) = (vec![0x78, 0x01], 0_u32, 0);
    let mut bits = |value: u32, length: u32| {
        held |= value << count;
        count += length;
        while count >= 8 {
            out.push(held as u8);
            held >>= 8;
            count -= 8;
        }
    };
    // One last block with the fixed codes; the codes stand with their first bit first.
    bits(0b1, 1);
    bits(0b01, 2);
    bits(0b0000_1100, 8);
    for _ in 0..runs {
        bits(0b1010_0011, 8);
        bits(0, 5);
    }
    bits(0, 7);
    bits(0, 7);
    let length = (runs * 258 + 1) as u64;
    out.extend(((((length % 65_521) as u32) << 16) | 1).to_be_bytes());
    out
}

/// A PDF of one page whose content unpacks to nothing but zeros.
fn pdf(content: &[u8]) -> Vec<u8> {
    let stream = format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", content.len());
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << >> >>".to_vec(),
        [stream.as_bytes(), content, b"\nendstream"].concat(),
    ];
    let (mut out, mut offsets) = (b"%PDF-1.4\n".to_vec(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend([object, b"\nendobj\n".as_slice()].concat());
    }
    let start = out.len();
    let places: String = offsets.iter().map(|offset| format!("{offset:010} 00000 n \n")).collect();
    let rest = format!(
        "xref\n0 5\n0000000000 65535 f \n{places}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    out.extend(rest.as_bytes());
    out
}

#[test]
fn what_wants_more_than_there_is_ends_and_the_next_file_is_read() {
    let (server, owner, task, runner) = real();
    let files = [
        // Refused by what its head says, before a pixel is decoded.
        ("wide.png", png(30_000, 30_000), Some("too_large")),
        // Fewer pixels than are refused, and more memory than they may take.
        ("deep.png", png(7_000, 7_000), Some("too_large")),
        // 700 MB in four and a half; how far its reader gets before the memory is gone is its own affair.
        ("zeros.pdf", pdf(&packed_zeros(2_700_000)), None),
    ];
    for (name, bytes, problem) in &files {
        let id = attach(&owner, &task, name, bytes);
        settled(&server);
        let file = one(&owner, &task, &id);
        assert!(file["picture"].is_null(), "{name}: {file}");
        match problem {
            Some(problem) => {
                let read = (text(&file, "text"), text(&file, "problem"));
                assert_eq!(read, ("unreadable", *problem), "{name}");
            }
            None => assert_ne!(text(&file, "text"), "reading", "{name}"),
        }
        assert!(owner.send_raw("GET", &format!("/api/v1/files/{id}"), None).bytes == *bytes, "{name}");
        owner.get(&format!("/files/{id}/picture")).fails(404, "not_found");
    }
    let after = attach(&owner, &task, "after.txt", b"The pelican came last.");
    settled(&server);
    assert_eq!(hits(&search(&owner, "pelican")), [("file", after.as_str())]);
    assert!(owner.get("/admin/jobs").ok()["items"].as_array().unwrap().is_empty(), "none of it is a failed job");
    runner.stop();
}
