//! `groundwork`: parse the command line, run it, and answer with an exit code (0 done, 1 refused or found faults,
//! 2 usage or configuration).

fn main() -> std::process::ExitCode {
    groundwork::cli::main()
}
