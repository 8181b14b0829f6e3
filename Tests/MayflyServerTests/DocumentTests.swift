import Foundation
import HTTPTypes
import MayflyAPI
import MayflyAgents
import MayflyCore
import MayflyService
import Testing

@testable import MayflyServer

/// Every answer to ``TestServer/call(_:_:_:)`` is compared with the document too.
@Suite("The document of the API") struct DocumentTests {
    private let document = APIDocument.current

    private func reply(_ status: Int, _ code: String) -> RawReply {
        RawReply(bytes: Array("HTTP/1.1 \(status) X\r\n\r\n{\"code\":\"\(code)\"}".utf8), isClosed: true)
    }

    @Test func `is compared with the answers of these tests`() {
        let session = "/v1/sessions/ses_01m85vms2m7t0g7ye3wb60r4ah"
        let version = "/v1/scripts/team/report/versions/sha256:00"
        let cases: [(String, String, Int, String, Bool)] = [
            ("POST", "/v1/sessions?wait=1s", 409, "workspace_in_use", true),
            ("GET", "/v1/sessions", 409, "workspace_in_use", false),
            ("POST", "/v1/sessions", 409, "unheard_of", false),
            ("GET", session, 404, "session_not_found", true),
            ("DELETE", session, 409, "not_finished", true),
            ("GET", "\(session)/artifacts/a/b", 404, "artifact_not_found", true),
            ("POST", "\(session)/kill", 410, "events_forgotten", false),
            ("GET", "/v1/scripts/team/report", 304, "", true),
            ("GET", "\(version)/approvals", 304, "", false),
            ("GET", "\(version)/files/a/b", 404, "file_not_found", true),
            ("GET", "/v1/nothing", 404, "no_such_path", true),
            ("PATCH", session, 405, "method_not_allowed", true),
            ("HEAD", "\(session)/artifacts/a/b", 507, "storage_failed", true), ("HEAD", session, 409, "", false),
            ("POST", "/v1/purge", 200, "", false), ("POST", "/v1/purge", 422, "invalid_request", false),
            ("PUT", session, 200, "", false), ("GET", "/v1/purge/all", 404, "session_not_found", false),
        ]
        for (method, target, status, code, isKnown) in cases {
            let objection = document.objection(to: reply(status, code), method, target)
            #expect((objection == nil) == isKnown, "\(method) \(target) \(status) \(code): \(objection ?? "")")
        }
    }

    /// A path with names in braces as a request may have it.
    private func example(_ path: String) -> String {
        let names = [
            "script": "team/report", "digest": "sha256:" + String(repeating: "ab", count: 32),
            "session": "ses_01m85vms2m7t0g7ye3wb60r4ah", "file": "a/b", "artifact": "a/b",
        ]
        return path.replacing(#/\{([a-z]+)\}/#) { names[String($0.output.1)] ?? "x" }
    }

    /// Where routes are found, each method stands beside its route: as often as the document has an operation for it.
    @Test func `has every route, and no other`() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../Sources/MayflyServer/Routes/Route.swift")
        let source = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
        let routes = source.matches(of: #/\(\.([a-z]+), \.([A-Za-z]+)/#).map { "\($0.output.1) \($0.output.2)" }
        let operations = try document.operations.map { name, path in
            let method = try #require(HTTPRequest.Method(rawValue: name))
            let route = try Route(method, example(path)[...])
            // Without what the path names.
            let word = "\(route)".prefix { $0 != "(" }
            return "\(name.lowercased()) \(word)"
        }
        #expect(operations.sorted() == routes.sorted())
    }

    @Test func `has every refusal that an operation can give`() throws {
        let examples = try Refusals()
        let anywhere: [ServiceError] = [.forbidden("no role"), .notReady("not yet"), .cancelled, .internal("bug")]
        let all = examples.ofSessions + examples.ofScripts + examples.ofApprovals + examples.ofTheRest
        for (operation, errors) in all {
            let words = operation.split(separator: " ").map(String.init)
            for problem in (errors + anywhere).map({ ProblemReply($0) }) {
                let answer = reply(problem.status.code, problem.code)
                #expect(document.objection(to: answer, words[0], words[1]) == nil)
            }
        }
    }
}

/// Operations with what the service refuses there, beside what it refuses anywhere.
private struct Refusals {
    typealias Row = (operation: String, errors: [ServiceError])

    private let digest: Digest
    private let name: ScriptName
    private let profile: ProfileName
    private let agent: AgentName
    private let space: WorkspaceName
    private let session: SessionID
    private let upload: UploadID
    private let invalid = ServiceError.invalid(pointer: "/a", detail: "wrong")
    private let untrusted = ServiceError.trustUnreadable("allowed_signers:1: no key")
    private let unknown = ServiceError.scriptNotFound("a")

    init() throws {
        digest = try #require(Digest("sha256:" + String(repeating: "ab", count: 32)))
        name = try #require(ScriptName("a"))
        profile = try #require(ProfileName("standard"))
        agent = try #require(AgentName("bot"))
        space = try #require(WorkspaceName("w"))
        session = try #require(SessionID("ses_01m85vms2m7t0g7ye3wb60r4ah"))
        upload = try #require(UploadID("upl_01m85xm72t7a24204s7fh61fck"))
    }

    private var place: String { "/v1/sessions/\(session)" }
    private var version: String { "/v1/scripts/a/versions/\(digest)" }

