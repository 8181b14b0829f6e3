import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What the daemon says that an earlier session left is as little believed as anything else that it says.
    @Suite("Files of a workspace") struct WorkspaceTests {
        private let profiles = ["keeping": TestProfile.keeping, "shut": TestProfile.shut]

        private func launch(
            _ script: String,
            _ kept: [String: String],
            profile: String = "keeping"
        ) throws -> TestLaunch {
            var launch = try TestLaunch(script, profile: profile)
            launch.request.workspace = kept.isEmpty ? .empty : .files
            launch.kept = kept
            return launch
        }

        @Test func `are the script's own, cannot be executed, and are collected behind the artifacts`() throws {
            let warden = try TestWarden(profiles: profiles)
            let script = "stat -c '%a %u:%g %n' a a/f; ./a/f; echo $HOME; echo new > a/f; echo out > /outputs/o"
            let result = try warden.run(launch(script, ["a/f": "#!/bin/sh\necho ran\n"]))
            #expect(result.output == "755 1000:1000 a\n644 1000:1000 a/f\n/tmp\n", "\(result.error)")
            #expect(result.report.verdict.name == .ok && result.error.contains("Permission denied"))
            let file = { (name: String, text: String) in
                ArtifactRecord(kind: .file, name: Array(name.utf8), size: UInt64(text.utf8.count)).header
                    + Array(text.utf8)
            }
            let end = ArtifactRecord(kind: .end, name: [], size: 0).header
            #expect(result.artifacts == file("o", "out\n") + end + file("a/f", "new\n") + end)
            let digest = TestLaunch.digest(of: ["a/f": "#!/bin/sh\necho ran\n"])
            #expect(result.report.controls.contains(Control("workspace", digest.description)))
            #expect(result.report.destruction.leftovers == [])
        }

        @Test func `are two ends where nothing was left, and one where nothing is kept`() throws {
            let warden = try TestWarden(profiles: profiles)
            let end = ArtifactRecord(kind: .end, name: [], size: 0).header
            #expect(try warden.run(launch("true", [:])).artifacts == end + end)
            #expect(try warden.run(launch("rm f", ["f": "x"])).artifacts == end + end)
            #expect(try warden.run(TestLaunch("echo x > f", profile: "keeping")).artifacts == end)
        }

        /// A daemon that was taken over cannot give a cell more than the profile says.
        @Test func `are refused beyond the warden's own profile`() throws {
            let warden = try TestWarden(profiles: profiles)
            let many = Dictionary(uniqueKeysWithValues: (0..<9).map { ("f\($0)", "") })
            let cases: [(TestLaunch, String)] = [
                (try launch("true", [:], profile: "shut"), "workspace_not_allowed"),
                (try launch("true", ["f": "x"], profile: "shut"), "workspace_not_allowed"),
                (try launch("true", ["f": String(repeating: "x", count: 65_537)]), "workspace_too_large"),
                (try launch("true", many), "workspace_too_large"),
                (try launch("true", ["../f": "x"]), "malformed_archive"),
                (try launch("true", ["/etc/f": "x"]), "malformed_archive"),
            ]
            for (launch, rule) in cases {
                let verdict = try warden.run(launch).report.verdict
                #expect(verdict.name == .refused && verdict.rule == rule, "\(verdict)")
            }
            // A name that is a file and a directory fails in the cell, and is its end.
            let clash = try warden.run(launch("echo ran", ["f": "x", "f/g": "y"]))
            #expect(clash.report.verdict.name == .setupFailed && clash.output.isEmpty)
            #expect(clash.report.destruction.leftovers == [])
        }
    }
}
