import Foundation
import Glibc

/// Runs a probe without any sandbox, where it must get through.
struct ProbeControl {
    let probe: Probe
    let word: String

    /// Starts its runs.
    func start() throws -> Runs {
        let count = probe.runs == "1" ? 1 : 2
        var running: [Running] = []
        for index in 0..<count {
            if index > 0, probe.runs == "2-in-turn" { running[0].wait() }
            if index > 0, probe.runs == "2-at-once" { usleep(300_000) }
            running.append(try startOne())
        }
        return Runs(probe: probe, running: running)
    }

    /// The runs of one probe.
    struct Runs {
        let probe: Probe
        fileprivate let running: [Running]

        /// Waits for their ends; what each said, the last line of its output.
        func said() -> [String] {
            defer { for run in running { run.remove() } }
            return running.map { run in
                run.wait()
                return run.lastLine
            }
        }
    }

    /// A run, in a directory of its own.
    fileprivate struct Running {
        let process: Process
        let directory: URL

        func wait() {
            let deadline = Date.now + 40
            while process.isRunning, Date.now < deadline { usleep(5_000) }
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
        }

        var lastLine: String {
            let bytes =
                (try? Data(contentsOf: directory.appending(path: "../output-of-\(directory.lastPathComponent)")))
                ?? Data()
            return Probe.lastLine(of: String(decoding: bytes.suffix(4096), as: UTF8.self))
        }

        /// Trees that a probe leaves are made so that a careless remover fails.
        func remove() {
            _ = try? runProgram("/usr/bin/chmod", ["-R", "u+rwx", directory.path()])
            _ = try? runProgram("/usr/bin/rm", ["-rf", directory.deletingLastPathComponent().path()])
        }
    }

    private func startOne() throws -> Running {
        let base = URL(filePath: "/tmp/mayfly-control-\(UUID().uuidString.prefix(8))")
        let directory = base.appending(path: "run")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let program = try probe.program(in: directory)
        let uid: uid_t = probe.control == .root ? 0 : 65_534
        for path in [directory.path(), program.path()] {
            chmod(path, 0o755)
            chown(path, uid, uid)
        }
        let output = base.appending(path: "output-of-run")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments =
            Self.closing + ["/usr/bin/env"] + environment(directory) + identity + inheritance + interpreter + [
                program.path()
            ]
        process.currentDirectoryURL = directory
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        return Running(process: process, directory: directory)
    }

    /// Foundation knows the end of a process by a descriptor that it inherits: what outlives its parent must not have it.
    private static let closing = [
        "-c", "for f in /proc/self/fd/*; do n=${f##*/}; [ $n -le 2 ] || eval \"exec $n>&-\"; done; exec \"$@\"", "bash",
    ]

    private func environment(_ directory: URL) -> [String] {
        let planted = probe.plants.contains("env") ? ["MAYFLY_CANARY=\(word)"] : []
        return ["-i", "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(directory.path())", "LANG=C.UTF-8"] + planted
    }

    /// What root's attempts mount or unmount is in a mount namespace of their own.
    private var identity: [String] {
        switch probe.control {
        case .user: ["setsid", "--wait", "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
        case .root, .none: ["setsid", "--wait", "unshare", "--mount", "--propagation", "private"]
        }
    }

    private var inheritance: [String] {
        probe.plants.contains("descriptor") ? ["/bin/sh", "-c", "exec 9</; exec \"$@\"", "sh"] : []
    }

    private var interpreter: [String] {
        switch probe.file.pathExtension {
        case "py": ["/usr/bin/python3"]
        case "sh": ["/bin/sh"]
        default: []
        }
    }
}
