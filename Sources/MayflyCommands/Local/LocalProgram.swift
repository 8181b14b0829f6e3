internal import Glibc
internal import MayflyRun

/// Runs other programs of this machine for a command: `ssh-keygen`, `git`.
enum LocalProgram {
    /// How a program ended.
    struct Outcome {
        var status: Int32
        /// The text on standard output, and the text on standard error if it was collected.
        var output: String
        var errors: String
        /// The bytes of ``output``, which need not be text.
        var printed: [UInt8] = []
        /// Whether it was killed because it printed more than the bound.
        var isCut = false
        /// Whether it was killed because its time was over.
        var isLate = false

        /// The first line of its error text.
        var complaint: String { said.first ?? "it exited with \(status)" }

        /// The further lines of its error text, which often hold advice.
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
    ///   - name: The program's name, which is looked up in `PATH`.
    ///   - arguments: Passed unchanged, without a shell.
    ///   - environment: The variables of the command.
    ///   - talks: Whether it may talk to the person at the terminal; its standard error is then not collected.
    ///   - bound: The most bytes of output to keep; a program that prints more is killed.
    ///   - time: The time after which it is killed; `nil` sets no limit.
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
        // A program that has closed its ends is about to exit.
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
