//! Wall and CPU time of a stretch of work. CPU time is the process's own from `/proc`, all threads together, so that
//! a busy neighbour does not blur it.

use std::time::Instant;

/// A running measurement.
pub struct Measure {
    name: &'static str,
    wall: Instant,
    cpu: f64,
}

impl Measure {
    /// The columns.
    pub fn heading() -> String {
        format!("{:<42}{:>12}{:>12}{:>12}", "figure", "wall ms", "CPU ms", "bytes")
    }

    /// Begins now.
    pub fn start(name: &'static str) -> Self {
        Self { name, wall: Instant::now(), cpu: cpu_seconds() }
    }

    /// Ends now, after `times` repetitions with answers of `bytes`.
    pub fn stop(&mut self, times: u32, bytes: usize) -> String {
        let each = |seconds: f64| seconds * 1000.0 / f64::from(times);
        let (wall, cpu) = (each(self.wall.elapsed().as_secs_f64()), each(cpu_seconds() - self.cpu));
        format!("{:<42}{wall:>12.3}{cpu:>12.3}{bytes:>12}", self.name)
    }

    /// CPU milliseconds so far, divided by `times`.
    pub fn cpu_ms(&self, times: u32) -> f64 {
        (cpu_seconds() - self.cpu) * 1000.0 / f64::from(times)
    }
}

/// User and system time of this process in seconds (clock ticks are a hundredth on Linux).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("/proc/self/stat");
    let after = stat.rsplit(')').next().expect("the fields after the name");
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |index: usize| fields[index].parse::<f64>().expect("ticks");
    (ticks(11) + ticks(12)) / 100.0
}

/// A multipart body with one workbook of a kind.
pub fn multipart(of: &str, file: &[u8]) -> (String, Vec<u8>) {
    let boundary = "groundwork-bench-boundary";
    let mut body = Vec::with_capacity(file.len() + 400);
    body.extend_from_slice(
        format!("--{boundary}\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\n{of}\r\n").as_bytes(),
    );
    body.extend_from_slice(
        format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"b.xlsx\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}
