import Foundation
import MayflyCore
import MayflyEvidence
import MayflyStore
import MayflyTestSupport
import Synchronization
import WardenProtocol

@testable import MayflyService

/// One version in a real service with a real store and real trust files, and what people do to it.
struct LivingScript {
    typealias Person = LifeModel.Person

    /// What is the same for every script of a server.
    struct Place: Sendable {
        let server: TestServer
        let signers: [Person: TestSigner]
        let clock: SteppedClock

        /// Writes whose keys count, as if none had ever been revoked.
        init(_ server: TestServer, clock: SteppedClock) throws {
            (self.server, self.clock) = (server, clock)
            var signers: [Person: TestSigner] = [:]
            for person in Person.allCases { signers[person] = try TestSigner("\(person.user)@test") }
            self.signers = signers
            let lines = signers.values.map(\.line).sorted().joined()
            try Data(lines.utf8).write(to: server.trust.appending(path: "allowed_signers"))
        }

        func revoke(_ people: Set<Person>) throws {
            let keys = people.compactMap { signers[$0]?.key.publicKey.line }.map { $0 + "\n" }.joined()
            try Data(keys.utf8).write(to: server.trust.appending(path: "revoked_keys"))
        }
    }

    /// A clock that stands still until it is moved on.
    final class SteppedClock: Sendable {
        private let seconds = Mutex<UInt64>(1_900_000_000)
        var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
        func advance(by step: UInt64) { seconds.withLock { $0 += step } }
    }

    private let place: Place
    private let name: ScriptName
    private let file: FileContent
    private let digest: Digest
    private var revokedKeys: Set<Person> = []
    private static let lifetime: UInt64 = 3600

    /// Nobody has proposed it yet.
    ///
    /// - Parameter number: Makes its bytes and its name its own.
    init(_ number: Int, in place: Place) throws {
        guard let name = ScriptName("life/s\(number)") else { throw Impossible() }
        (self.place, self.name) = (place, name)
        file = FileContent(path: "main.sh", bytes: Array("echo \(number)\n".utf8))
        digest = BundleDigest.manifest(of: [file]).digest
        try place.revoke([])
    }

    struct Impossible: Error {}

    /// Does what a person can do, or tries to: what the service refuses changes nothing.
    mutating func step(_ deed: LifeModel.Deed, by person: Person) async throws {
        let (service, caller) = (place.server.service, person.caller)
        let version = ScriptReference.version(name, digest)
        do throws(ServiceError) {
            switch deed {
            case .propose: _ = try await service.propose(name, files: [file], by: caller)
            case .reject: _ = try await service.reject(version, reason: "no", by: caller)
            case .revoke: _ = try await service.revoke(version, reason: "bad", by: caller)
            case .approve, .expire, .revokeKey: break
            }
        } catch {}
        switch deed {
        case .approve: try await approve(by: person)
        case .expire: place.clock.advance(by: Self.lifetime)
        case .revokeKey:
            revokedKeys.insert(person)
            try place.revoke(revokedKeys)
        case .propose, .reject, .revoke: break
        }
    }

    /// Signs what the service drafts for an approver, and brings it.
    private func approve(by person: Person) async throws {
        guard let standard = ProfileName("standard"), let strict = ProfileName("strict"),
            let signer = place.signers[person]
        else { throw Impossible() }
        var request = StatementRequest(name: name, digest: digest, profiles: [standard, strict])
        request.lifetime = .seconds(Int64(Self.lifetime))
        do throws(ServiceError) {
            let draft = try await place.server.service.statement(request, for: Person.second.caller)
            guard let signature = try? signer.sign(draft.bytes) else { return }
            _ = try await place.server.service.approve(draft.bytes, signature: signature, by: person.caller)
        } catch {}
    }

    /// Whether a session of it is started, under the profile that wants so many people.
    ///
    /// - Parameter isInline: Whether an agent sends the code itself, instead of its digest.
    func runs(needing required: Int, isInline: Bool = false) async throws -> Bool {
        let subject: SubmitRequest.Subject = isInline ? .code(file.bytes, .sh) : .reference(.digest(digest))
        var request = SubmitRequest(subject, requestID: "req_test")
        request.profile = ProfileName(required == 1 ? "standard" : "strict")
        let before = place.server.warden.begun.count
        var isOK = false
        do throws(ServiceError) {
            let session = try await place.server.service.submit(request, by: Person.agent.caller).session
            let ended = try await place.server.service.wait(session, for: Person.agent.caller, atMost: .seconds(30))
            isOK = ended.record.report?.verdict.name == .ok
        } catch {}
        let hasBegun = place.server.warden.begun.count > before
        guard isOK == hasBegun else { throw Impossible() }
        return hasBegun
    }
}

extension LifeModel.Person {
    /// A user that every Debian has: who has no name is no author whom anybody could be told apart from.
    var user: String { ["daemon", "bin", "sys", "sync"][rawValue] }

    var caller: Caller {
        let identity = CallerIdentity(uid: UInt32(1 + rawValue), gid: 1, pid: 1)
        return Caller(identity, roles: self == .agent ? [.agent] : [.agent, .approver])
    }
}
