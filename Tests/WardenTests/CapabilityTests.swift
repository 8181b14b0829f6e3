import Foundation
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What the installed unit leaves to the warden, without systemd.
    @Suite("The capabilities of the unit")
    struct CapabilityTests {
        /// Starts a warden that has these capabilities and no others.
        private static func launcher(_ names: [String]) -> [String] {
            let list = ["-all"] + names.map { "+\($0.dropFirst(4).lowercased())" }
            return ["/usr/bin/setpriv", "--bounding-set", list.joined(separator: ","), "--inh-caps", "-all"]
        }

        /// Those of `CapabilityBoundingSet=`.
        private static func ofUnit() throws -> [String] {
            let unit = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "packaging/mayfly.service")
            let lines = try String(contentsOf: unit, encoding: .utf8).split(separator: "\n")
            let line = try #require(lines.first { $0.hasPrefix("CapabilityBoundingSet=") })
            return line.split(separator: "=")[1].split(separator: " ").map(String.init)
        }

        @Test func `are enough for every part of a session`() throws {
            let warden = try TestWarden(launcher: Self.launcher(Self.ofUnit()))
            let status = HostTraces.text("/proc/\(warden.pid)/status")
            #expect(!status.contains("CapBnd:\t000001ff"), "some were taken away: \(status)")
            var launch = try TestLaunch("cat; cat /inputs/a; echo made >/outputs/b", profile: "loopback")
            (launch.input, launch.inputs) = ("piped\n", ["a": "given\n"])
            let result = try warden.run(launch)
            #expect(result.report.verdict.name == .ok, "\(result.report.verdict)")
            #expect(result.report.destruction.isComplete)
            #expect(result.output == "piped\ngiven\n")
            #expect(!result.artifacts.isEmpty)
        }

        @Test func `that are too few to come back from a template are an error at the start`() throws {
            let few = try Self.ofUnit().filter { $0 != "CAP_SYS_CHROOT" }
            let warden = try TestWarden(awaitReady: false, launcher: Self.launcher(few))
            guard case .reloadFailed(let text) = try warden.receive() else {
                return #expect(Bool(false), "the warden did not say why it cannot work")
            }
            #expect(text.contains("setns(mounts)") && text.contains("EPERM"), "\(text)")
            #expect(text.contains("CAP_SYS_CHROOT"), "\(text)")
            #expect(warden.waitForEnd() == 1)
        }
    }
}
