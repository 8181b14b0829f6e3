import Foundation
import Glibc
import MayflyAudit
import MayflyCore
import Testing

@testable import MayflyCommands

/// What `mayfly audit checkpoint >>FILE` has collected.
@Suite("A file of kept checkpoints", .timeLimit(.minutes(10))) struct KeptCheckpointTests {
    /// Of seven records.
    private let log: FakeLog
    private let directory: TemporaryDirectory

    init() throws {
        var log = try FakeLog()
        for number in 1...3 { try log.run(number) }
        self.log = log
        directory = try TemporaryDirectory()
        try directory.write(log.key.verifier.noteText, to: "key")
    }

    private var file: String { "\(directory.path)/kept" }

    /// A checkpoint of the log's first records.
    private func note(_ size: UInt64) throws -> String {
        try log.key.note(for: TreeHead(size: size, root: log.root(of: 0..<size)))
    }

    /// What is said of the log by whoever has kept these.
    private func verify(_ text: String) async throws -> CommandLineAnswer {
        try directory.write(text, to: "kept")
        return try await verify()
    }

    private func verify() async throws -> CommandLineAnswer {
        let daemon = try FakeDaemon { [log] in log.answer($0) }
        let arguments = ["audit", "verify", "--key", "\(directory.path)/key", "--checkpoint", file]
        return try await CommandLineAnswer.of(arguments, socket: daemon.path)
    }

    @Test func `is right where each of them is, however many there are`() async throws {
        var notes: [String] = []
        for number in 0..<200 { notes.append(try note(UInt64(number % 7 + 1))) }
        for count in [1, 2, 200] {
            let answer = try await verify(notes.prefix(count).joined())
            #expect(answer.status == 0 && answer.output.contains("ok: 7 records"), "\(answer)")
        }
    }

    @Test(arguments: [0, 1, 7]) func `is of another log where one of them is`(place: Int) async throws {
        var notes: [String] = []
        for size in 1...7 { notes.append(try note(UInt64(size))) }
        notes.insert(try log.key.note(for: TreeHead(size: 3, root: MerkleHash.leaf([1]))), at: place)
        let answer = try await verify(notes.joined())
        #expect(answer.status == 1 && answer.output.isEmpty, "\(answer)")
        let says = "are not those that the checkpoint in note \(place + 1) of \(file) has signed"
        #expect(answer.errors.contains(says), "\(answer.errors)")
    }

    @Test func `misses records where one of them has more`() async throws {
        let longer = try log.key.note(for: TreeHead(size: 9, root: MerkleHash.leaf([1])))
        let (first, last) = try (note(3), note(7))
        let answer = try await verify("\(first)\(longer)\(last)")
        let says = "record 7 in the daemon's log: is missing: the checkpoint in note 2 of \(file) has more"
        #expect(answer.status == 1 && answer.errors.contains(says), "\(answer)")
    }

    @Test func `has nothing else in it, and which note is wrong is said`() async throws {
        let (one, two) = try (note(1), note(2))
        let strange = try LogKey().note(for: TreeHead(size: 1, root: MerkleHash.leaf([1])))
        let forged = two.replacing("\n2\n", with: "\n3\n")
        let cases: [(text: String, says: String)] = [
            ("\(one)\(two)\n", "note 3 of \(file) is no checkpoint"),
            ("\(one)x\n\(two)", "note 2 of \(file) is no checkpoint"),
            ("\(one.dropLast())\(two)", "note 1 of \(file) is no checkpoint"),
            ("\(one)\(strange)\(two)", "note 2 of \(file) is of log "),
            ("\(one)\(forged)", "note 2 of \(file) is not signed by the log's key"),
            ("", "\(file) is no checkpoint"),
        ]
        for (text, says) in cases {
            let answer = try await verify(text)
            #expect(answer.status == 1 && answer.output.isEmpty, "\(answer)")
            #expect(answer.errors.hasPrefix("mayfly: \(says)"), "\(answer.errors)")
        }
    }

    @Test func `has room for many years, and a bound`() async throws {
        // A log of a hundred million records has as many digits more.
        let length = try note(7).utf8.count + 8
        #expect(KeptNote.longestFile / length > 15 * 366 * 24, "one every hour")
        try directory.write("", to: "kept")
        try #require(truncate(file, off_t(KeptNote.longestFile + 1)) == 0)
        let answer = try await verify()
        #expect(answer.status == 1 && answer.errors.contains("has more than 33554432 bytes"), "\(answer)")
        #expect(answer.errors.contains("--checkpoint of its own"), "\(answer.errors)")
    }
}
