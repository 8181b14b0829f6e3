import Foundation
import Glibc
import MayflyClient
import MayflyCore
import MayflyTestSupport
import Testing

extension EndToEnd {
    @Suite("Death and restart")
    struct Restarts {
        @Test(arguments: ["daemon", "warden"])
        func `when either process dies everything ends, and the next start says so`(victim: String) async throws {
            let daemon = try TestDaemon()
            defer { daemon.remove() }
            let before = HostState.look()
            try await daemon.start()
            let digest = try await daemon.approve("test/long", "import time\nprint('up', flush=True)\ntime.sleep(60)")
            var sessions: [String] = []
            for _ in 0..<4 { sessions.append(try await daemon.submit(digest).id) }
            for id in sessions { _ = try await daemon.wait(id, until: .running) }
            kill(victim == "daemon" ? daemon.pid : try #require(daemon.wardenPID), SIGKILL)
            let status = await daemon.waitForEnd()
            #expect(status != 0, "a death is never a clean end")
            // Not even dead ones: whoever restarts the daemon at once must find nothing of it.
            if victim == "warden" { #expect(HostState.sessionProcesses() == []) }
            try await daemon.start()
            for id in sessions {
                let session = try await daemon.finished(id)
                #expect(session.verdictText == "daemon_restart")
                #expect(session.detail("evidence") == "the daemon that ran it ended without recording its end")
                #expect(session.isDestroyed == true && !session.checked.isEmpty)
                #expect(session.leftovers == [])
            }
            #expect(try await daemon.run(try await daemon.approve("test/after", "print(1)")).verdictText == "ok")
            #expect(await daemon.stop() == 0)
            #expect(await before.leftovers(at: nil) == [])
        }

        @Test func `a graceful stop ends and records every session`() async throws {
            let daemon = try TestDaemon()
            defer { daemon.remove() }
            let before = HostState.look()
            try await daemon.start()
            let digest = try await daemon.approve("test/long", "import time; time.sleep(60)")
            let session = try await daemon.submit(digest)
            _ = try await daemon.wait(session.id, until: .running)
            let warden = try #require(daemon.wardenPID)
            #expect(await daemon.stop() == 0)
            // Whoever stops the service would kill what the daemon leaves behind.
            #expect(kill(warden, 0) == -1 && errno == ESRCH, "the daemon has ended before its warden")
            try await daemon.start()
            let ended = try await daemon.finished(session.id)
            #expect(ended.verdictText == "daemon_restart")
            #expect(ended.detail("evidence") == "the daemon was stopped while the session was running")
            #expect(ended.isDestroyed == true && !ended.checked.isEmpty)
            #expect(ended.leftovers == [])
            #expect(await daemon.stop() == 0)
            #expect(await before.leftovers(at: nil) == [])
        }

        @Test func `a second daemon on the same directories refuses to start`() async throws {
            try await TestDaemon.with { daemon in
                let second = try runProgram(Binaries.path("mayflyd"), daemon.arguments)
                #expect(second.status != 0)
                #expect(second.errors.contains("\(daemon.pid)"), "it names the process that runs: \(second.errors)")
                #expect(try await daemon.run(try await daemon.approve("test/still", "print(1)")).verdictText == "ok")
            }
        }
    }
}
