import Foundation
import MayflyAudit
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

@Suite("A copy that is checked without Mayfly") struct CopyScriptTests {
    private static let script = URL(filePath: #filePath).appending(path: "../../../docs/verify-without-mayfly.sh")
        .standardizedFileURL.path()

    /// A copy of a log with one approval, by a record that names the signature with some digest.
    private func copy(signedBy principal: String, named digest: (String) -> Digest?) throws -> TestLog {
        let (log, signer, other) = (try TestLog(), try TestSigner(principal), try TestSigner("ada@test"))
        let statement = try ExportedEvidence.statement("a")
        let signature = try signer.sign(statement.bytes)
        let event = ExportedEvidence.approved(statement, by: [other, signer], signature: digest(signature))
        let writer = try log.open()
        try writer.append([log.leaf(event)])
        try writer.close()
        let note = try #require(writer.checkpoint?.checkpoint.note)
        let noteSignature = try log.key.sshSignature(of: Array(note.utf8), namespace: Checkpoint.namespace)
        try log.write(Array(noteSignature.utf8), to: LogDirectory.noteSignature)
        try log.write(Array(signer.line.utf8), to: LogDirectory.people)
        try log.makeDirectory(LogDirectory.approvals)
        let file = "approvals/\(statement.id).json"
        try log.write(statement.bytes, to: file)
        try log.write(Array(signature.utf8), to: "\(file).1.sig")
        return log
    }

    private func check(_ log: TestLog) throws -> (status: Int32, errors: String) {
        let outcome = try TestProgram.finish("/usr/bin/bash", [Self.script, log.path])
        return (outcome.status, String(decoding: outcome.errors, as: UTF8.self))
    }

    @Test(arguments: ["bob@test", #"DOM\bob"#, #"DOM\123\tbob"#, "b]ob@test", "b[o]b@test", "bøb@test", "%sbob"])
    func `is whole whatever people are called`(principal: String) throws {
        for digest in [{ MerkleHash.digest(of: Array($0.utf8)) }, { _ in nil }] as [(String) -> Digest?] {
            let log = try copy(signedBy: principal, named: digest)
            let checked = try check(log)
            #expect(checked.status == 0, "\(checked.errors)")
            #expect(try damage { try log.check() } == nil)
        }
    }

    @Test func `has the signatures that the records name`() throws {
        let log = try copy(signedBy: "bob@test") { _ in MerkleHash.digest(of: [1]) }
        let checked = try check(log)
        #expect(checked.status == 1 && checked.errors.contains("is another signature"), "\(checked.errors)")
    }
}
