import Glibc
import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import MayflyTestSupport
import Testing

/// Who reads the log, and has no other role.
@Suite("An auditor", .timeLimit(.minutes(10))) struct AuditorTests {
    private let user = CallerIdentity(uid: 4_000_000_001, gid: 1, pid: 1)
    private var auditor: Caller { Caller(user, roles: [.auditor]) }
    private var agent: Caller { Caller(user, roles: [.agent]) }

    private typealias Attempt = @Sendable (MayflyService, Place) async throws -> Void

    /// What there is to change: a script that is approved, and a session and a workspace that were the auditor's own.
    private struct Place: Sendable {
        let caller: Caller
        let script: ScriptReference
        let name: ScriptName
        let session: SessionID
        let workspace: String
        let signature: (statement: [UInt8], text: String)
    }

    /// Every route of the API that changes something, as its document names it.
    private static let attempts: [String: Attempt] = [
        "post /v1/doctor": { service, place in
            let profile = try #require(ProfileName("standard"))
            _ = try await service.canary(under: profile, by: place.caller)
        },
        "post /v1/reload": { _ = try await $0.reload(by: $1.caller) },
        "post /v1/uploads": { _ = try $0.beginUpload(by: $1.caller) },
        "post /v1/scripts": { service, place in
            let files = [FileContent(path: "main.sh", bytes: Array("echo new\n".utf8))]
            _ = try await service.propose(place.name, files: files, by: place.caller)
        },
        "post /v1/approvals": { service, place in
            let (statement, text) = place.signature
            _ = try await service.approve(statement, signature: text, by: place.caller)
        },
        "post /v1/rejections": { _ = try await $0.reject($1.script, reason: "why", by: $1.caller) },
        "post /v1/deprecations": { _ = try await $0.deprecate($1.script, reason: "why", by: $1.caller) },
        "post /v1/revocations": { _ = try await $0.revoke($1.script, reason: "why", by: $1.caller) },
        "post /v1/sessions": { service, place in
            _ = try await service.submit(SubmitRequest(.reference(place.script), requestID: "r"), by: place.caller)
        },
        "post /v1/sessions/{session}/kill": { service, place in
            _ = try await service.kill(place.session, reason: "why", immediately: true, by: place.caller)
        },
        "delete /v1/sessions/{session}": { _ = try await $0.forget($1.session, by: $1.caller) },
        "post /v1/workspaces": { service, place in
            _ = try await service.createWorkspace(nil, profile: nil, lifetime: nil, by: place.caller)
        },
        "delete /v1/workspaces/{workspace}": { _ = try await $0.deleteWorkspace($1.workspace, by: $1.caller) },
    ]

    private func place(_ server: TestServer) async throws -> Place {
        let script = try await server.approveScript()
        let reference = try #require(ScriptReference(script))
        let draft = try await server.statement("team/report", String(script.split(separator: "@")[1]))
        let statement = Array(try #require(draft.json["statement"]?.text).utf8)
        server.warden.hold()
        let order = SubmitRequest(.reference(reference), requestID: "r")
        let session = try await server.service.submit(order, by: agent).session
        let name = try #require(WorkspaceName("w"))
        let made = try await server.service.createWorkspace(name, profile: nil, lifetime: nil, by: agent)
        return Place(
            caller: auditor,
            script: reference,
            name: try #require(ScriptName("team/other")),
            session: session,
            workspace: made.workspace.id.text,
            signature: (statement, try server.signers[1].sign(statement))
        )
    }

    @Test func `changes nothing, by whatever route, not even what was their own`() async throws {
        try await TestServer.with { server in
            let place = try await place(server)
            let document = try await server.call("GET", "/v1/openapi.json").json
            var routes: Set<String> = []
            for path in document["paths"]?.members ?? [] {
                for method in ["post", "put", "patch", "delete"] where path.value[method] != nil {
                    routes.insert("\(method) \(path.name)")
                }
            }
            #expect(routes == Set(Self.attempts.keys))
            for (route, attempt) in Self.attempts {
                let error = await #expect(throws: ServiceError.self, "\(route)") {
                    try await attempt(server.service, place)
                }
                #expect(error?.code == "forbidden", "\(route): \(error as Any)")
            }
            _ = try await server.service.kill(place.session, reason: "control", immediately: true, by: agent)
            _ = try await server.service.deleteWorkspace(place.workspace, by: agent)
        }
    }
}
