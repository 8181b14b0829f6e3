import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// Cells that are built ahead while sessions come and go.
    @Suite("A pool under load")
    struct AheadGapTests {
        private static func warden() throws -> TestWarden {
            let warden = try TestWarden(profiles: ["shut": TestProfile.ahead("cells: 2")])
            try warden.awaitAhead(2)
            return warden
        }

        /// One whose pipes are held.
        private final class Running {
            let id: SessionID
            private let session: TestSession

            init(_ session: consuming TestSession) {
                self.id = session.id
                self.session = session
            }
        }

        @Test func `is filled between sessions that follow each other`() throws {
            let warden = try Self.warden()
            let ended = try (0..<24).map { _ in try warden.run(TestLaunch.ahead("true")).report }
            #expect(ended.allSatisfy { $0.verdict.name == .ok && $0.destruction.isComplete })
            #expect(ended.count { $0.control("built_ahead") == "cell" } >= 4, "two were there")
        }

        @Test func `is filled although sessions leave no gap`() throws {
            let warden = try Self.warden()
            // Four at once, one some milliseconds after the other: one of them always has just come.
            var running: [Running] = []
            var ended: [SessionReport] = []
            for _ in 0..<80 {
                if running.count == 4 { ended.append(try warden.report(of: running.removeFirst().id)) }
                running.append(Running(try TestSession.launch(TestLaunch.ahead("sleep 0.02"), on: warden)))
                usleep(5_000)
            }
            for session in running { ended.append(try warden.report(of: session.id)) }
            #expect(ended.allSatisfy { $0.verdict.name == .ok && $0.destruction.isComplete })
            #expect(
                ended.count { $0.control("built_ahead") == "cell" } >= 8,
                "two were there, and one more may come by chance"
            )
        }
    }
}
