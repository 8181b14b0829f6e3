import Foundation
import Glibc
import MayflyAudit
import MayflyCore
import Testing

@Suite("Opening an audit log") struct OpeningTests {
    /// A log of some records, as a crash or somebody could have left it.
    private func prepared(_ count: Int = 9) throws -> (log: TestLog, head: TreeHead, leaves: [[UInt8]]) {
        let log = try TestLog()
        let writer = try log.open()
        let leaves = try log.leaves(count)
        try writer.append(leaves)
        try writer.close()
        return (log, writer.head, leaves)
    }

    private func last(_ log: TestLog) throws -> String {
        "\(log.path)/\(try #require(log.files.keys.filter { $0.hasPrefix("log-") }.max()))"
    }

    @Test func `goes on where it ended, through segments of any size`() throws {
        let (log, head, leaves) = try prepared()
        let writer = try log.open(exported: head)
        #expect(writer.head == head)
        let more = try log.leaves(40)
        for leaf in more { try writer.append([leaf]) }
        #expect(try log.files.keys.count { $0.hasPrefix("log-") } > 5)
        #expect(try writer.leaves(from: 0, atMost: 100) == leaves + more)
        #expect(try writer.leaves(from: 47, atMost: 100) == Array(more.suffix(2)))
        try writer.close()
        #expect(try log.check().head == writer.head)
        let proof = try #require(try writer.consistency(from: 9, to: 49))
        #expect(MerkleCheck.consistency(old: head, new: writer.head, proof: proof))
        #expect(try writer.consistency(from: 9, to: 50) == nil && writer.inclusion(of: 49, size: 49) == nil)
    }

    @Test func `takes away a last record that was cut while the database still has it`() throws {
        let (log, _, leaves) = try prepared()
        let path = try last(log)
        let head = TreeHead(size: 8, root: try #require(try log.open(next: 9).root(size: 8)))
        // As if the last record had never been signed.
        try FileManager.default.removeItem(atPath: "\(log.path)/checkpoint")
        try FileManager.default.removeItem(atPath: "\(log.path)/checkpoints.jsonl")
        let whole = try Data(contentsOf: URL(filePath: path))
        try whole.dropLast(20).write(to: URL(filePath: path))
        let writer = try log.open(exported: head, next: 9)
        #expect(writer.size == 8)
        try writer.append([leaves[8]])
        #expect(try log.check().head.size == 9)
    }

    @Test(arguments: [
        [UInt8](repeating: 0, count: 700), [UInt8](repeating: 7, count: 70_000), Array("\0\0\n".utf8),
        Array("{\"index\":8,".utf8), Array("{\"index\":8}\n".utf8),
    ])
    func `takes away what a power cut has left where records were being written`(rubbish: [UInt8]) throws {
        let (log, head, _) = try prepared()
        let path = try last(log)
        let right = try Data(contentsOf: URL(filePath: path))
        try (right + rubbish).write(to: URL(filePath: path))
        let more = try log.leaves(1)
        let writer = try log.open(exported: head)
        #expect(writer.head == head)
        #expect(try Data(contentsOf: URL(filePath: path)) == right)
        try writer.append(more)
        #expect(try log.check().head.size == 10)
        // What was signed is another matter.
        try (right.dropLast(20) + rubbish).write(to: URL(filePath: path))
        #expect(try damage { try log.open(exported: head) }?.record == 8)
    }

    @Test func `refuses a log that is shorter than the database knows`() throws {
        let (log, head, _) = try prepared()
        try FileManager.default.removeItem(atPath: try last(log))
        let found = try damage { try log.open(exported: head) }
        #expect(found?.record != nil && found?.detail.contains("is missing") == true, "\(String(describing: found))")
    }

    @Test func `refuses a log when everything of it is gone`() throws {
        let (log, head, _) = try prepared()
        try log.write([:])
        #expect(try damage { try log.open(exported: head) }?.record == 0)
    }

    @Test func `refuses a log that is longer than the database knows`() throws {
        let (log, _, _) = try prepared()
        let found = try damage { try log.open(next: 3) }
        #expect(found?.record == 3 && found?.detail.contains("older copy") == true)
    }

    @Test func `refuses a log that another key has signed`() throws {
        let (log, head, _) = try prepared()
        let other = LogOpening(LogDirectory(log.path), key: LogKey(), anchor: LogAnchor(exported: head, next: 9))
        #expect(try damage { try other.open() }?.file == LogDirectory.noteKey)
    }

    @Test func `makes the file of hashes again when it is lost or wrong`() throws {
        let (log, head, _) = try prepared()
        let path = "\(log.path)/\(LogDirectory.hashes)"
        let right = try Data(contentsOf: URL(filePath: path))
        for wrong in [Data(), right.dropLast(32), right + right.prefix(32), Data(repeating: 7, count: right.count)] {
            try wrong.write(to: URL(filePath: path))
            #expect(try log.open(exported: head).head == head)
            #expect(try Data(contentsOf: URL(filePath: path)) == right)
        }
    }

    @Test func `reads a key that it wrote, and none that others can read`() throws {
        let (log, _, _) = try prepared()
        let path = "\(log.path)/key"
        let key = try LogKeyFile.load(path, isNew: true)
        #expect(try LogKeyFile.load(path, isNew: false).text == key.text)
        // Among a hundred keys there are those whose base64 has a plus.
        for verifier in (0..<100).map({ _ in LogKey().verifier }) {
            #expect(LogVerifierKey(noteText: verifier.noteText) == verifier)
        }
        chmod(path, 0o644)
        #expect(throws: AuditError.self) { try LogKeyFile.load(path, isNew: false) }
        #expect(throws: AuditError.self) { try LogKeyFile.load("\(log.path)/none", isNew: false) }
    }
}
