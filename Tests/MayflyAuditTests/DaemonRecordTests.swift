import MayflyAudit
import MayflyCore
import Testing

@Suite("A record of what the daemon works by") struct DaemonRecordTests {
    private let digest = MerkleHash.leaf([1])

    /// Adds a start and a reload of the daemon.
    ///
    /// - Parameter isOlder: Whether they name the files alone that older versions named.
    private func append(to copy: SessionCopy, isOlder: Bool) throws {
        let start = AuditEvent.daemonStarted(
            version: "1",
            profiles: digest,
            trust: digest,
            settings: digest,
            agents: digest
        )
        let newer = #","settings":"\#(digest)","agents":"\#(digest)"}"#
        try copy.append(start) { isOlder ? $0.replacing(newer, with: "}") : $0 }
        try copy.append(.reloaded(profiles: digest, by: 0, agents: digest)) {
            isOlder ? $0.replacing(#","agents":"\#(digest)"}"#, with: "}") : $0
        }
    }

    @Test func `may be one by an older version, which named fewer files`() throws {
        let copy = try SessionCopy()
        for isOlder in [true, false] { try append(to: copy, isOlder: isOlder) }
        try copy.start(1)
        try copy.end(1)
        try copy.finish()
        let records = try copy.log.files.values.filter { $0.starts(with: #"{"index":"#.utf8) }.joined()
        let text = String(decoding: Array(records), as: UTF8.self)
        #expect(text.split(separator: #""settings":"#).count == 2, "one of the two starts has them: \(text)")
        #expect(text.split(separator: #""agents":"#).count == 3, "and one of the two reloads: \(text)")
        #expect(try copy.damage() == nil)
    }
}
