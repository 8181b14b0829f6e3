import MayflyAudit
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Testing
import WardenProtocol

@testable import MayflyService

@Suite("The longest receipt") struct ReceiptSizeTests {
    /// A receipt with artifacts of these names, each as large as all may be together.
    private func receipt(_ names: [String]) throws -> [UInt8] {
        var facts = ReceiptFacts.example(of: try #require(SessionID("ses_" + String(repeating: "0", count: 26))))
        let digest = facts.digest
        let size = SessionLimits.ceiling.artifacts
        facts.artifacts = names.map { ReceiptFacts.File(name: $0, size: size, digest: digest) }
        return Receipt.statement(facts)
    }

    /// The most bytes that a receipt has in some form, by what each artifact and each byte of its name adds to it.
    private func most(_ size: ([UInt8]) -> Int) throws -> Int {
        let none = size(try receipt([]))
        let one = size(try receipt([""]))
        let two = size(try receipt(["", ""]))
        let quotes = size(try receipt([String(repeating: "\"", count: 1000)])) - one
        // Both streams may be artifacts besides.
        let count = Int(SessionLimits.ceiling.artifactCount) + 2
        return none + count * (two - one) + quotes * (ArtifactReceiver.mostNames / 1000 + 1)
    }

    @Test func `is one that all take, however its artifacts are called`() throws {
        // What the warden reports comes in one frame; escaping makes at most six bytes of one, and once more seven.
        #expect(try most { $0.count } + 6 * FrameBound.frame <= Receipt.longest)
        let quoted = try most { JSON.string(String(decoding: $0, as: UTF8.self)).compactBytes.count }
        #expect(quoted + 7 * FrameBound.frame + 256 * 1024 <= ReceiptBundle.longest)
    }
}
