import MayflyAudit
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Testing

@Suite("A receipt in a file") struct ReceiptBundleTests {
    private let log: TestLog
    private let bundle: ReceiptBundle

    init() throws {
        log = try TestLog()
        let session = try #require(SessionID("ses_" + String(repeating: "0", count: 26)))
        let receipt = ExportedEvidence.receipt(of: session)
        let writer = try log.open()
        try writer.append(try log.leaves(2))
        let leaf = log.leaf(ExportedEvidence.ended(session, receipt: MerkleHash.digest(of: receipt)))
        try writer.append([leaf] + (try log.leaves(2)))
        try writer.close()
        let signed = try #require(writer.checkpoint)
        bundle = ReceiptBundle(
            statement: receipt,
            signature: try log.key.sshSignature(of: receipt, namespace: Receipt.namespace),
            leaf: leaf,
            index: 2,
            proof: try #require(try writer.inclusion(of: 2, size: signed.checkpoint.head.size)),
            checkpoint: signed.checkpoint.note,
            checkpointSignature: signed.signature,
            key: log.key.verifier
        )
    }

    /// Whether a file with these bytes is one that holds.
    private func holds(_ bytes: [UInt8]) -> Bool {
        guard let json = try? JSONReader.read(bytes), let read = try? ReceiptBundle(json) else { return false }
        return (try? read.check(key: log.key.verifier)) != nil
    }

    private func changed(_ name: String, to value: JSON?) -> [UInt8] {
        var members = bundle.json.members.filter { $0.name != name }
        if let value { members.append(JSON.Member(name, value)) }
        return JSON.object(members).compactBytes
    }

    @Test func `holds however its members are laid out`() throws {
        #expect(holds(bundle.json.compactBytes) && holds(Array(bundle.json.prettyText.utf8)))
        #expect(holds(JSON.object(bundle.json.members.reversed()).compactBytes))
    }

    @Test func `does not hold with any byte of it changed`() throws {
        let bytes = bundle.json.compactBytes
        var generator = SeededGenerator(state: 3)
        for place in stride(from: 0, to: bytes.count, by: 3) {
            var other = bytes
            other[place] ^= UInt8.random(in: 1...255, using: &generator)
            #expect(!holds(other), "byte \(place), \(bytes[place]) to \(other[place])")
        }
    }

    @Test(arguments: [
        "statement", "signature", "index", "leaf", "proof", "checkpoint", "checkpoint_signature", "log_key", "ssh_key",
        "allowed_signers",
    ]) func `does not hold without a member, or with another's`(name: String) throws {
        #expect(bundle.json[name] != nil)
        for value in [nil, .null, .string("x"), .number("7"), .array([])] as [JSON?] {
            #expect(!holds(changed(name, to: value)), "\(String(describing: value))")
        }
        var others = bundle
        others.key = LogKey().verifier
        if let other = others.json[name], other != bundle.json[name] { #expect(!holds(changed(name, to: other))) }
        // The sign for kelvins is to some texts what K is.
        if let text = bundle.json[name]?.text, text.contains("K") {
            #expect(!holds(changed(name, to: .string(text.replacing("K", with: "\u{212a}")))))
        }
    }

    @Test func `has no member that is not checked`() throws {
        #expect(!holds(changed("verdict", to: .string("ok"))))
        #expect(throws: AuditError.self) { try bundle.check(key: LogKey().verifier) }
    }
}
