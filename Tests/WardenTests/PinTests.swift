import Foundation
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// What starts a script, compared with what its approvers saw.
    @Suite("A pin")
    struct PinTests {
        /// What the warden announces for `sh` under a profile.
        private func closure(_ profile: String, of warden: TestWarden) throws -> RuntimeClosure {
            let all = try #require(warden.description?.closures[.sh])
            return try #require(all.first { $0.profile.text == profile })
        }

        /// One part that is other than approved, and how a refusal names it.
        static let changes: [(String, @Sendable (inout RuntimeClosure) -> Void)] = [
            ("profile digest", { $0.profileDigest = TestLaunch.digest(of: ["a": "b"]) }),
            ("path", { $0.interpreter = "/usr/bin/other" }),
            ("interpreter digest", { $0.interpreterDigest = TestLaunch.digest(of: ["a": "b"]) }),
            ("flags", { $0.flags = ["-e"] }),
        ]

        private func run(_ profile: String, _ change: ((inout RuntimeClosure) -> Void)?) throws -> SessionReport {
            var attempt = try TestAttempt(profile: profile)
            let warden = try TestWarden(trust: attempt.trust)
            if let change {
                var closure = try closure(profile, of: warden)
                change(&closure)
                attempt.statement.profiles = [TestStatement.profile(profile, closure)]
            }
            return try warden.run(attempt.made()).report
        }

        @Test(arguments: changes.map(\.0)) func `that differs is refused, or said, as the profile wants`(part: String)
            throws
        {
            let change = try #require(Self.changes.first { $0.0 == part }).1
            let refused = try run("pinned", change).verdict
            #expect(refused.rule == "runtime_changed")
            #expect(refused.evidence.contains(part), "\(refused.evidence)")
            let report = try run("shut", change)
            #expect(report.verdict.name == .ok)
            let said = try #require(report.controls.first { $0.name == "closure" }?.value)
            #expect(said.hasPrefix("other than approved") && said.contains(part))
        }

        @Test func `that is as approved lets the script run`() throws {
            for profile in ["pinned", "shut"] {
                let report = try run(profile) { _ in }
                #expect(report.verdict.name == .ok, "\(report.verdict)")
                #expect(report.controls.contains(Control("closure", "as approved")))
            }
        }

        @Test func `that the statement does not have is refused where it must match`() throws {
            #expect(try run("pinned", nil).verdict.rule == "runtime_changed")
            #expect(try run("shut", nil).verdict.name == .ok)
        }

        /// A warden whose `sh` is dash in a place of its own, and becomes bash there when it is told to.
        private func withShell(_ body: (TestWarden, String, _ upgrade: () throws -> Void) throws -> Void) throws {
            try TestShell.with { shell in
                try body(TestWarden(profiles: ["shut": shell.profile(TestProfile.shut)]), shell.path, shell.upgrade)
            }
        }

        private static func bash() throws -> String {
            String(decoding: try TestProgram.run("/usr/bin/sha256sum", ["/usr/bin/bash"]).prefix(64), as: UTF8.self)
        }

        @Test func `is said of a held launch by what is there now, at the first one after an upgrade`() throws {
            try withShell { warden, path, upgrade in
                let before = try closure("shut", of: warden)
                try upgrade()
                var launch = try TestLaunch("echo $BASH")
                launch.request.isHeld = true
                let session = try TestSession.launch(launch, on: warden)
                let id = session.id
                var admitted: RuntimeClosure?
                try warden.awaitMessage { message in
                    guard case .admitted(id, let closure) = message else { return false }
                    admitted = closure
                    return true
                }
                #expect(try admitted?.interpreterDigest?.hexadecimal == Self.bash())
                #expect(admitted?.interpreterDigest != before.interpreterDigest && admitted?.interpreter == path)
                try warden.send(.start(id))
                let output = try session.read().output
                #expect(output == "\(path)\n")
            }
        }

        @Test func `is told anew when the warden is asked to look, without a launch`() throws {
            try withShell { warden, _, upgrade in
                try upgrade()
                try warden.send(.look)
                var told: RuntimeClosure?
                try warden.awaitMessage { message in
                    guard case .changed(let description) = message else { return false }
                    told = description.closures[.sh]?.first
                    return true
                }
                #expect(try told?.interpreterDigest?.hexadecimal == Self.bash())
            }
        }

        @Test func `is of the interpreter's own file, behind every link`() throws {
            let warden = try TestWarden()
            let closure = try closure("shut", of: warden)
            let real = URL(filePath: "/bin/sh").resolvingSymlinksInPath().path()
            #expect(closure.interpreter == real)
            let printed = try TestProgram.run("/usr/bin/sha256sum", [real])
            #expect(closure.interpreterDigest?.hexadecimal == String(decoding: printed.prefix(64), as: UTF8.self))
        }
    }
}
