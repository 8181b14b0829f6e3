import Foundation
import MayflyAudit
import MayflyCore
import Testing

@testable import MayflyCommands

/// What `audit show` and `audit verify` believe of a daemon.
@Suite("A log that a daemon shows falsely", .timeLimit(.minutes(10))) struct FalseLogTests {
    /// One thing that is false of a log of seven records, and what is said of it.
    private struct Falsehood: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let says: String
        let change: @Sendable (inout FakeLog) throws -> Void

        init(_ what: String, _ says: String, _ change: @escaping @Sendable (inout FakeLog) throws -> Void) {
            (testDescription, self.says, self.change) = (what, says, change)
        }
    }

    /// A log, and the directory with its key and a checkpoint that was kept.
    private struct World {
        let log: FakeLog
        let place: TemporaryDirectory

        init(_ change: (inout FakeLog) throws -> Void = { _ in }) throws {
            var log = try FakeLog()
            for number in 1...3 { try log.run(number) }
            place = try TemporaryDirectory()
            try place.write(log.key.verifier.noteText, to: "key")
            let head = TreeHead(size: 3, root: log.root(of: 0..<3))
            try place.write(try log.key.note(for: head), to: "kept")
            try change(&log)
            self.log = log
        }

        func mayfly(_ arguments: String...) async throws -> CommandLineAnswer {
            let daemon = try FakeDaemon { [log] in log.answer($0) }
            return try await CommandLineAnswer.of(arguments + ["--key", "\(place.path)/key"], socket: daemon.path)
        }
    }

    private static func signed(_ log: inout FakeLog) {
        log.head = TreeHead(size: UInt64(log.leaves.count), root: log.root(of: 0..<UInt64(log.leaves.count)))
    }

    private static let falsehoods: [Falsehood] = [
        Falsehood("a record that was changed", "the proof does not show") { log in
            signed(&log)
            log.proofs[2] = try log.shownProof(of: 2)
            log.leaves[2] = log.leaves[2].replacing("\"ok\"", with: "\"no\"")
        },
        Falsehood("another record in its place", "something else for record 2") { log in
            signed(&log)
            log.leaves.swapAt(2, 3)
        },
        Falsehood("a hash of the proof", "the proof does not show") { log in
            log.proofs[2] = try log.shownProof(of: 2)
            log.proofs[2]?[1] = MerkleHash.leaf([1])
        },
        Falsehood("a proof that is too short", "the proof does not show") { log in
            log.proofs[2] = Array(try log.shownProof(of: 2).dropLast())
        },
        Falsehood("a proof that is too long", "the proof does not show") { log in
            log.proofs[2] = try log.shownProof(of: 2) + [MerkleHash.leaf([1])]
        },
        Falsehood("the proof of another record", "the proof does not show") { log in
            log.proofs[2] = try log.shownProof(of: 3)
        },
        Falsehood("the root that is signed", "the proof does not show") { log in
            log.head = TreeHead(size: UInt64(log.leaves.count), root: MerkleHash.leaf([1]))
        },
        Falsehood("the key that signs", "the checkpoint is of log") { $0.key = LogKey() },
        Falsehood("a log that is too short", "there is no record 2") { log in
            log.head = TreeHead(size: 2, root: log.root(of: 0..<2))
        },
    ]

    @Test(arguments: falsehoods) private func `is no proof of a record`(falsehood: Falsehood) async throws {
        let answer = try await World(falsehood.change).mayfly("audit", "show", "2")
        #expect(answer.status == 1 && answer.errors.contains(falsehood.says), "\(answer)")
        #expect(answer.output.isEmpty, "\(answer.output)")
    }

    @Test func `is none where the proof is right`() async throws {
        for index in 0..<7 {
            let answer = try await World().mayfly("audit", "show", "\(index)")
            #expect(answer.status == 0 && answer.output.contains("in the log of 7 records"), "\(answer)")
        }
    }

    private static let changes: [Falsehood] = [
        Falsehood("a record that was changed", "are not those that a checkpoint has signed") { log in
            signed(&log)
            log.leaves[4] = log.leaves[4].replacing("\"ok\"", with: "\"no\"")
        },
        Falsehood("a record of another index", "record 4 in the daemon's log: is not there") { log in
            signed(&log)
            log.leaves.swapAt(4, 5)
        },
        Falsehood("a record too few", "record 6 in the daemon's log: is missing") { log in
            signed(&log)
            log.leaves.removeLast()
        },
        Falsehood("the root that is signed", "are not those that a checkpoint has signed") { log in
            log.head = TreeHead(size: UInt64(log.leaves.count), root: MerkleHash.leaf([1]))
        },
        Falsehood("the key that signs", "a checkpoint is of log") { $0.key = LogKey() },
    ]

    @Test(arguments: changes) private func `is found out when all of it is read`(falsehood: Falsehood) async throws {
        let answer = try await World(falsehood.change).mayfly("audit", "verify")
        #expect(answer.status == 1 && answer.errors.contains(falsehood.says), "\(answer)")
        #expect(answer.output.isEmpty, "\(answer.output)")
    }

    /// All of it is signed anew, and only who kept a checkpoint sees it.
    @Test func `is found out by a checkpoint that was kept`() async throws {
        let good = try World()
        let kept = ["audit", "verify", "--checkpoint"]
        let honest = try await good.mayfly(kept[0], kept[1], kept[2], "\(good.place.path)/kept")
        #expect(honest.status == 0 && honest.output.contains("ok: 7 records"), "\(honest)")
        for change in [
            { $0.leaves[1] = $0.leaves[1].replacing("uid 1", with: "uid 2") }, { $0.leaves.removeLast(5) },
        ] as [(inout FakeLog) -> Void] {
            let world = try World(change)
            let unseen = try await world.mayfly("audit", "verify")
            #expect(unseen.status == 0, "the control: \(unseen)")
            let seen = try await world.mayfly(kept[0], kept[1], kept[2], "\(world.place.path)/kept")
            #expect(seen.status == 1 && seen.errors.contains("the daemon's log"), "\(seen)")
        }
    }
}
