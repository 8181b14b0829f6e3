import Foundation
import MayflyJSON
import MayflySchema
import MayflyTestSupport
import Testing

@Suite("A schema and its second opinion")
struct OracleTests {
    /// The root of the repository.
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func lines(seed: Int, count: Int) throws -> [JSON] {
        let python = Self.root.appending(path: ".build/python/oracle/bin/python")
        try #require(FileManager.default.isExecutableFile(atPath: python.path), "run scripts/install-python first")
        let script = Self.root.appending(path: "Tests/Oracle/schemas.py").path
        let printed = try TestProgram.run(python.path, [script, "\(seed)", "\(count)"])
        return try printed.split(separator: UInt8(ascii: "\n")).map { try JSONReader.read(Array($0)) }
    }

    @Test(arguments: 1...4)
    func `agree on random values`(seed: Int) throws {
        var accepted = 0
        var refused = 0
        for line in try lines(seed: seed, count: 1000) {
            let text = try #require(line["schema"]).compactText
            let schema = try Schema(try #require(line["schema"]))
            for (value, verdict) in zip(try #require(line["values"]).elements, try #require(line["accepted"]).elements)
            {
                let isAccepted = (try? schema.check(value)) != nil
                if isAccepted { accepted += 1 } else { refused += 1 }
                #expect(isAccepted == verdict.bool, "\(text) on \(value.compactText)")
            }
        }
        // Both verdicts are common, or the comparison says little.
        #expect(accepted > 500)
        #expect(refused > 500)
    }
}
