import Foundation
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing
import WardenProtocol

@Suite("mayfly-verify") struct VerifierTests {
    /// A request about ``Example/statement``, signed by `bob`.
    static func request(_ change: (inout VerifyRequest) throws -> Void = { _ in }) throws -> VerifyRequest {
        let panel = try Panel("ada", "bob")
        var request = VerifyRequest(
            digest: Example.digest,
            profile: Example.profile,
            policy: panel.policy,
            allowsSelfApproval: false,
            now: panel.now,
            evidence: try panel.evidence(by: ["bob"]),
            allowedSigners: Array(panel.lines.joined(separator: "\n").utf8),
            revokedKeys: [],
            description: nil,
            files: ["main.py"]
        )
        try change(&request)
        return request
    }

    private static let permit = Permit(
        decision: .approve,
        approvers: ["bob"],
        holdsUntil: Example.statement.expires,
        closure: Example.closure,
        start: nil
    )

    private static func answer(to request: VerifyRequest, by verifier: Verifier = .built) throws -> VerifyAnswer {
        let outcome = try verifier.run(on: request.frame)
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        return try VerifyAnswer(frame: outcome.output)
    }

    @Test func `permits what the rule permits`() throws {
        #expect(try Self.answer(to: try Self.request()) == .permitted(Self.permit))
    }

    @Test func `says of a review that it is one`() throws {
        var statement = Example.statement
        (statement.decision, statement.expires) = (.review, Example.now + 3600)
        let panel = try Panel("ada", "bob")
        let request = try Self.request {
            $0.evidence = try panel.evidence(statement, by: ["bob"])
            $0.allowedSigners = Array(panel.lines.joined(separator: "\n").utf8)
        }
        guard case .permitted(let permit) = try Self.answer(to: request) else {
            Issue.record("a review is refused")
            return
        }
        #expect(permit.decision == .review)
    }

