import MayflyAudit
import MayflyCore
import Testing

@Suite("A receipt of very many artifacts") struct LargeReceiptTests {
    /// A log with one receipt of so many bytes beside it.
    private func copy(_ count: Int) throws -> TestLog {
        let log = try TestLog()
        let session = try #require(SessionID("ses_" + String(repeating: "0", count: 26)))
        let receipt = [UInt8](repeating: UInt8(ascii: "{"), count: count)
        let writer = try log.open()
        try writer.append([log.leaf(ExportedEvidence.ended(session, receipt: MerkleHash.digest(of: receipt)))])
        try writer.close()
        try log.makeDirectory(LogDirectory.receipts)
        try log.write(receipt, to: "receipts/\(session).json")
        let signature = try log.key.sshSignature(of: receipt, namespace: Receipt.namespace)
        try log.write(Array(signature.utf8), to: "receipts/\(session).json.sig")
        return log
    }

    @Test func `is checked up to the longest that there is`() throws {
        let log = try copy(Receipt.longest)
        #expect(try log.check().evidence.receipts == 1)
    }

    @Test func `is said to be too large, and not to be another one, beyond that`() throws {
        let log = try copy(Receipt.longest + 1)
        let found = try #require(try damage { try log.check() })
        #expect(found.record == 0 && found.detail.contains("too large"), "\(found)")
    }
}
