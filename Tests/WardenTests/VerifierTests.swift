import Foundation
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What becomes of a launch when the program that checks signatures is not what it should be.
    @Suite("A verifier")
    struct VerifierTests {
        /// A launch with evidence that only a stand-in takes.
        static func launch(_ text: String = "echo ran", profile: String = "shut") throws -> TestLaunch {
            var launch = try TestLaunch(text, profile: profile)
            launch.show(SignedStatement(statement: Array("any".utf8), signatures: [Array("any".utf8)]))
            return launch
        }

        @Test func `that agrees lets the launch through, and is named in the record`() throws {
            let warden = try TestWarden(verifier: StandIn.agreeing())
            let result = try warden.run(Self.launch())
            #expect(result.report.verdict.name == .ok, "\(result.report.verdict)")
            #expect(result.output == "ran\n")
            #expect(result.report.controls.contains { $0.name == "approver" && $0.value.count == 16 })
            #expect(result.report.controls.contains { $0.name == "trust" && $0.value.hasPrefix("sha256:") })
        }
    }
}
