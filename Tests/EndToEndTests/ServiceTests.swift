import Foundation
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// A daemon that is started as systemd starts it; packaging/check has systemd itself do it.
    @Suite("Who has started the daemon")
    struct ServiceTests {
        /// Its standard error is the journal's, as far as it can see.
        private static let journal = """
            JOURNAL_STREAM=$(stat --dereference --format=%d:%i /proc/self/fd/2)
            export JOURNAL_STREAM
            exec "$@"
            """

        /// The lines of the log that have a level, with what is before them.
        private func lines(_ daemon: TestDaemon, _ level: String) -> [Substring] {
            daemon.log.split(separator: "\n").filter { $0.contains(" \(level) mayflyd: ") }
        }

        @Test func `is told when sessions can run and when they end, and the journal how much each line matters`()
            async throws
        {
            let manager = try NotifySocket("@mayfly-test-\(UUID().uuidString)")
            let launcher = ["/usr/bin/env", "NOTIFY_SOCKET=\(manager.name)", "/bin/sh", "-c", Self.journal, "sh"]
            let daemon = try TestDaemon(TestDaemon.selfApproval, launcher: launcher)
            defer { daemon.remove() }
            try await daemon.start()
            #expect(manager.next(within: 30_000) == "READY=1\nSTATUS=ready to run sessions")
            #expect(manager.next(within: 0) == nil)
            let warden = try #require(daemon.wardenPID)
            #expect(try String(contentsOfFile: "/proc/\(warden)/environ", encoding: .utf8) == "")
            #expect(await daemon.stop() == 0, "\(daemon.log)")
            #expect(manager.next(within: 0) == "STOPPING=1\nSTATUS=ending its sessions")
            #expect(manager.next(within: 0) == nil)
            for (level, mark) in [("notice", "<5>"), ("warning", "<4>")] {
                let found = lines(daemon, level)
                #expect(!found.isEmpty && found.allSatisfy { $0.hasPrefix(mark) }, "\(daemon.log)")
            }
        }

        @Test func `is told nothing that the journal would take for a level where nobody has set it up`() async throws {
            let daemon = try TestDaemon(TestDaemon.selfApproval, launcher: ["/usr/bin/env", "JOURNAL_STREAM=1:1"])
            defer { daemon.remove() }
            try await daemon.start()
            #expect(await daemon.stop() == 0, "\(daemon.log)")
            let notices = lines(daemon, "notice")
            #expect(!notices.isEmpty && notices.allSatisfy { !$0.hasPrefix("<") }, "\(daemon.log)")
        }
    }
}
