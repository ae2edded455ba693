//! The program as an administrator meets it: how long until the first answer, and how much memory it holds.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Starts the built program on the measured database.
pub fn start_and_memory(url: &str) {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address").port();
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_groundwork"))
        .args(["--database-url", url, "serve"])
        .env("GROUNDWORK__SERVER__LISTEN", format!("127.0.0.1:{port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    while !answers(port) {
        assert!(begun.elapsed() < Duration::from_secs(20), "the program did not answer");
        std::thread::sleep(Duration::from_millis(2));
    }
    println!("{:<42}{:>12.1}", "start to first answer", begun.elapsed().as_secs_f64() * 1000.0);
    println!("{:<42}{:>12}", "resident memory when idle, MiB", resident_mib(child.id()));
    child.kill().expect("our own child");
    child.wait().expect("our own child");
}

fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let asked = stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
}

fn resident_mib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("/proc");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("VmRSS");
    let kib: u64 = line.split_whitespace().nth(1).expect("a figure").parse().expect("kilobytes");
    kib / 1024
}
