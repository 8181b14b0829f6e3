import Foundation
import Glibc
import MayflyAudit
import MayflyCore
import Testing

/// A log in a directory of its own, with small segments.
final class TestLog {
    let path = "/dev/shm/mayfly-audit-\(UUID().uuidString)"
    let key = LogKey()
    private(set) lazy var memory = CheckpointMemory(key.verifier)
    var next: UInt64 = 0

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Opens it as a daemon does whose database knows so much of it.
    func open(exported: TreeHead? = nil, next: UInt64? = nil, segmentSize: UInt64 = 1024) throws -> LogWriter {
        let anchor = LogAnchor(
            exported: exported ?? TreeHead(size: 0, root: MerkleHash.empty),
            next: next ?? self.next
        )
        let writer = try LogOpening(LogDirectory(path), key: key, anchor: anchor).open(segmentSize: segmentSize)
        try writer.begin()
        return writer
    }

    /// The next records, as the outbox would hand them over.
    func leaves(_ count: Int) throws -> [[UInt8]] {
        let name = try #require(ScriptName("team/report"))
        return (0..<count).map { _ in
            leaf(.proposed(script: name, digest: MerkleHash.leaf(Array("\(next)".utf8)), by: 1000))
        }
    }

    /// The next record, of some event.
    func leaf(_ event: AuditEvent) -> [UInt8] {
        defer { next += 1 }
        return AuditLeaf.bytes(event, index: next, at: Timestamp(milliseconds: 1_800_000_000_000 + Int64(next)))
    }

    /// The files and their bytes, those in directories by their paths.
    var files: [String: [UInt8]] {
        get throws {
            var files: [String: [UInt8]] = [:]
            for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
                var isDirectory: ObjCBool = false
                guard FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isDirectory),
                    !isDirectory.boolValue
                else { continue }
                files[name] = [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
            }
            return files
        }
    }

    /// Makes a directory in it.
    func makeDirectory(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: false)
    }

    /// Puts these files in the place of all.
    func write(_ files: [String: [UInt8]]) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where files[name] == nil {
            try FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        for (name, bytes) in files { try Data(bytes).write(to: URL(filePath: "\(path)/\(name)")) }
    }

    /// Runs `body` while some of the files are others.
    func changed<Result>(from original: [String: [UInt8]], to files: [String: [UInt8]], _ body: () throws -> Result)
        throws
        -> Result
    {
        try exchange(original, for: files)
        let result = Swift.Result { try body() }
        try exchange(files, for: original)
        return try result.get()
    }

    private func exchange(_ old: [String: [UInt8]], for new: [String: [UInt8]]) throws {
        for name in old.keys where new[name] == nil { unlink("\(path)/\(name)") }
        for (name, bytes) in new where old[name] != bytes { try write(bytes, to: name) }
    }

    /// Writes one file.
    func write(_ bytes: [UInt8], to name: String) throws {
        let file = Glibc.open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { Glibc.close(file) }
        try #require(file >= 0 && Glibc.write(file, bytes, bytes.count) == bytes.count)
    }

    /// What an auditor with the key finds.
    func check(known: [String] = [], people: String? = nil) throws -> OfflineCheck.Result {
        let notes = known.map { KeptNote($0, place: "a kept checkpoint") }
        return try OfflineCheck.run(path, key: key.verifier.noteText, known: notes, people: people, memory: memory)
    }
}

/// What is wrong according to a check; `nil` when it says that nothing is.
func damage(_ body: () throws -> some Any) throws -> AuditDamage? {
    do {
        _ = try body()
        return nil
    } catch AuditError.damaged(let damage) {
        return damage
    }
}
