import Foundation
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@Suite("A changed audit log") struct MutationTests {
    private static let records = 12

    /// A log with several segments and a history of checkpoints.
    private struct Original {
        let log: TestLog
        let files: [String: [UInt8]]
        /// The log as it was some records ago.
        let older: [String: [UInt8]]
        /// The newest checkpoint, kept elsewhere.
        let known: String

        init() throws {
            log = try TestLog()
            let writer = try log.open(segmentSize: 500)
            for _ in 0..<2 {
                try writer.append(try log.leaves(3))
                try writer.close()
            }
            older = try log.files
            try writer.append(try log.leaves(MutationTests.records - 6))
            try writer.close()
            files = try log.files
            known = try #require(writer.checkpoint?.checkpoint.note)
        }

        var segments: [String] { files.keys.filter { $0.hasPrefix("log-") }.sorted() }
    }

    /// A change, and the record that it hits first, where that can be told.
    private struct Mutation {
        let name: String
        let files: [String: [UInt8]]
        let record: UInt64?
    }

    @Test(arguments: 0..<4) func `is found out in 10,000 of 10,000 cases, and the first wrong record is named`(
        part: Int
    ) throws {
        let original = try Original()
        #expect(original.segments.count >= 4)
        #expect(try original.log.check(known: [original.known]).head.size == UInt64(Self.records))
        var generator = SeededGenerator(state: UInt64(part) + 1)
        var named = 0
        for number in 0..<2500 {
            let mutation = try Self.mutation(of: original, using: &generator)
            guard mutation.files != original.files else { continue }
            let found = try original.log.changed(from: original.files, to: mutation.files) {
                try damage { try original.log.check(known: [original.known]) }
            }
            let text = "\(mutation.name), number \(number) of part \(part)"
            guard let found else {
                Issue.record("not found out: \(text)")
                continue
            }
            if let record = mutation.record {
                #expect(found.record == record, "\(text): \(found)")
                named += 1
            }
        }
        #expect(named > 500)
    }

    private static func mutation(
        of original: Original,
        using generator: inout SeededGenerator
    ) throws -> Mutation {
        let segment = try #require(original.segments.randomElement(using: &generator))
        switch Int.random(in: 0..<9, using: &generator) {
        case 0, 1: return flip(in: segment, of: original, using: &generator)
        case 2:
            let names = original.files.keys.sorted().filter { !$0.hasPrefix("log-") }
            let name = try #require(names.randomElement(using: &generator))
            var files = original.files
            let place = Int.random(in: 0..<(files[name]?.count ?? 1), using: &generator)
            files[name]?[place] ^= UInt8.random(in: 1...255, using: &generator)
            return Mutation(name: "a flipped byte in \(name)", files: files, record: nil)
        case 3...5: return moveLine(in: segment, of: original, using: &generator)
        case 6:
            var files = original.files
            let count = Int.random(in: 0..<(files[segment]?.count ?? 1), using: &generator)
            files[segment] = Array((files[segment] ?? []).prefix(count))
            let lines = files[segment]?.count { $0 == UInt8(ascii: "\n") } ?? 0
            let first = LogDirectory.first(ofSegment: segment) ?? 0
            return Mutation(name: "a cut in \(segment)", files: files, record: first + UInt64(lines))
        case 7: return swap(original, using: &generator)
        default: return older(original, using: &generator)
        }
    }

    private static func flip(
        in segment: String,
        of original: Original,
        using generator: inout SeededGenerator
    ) -> Mutation {
        var files = original.files
        var bytes = files[segment] ?? []
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let record = UInt64(bytes[..<place].count { $0 == UInt8(ascii: "\n") })
        bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
        files[segment] = bytes
        let first = LogDirectory.first(ofSegment: segment) ?? 0
        return Mutation(name: "a flipped byte in \(segment)", files: files, record: first + record)
    }

    /// Removes, repeats or exchanges a line.
    private static func moveLine(
        in segment: String,
        of original: Original,
        using generator: inout SeededGenerator
    ) -> Mutation {
        var files = original.files
        var lines = (files[segment] ?? []).split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
        let first = LogDirectory.first(ofSegment: segment) ?? 0
        let line = Int.random(in: 0..<lines.count, using: &generator)
        var record = first + UInt64(line)
        let name: String
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
            lines.remove(at: line)
            name = "a removed line"
        case 1:
            lines.insert(lines[line], at: line)
            record += 1
            name = "a repeated line"
        default:
            let other = Int.random(in: 0..<lines.count, using: &generator)
            lines.swapAt(line, other)
            record = first + UInt64(min(line, other))
            name = "two exchanged lines"
        }
        files[segment] = lines.flatMap { $0 }
        return Mutation(name: "\(name) in \(segment)", files: files, record: record)
    }

    private static func swap(_ original: Original, using generator: inout SeededGenerator) -> Mutation {
        var files = original.files
        let pair = original.segments.shuffled(using: &generator).prefix(2).sorted()
        (files[pair[0]], files[pair[1]]) = (files[pair[1]], files[pair[0]])
        return Mutation(
            name: "\(pair[0]) and \(pair[1]) exchanged",
            files: files,
            record: LogDirectory.first(ofSegment: pair[0])
        )
    }

    /// Puts an older file, or the whole older log, in the place of the newest.
    private static func older(_ original: Original, using generator: inout SeededGenerator) -> Mutation {
        // Of a short log, a shorter history says less, and nothing that is wrong; for a long one see below.
        let names = original.older.keys.sorted().filter { $0 != LogDirectory.history }
        guard Bool.random(using: &generator), let name = names.randomElement(using: &generator)
        else { return Mutation(name: "an older copy", files: original.older, record: 6) }
        var files = original.files
        files[name] = original.older[name]
        return Mutation(name: "an older \(name)", files: files, record: nil)
    }
}
