import Foundation
import Glibc
import MayflyClient
import MayflyCore
import Testing

extension EndToEnd {
    /// Where the cgroups of cells are: below what systemd has left to the daemon, if it has.
    @Suite("Delegation")
    struct Delegation {
        @Test func `puts cells below the cgroup that is the daemon's to use`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/long", "import time; time.sleep(60)")
                let session = try await daemon.submit(digest)
                _ = try await daemon.wait(session.id, until: .running)
                let warden = try #require(daemon.wardenPID)
                for base in try Self.bases(of: warden) {
                    let cells = try FileManager.default.contentsOfDirectory(atPath: base)
                        .filter { $0.hasPrefix("mayfly-") }
                        .filter { FileManager.default.fileExists(atPath: "\(base)/\($0)/\(session.id)") }
                    #expect(cells.count == 1, "below \(base)")
                }
                #expect(try Self.groups(of: warden) == Self.groups(of: daemon.pid))
            }
        }

        /// The directories, one of each hierarchy that limits anything, in which the warden may make others.
        ///
        /// In v2 these are siblings of its own where the cgroup is delegated, which scripts/test-machine says; else it uses
        /// the root of the hierarchy.
        private static func bases(of warden: pid_t) throws -> [String] {
            let groups = try groups(of: warden)
            guard FileManager.default.fileExists(atPath: "/sys/fs/cgroup/cgroup.procs") else {
                return ["memory", "pids", "cpu"].map { "/sys/fs/cgroup/\($0)\(groups[$0] ?? "/none")" }
            }
            guard ProcessInfo.processInfo.environment["MAYFLY_DELEGATED"] == "1" else { return ["/sys/fs/cgroup"] }
            let own = try #require(groups[""])
            #expect(own.hasSuffix(".service/daemon"))
            return ["/sys/fs/cgroup\(own.dropLast("/daemon".count))"]
        }

        /// The paths of a process's cgroups by controller; that of v2 has none.
        private static func groups(of pid: pid_t) throws -> [String: String] {
            var found: [String: String] = [:]
            for line in try String(contentsOfFile: "/proc/\(pid)/cgroup", encoding: .utf8).split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
                for controller in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
                    found[String(controller)] = String(parts[2])
                }
            }
            return found
        }
    }
}
