package import MayflyCore

/// The exit status of the command line.
///
/// It is part of the interface: its numbers never change.
package struct ExitStatus: Hashable, Sendable {
    package let code: Int32

    package init(_ code: Int32) {
        self.code = code
    }

    package static let success = ExitStatus(0)
    /// The command failed.
    package static let failure = ExitStatus(1)
    /// The command line was wrong; `EX_USAGE`.
    package static let usage = ExitStatus(64)
    /// `run` and `wait`: the wall-clock limit ended the script; `timeout` uses the same status.
    package static let timeout = ExitStatus(124)
    /// `run` and `wait`: Mayfly itself failed or refused, or the command line was wrong.
    package static let mayfly = ExitStatus(125)
    /// `run` and `wait`: the entry point or its interpreter cannot be executed.
    package static let notExecutable = ExitStatus(126)
    /// `run` and `wait`: the entry point's interpreter does not exist.
    package static let notFound = ExitStatus(127)
    /// `run` and `wait`: a limit or a person ended the script; the status of `SIGKILL`.
    package static let killed = ExitStatus(137)

    /// The exit status for a process that a signal ended; a number that no signal has is a failure of Mayfly.
    package static func signal(_ number: Int32) -> ExitStatus {
        (1...64).contains(number) ? ExitStatus(128 + number) : .mayfly
    }
}

extension ExitStatus {
    /// The exit status of `run` for a verdict.
    ///
    /// The script's own exit code is passed through, so 124 to 137 can also be the script's; `inspect` tells which.
    package init(
        verdict: VerdictName?,
        exitCode: Int32? = nil,
        signal: Int32? = nil,
        stage: String? = nil,
        errno: String? = nil
    ) {
        switch verdict {
        case .ok, .nonzeroExit: self = exitCode.flatMap { (0...255).contains($0) ? ExitStatus($0) : nil } ?? .mayfly
        case .signaled: self = signal.map(Self.signal) ?? .mayfly
        case .wallTimeout: self = .timeout
        case .cpuTimeout, .memoryLimit, .pidsLimit, .diskLimit, .outputLimit, .killed, .revoked: self = .killed
        case .syscallDenied: self = .signal(31)
        case .setupFailed: self = stage == "execute" ? Self.startFailure(errno) : .mayfly
        case .refused, .daemonRestart, .internalError, nil: self = .mayfly
        }
    }

    private static func startFailure(_ errno: String?) -> ExitStatus {
        switch errno {
        case "ENOENT", "ENOTDIR": .notFound
        case "EACCES", "EPERM", "ENOEXEC": .notExecutable
        default: .mayfly
        }
    }
}
