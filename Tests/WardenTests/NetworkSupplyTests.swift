import Foundation
import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// Network namespaces are made ahead of the cells, by a process of the warden's.
    @Suite("The supply of network namespaces")
    struct NetworkSupplyTests {
        private static func network(of report: SessionReport) -> String? {
            report.controls.first { $0.name == "namespace.net" }?.value
        }

        @Test(arguments: ["shut", "loopback"])
        func `gives every cell a network namespace that no other had`(profile: String) throws {
            let warden = try TestWarden()
            var seen: Set<String> = []
            // More than are kept ready.
            for _ in 0..<40 {
                let launch = try TestLaunch("exit 0", profile: profile)
                let report = try warden.run(launch).report
                #expect(report.verdict.name == .ok, "\(report.verdict)")
                let network = try #require(Self.network(of: report))
                // The kernel may use a number again once the namespace is freed; while it is held it cannot.
                seen.insert(network)
            }
            #expect(seen.count > 16, "as many as are kept ready at once have different numbers")
        }

        @Test func `never lets more exist than the bound says`() throws {
            let warden = try TestWarden()
            let fact = warden.description?.facts.first { $0.name == "network_namespaces" }?.value
            #expect(fact == "at most 256, alive or not freed yet")
            let maker = try #require(Self.maker(of: warden))
            // Read by a process that is in the maker's user namespace: the file shows each reader its own.
            let text = try Self.run(
                "/usr/bin/nsenter",
                ["--user", "--preserve-credentials", "--target", "\(maker)", "cat", Self.bound]
            )
            #expect(text == "256\n")
            #expect(try Self.run("/bin/cat", [Self.bound]) != "256\n", "the host's own is another")
        }

        @Test func `gives no cell when the maker is gone`() throws {
            let warden = try TestWarden()
            #expect(try warden.run(TestLaunch("exit 0")).report.verdict.name == .ok)
            kill(try #require(Self.maker(of: warden)), SIGKILL)
            // Those that were ready are used up first.
            var verdict = Verdict(.ok, evidence: "")
            for _ in 0..<40 where verdict.name == .ok { verdict = try warden.run(TestLaunch("exit 0")).report.verdict }
            #expect(verdict.name == .setupFailed)
            #expect(verdict.stage == "namespaces", "\(verdict)")
        }

        private static let bound = "/proc/sys/user/max_net_namespaces"

        /// The warden's child that is in another user namespace.
        private static func maker(of warden: TestWarden) -> pid_t? {
            let children = HostTraces.text("/proc/\(warden.pid)/task/\(warden.pid)/children")
            let own = userNamespace(of: warden.pid)
            return children.split(separator: " ").compactMap { pid_t($0) }.first { userNamespace(of: $0) != own }
        }

        private static func userNamespace(of pid: pid_t) -> String? {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/user")
        }

        private static func run(_ program: String, _ arguments: [String]) throws -> String {
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            let pipe = Foundation.Pipe()
            process.standardOutput = pipe
            try process.run()
            process.waitUntilExit()
            return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
    }
}