    /// What a submission is refused for.
    private var ofSubmissions: [ServiceError] {
        let script: [ServiceError] = [
            unknown, .versionNotFound(name, digest), .scriptDeprecated(digest, name),
            .scriptNotApproved(digest, name: name, profile, required: 1), .scriptRevoked(digest, reason: "r"),
            .scriptRejected(digest, reason: "r"),
            .approvalExpired(digest, name: name, [profile], at: Timestamp(milliseconds: 0)), .approvalNotFound("x"),
            .approvalNotYetValid(digest, name: name, profile, from: Timestamp(milliseconds: 0)), untrusted,
        ]
        let rules: [ServiceError] = [
            .profileNotFound("p"), .profileNotApproved(digest, profile, approved: [profile]),
            .profileNotListed(digest, profile, listed: [profile]), .runtimeNotAllowed(.node, profile),
            .limitAboveCeiling(.memory, asked: "2", ceiling: "1"), .overBudget(.cpus, asked: "2", budget: "1"),
            .environmentNotAllowed("A", detail: "d", missingIn: nil), .uploadNotFound(upload),
        ]
        let form: [ServiceError] = [invalid, .invalidBundle([]), .invalidArguments([], schemaOf: nil)]
        let state: [ServiceError] = [
            .idempotencyKeyReused(session), .queueFull(retryAfter: .seconds(1)), .draining, .storage("full"),
            .workspace(.notFound("w")), .workspace(.inUse(space, by: session)), .workspace(.notAllowed(profile)),
            .workspace(.otherProfile(space, profile)), .workspace(.tooLarge(space, "2 files")),
        ]
        let quotas = AgentRefusal.Rule.allCases.map { ServiceError.agentRefused(AgentRefusal(agent, $0, limit: "1")) }
        return script + rules + form + state + quotas
    }

    var ofSessions: [Row] {
        let gone = ServiceError.sessionNotFound(session)
        return [
            ("POST /v1/sessions", ofSubmissions + [gone]), ("GET \(place)", [gone]),
            ("DELETE \(place)", [gone, .notFinished(session)]),
            ("POST \(place)/kill", [gone, invalid, .alreadyFinished(session)]),
            ("GET \(place)/events", [gone, invalid, .eventsForgotten(session)]), ("GET \(place)/logs", [gone]),
            ("GET \(place)/stats", [gone]), ("GET \(place)/receipt", [gone, .receiptNotFound(session)]),
            ("GET \(place)/artifacts", [gone]),
            ("GET \(place)/artifacts/a", [gone, .artifactNotFound(session, "a")]),
        ]
    }

    var ofScripts: [Row] {
        let missing: [ServiceError] = [unknown, .versionNotFound(name, digest), .storage("full")]
        return [
            (
                "POST /v1/scripts",
                [invalid, .invalidBundle([]), .proposalQuota(.mebibytes(1)), .tooManyNames(digest, 64), untrusted]
            ),
            ("GET /v1/scripts", [untrusted]), ("GET /v1/versions", [untrusted]),
            ("GET /v1/scripts/a", [unknown, untrusted]), ("GET \(version)", missing + [untrusted]),
            ("GET \(version)/files/a", missing + [.fileNotFound(digest, "a")]),
            ("GET \(version)/bundle.tar", missing), ("GET \(version)/manifest", missing),
            ("GET \(version)/approvals", missing + [untrusted]),
            ("GET /v1/events", [unknown, .eventsForgotten(nil), .storage("full")]),
        ]
    }

    var ofApprovals: [Row] {
        let decided: [ServiceError] = [
            invalid, unknown, untrusted, .versionNotFound(name, digest), .scriptRevoked(digest, reason: "r"),
            .wrongState(digest, .approved, name: name, detail: "d"),
        ]
        let drafted: [ServiceError] = [
            unknown, untrusted, invalid, .scriptRejected(digest, reason: "r"), .scriptRevoked(digest, reason: "r"),
            .approvalNotFound("x"), .profileNotFound("p"), .runtimeNotAllowed(.node, profile), .statementRefused("s"),
            .profileNotListed(digest, profile, listed: [profile]),
        ]
        let signed: [ServiceError] = [
            unknown, untrusted, .unsignedApproval, .signatureRefused("s"), .selfApproval(digest),
            .statementRefused("s"), .scriptRejected(digest, reason: "r"),
            .profileNotListed(digest, profile, listed: [profile]),
            .runtimeChanged(digest, name: name, profile, detail: "d", approval: nil),
        ]
        return [
            ("GET \(version)/statement", drafted), ("POST /v1/approvals", signed), ("GET /v1/approvals", [untrusted]),
            ("GET /v1/approvals/x", [.approvalNotFound("x"), untrusted]), ("POST /v1/rejections", decided),
            ("POST /v1/deprecations", decided), ("POST /v1/revocations", [invalid, unknown]),
            ("GET /v1/trust", [untrusted]),
        ]
    }

    var ofTheRest: [Row] {
        let made: [ServiceError] = [
            invalid, .profileNotFound("p"), .workspace(.notAllowed(profile)), .workspace(.nameTaken(space)),
            .workspace(.tooMany(profile, most: 8)), .draining,
        ]
        let lost = ServiceError.workspace(.notFound("w"))
        return [
            ("POST /v1/workspaces", made), ("GET /v1/workspaces/w", [lost]),
            ("DELETE /v1/workspaces/w", [lost, .workspace(.inUse(space, by: session))]),
            ("POST /v1/uploads", [invalid, .uploadQuota(.mebibytes(1)), .storage("full")]),
            ("GET /v1/agents/bot", [.agentNotFound("bot")]), ("POST /v1/reload", [.reloadFailed("line 1")]),
            ("GET /v1/profiles/p", [.profileNotFound("p")]), ("POST /v1/doctor", [.draining]),
            ("GET /v1/audit", [invalid, .storage("full")]), ("GET /v1/audit/checkpoint", [.storage("full")]),
        ]
    }
}
