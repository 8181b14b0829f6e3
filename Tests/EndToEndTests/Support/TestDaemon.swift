import Foundation
import Glibc
import MayflyAPI
import MayflyClient
import MayflyJSON
import MayflyTestSupport
import Testing

/// A real daemon with directories of its own, started for a test and stopped after it.
final class TestDaemon: Sendable {
    /// What the configuration says unless a test says otherwise.
    static let selfApproval = "selfApproval: true\n"

    let root: URL
    /// Changed by ``start()`` alone, which no test calls twice at once.
    private nonisolated(unsafe) var process: Process?
    private let configuration: String
    private let extraArguments: [String]
    /// Two people whose signatures count.
    let signers: [TestSigner]
    /// What starts the daemon, if it is not started directly: a program and its first arguments.
    private let launcher: [String]

    /// - Parameter configuration: The text of the configuration file.
    init(
        _ configuration: String = TestDaemon.selfApproval,
        arguments: [String] = [],
        launcher: [String] = []
    ) throws {
        self.configuration = configuration
        self.launcher = launcher
        self.extraArguments = arguments
        root = URL(filePath: "/tmp/mayfly-test-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: false)
        chmod(root.path(), 0o755)
        signers = [try TestSigner("first@test"), try TestSigner("second@test")]
        let trust = root.appending(path: "trust")
        try FileManager.default.createDirectory(at: trust, withIntermediateDirectories: false)
        chmod(trust.path(), 0o755)
        try Data(signers.map(\.line).joined().utf8).write(to: trust.appending(path: "allowed_signers"))
        chmod(trust.appending(path: "allowed_signers").path(), 0o644)
        try configuration.write(to: root.appending(path: "config.yaml"), atomically: false, encoding: .utf8)
    }

    /// Starts a daemon, lends it to `body`, stops it, and checks that it ended well.
    static func with(
        _ configuration: String = TestDaemon.selfApproval,
        _ body: (TestDaemon) async throws -> Void
    ) async throws {
        let daemon = try TestDaemon(configuration)
        defer { daemon.remove() }
        try await daemon.start()
        do {
            try await body(daemon)
        } catch {
            print(daemon.log)
            throw error
        }
        let status = await daemon.stop()
        #expect(status == 0, "the daemon's exit status\n\(daemon.log)")
    }

    var socket: String { root.appending(path: "run/mayfly.sock").path() }
    var trustDirectory: URL { root.appending(path: "trust") }
    var stateDirectory: URL { root.appending(path: "state") }
    var pid: pid_t { process?.processIdentifier ?? -1 }
    var log: String { (try? String(contentsOf: root.appending(path: "log"), encoding: .utf8)) ?? "" }
    var client: DaemonClient { DaemonClient(SocketLocation(option: socket, environment: [:])) }

    /// The arguments the daemon is started with.
    var arguments: [String] {
        [
            "--state-dir", stateDirectory.path(), "--run-dir", root.appending(path: "run").path(),
            "--config", root.appending(path: "config.yaml").path(), "--trust-dir", trustDirectory.path(),
        ] + extraArguments
    }

    /// The warden's process.
    var wardenPID: pid_t? {
        let children = (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)) ?? ""
        return children.split(separator: " ").compactMap { pid_t($0) }.first
    }

    /// Starts the daemon, and waits until it can run sessions.
    ///
    /// - Parameter check: Waits for this one of its checks instead.
    func start(until check: String? = nil) async throws {
        let path = root.appending(path: "log")
        if !FileManager.default.fileExists(atPath: path.path()) { try Data().write(to: path) }
        let log = try FileHandle(forWritingTo: path)
        try log.seekToEnd()
        let process = Process()
        let command = launcher + [Binaries.path("mayflyd")] + arguments
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = log
        process.standardError = log
        try process.run()
        self.process = process
        try await waitUntilReady(check)
    }

    private func waitUntilReady(_ check: String?) async throws {
        for _ in 0..<600 {
            guard process?.isRunning == true else { throw StartFailure(log: log) }
            let answer = try? await client.connect { connection in try await connection.readiness() }
            let asked = check.map { name in answer?["checks"]?.elements.first { $0["name"]?.text == name }?["ok"] }
            if (asked ?? answer?["ready"])?.bool == true { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw StartFailure(log: "not ready in 30 s: \(log)")
    }

    /// Sends a signal to the daemon.
    func signal(_ number: Int32) { kill(pid, number) }

    /// Waits until the daemon has ended; its exit status, or the negative number of the signal that ended it.
    func waitForEnd() async -> Int32 {
        while process?.isRunning == true { try? await Task.sleep(for: .milliseconds(10)) }
        guard let process else { return -1 }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// Stops the daemon as an operator would.
    func stop() async -> Int32 {
        signal(SIGTERM)
        return await waitForEnd()
    }

    /// Takes away what the daemon was given; ends it if it still runs.
    func remove() {
        if process?.isRunning == true {
            signal(SIGKILL)
            process?.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: root)
    }

    /// Says why a daemon did not come up.
    struct StartFailure: Error, CustomStringConvertible {
        let log: String
        var description: String { "the daemon did not start:\n\(log)" }
    }
}
