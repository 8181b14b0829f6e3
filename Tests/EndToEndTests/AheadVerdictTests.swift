import Foundation
import MayflyAPI
import MayflyClient
import Testing

extension EndToEnd.Verdicts {
    /// Of a profile that has cells and interpreters waiting.
    @Test func `are the same in cells that were built ahead, which leave nothing`() async throws {
        let before = HostState.look()
        let profiles = try ChangedProfiles.directory { $0 + "  warm: {cells: 1, python: 1}\n" }
        defer { try? FileManager.default.removeItem(at: profiles) }
        let daemon = try TestDaemon(TestDaemon.selfApproval, arguments: ["--profiles", profiles.path()])
        defer { daemon.remove() }
        try await daemon.start()
        for ending in Self.endings {
            let digest = try await daemon.approve("test/ending", ending.code, entry: ending.entry)
            let session = try await Self.run(digest, to: ending, on: daemon)
            Self.check(session, against: ending)
            let kind = ending.entry == "main.py" ? "python" : "cell"
            #expect(session.control("built_ahead") == (Self.isOwn(ending) ? nil : kind), "\(ending)")
        }
        #expect(await daemon.stop() == 0, "\(daemon.log)")
        #expect(await before.leftovers(at: nil) == [])
    }

    /// Runs a script until its session has got a cell that was built ahead, as it may not be ready yet; the last one if none has.
    private static func run(
        _ digest: String,
        to ending: EndToEnd.Ending,
        on daemon: TestDaemon
    ) async throws -> SessionReply {
        var turns = 100
        while true {
            let session = try await daemon.run(digest) { order in
                order.profile = ending.profile
                order.limits = ending.limits
            }
            turns -= 1
            if isOwn(ending) || session.control("built_ahead") != nil || turns == 0 { return session }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Whether a session has limits that no waiting cell has: it gets a cell of its own.
    private static func isOwn(_ ending: EndToEnd.Ending) -> Bool {
        ending.limits.contains { ["memory", "pids", "disk"].contains($0.name) }
    }
}
