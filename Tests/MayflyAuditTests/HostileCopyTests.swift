import Foundation
import Glibc
import MayflyAudit
import MayflyCore
import Testing

@Suite("A copy by somebody hostile") struct HostileCopyTests {
    /// A log of three records.
    private func prepared() throws -> TestLog {
        let log = try TestLog()
        let writer = try log.open()
        try writer.append(try log.leaves(3))
        try writer.close()
        return log
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            LogDirectory.checkpoint, LogDirectory.signature, LogDirectory.history, LogDirectory.hashes,
            LogDirectory.noteKey, LogDirectory.segment(0),
        ]
    )
    func `is not waited for where a pipe is in a file's place`(name: String) throws {
        let log = try prepared()
        let path = "\(log.path)/\(name)"
        try #require(unlink(path) == 0 && mkfifo(path, 0o600) == 0)
        // Lets a reader that waits go on, so that it is seen to have waited.
        let rescue = Task.detached {
            try? await Task.sleep(for: .seconds(5))
            let end = Glibc.open(path, O_RDWR | O_NONBLOCK)
            if end >= 0 { Glibc.close(end) }
        }
        defer { rescue.cancel() }
        let start = ContinuousClock.now
        #expect(throws: AuditError.failed("\(path) is no regular file")) { try log.check() }
        #expect(start.duration(to: .now) < .seconds(4))
    }

    @Test(arguments: [1 << 57, 1 << 58, 1 << 62, 1 << 63, .max] as [UInt64])
    func `may be signed for a size that no log has, and nothing is computed from it`(size: UInt64) throws {
        let log = try prepared()
        let note = try log.key.note(for: TreeHead(size: size, root: MerkleHash.leaf([1])))
        try log.write(Array(note.utf8), to: LogDirectory.checkpoint)
        // As long as a file can be, and all of it a hole.
        let hashes = "\(log.path)/\(LogDirectory.hashes)"
        try #require(truncate(hashes, 0) == 0 && truncate(hashes, .max) == 0)
        let found = try #require(try damage { try log.check() })
        #expect(found.record == 3 && found.detail.contains("is missing"), "\(found)")
    }

    private func keyFiles(_ log: TestLog) -> [(name: String, text: String)] {
        let key = log.key.verifier
        return [
            (LogDirectory.noteKey, key.noteText), (LogDirectory.sshKey, key.sshText),
            (LogDirectory.allowedSigners, key.allowedSigner),
        ]
    }

    @Test func `is altered where the text of a key only looks the same`() throws {
        var log = try prepared()
        while !keyFiles(log).allSatisfy({ $0.text.utf8.contains(UInt8(ascii: "K")) }) { log = try prepared() }
        for (name, text) in keyFiles(log) {
            let altered = text.replacing("K", with: "\u{212a}", maxReplacements: 1)
            #expect(altered == text && altered.utf8.count > text.utf8.count)
            try log.write(Array(altered.utf8), to: name)
            #expect(try damage { try log.check() }?.file == name)
            try log.write(Array(text.utf8), to: name)
        }
        #expect(try damage { try log.check() } == nil)
    }

    @Test func `has nothing behind its hashes`() throws {
        let log = try prepared()
        let hashes = try #require(try log.files[LogDirectory.hashes])
        try log.write(hashes + [0], to: LogDirectory.hashes)
        #expect(try damage { try log.check() }?.file == LogDirectory.hashes)
    }
}
