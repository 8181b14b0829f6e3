import Foundation
import Glibc
import MayflyAudit
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

@Suite("A copy that is checked without Mayfly") struct CopyScriptTests {
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

    @Test(arguments: ["bob@test", #"DOM\bob"#, #"DOM\123\tbob"#, "b]ob@test", "b[o]b@test", "bøb@test", "%sbob"])
    func `is whole whatever people are called`(principal: String) throws {
        for digest in [{ MerkleHash.digest(of: Array($0.utf8)) }, { _ in nil }] as [(String) -> Digest?] {
            let log = try copy(signedBy: principal, named: digest)
            let checked = try CopyScript.check(log)
            #expect(checked.status == 0, "\(checked.errors)")
            #expect(try damage { try log.check() } == nil)
        }
    }

    @Test func `has the signatures that the records name`() throws {
        let log = try copy(signedBy: "bob@test") { _ in MerkleHash.digest(of: [1]) }
        let checked = try CopyScript.check(log)
        #expect(checked.status == 1 && checked.errors.contains("is another signature"), "\(checked.errors)")
    }

    /// What may be in a file's place.
    enum Obstacle: CaseIterable, Sendable {
        case pipe, device, link

        /// Puts it there; what was there lies beside it.
        func put(at path: String) throws {
            rename(path, "\(path).aside")
            let result =
                switch self {
                case .pipe: mkfifo(path, 0o600)
                case .device: symlink("/dev/zero", path)
                case .link: symlink("\(path).aside", path)
                }
            try #require(result == 0)
        }

        /// Puts back what was there.
        func remove(at path: String) throws {
            try #require(unlink(path) == 0)
            rename("\(path).aside", path)
        }
    }

    private func session() throws -> SessionCopy {
        let copy = try SessionCopy()
        try copy.start(1)
        try copy.end(1)
        try copy.finish()
        return copy
    }

    @Test(.timeLimit(.minutes(10)), arguments: Obstacle.allCases)
    func `is not waited for, and read only where its files are regular ones`(obstacle: Obstacle) throws {
        let copy = try session()
        let receipt = "receipts/\(try SessionCopy.session(1)).json"
        let approval = "approvals/\(copy.statement.id).json"
        for name in [
            LogDirectory.checkpoint, LogDirectory.signature, LogDirectory.noteSignature, LogDirectory.sshKey,
            LogDirectory.people, LogDirectory.segment(0), receipt, "\(receipt).sig", approval, "\(approval).1.sig",
        ] {
            let path = "\(copy.log.path)/\(name)"
            try obstacle.put(at: path)
            let checked = try CopyScript.check(copy.log)
            #expect(checked.status == 1 && checked.errors.contains("no regular file"), "\(name): \(checked)")
            #expect(throws: AuditError.self, "\(name)") { try copy.log.check() }
            try obstacle.remove(at: path)
        }
        #expect(try copy.damage() == nil, "all of it is as it was")
    }

    @Test(.timeLimit(.minutes(10))) func `is not read beyond what its files can have`() throws {
        let copy = try session()
        for name in [LogDirectory.segment(0), "receipts/\(try SessionCopy.session(1)).json", LogDirectory.checkpoint] {
            let path = "\(copy.log.path)/\(name)"
            rename(path, "\(path).aside")
            let file = open(path, O_WRONLY | O_CREAT, 0o600)
            try #require(file >= 0 && ftruncate(file, 1 << 40) == 0)
            close(file)
            let checked = try CopyScript.check(copy.log)
            #expect(checked.status == 1 && checked.errors.contains("too large"), "\(name): \(checked)")
            try #require(rename("\(path).aside", path) == 0)
        }
        #expect(try copy.damage() == nil, "all of it is as it was")
    }

    @Test(.timeLimit(.minutes(10))) func `has only records of a bounded length, in files that they name`() throws {
        let copy = try session()
        let path = "\(copy.log.path)/\(LogDirectory.segment(0))"
        let records = try #require(try copy.log.files[LogDirectory.segment(0)])
        let long = Array(#"{"index":0,"padding":""#.utf8) + [UInt8](repeating: UInt8(ascii: ","), count: 65_536)
        try copy.log.write(long + Array("\"}\n".utf8), to: LogDirectory.segment(0))
        let checked = try CopyScript.check(copy.log)
        #expect(checked.status == 1 && checked.errors.contains("longer than any record"), "\(checked)")
        try copy.log.write(records, to: LogDirectory.segment(0))
        try #require(rename(path, "\(copy.log.path)/\(LogDirectory.segment(9))") == 0)
        let named = try CopyScript.check(copy.log)
        #expect(named.status == 1 && named.errors.contains("with record 0, is not"), "\(named)")
    }

    @Test(.timeLimit(.minutes(10))) func `is read in moments also where a record is as long as any`() throws {
        let copy = try SessionCopy()
        let session = try SessionCopy.session(1)
        let text = String(repeating: ",", count: 60_000)
        try copy.append(.forgotten(session: session, digest: copy.statement.digest, verdict: .ok, by: 0)) {
            $0.replacing(#""event":"forgotten","#, with: #""event":"forgotten","padding":"\#(text)","#)
        }
        try copy.finish()
        let checked = try CopyScript.check(copy.log)
        #expect(checked.status == 0, "it takes a minute and more otherwise: \(checked.errors)")
    }
}
