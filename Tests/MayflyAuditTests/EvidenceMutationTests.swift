import Foundation
import MayflyAudit
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

@Suite("Changed evidence beside a log") struct EvidenceMutationTests {
    /// A change, and the record that it hits first; `nil` for what no record names.
    private struct Mutation {
        let name: String
        let files: [String: [UInt8]]
        let record: UInt64?
    }

    @Test(arguments: 0..<4)
    func `is found out in 4,000 of 4,000 cases, and the first record that names it is named`(part: Int) throws {
        let original = try ExportedEvidence()
        let good = try original.log.check(people: original.people)
        #expect(good.evidence == .init(receipts: 1, approvals: 2, namedReceipts: 1, namedApprovals: 2))
        var generator = SeededGenerator(state: UInt64(part) + 1)
        var kinds: Set<String> = []
        for number in 0..<1000 {
            let mutation = try Self.mutation(of: original, using: &generator)
            guard mutation.files != original.files else { continue }
            let found = try original.log.changed(from: original.files, to: mutation.files) {
                try damage { try original.log.check(people: original.people) }
            }
            let text = "\(mutation.name), number \(number) of part \(part)"
            let seen = try #require(found, "not found out: \(text)")
            #expect(seen.record == mutation.record, "\(text): \(seen)")
            kinds.insert(String(mutation.name.prefix { $0 != ":" }))
        }
        #expect(kinds.count == 7, "\(kinds)")
    }

    private static func mutation(
        of original: ExportedEvidence,
        using generator: inout SeededGenerator
    ) throws -> Mutation {
        let names = original.records.keys.sorted()
        let name = try #require(names.randomElement(using: &generator))
        let bytes = original.files[name] ?? []
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        func changed(_ what: String, to new: [UInt8]?) -> Mutation {
            var files = original.files
            files[name] = new
            return Mutation(name: "\(what): \(name)", files: files, record: original.records[name])
        }
        switch Int.random(in: 0..<9, using: &generator) {
        case 0...2:
            var flipped = bytes
            flipped[place] ^= UInt8.random(in: 1...255, using: &generator)
            return changed("a flipped byte", to: flipped)
        case 3: return changed("a cut", to: Array(bytes[..<place]))
        case 4:
            let byte = UInt8.random(in: 0...255, using: &generator)
            return changed("a byte more", to: Array(bytes[..<place]) + [byte] + bytes[place...])
        case 5: return changed("another's", to: original.strange.randomElement(using: &generator))
        case 6: return exchange(names, original, using: &generator)
        case 7:
            // A receipt may have been forgotten with its session; nothing else may.
            guard name.hasPrefix("approvals/") || name.hasSuffix(".sig") else { return changed("a cut", to: []) }
            return changed("nothing", to: nil)
        default: return try addition(original, using: &generator)
        }
    }

    private static func exchange(
        _ names: [String],
        _ original: ExportedEvidence,
        using generator: inout SeededGenerator
    ) -> Mutation {
        var files = original.files
        let pair = names.shuffled(using: &generator).prefix(2).sorted()
        (files[pair[0]], files[pair[1]]) = (files[pair[1]], files[pair[0]])
        let records = pair.compactMap { original.records[$0] }
        return Mutation(name: "exchanged: \(pair)", files: files, record: records.min())
    }

    /// A genuine statement, or signature, that nobody recorded.
    private static func addition(_ original: ExportedEvidence, using generator: inout SeededGenerator) throws
        -> Mutation
    {
        var files = original.files
        let statements = original.records.keys.filter { $0.hasPrefix("approvals/") && $0.hasSuffix(".json") }.sorted()
        let statement = try #require(statements.randomElement(using: &generator))
        let strange = original.strange.randomElement(using: &generator)
        let kind = Int.random(in: 0..<3, using: &generator)
        let id = statement.dropLast(6) + "z.json"
        let name = ["\(statement).3.sig", "\(id)", "receipts/ses_\(String(repeating: "1", count: 26)).json"][kind]
        files[name] = strange
        // The newest record of an approval says how many signatures it has.
        let last = statement == statements[0] ? 2 : original.records[statement]
        return Mutation(name: "added: \(name)", files: files, record: kind == 0 ? last : nil)
    }

    @Test func `is missed where all of it was taken out`() throws {
        let original = try ExportedEvidence()
        let rest = original.files.filter { !$0.key.hasPrefix("approvals/") }
        let found = try original.log.changed(from: original.files, to: rest) {
            try FileManager.default.removeItem(atPath: "\(original.log.path)/approvals")
            defer { try? original.log.makeDirectory(LogDirectory.approvals) }
            return try damage { try original.log.check(people: original.people) }
        }
        #expect(found?.record == 1 && found?.file.hasPrefix("approvals/") == true, "\(String(describing: found))")
    }

    @Test func `that others have signed is not theirs whom the record names`() throws {
        let original = try ExportedEvidence()
        let lines = original.people.split(separator: "\n").map { "\($0)\n" }
        let exchanged = lines[0].replacing("ada@", with: "bob@") + lines[1].replacing("bob@", with: "ada@")
        for (people, record) in [(lines[0], 2), (lines[1], 1), (exchanged, 1), ("", 1)] as [(String, UInt64)] {
            let found = try damage { try original.log.check(people: people) }
            #expect(found?.record == record && found?.file.hasSuffix(".sig") == true, "\(String(describing: found))")
        }
        let ended = lines[0].replacing("namespaces=", with: #"valid-before="20270115075959Z",namespaces="#) + lines[1]
        #expect(try damage { try original.log.check(people: ended) }?.record == 1, "its key had ended by then")
        let later = lines[0].replacing("namespaces=", with: #"valid-before="20270116",namespaces="#) + lines[1]
        #expect(try damage { try original.log.check(people: later) } == nil, "its key ended after it")
        #expect(try damage { try original.log.check() } == nil, "whose they are is not compared")
    }
}
