import Foundation
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Synchronization
import Testing

@testable import MayflyService

/// What the daemon sees of the trust files on its way to the log.
@Suite("A change of trust") struct TrustRecordTests {
    /// What was told of the files, in its order.
    private final class Told: Sendable {
        private let kept = Mutex<[Digest?]>([])

        var digests: [Digest?] { kept.withLock { $0 } }
        func add(_ digest: Digest?) { kept.withLock { $0.append(digest) } }
    }

    private let start = AuditEvent.daemonStarted(version: "1", profiles: nil, trust: nil, settings: nil, agents: nil)

    private func digest(_ number: UInt8) -> Digest? { Digest(bytes: [UInt8](repeating: number, count: 32)) }

    @Test func `stands in line behind what came before it, until it is in the log`() {
        let record = TrustRecord()
        record.look(at: digest(9))
        #expect(record.pending.isEmpty, "the log has no start yet")
        record.begin(digest(1), seen: digest(1), with: start)
        record.look(at: digest(1))
        record.look(at: digest(2))
        record.change(to: digest(2))
        record.change(to: digest(3))
        record.look(at: digest(2))
        record.look(at: nil)
        let changes: [AuditEvent] = [
            .trustChanged(from: digest(1), to: digest(2)), .trustChanged(from: digest(2), to: digest(3)),
            .trustChanged(from: digest(3), to: nil),
        ]
        #expect(record.pending == [start] + changes)
        record.wrote(2)
        #expect(record.pending == Array(changes.dropFirst()))
        record.end()
        record.look(at: digest(4))
        #expect(record.pending == Array(changes.dropFirst()))
    }

    @Test func `between the warden's look and the daemon's is one, and nothing that the daemon cannot read is`() {
        let record = TrustRecord()
        record.begin(digest(1), seen: digest(2), with: start)
        record.look(at: digest(2))
        #expect(record.pending == [start, .trustChanged(from: digest(1), to: digest(2))])
        record.begin(digest(1), seen: nil, with: start)
        #expect(record.pending == [start])
    }

    @Test func `to a list of revoked keys that nobody understands is not taken back by removing it`() async throws {
        try await TemporaryDirectory.lend { path in
            chmod(path, 0o755)
            for (name, text) in [("allowed_signers", try TestSigner("a").line), ("revoked_keys", "no key\n")] {
                try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
                chmod("\(path)/\(name)", 0o644)
            }
            let desk = TrustDesk(directory: path, owner: geteuid()) { _ in }
            #expect(throws: ServiceError.self) { try desk.current() }
            try FileManager.default.removeItem(atPath: "\(path)/revoked_keys")
            let error = #expect(throws: ServiceError.self) { try desk.current() }
            #expect(error?.sentence.contains("is gone") == true, "\(error as Any)")
        }
    }

    @Test func `is told before whoever looks knows of it`() async throws {
        try await TemporaryDirectory.lend { path in
            chmod(path, 0o755)
            let file = "\(path)/allowed_signers"
            let told = Told()
            let desk = TrustDesk(directory: path, owner: geteuid()) { told.add($0) }
            var known: [Digest?] = []
            for number in 1...3 {
                let line = try TestSigner(String(repeating: "a", count: number)).line
                try Data(line.utf8).write(to: URL(filePath: file))
                chmod(file, 0o644)
                known.append(try desk.current().digest)
                #expect(told.digests == known)
                chmod(file, 0o666)
                #expect(throws: ServiceError.self) { try desk.current() }
                known.append(nil)
                #expect(told.digests == known)
            }
            #expect(Set(known).count == 4)
        }
    }

    @Test func `to files that nobody trusts is complained of once for each reason`() {
        let record = TrustRecord()
        let reasons: [String?] = ["a", "a", "b", nil, "b", nil, nil]
        #expect(reasons.map(record.isNews) == [true, false, true, false, true, false, false])
    }
}
