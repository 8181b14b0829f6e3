import MayflyAPI
import MayflyService
import MayflyTestSupport
import Testing

@testable import MayflyServer

@Suite("A caller")
struct CallerTests {
    private static let rule = RoleRule(operators: [10], approvers: [20], agents: [30, 31])

    @Test(
        arguments: [
            (0, [], [.operatorRole, .approver, .agent, .auditor]), (1000, [], []), (1000, [10], [.operatorRole]),
            (1000, [20, 31], [.approver, .agent]), (1000, [0], []), (1000, [40], []),
        ] as [(UInt32, Set<UInt32>, Set<Role>)]
    )
    func `has the roles of its groups`(uid: UInt32, groups: Set<UInt32>, roles: Set<Role>) {
        #expect(Self.rule.roles(uid: uid, groups: groups) == roles)
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `is who the kernel says, with the groups that the kernel says`() async throws {
        let roles = RoleRule(operators: [], approvers: [], agents: [61_001])
        try await TestServer.with({ _ in }, roles: roles) { server in
            let stranger = try await ask(server, gid: 61_000, groups: [])
            #expect(stranger.code == "forbidden")
            #expect(stranger.status == 403)
            #expect(try await ask(server, gid: 61_001, groups: []).status == 200)
            #expect(try await ask(server, gid: 61_000, groups: [61_002, 61_001]).status == 200)
            // What a request says about its sender is not read.
            let claimed = try await ask(
                server,
                gid: 61_000,
                groups: [],
                headers: ["X-Uid": "0", "Authorization": "root"]
            )
            #expect(claimed.status == 403)
            #expect(try await ask(server, gid: 61_000, groups: [], target: "/healthz").status == 200)
        }
    }

    /// Asks as user 61000.
    private func ask(
        _ server: TestServer,
        gid: UInt32,
        groups: [UInt32],
        headers: [String: String] = [:],
        target: String = "/v1/sessions"
    ) async throws -> RawReply {
        let user = TestServer.User(uid: 61_000, gid: gid, groups: groups)
        return try await server.ask(user, "GET", target, headers: headers)
    }
}
