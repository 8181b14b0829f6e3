import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import MayflyTestSupport
import Testing

/// Authors here are agents, and nothing else.
@Suite("A proposal that its author takes back", .timeLimit(.minutes(10))) struct WithdrawalTests {
    private let author = Caller(CallerIdentity(uid: 61_000, gid: 1, pid: 1), roles: [.agent])
    private let other = Caller(CallerIdentity(uid: 61_001, gid: 1, pid: 1), roles: [.agent])

    /// Proposes a version; the author does, if nobody is named.
    private func propose(_ number: Int, _ server: TestServer, by caller: Caller? = nil) async throws
        -> ScriptReference
    {
        let name = try #require(ScriptName("team/a"))
        let files = [FileContent(path: "main.sh", bytes: Array("echo \(number)\n".utf8))]
        let detail = try await server.service.propose(name, files: files, by: caller ?? author)
        return .version(name, detail.version.digest)
    }

    /// Takes a version back; what the service says against it.
    private func withdraw(_ version: ScriptReference, _ server: TestServer, by caller: Caller? = nil) async
        -> ServiceError?
    {
        do throws(ServiceError) {
            let detail = try await server.service.reject(version, reason: "a slip", by: caller ?? author)
            #expect(detail.state == .rejected)
            return nil
        } catch { return error }
    }

    @Test func `is rejected, and the log says by whom it was proposed and rejected`() async throws {
        try await TestServer.with { server in
            let version = try await propose(1, server)
            #expect(await withdraw(version, server) == nil)
            #expect(await withdraw(version, server)?.code == "wrong_state", "it is rejected already")
            _ = try await server.call("GET", "/v1/audit/checkpoint")
            let items = try await server.call("GET", "/v1/audit?limit=500").json["items"]?.elements ?? []
            let records = try items.map { try JSONReader.read(Array(($0.text ?? "").utf8)) }
            for event in ["proposed", "rejected"] {
                let said = records.filter { $0["event"]?.text == event }
                #expect(said.map { $0["by"]?.text } == ["uid 61000"], "\(event)")
            }
            #expect(try await propose(1, server) == version)
            #expect(await withdraw(version, server) == nil, "it was proposed again")
        }
    }

    @Test func `is nobody else's, who is told the same whether it is there or not`() async throws {
        try await TestServer.with { server in
            let version = try await propose(1, server)
            guard case .version(let name, let digest) = version else { return }
            let nothing = try #require(Digest("sha256:\(String(repeating: "0", count: 64))"))
            let auditor = Caller(author.identity, roles: [.auditor])
            let unknown = await withdraw(.version(name, nothing), server)
            #expect(unknown?.code == "forbidden")
            for caller in [other, auditor] {
                for reference in [version, .digest(digest), .digest(nothing), .name(name)] {
                    #expect(await withdraw(reference, server, by: caller) == unknown, "\(reference)")
                }
            }
            #expect(await withdraw(.digest(digest), server) == nil, "by its bytes, which have one name")
        }
    }

    @Test func `is none once somebody has signed for it`() async throws {
        try await TestServer.with { server in
            let version = try await propose(1, server)
            guard case .version(_, let digest) = version else { return }
            let approval = try await server.approve("team/a", digest.description, "profiles=strict")
            #expect(approval.json["state"]?.text == "open")
            #expect(await withdraw(version, server)?.code == "wrong_state")
            #expect(try await server.decide("rejections", version.description).status == 201, "an approver may")
        }
    }

    @Test func `is none of its first author where another one has proposed it again`() async throws {
        try await TestServer.with { server in
            let version = try await propose(1, server)
            #expect(await withdraw(version, server) == nil)
            #expect(try await propose(1, server, by: other) == version)
            #expect(await withdraw(version, server)?.sentence.contains("somebody else has proposed it again") == true)
            #expect(await withdraw(version, server, by: other)?.code == "forbidden", "it is the first one's")
        }
    }

    @Test func `makes room for others at once, and so many times a day`() async throws {
        let clock = LivingScript.SteppedClock()
        func configure(_ configuration: inout ServiceConfiguration) {
            (configuration.proposalQuota, configuration.dailyWithdrawals) = (.kibibytes(200), 2)
        }
        try await TestServer.with(clock: { clock.now }, configure: configure) { server in
            var versions: [ScriptReference] = []
            for number in 0..<3 { versions.append(try await propose(number, server)) }
            for number in 0..<2 {
                let refused = await #expect(throws: ServiceError.self) { _ = try await propose(3 + number, server) }
                #expect(refused?.code == "proposal_quota_exceeded")
                #expect(await withdraw(versions[number], server) == nil)
                versions.append(try await propose(3 + number, server))
            }
            #expect(await withdraw(versions[2], server)?.sentence.contains("within a day") == true)
            clock.advance(by: 86_401)
            #expect(await withdraw(versions[2], server) == nil)
        }
    }

    @Test func `counts no more in a day than may wait, also where it is the same one again and again`() async throws {
        try await TestServer.with(configure: { $0.proposalQuota = .kibibytes(200) }) { server in
            for _ in 0..<3 {
                let version = try await propose(1, server)
                #expect(await withdraw(version, server) == nil)
            }
            let version = try await propose(1, server)
            #expect(await withdraw(version, server)?.sentence.contains("within a day") == true)
        }
    }
}
