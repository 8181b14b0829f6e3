import Foundation
import MayflyAPI
import MayflyEvidence
import MayflyJSON
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("Signed approvals over the API")
struct ApprovalRouteTests {
    @Test func `two people sign the same bytes where the profile wants two`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let first = try await server.approve("a", digest, "profiles=strict")
            #expect(first.status == 201)
            #expect(first.json["state"]?.text == "open")
            let refused = try await server.run(digest, #","profile":"strict""#)
            #expect(refused.code == "not_enough_approvals")
            #expect(refused.json["detail"]?.text?.contains("1 of 2 signatures count") == true)
            #expect(refused.json["hint"]?.text?.contains("mayfly review approve") == true)
            let open = try await server.statement("a", digest, "profiles=strict")
            #expect(open.json["open"]?.bool == true)
            #expect(open.json["statement"] == first.json["statement"])
            let again = try await server.approve("a", digest, "profiles=strict", by: server.signers[0])
            #expect(again.json["signatures"]?.elements.count == 1, "the same key again adds nothing")
            let second = try await server.approve("a", digest, "profiles=strict", by: server.signers[1])
            #expect(second.json["state"]?.text == "approved")
            #expect(second.json["profiles"]?.elements.first?["approvers"]?.elements.count == 2)
            #expect(try await server.run(digest, #","profile":"strict""#).json["verdict"]?.text == "ok")
        }
    }

    @Test func `a signature that does not count is refused with the reason`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let text = try #require(try await server.statement("a", digest).json["statement"]?.text)
            let stranger = try TestSigner("nobody@test")
            let unknown = try await server.bring(text, signature: try stranger.sign(Array(text.utf8)))
            #expect(unknown.status == 403)
            #expect(unknown.code == "signature_refused")
            #expect(unknown.json["detail"]?.text?.contains("not in allowed_signers") == true)
            let other = try server.signers[0].sign(Array(text.utf8), namespace: "git")
            #expect(try await server.bring(text, signature: other).code == "signature_refused")
            let changed = text.replacing("\"comment\":\"\"", with: "\"comment\":\"x\"")
            #expect(changed != text)
            let moved = try await server.bring(changed, signature: try server.signers[0].sign(Array(text.utf8)))
            #expect(moved.code == "signature_refused")
            #expect(try await server.bring("{}\n", signature: "x").code == "statement_refused")
            #expect(try await server.state("a", digest) == "proposed")
            #expect(try await server.call("GET", "/v1/approvals").json["items"]?.elements == [])
        }
    }

    @Test func `each signature is computed once, however often it is asked about`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            for signer in server.signers { _ = try await server.approve("a", digest, "profiles=strict", by: signer) }
            let computed = server.service.admission.memory.computed
            #expect(computed == 2)
            for _ in 0..<3 {
                #expect(try await server.run(digest, #","profile":"strict""#).json["verdict"]?.text == "ok")
                #expect(try await server.call("GET", "/v1/approvals").json["items"]?.elements.count == 1)
            }
            #expect(server.service.admission.memory.computed == computed)
        }
    }

    @Test func `a statement of another host counts where the same people are trusted`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let text = try #require(try await server.statement("a", digest).json["statement"]?.text)
            let signature = try server.signers[0].sign(Array(text.utf8))
            try await TestServer.with { other in
                #expect(try await other.propose() == digest)
                #expect(
                    try await other.bring(text, signature: signature).code == "signature_refused",
                    "not trusted here"
                )
                let line = try Data(contentsOf: server.trust.appending(path: "allowed_signers"))
                try line.write(to: other.trust.appending(path: "allowed_signers"))
                #expect(try await other.bring(text, signature: signature).json["state"]?.text == "approved")
                #expect(try await other.run(digest).json["verdict"]?.text == "ok")
            }
            #expect(try await server.run(digest).status == 403, "nobody has brought it here")
        }
    }

    @Test func `a statement has to be true`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let text = try #require(try await server.statement("a", digest).json["statement"]?.text)
            let year = try #require(text.firstRange(of: /"expires":"20\d\d/))
            let changes: [(String, String, String)] = [
                ("\"uid\":", "\"uid\":4", "statement_refused"),
                ("\"user\":\"", "\"user\":\"x", "statement_refused"),
                ("\"name\":\"a\"", "\"name\":\"b\"", "script_not_found"),
                ("/bin/sh", "/bin/ash", "runtime_changed"), ("{\"_type\":", "{ \"_type\":", "statement_refused"),
                (String(text[year]), "\"expires\":\"9998", "statement_refused"),
                (String(text[year]), "\"expires\":\"1999", "statement_refused"),
                (digest.replacing("sha256:", with: ""), String(repeating: "0", count: 64), "script_not_found"),
            ]
            for (old, new, code) in changes {
                let other = text.replacing(old, with: new, maxReplacements: 1)
                #expect(other != text)
                let reply = try await server.bring(other, signature: try server.signers[0].sign(Array(other.utf8)))
                #expect(reply.code == code, "\(old) -> \(new): \(reply.body)")
            }
        }
    }

    @Test func `an approval without a signature is gone, and says what to do`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let old = #"{"script":"a@\#(digest)","profiles":["standard"]}"#
            let reply = try await server.call("POST", "/v1/approvals", old)
            #expect(reply.status == 410)
            #expect(reply.code == "unsigned_approval")
            #expect(reply.json["hint"]?.text?.contains("mayfly review approve") == true)
            #expect(try await server.run(digest).code == "script_not_approved")
        }
    }

    @Test func `taking a key out of the trust files ends what it approved, at once`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            #expect(try await server.approve("a", digest).status == 201)
            #expect(try await server.run(digest).json["verdict"]?.text == "ok")
            let revoked = server.trust.appending(path: "revoked_keys")
            try Data("\(server.signers[0].key.publicKey.fingerprint)\n".utf8).write(to: revoked)
            let refused = try await server.run(digest)
            #expect(refused.code == "not_enough_approvals")
            #expect(refused.json["detail"]?.text?.contains("revoked_keys") == true)
            #expect(try await server.state("a", digest) == "proposed")
            try Data("no such thing\n".utf8).write(to: revoked)
            let unreadable = try await server.run(digest)
            #expect(unreadable.status == 503)
            #expect(unreadable.code == "trust_unreadable")
            try FileManager.default.removeItem(at: revoked)
            #expect(try await server.run(digest).code == "trust_unreadable", "a list that is gone revives no key")
            try Data().write(to: revoked)
            #expect(try await server.run(digest).json["verdict"]?.text == "ok")
            try FileManager.default.removeItem(at: server.trust.appending(path: "allowed_signers"))
            #expect(try await server.run(digest).code == "trust_unreadable")
        }
    }

    @Test func `what waits is decided anew when its turn comes`() async throws {
        try await TestServer.with(configure: { $0.maxSessions = 1 }) { server in
            let digest = try await server.propose()
            #expect(try await server.approve("a", digest).status == 201)
            server.warden.hold()
            let first = try await server.call("POST", "/v1/sessions", #"{"script":"\#(digest)"}"#)
            let second = try await server.call("POST", "/v1/sessions", #"{"script":"\#(digest)"}"#)
            #expect(second.status == 201)
            try Data().write(to: server.trust.appending(path: "allowed_signers"))
            let id = try #require(first.json["id"]?.text)
            _ = try await server.call("POST", "/v1/sessions/\(id)/kill", "{}")
            let waiting = try #require(second.json["id"]?.text)
            let ended = try await server.call("GET", "/v1/sessions/\(waiting)?wait=30s").json
            #expect(ended["verdict"]?.text == "refused")
            #expect(ended["verdict_detail"]?["rule"]?.text == "not_enough_approvals")
        }
    }

    @Test func `a rejected version is looked at anew when it is proposed again`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            _ = try await server.approve("a", digest, "profiles=strict")
            let rejected = try await server.decide("rejections", "a@\(digest)")
            #expect(rejected.status == 201)
            #expect(rejected.json["state"]?.text == "rejected")
            #expect(rejected.json["rejection"]?["reason"]?.text == "because")
            #expect(try await server.decide("rejections", digest).code == "wrong_state")
            for refused in [try await server.run(digest), try await server.statement("a", digest)] {
                #expect(refused.code == "script_rejected")
                #expect(refused.json["detail"]?.text == "a reviewer rejected \(digest): because")
            }
            #expect(try await server.propose() == digest)
            let version = try await server.call("GET", "/v1/scripts/a/versions/\(digest)").json
            #expect(version["rejection"]?["rejected_at"]?.text != nil && version["state"]?.text == "proposed")
            #expect(try await server.state("a", digest) == "proposed")
            let second = try await server.approve("a", digest, "profiles=strict", by: server.signers[1])
            #expect(second.json["state"]?.text == "open", "what was signed before the rejection does not count")
            #expect(second.json["signatures"]?.elements.count == 1)
            #expect(try await server.approve("a", digest, "profiles=strict").json["state"]?.text == "approved")
            #expect(try await server.decide("rejections", digest).code == "wrong_state")
            let events = try await server.call("GET", "/v1/events?script=a").json["items"]?.elements ?? []
            #expect(
                events.compactMap { $0["event"]?.text } == [
                    "proposed", "signed", "rejected", "proposed", "signed", "signed",
                ]
            )
            let closed = try await server.call("GET", "/v1/approvals?state=closed").json["items"]?.elements
            #expect(closed?.count == 1)
        }
    }

    @Test func `a deprecated version runs by its digest and not by its name`() async throws {
        try await TestServer.with { server in
            let old = try await server.propose(code: "echo 1")
            #expect(try await server.decide("deprecations", old).code == "wrong_state")
            _ = try await server.approve("a", old)
            let new = try await server.propose(code: "echo 2")
            _ = try await server.approve("a", new)
            #expect(try await server.run("a").json["script"]?["digest"]?.text == new)
            #expect(try await server.decide("deprecations", new).json["state"]?.text == "deprecated")
            #expect(try await server.run("a").json["script"]?["digest"]?.text == old)
            #expect(try await server.run("a@\(new)").json["verdict"]?.text == "ok")
            _ = try await server.decide("deprecations", old)
            #expect(try await server.run("a").code == "script_deprecated")
            _ = try await server.approve("a", new, "profiles=standard&comment=anew")
            #expect(try await server.state("a", new) == "approved")
            #expect(try await server.run("a").json["script"]?["digest"]?.text == new)
        }
    }

    @Test func `a review runs what is not approved, for reviewers, and nothing more`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let review = try await server.approve("a", digest, "profiles=strict&decision=review")
            let id = try #require(review.json["id"]?.text)
            #expect(review.json["state"]?.text == "approved", "one signer is enough to look")
            #expect(try await server.run(digest, #","profile":"strict""#).code == "script_not_approved")
            #expect(try await server.state("a", digest) == "proposed")
            let session = try await server.run(digest, #","profile":"strict","review":"\#(id)""#)
            #expect(session.json["verdict"]?.text == "ok")
            #expect(session.json["review"]?.text == id)
            let elsewhere = try await server.run(digest, #","review":"\#(id)""#)
            #expect(elsewhere.code == "profile_not_approved")
            let other = try await server.propose(code: "echo other")
            #expect(
                try await server.run(other, #","profile":"strict","review":"\#(id)""#).code == "approval_not_found"
            )
            let long = try await server.statement("a", digest, "profiles=strict&decision=review&expires=2h")
            #expect(long.code == "invalid_request")
        }
    }

    @Test func `a statement can be taken with its signatures, and says who signed`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let approval = try await server.approve("a", digest, "profiles=standard&comment=looked%20at&expires=90d")
            let id = try #require(approval.json["id"]?.text)
            let taken = try await server.call("GET", "/v1/approvals/\(id)").json
            #expect(taken["statement"] == approval.json["statement"])
            #expect(taken["comment"]?.text == "looked at")
            let signature = try #require(taken["signatures"]?.elements.first)
            #expect(signature["principal"]?.text == "first@test")
            #expect(signature["key"]?.text == server.signers[0].key.publicKey.fingerprint)
            #expect(signature["signature"]?.text?.hasPrefix("-----BEGIN SSH SIGNATURE-----\n") == true)
            #expect(try await server.call("GET", "/v1/approvals/apr_x").code == "approval_not_found")
            let list = try await server.call("GET", "/v1/approvals?script=a&digest=\(digest)&state=approved").json
            #expect(list["items"]?.elements.compactMap { $0["id"]?.text } == [id])
            #expect(try await server.call("GET", "/v1/approvals?script=b").json["items"]?.elements == [])
            let trust = try await server.call("GET", "/v1/trust").json
            #expect(trust["signers"]?.elements.map { $0["principals"]?.text } == ["first@test", "second@test"])
        }
    }

    @Test func `the files of a version are there for reviewers`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose("team/versions/a", code: "echo \u{1b}[2J")
            let path = "/v1/scripts/team/versions/a/versions/\(digest)"
            #expect(try await server.call("GET", path).json["digest"]?.text == digest)
            #expect(try await server.call("GET", "\(path)/files/main.sh").body == "echo \u{1b}[2J")
            #expect(try await server.call("GET", "\(path)/files/none").code == "file_not_found")
            let missing = try await server.call("GET", "/v1/scripts/b/versions/\(digest)")
            #expect(missing.code == "script_not_found" && missing.body.contains("there is no script 'b'"))
            let other = "sha256:\(String(repeating: "0", count: 64))"
            let says = "script 'team/versions/a' has no version \(other)"
            for (method, path, body) in [
                ("GET", "/v1/scripts/team/versions/a/versions/\(other)", nil),
                ("POST", "/v1/sessions", #"{"script":"team/versions/a@\#(other)"}"#),
                ("POST", "/v1/rejections", #"{"script":"team/versions/a@\#(other)","reason":"x"}"#),
            ] {
                let reply = try await server.call(method, path, body ?? "")
                #expect(reply.code == "script_not_found" && reply.json["detail"]?.text == says, "\(reply.body)")
            }
            let waiting = try await server.call("GET", "/v1/versions?state=proposed").json["items"]?.elements
            #expect(waiting?.count == 1)
        }
    }
}
