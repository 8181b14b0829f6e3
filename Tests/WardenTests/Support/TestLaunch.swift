import Foundation
import LinuxSystem
import MayflyCore
import Sandbox
import WardenProtocol

/// A launch and the descriptors that travel with it.
///
/// A good one, until a test changes it.
struct TestLaunch {
    var request: LaunchRequest
    /// What the archive holds, which the request's digest may or may not be of.
    var files: [String: String]
    var input: String?
    var inputs: [String: String]?
    /// What the workspace holds, for a request that says so.
    var kept: [String: String] = [:]

    /// A launch of a one-file script under a profile of ``TestProfile``, on evidence that only a stand-in takes.
    init(
        _ text: String,
        entry: String = "main.sh",
        profile: String = "shut",
        more: [String: String] = [:]
    ) throws {
        files = more.merging([entry: text]) { $1 }
        let name = try Self.required(ProfileName(profile))
        let digest = Self.digest(of: files)
        let statement = SignedStatement(statement: Array("any".utf8), signatures: [Array("any".utf8)])
        var generator = SystemRandomNumberGenerator()
        request = LaunchRequest(
            session: SessionID(milliseconds: UInt64(Date.now.timeIntervalSince1970 * 1000), using: &generator),
            profile: name,
            work: .bundle(digest, statement),
            limits: Self.limits
        )
    }

    /// The same with the limits of ``TestProfile/ahead(_:network:denied:)``, so that it may get a cell that is built ahead.
    static func ahead(_ text: String, entry: String = "main.sh") throws -> TestLaunch {
        var launch = try TestLaunch(text, entry: entry)
        launch.request.limits.memory = .mebibytes(128)
        launch.request.limits.wall = .seconds(60)
        return launch
    }

    /// Shows other evidence for the digest that is asked for.
    mutating func show(_ statement: SignedStatement) {
        guard case .bundle(let digest, _) = request.work else { return }
        request.work = .bundle(digest, statement)
    }

    /// The limits of the profiles in ``TestProfile``.
    static let limits = SessionLimits(
        wall: .seconds(20),
        cpuTime: .seconds(20),
        cpus: CPURate(millicpus: 1000),
        memory: .mebibytes(64),
        pids: 16,
        disk: .mebibytes(8),
        inodes: 256,
        openFiles: 64,
        output: .mebibytes(1),
        artifacts: .mebibytes(4),
        artifactCount: 16
    )

    /// The digest of a bundle.
    static func digest(of files: [String: String]) -> Digest {
        let entries = files.map { Manifest.Entry(path: $0.key, digest: SHA256.digest(of: Array($0.value.utf8))) }
        return SHA256.digest(of: Array(Manifest.text(of: entries).utf8))
    }

    /// A memory file with an archive.
    static func archive(of files: [String: String]) throws -> OwnedDescriptor {
        let memory = try MemoryFile.make("archive")
        try memory.writeAll(archiveBytes(of: files))
        return memory
    }

    /// What is in an archive.
    static func archiveBytes(of files: [String: String]) -> [UInt8] {
        let sorted = files.sorted { Manifest.precedes($0.key, $1.key) }
        let entries = sorted.map { FileArchive.Entry(path: $0.key, size: UInt64($0.value.utf8.count)) }
        return FileArchive(entries: entries).header + sorted.flatMap { Array($0.value.utf8) }
    }

    /// The value, or an error.
    static func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw TestWarden.Failure(description: "no value of type \(Value.self)") }
        return value
    }
}
