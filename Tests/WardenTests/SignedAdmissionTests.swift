import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// A daemon that was taken over, with whatever evidence it can come by: real signatures, checked by the real verifier.
    @Suite("Signed evidence")
    struct SignedAdmissionTests {
        static let faults: [Fault<TestAttempt>] = [
            Fault("digest_mismatch", "about another digest") {
                $0.statement.digest = TestLaunch.digest(of: ["main.sh": "other"])
            },
            Fault("digest_mismatch", "for bytes that were changed since") { $0.launch.files["main.sh"]?.append("\n") },
            Fault("profile_not_approved", "for another profile") { $0.statement.profiles = [#"{"name":"wider"}"#] },
            Fault("approval_expired", "that has expired") {
                ($0.statement.notBefore, $0.statement.expires) = (-50, -1)
            },
            Fault("approval_not_yet_valid", "that is not valid yet") { $0.statement.notBefore = 600 },
            Fault("not_enough_approvals", "without any signature") { $0.signers = [] },
            Fault("not_enough_approvals", "signed by a stranger") { $0.signers = [try TestPeople.mallory.get()] },
            Fault("not_enough_approvals", "signed by the author") { $0.signers = [try TestPeople.author.get()] },
            Fault("not_enough_approvals", "with a signature over another statement") { attempt in
                var other = attempt.statement
                other.comment = "something else"
                let signature = try TestPeople.ada.get().sign(other.bytes)
                attempt.tamper = { $0.signatures = [signature] }
            },
            Fault("not_enough_approvals", "with one byte changed since it was signed") { attempt in
                attempt.tamper = { evidence in
                    let text = String(decoding: evidence.statement, as: UTF8.self)
                    evidence.statement = Array(text.replacing("looked at", with: "cooked at").utf8)
                }
            },
            Fault("not_enough_approvals", "signed for another purpose") { attempt in
                let signature = try TestPeople.ada.get().sign(attempt.statement.bytes, namespace: "file")
                attempt.tamper = { $0.signatures = [signature] }
            },
            Fault("not_enough_approvals", "by a key that is trusted for another purpose") {
                $0.trust["allowed_signers"] = try TestPeople.ada.get().signersLine(options: #"namespaces="git""#)
            },
            Fault("not_enough_approvals", "by a key that is not trusted any more") {
                $0.trust["allowed_signers"] = try TestPeople.bob.get().signersLine
            },
            Fault("not_enough_approvals", "by a key that is only trusted from tomorrow on") {
                let options = #"namespaces="mayfly-approval",valid-after="20990101""#
                $0.trust["allowed_signers"] = try TestPeople.ada.get().signersLine(options: options)
            },
            Fault("not_enough_approvals", "by a key that was revoked") {
                $0.trust["revoked_keys"] = try TestPeople.ada.get().publicKey + "\n"
            },
            Fault("not_enough_approvals", "by one person where two are needed") {
                $0 = try TestAttempt(profile: "two")
            },
            Fault("not_enough_approvals", "by the same key twice where two are needed") {
                $0 = try TestAttempt(profile: "two")
                $0.signers = [try TestPeople.ada.get(), try TestPeople.ada.get()]
            },
            Fault("not_enough_approvals", "by one person with two keys where two are needed") {
                $0 = try TestAttempt(profile: "two")
                $0.signers = [try TestPeople.ada.get(), try TestPeople.adaToo.get()]
            },
            Fault("not_enough_approvals", "by one person and the author where two are needed") {
                $0 = try TestAttempt(profile: "two")
                $0.signers = [try TestPeople.ada.get(), try TestPeople.author.get()]
            },
            Fault("not_enough_approvals", "by a key in a file where only those in hardware count") {
                $0 = try TestAttempt(wanting: "{hardwareKeys: true}")
            },
            Fault("approval_too_old", "that is older than its profile takes") {
                $0 = try TestAttempt(wanting: "{maximumAge: 1s}")
            },
            Fault("not_enough_approvals", "with noise for a signature") {
                $0.tamper = { $0.signatures = [[0, 255, 10]] }
            },
            Fault("not_enough_approvals", "with half a signature") {
                $0.tamper = { $0.signatures[0].removeLast(40) }
            },
            Fault("malformed_statement", "with nothing for a statement") { $0.tamper = { $0.statement = [] } },
            Fault("malformed_statement", "with a tail behind the statement") {
                $0.tamper = { $0.statement += Array("{}".utf8) }
            },
            Fault("malformed_statement", "that is no statement") { $0.tamper = { $0.statement = Array("{}\n".utf8) } },
            Fault("decision_mismatch", "that lets a reviewer try it, in a session that is none") {
                ($0.statement.decision, $0.statement.expires) = ("review", 3_000)
            },
            Fault("decision_mismatch", "that approves it, for a review") { $0.launch.request.isReview = true },
            Fault("trust_unreadable", "where allowed_signers has a line that is none") {
                $0.trust["allowed_signers"]?.append("nonsense\n")
            },
            Fault("malformed_bundle", "for a bundle whose description is none") {
                $0.launch = try TestLaunch("echo ran", more: ["mayfly.yaml": "kind: Nonsense\n"])
                $0.statement = TestStatement($0.launch)
            },
        ]

        @Test(arguments: faults) func `does not let run`(fault: Fault<TestAttempt>) throws {
            var attempt = try TestAttempt()
            try fault.apply(&attempt)
            let result = try attempt.run()
            #expect(result.report.verdict.name == .refused)
            #expect(result.report.verdict.rule == fault.rule, "\(result.report.verdict)")
            #expect(result.output == "", "nothing of it may run")
            #expect(result.traces == [])
        }

        @Test func `that is good lets the bytes run, and the record says by whom`() throws {
            let result = try TestAttempt().run()
            #expect(result.report.verdict.name == .ok, "\(result.report.verdict)")
            #expect(result.output == "ran\n")
            #expect(result.report.controls.contains(Control("decision", "approve")))
            let approvers = result.report.controls.filter { $0.name == "approver" }.map(\.value)
            #expect(approvers == ["ada"])
        }

        @Test func `of two people lets the bytes run where two are needed`() throws {
            var attempt = try TestAttempt(profile: "two")
            attempt.signers = [try TestPeople.bob.get(), try TestPeople.adaToo.get()]
            let result = try attempt.run()
            #expect(result.report.verdict.name == .ok, "\(result.report.verdict)")
            #expect(result.report.controls.filter { $0.name == "approver" }.map(\.value) == ["ada", "bob"])
        }

        @Test func `of one reviewer lets him try what two have to approve, and the record says that he did`() throws {
            var attempt = try TestAttempt(profile: "two")
            (attempt.statement.decision, attempt.statement.expires) = ("review", 3_000)
            attempt.launch.request.isReview = true
            let warden = try TestWarden(trust: attempt.trust)
            let tried = try warden.run(attempt.made()).report
            #expect(tried.verdict.name == .ok, "\(tried.verdict)")
            #expect(tried.controls.filter { $0.name == "decision" } == [Control("decision", "review")])
            // The permit is kept, and still good for nothing else.
            attempt.launch.request.isReview = false
            #expect(try warden.run(attempt.made()).report.verdict.rule == "decision_mismatch")
        }

        @Test func `of an author counts where the operator said so`() throws {
            var attempt = try TestAttempt()
            attempt.signers = [try TestPeople.author.get()]
            let warden = try TestWarden(trust: attempt.trust, options: ["--self-approval", "yes"])
            #expect(try warden.run(attempt.made()).report.verdict.name == .ok)
        }

        @Test func `of another launch cannot be shown for this one, from the first to the last`() throws {
            let (good, other) = (try TestAttempt(), try TestAttempt("echo other"))
            let warden = try TestWarden(trust: good.trust)
            #expect(try warden.run(good.made()).report.verdict.name == .ok)
            var stolen = other.launch
            stolen.show(try good.statement.signed(by: good.signers))
            #expect(try warden.run(stolen).report.verdict.rule == "digest_mismatch")
            #expect(try warden.run(good.made()).report.verdict.name == .ok)
        }
    }
}
