import Foundation
import Glibc
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// Whoever answers in its place says what every cell may do.
    @Suite("The reader of profiles")
    struct ProfileReaderTests {
        /// The process that a warden waits for while it starts.
        private static func reader(of warden: TestWarden) throws -> String {
            let deadline = ContinuousClock.now + .seconds(10)
            while ContinuousClock.now < deadline {
                let children = HostTraces.text("/proc/\(warden.pid)/task/\(warden.pid)/children").split(separator: " ")
                let found = children.first { HostTraces.text("/proc/\($0)/cmdline") == "mayfly-profile-reader\0" }
                if let found { return String(found) }
                usleep(5_000)
            }
            throw TestWarden.Failure(description: "no reader of profiles started")
        }

        /// Whether a shell can do something as a user without groups and privilege.
        private static func canDo(_ deed: String, as uid: UInt32) throws -> Bool {
            let identity = ["--reuid", "\(uid)", "--regid", "\(uid)", "--clear-groups"]
            return try TestProgram.finish("/usr/bin/setpriv", identity + ["/bin/sh", "-c", deed]).status == 0
        }

        @Test func `is a user that nobody else is, so that nobody else can answer for it`() throws {
            let waiting = try StandIn.compile("int main(void) { for (;;) pause(); }")
            let warden = try TestWarden(options: ["--profile-reader", waiting], awaitReady: false)
            let reader = try Self.reader(of: warden)
            let status = HostTraces.text("/proc/\(reader)/status").split(separator: "\n").map(String.init)
            let lines = status.filter { $0.hasPrefix("Uid:") || $0.hasPrefix("Gid:") }
            let ids = Set(lines.flatMap { $0.split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) } })
            let uid = try #require(ids.first)
            #expect(lines.count == 2 && ids.count == 1 && (0x7000_0000..<0x7010_0000).contains(uid), "\(lines)")
            #expect(status.contains("NoNewPrivs:\t1") && status.contains("CapEff:\t0000000000000000"))
            let same = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { pid in
                Int(pid) != nil && HostTraces.text("/proc/\(pid)/status").contains("Uid:\t\(uid)\t")
            }
            #expect(same == [reader])
            for deed in ["kill -0 \(reader)", "cat </proc/\(reader)/fd/0", ": >/proc/\(reader)/fd/1"] {
                #expect(try Self.canDo(deed, as: uid), "\(deed): as itself, else the next line shows nothing")
                #expect(try !Self.canDo(deed, as: 65_534), "\(deed)")
            }
            kill(try #require(pid_t(reader)), SIGKILL)
            guard case .reloadFailed(let text) = try warden.receive() else {
                return #expect(Bool(false), "it started")
            }
            #expect(text.contains("did not answer"), "\(text)")
            #expect(warden.waitForEnd() == 1)
        }
    }
}
