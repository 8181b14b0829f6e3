import Foundation
import Glibc
import LinuxSystem
import MayflyCore
import MayflyTestSupport
import WardenProtocol

/// A real warden, driven over its socket as a daemon would, or as a daemon would that was taken over.
final class TestWarden {
    /// What went wrong in the harness, not in the warden.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var socket: MessageSocket?
    private(set) var pid: pid_t = -1
    /// Its command line.
    private let program: [String]
    /// Holds the run directory and the profiles; removed with the warden.
    let directory: URL
    private(set) var description: WardenDescription?
    private var status: Int32?
    /// Of sessions that ended before a test asked for them.
    private var reports: [SessionID: SessionReport] = [:]
    /// What was told when scripts started.
    private var inForce: [SessionID: [Control]] = [:]

    /// Starts a warden with these profiles, and waits until it is ready unless told not to.
    ///
    /// - Parameters:
    ///   - trust: The trust directory. With one, evidence is checked by the real verifier; without, a stand-in agrees to all.
    ///   - verifier: The program that checks evidence, where it is to be another one.
    ///   - launcher: A program and its first arguments, which is to become the warden.
    init(
        profiles: [String: String] = TestProfile.all,
        files: [String: String] = [:],
        trust: [String: String]? = nil,
        verifier: String? = nil,
        options: [String] = [],
        descriptors: Int32 = 0,
        awaitReady: Bool = true,
        without protection: String? = nil,
        launcher: [String] = []
    ) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "mayfly-warden-\(UUID().uuidString)")
        let checker = try verifier ?? (trust == nil ? StandIn.agreeing() : Binaries.path("mayfly-verify"))
        program = Self.arguments(in: directory, verifier: checker) + options
        for name in ["", "profiles", "run", "trust"] {
            try FileManager.default.createDirectory(
                at: directory.appending(path: name),
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755]
            )
        }
        let all = profiles.map { ("profiles/\($0).yaml", $1) } + files.map { ("profiles/\($0)", $1) }
        for (name, text) in all + (trust ?? TestTrust.nobody).map({ ("trust/\($0)", $1) }) {
            try Self.write(text, to: directory.appending(path: name))
        }
        let pair = try SocketPair()
        pid = try Self.start(program, socket: pair.theirs.number, descriptors, without: protection, by: launcher)
        socket = MessageSocket(pair.takeOurs())
        if awaitReady { try becomeReady() }
    }

    /// Writes a file below ``directory``, as an operator would.
    func write(_ text: String, to name: String) throws {
        try Self.write(text, to: directory.appending(path: name))
    }

    private static func write(_ text: String, to file: URL) throws {
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path())
    }

    private static func start(
        _ arguments: [String],
        socket: CInt,
        _ descriptors: Int32,
        without protection: String? = nil,
        by launcher: [String] = []
    ) throws -> pid_t {
        let warden = protection == nil ? Binaries.path("mayfly-warden") : Binaries.built("mayfly-open-warden")
        let words = launcher + [warden] + arguments
        return try spawn(
            words[0],
            Array(words.dropFirst()),
            socket: socket,
            descriptors: descriptors,
            environment: protection.map { ["MAYFLY_OPEN=\($0)"] } ?? []
        )
    }

    /// Ends the warden and starts another one in the same place.
    func restart(awaitReady: Bool = true) throws {
        hangUp()
        _ = waitForEnd()
        status = nil
        let pair = try SocketPair()
        pid = try Self.start(program, socket: pair.theirs.number, 0)
        socket = MessageSocket(pair.takeOurs())
        if awaitReady { try becomeReady() }
    }

    deinit {
        socket = nil
        // It hears that nobody is there, and tidies up after itself.
        _ = waitForEnd()
        try? FileManager.default.removeItem(at: directory)
    }

    /// The command line that the daemon writes.
    static func arguments(in directory: URL, verifier: String = Binaries.path("mayfly-verify")) -> [String] {
        [
            "--run-dir", directory.appending(path: "run").path(), "--state-dir",
            directory.appending(path: "state").path(),
            "--profiles", directory.appending(path: "profiles").path(),
            "--profile-reader", Binaries.path("mayfly-profile-reader"),
            "--trust-dir", directory.appending(path: "trust").path(), "--verifier", verifier,
        ]
    }

    /// Starts a program with a socket as descriptor 3, and nothing else but what posix_spawn inherits close-on-exec.
    ///
    /// With `descriptors` more, of `/dev/null`, the numbers of its own begin after these.
    static func spawn(
        _ program: String,
        _ arguments: [String],
        socket: CInt?,
        descriptors: Int32 = 0,
        environment: [String] = []
    ) throws -> pid_t {
        let given = socket.map { [ChildProgram.Descriptor.copy(of: $0, at: 3)] } ?? []
        let more = (0..<descriptors).map { ChildProgram.Descriptor.null(at: 5 + $0) }
        return try ChildProgram.spawn(program, arguments, environment: environment, descriptors: given + more)
    }

    private func becomeReady() throws {
        let first = try receive()
        guard case .ready(let description) = first else {
            throw Failure(description: "the warden's first word was \(first)")
        }
        self.description = description
    }

    // MARK: - Talking

    /// Sends a frame as it is, right or wrong.
    func send(_ frame: [UInt8], numbers: [CInt] = []) throws {
        switch socket {
        case .some(let open): try open.send(frame, numbers: numbers)
        case .none: throw Failure(description: "the socket was closed")
        }
    }

    /// Sends a message as the daemon would.
    func send(_ message: DaemonMessage) throws { try send(message.frame) }

    /// The next message; a report has what was told when its script started.
    ///
    /// - Returns: `nil` at the end of the stream.
    func next(within milliseconds: CInt = 20_000) throws -> WardenMessage? {
        let message: WardenMessage? =
            switch socket {
            case .some(let open): try Self.receive(from: open, milliseconds)
            case .none: throw Failure(description: "the socket was closed")
            }
        switch message {
        case .started(let session, let controls): inForce[session] = controls
        case .finished(let report):
            return .finished(report.withControls(inForce.removeValue(forKey: report.session) ?? []))
        default: break
        }
        return message
    }

    private static func receive(
        from socket: borrowing MessageSocket,
        _ milliseconds: CInt
    ) throws -> WardenMessage? {
        let loop = try EventLoop()
        try loop.watch(socket.descriptor, token: 1)
        guard try !loop.wait(milliseconds: milliseconds).isEmpty else { throw Failure(description: "no message came") }
        do {
            guard let message = try socket.receive(bound: FrameBound.frame) else { return nil }
            return try WardenMessage(frame: message.bytes)
        } catch let error as SystemCallError where error.errno == Errno(rawValue: ECONNRESET) {
            return nil
        }
    }

    /// The next message, which must come.
    func receive() throws -> WardenMessage {
        guard let message = try next() else { throw Failure(description: "the warden ended") }
        return message
    }

    /// The report of a session; what comes before it is dropped.
    func report(of session: SessionID) throws -> SessionReport {
        while true {
            // Sessions that run side by side end in any order.
            if let report = reports.removeValue(forKey: session) { return report }
            if case .finished(let report) = try receive() { reports[report.session] = report }
        }
    }

    /// Whether the start of a session was heard of that has not ended.
    func hasStarted(_ session: SessionID) -> Bool { inForce[session] != nil }

    /// Whether a session is reported in time; the report is kept for who asks for it.
    func isReported(_ session: SessionID, within milliseconds: CInt) throws -> Bool {
        let deadline = ContinuousClock.now + .milliseconds(Int(milliseconds))
        while reports[session] == nil {
            let left = ContinuousClock.now.duration(to: deadline).components
            let rest = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
            guard rest > 0, let message = try? next(within: CInt(rest)) else { break }
            if case .finished(let report) = message { reports[report.session] = report }
        }
        return reports[session] != nil
    }

    /// Waits for a message; reports that come before it are kept for who asks for them.
    func awaitMessage(_ isMeant: (WardenMessage) -> Bool) throws {
        while true {
            let message = try receive()
            if isMeant(message) { return }
            if case .finished(let report) = message { reports[report.session] = report }
        }
    }

    // MARK: - Ending

    /// Closes the socket, and nothing else.
    func hangUp() { socket = nil }

    /// Waits until the warden has ended.
    ///
    /// - Returns: Its exit code; minus the signal if one ended it.
    func waitForEnd() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        waitpid(pid, &raw, 0)
        let result = raw & 0x7f == 0 ? (raw >> 8) & 0xff : -(raw & 0x7f)
        status = result
        return result
    }
}