    @Test func `refuses what the rule refuses, by the same name`() throws {
        for (change, rule) in [
            ({ $0.digest = Example.closure.profileDigest }, .digestMismatch),
            ({ $0.profile = try #require(ProfileName("strict")) }, .profileNotApproved),
            ({ $0.policy.required = 2 }, .notEnough), ({ $0.policy.needsHardwareKeys = true }, .notEnough),
            ({ $0.policy.maximumAge = .zero }, .tooOld), ({ $0.now = Example.statement.expires }, .expired),
            ({ $0.now -= 1 }, .notYetValid), ({ $0.evidence.signatures = [] }, .notEnough),
            ({ $0.evidence.statement.append(0x20) }, .notEnough), ({ $0.evidence.statement = [] }, .malformedStatement),
            ({ $0.revokedKeys = Array("x".utf8) }, .trustUnreadable), ({ $0.allowedSigners = [0] }, .trustUnreadable),
            (
                { $0.revokedKeys = $0.allowedSigners.split(separator: 0x0a).last.map { Array($0.dropFirst(5)) } ?? [] },
                .notEnough
            ),
            ({ $0.description = [] }, .malformedBundle),
        ] as [((inout VerifyRequest) throws -> Void, ApprovalRefusal.Rule)] {
            let answer = try Self.answer(to: try Self.request(change))
            guard case .refused(let name, let detail) = answer else {
                Issue.record("permits what \(rule.rawValue) refuses")
                continue
            }
            #expect(name == rule.rawValue && !detail.isEmpty)
        }
    }

    @Test func `reads how a bundle is started, only when it is approved`() throws {
        let text = "apiVersion: mayfly/v1\nkind: Script\nentry: run.py\nruntime: python\n"
        let described = try Self.request {
            $0.description = Array(text.utf8)
            $0.files = ["mayfly.yaml", "run.py"]
        }
        guard case .permitted(let permit) = try Self.answer(to: described) else {
            Issue.record("a good description is refused")
            return
        }
        #expect(permit.start?.entry == "run.py" && permit.start?.runtime == .python)
        var wrong = described
        wrong.files = ["mayfly.yaml", "main.py"]
        guard case .refused("malformed_bundle", let detail) = try Self.answer(to: wrong) else {
            Issue.record("an entry that is not there is permitted")
            return
        }
        #expect(detail.hasPrefix("mayfly.yaml:3:"))
        wrong.evidence.signatures = []
        guard case .refused("not_enough_approvals", _) = try Self.answer(to: wrong) else {
            Issue.record("a description was read that nobody approved")
            return
        }
    }

    @Test func `lets an author approve only where the operator does`() throws {
        let panel = try Panel("ada")
        for (allows, isPermitted) in [(false, false), (true, true)] {
            let request = try Self.request {
                $0.evidence = try panel.evidence(by: ["ada"])
                $0.allowedSigners = Array(panel.lines.joined(separator: "\n").utf8)
                $0.allowsSelfApproval = allows
            }
            guard case .permitted = try Self.answer(to: request) else {
                #expect(!isPermitted)
                continue
            }
            #expect(isPermitted)
        }
    }

    @Test func `says no more than its answer can hold`() throws {
        var panel = try Panel("bob")
        panel.policy.required = 9
        let signature = try panel.sign([], by: "bob")
        let request = try Self.request {
            $0.evidence.signatures = [[UInt8]](repeating: signature, count: ApprovalRule.mostSignatures)
        }
        guard case .refused(let rule, let detail) = try Self.answer(to: request) else {
            Issue.record("permitted")
            return
        }
        #expect(rule == "not_enough_approvals" && detail.hasSuffix("…") && detail.utf8.count <= FrameBound.sentence)
    }

    @Test func `has the bounds of its frames`() {
        #expect(ApprovalStatement.longest == FrameBound.statement)
        #expect(SSHSignature.longestArmour == FrameBound.signature)
        #expect(ApprovalRule.mostSignatures == FrameBound.signatures)
        #expect(TrustFile.longest == FrameBound.trustFile)
        #expect(ApprovalStatement.mostProfiles == FrameBound.profiles)
    }

    @Test func `gives no answer to what is no request`() throws {
        let frame = try Self.request().frame
        let cut = [0, 1, 31, 32, frame.count / 2, frame.count - 1].map { Array(frame[..<$0]) }
        let large = [UInt8](repeating: 0, count: FrameBound.verification + 1)
        for bytes in cut + [frame + [0], [UInt8](repeating: 0xff, count: 1 << 16), large] {
            let outcome = try Verifier.built.run(on: bytes)
            #expect(outcome.status == 65 && outcome.output.isEmpty && outcome.errors.isEmpty, "\(bytes.count) bytes")
        }
    }

    @Test func `reads a file from its beginning, and a pipe to its end`() throws {
        let request = try Self.request()
        for input in [Verifier.Input.fileReadBefore, .pipe] {
            let outcome = try Verifier.built.run(on: request.frame, through: input)
            #expect(try VerifyAnswer(frame: outcome.output) == .permitted(Self.permit))
        }
    }

    @Test(.requiresRoot) func `as it is installed needs no file, no variable and no privilege`() throws {
        let verifier = Verifier.confined(try Binaries.staticVerifier.get())
        #expect(try Self.answer(to: try Self.request(), by: verifier) == .permitted(Self.permit))
        let refused = try Self.answer(to: try Self.request { $0.now -= 1 }, by: verifier)
        #expect(refused == .refused(rule: "approval_not_yet_valid", detail: "it holds from 2026-05-07T09:30:00Z"))
        #expect(try verifier.run(on: [0]).status == 65)
    }

    @Test(.requiresRoot) func `as it is built for development starts there too`() throws {
        let verifier = Verifier.confined(Binaries.path("mayfly-verify"))
        #expect(try Self.answer(to: try Self.request(), by: verifier) == .permitted(Self.permit))
    }
}
