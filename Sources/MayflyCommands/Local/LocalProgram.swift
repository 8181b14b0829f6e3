internal import Glibc
internal import MayflyRun

/// Runs other programs of this machine for a command: `ssh-keygen`, `git`.
enum LocalProgram {
    /// How a program ended.
    struct Outcome {
        var status: Int32
        /// What it printed on standard output, and on standard error where that was collected.
        var output: String
        var errors: String
        /// The bytes of ``output``, which need be no text.
        var printed: [UInt8] = []
        /// Whether it printed more than is kept, and was ended for it.
        var isCut = false
        /// Whether it took longer than it had, and was ended.
        var isLate = false

        /// The first line of what it said went wrong.
        var complaint: String { said.first ?? "it exited with \(status)" }

        /// What it advised besides, line for line.
        var advice: [String] { Array(said.dropFirst().prefix(20)) }

        private var said: [String] {
            (errors + "\n" + output).split(separator: "\n").map { line in
                String(line.drop { $0 == " " || $0 == "\t" })
            }.filter { !$0.isEmpty }
        }
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - name: Looked for in `PATH`.
    ///   - arguments: Passed as they are; no shell is between.
    ///   - environment: Of the command.
    ///   - talks: Whether it may ask and tell the person at the terminal; its standard error is then not collected.
    ///   - bound: The most bytes that are kept of what it prints. One that prints more is killed.
    ///   - time: How long it has, until it is killed; `nil` gives it as long as it takes.
    /// - Throws: ``CommandFailure`` when there is no such program, or it cannot be started.
    static func run(
        _ name: String,
        _ arguments: [String],
        environment: [String: String],
        talks: Bool = false,
        atMost bound: Int = 1 << 20,
        within time: Duration? = nil
    ) throws(CommandFailure) -> Outcome {
        guard let path = path(of: name, environment) else {
            throw CommandFailure("there is no program \(name) in PATH", advice: [advice(for: name)])
        }
        var pipes: [ProgramPipe] = []
        defer { for index in pipes.indices { pipes[index].close() } }
        for _ in 0..<(talks ? 1 : 2) { pipes.append(try ProgramPipe(atMost: bound)) }
        let deadline = time.map { ContinuousClock.now.advanced(by: $0) }
        let ends = pipes.map(\.writing)
        let program = try ChildProcess(path, arguments, environment: environment, printingTo: ends)
        let end = ProgramPipe.read(&pipes, until: deadline)
        // Whoever has closed its ends is about to exit.
        if end != .closed { program.kill() }
        return outcome(program.wait(), pipes, end)
    }

    private static func outcome(_ status: Int32, _ pipes: [ProgramPipe], _ end: ProgramPipe.End) -> Outcome {
        let said = pipes.map(\.kept)
        return Outcome(
            status: status,
            output: String(decoding: said[0], as: UTF8.self),
            errors: said.count > 1 ? String(decoding: said[1], as: UTF8.self) : "",
            printed: said[0],
            isCut: end == .full,
            isLate: end == .late
        )
    }

    private static func path(of name: String, _ environment: [String: String]) -> String? {
        let places = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").utf8.split(separator: UInt8(ascii: ":"))
        return places.filter { $0.first == UInt8(ascii: "/") }.map { "\(Substring($0))/\(name)" }.first { path in
            guard case .file = LocalFile.kind(of: path) else { return false }
            return access(path, X_OK) == 0
        }
    }

    private static func advice(for name: String) -> String {
        name == "ssh-keygen" ? "install it with: apt-get install openssh-client" : "install \(name)"
    }
}
