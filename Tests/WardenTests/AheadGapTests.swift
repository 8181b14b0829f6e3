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

        private static func launch(_ text: String) throws -> TestLaunch {
            var launch = try TestLaunch(text, entry: "main.sh")
            launch.request.limits.memory = .mebibytes(128)
            launch.request.limits.wall = .seconds(60)
            return launch
        }

        @Test func `is filled between sessions that follow each other`() throws {
            let warden = try Self.warden()
            let ended = try (0..<24).map { _ in try warden.run(Self.launch("true")).report }
            #expect(ended.allSatisfy { $0.verdict.name == .ok && $0.destruction.isComplete })
            #expect(ended.count { $0.control("built_ahead") == "cell" } >= 4, "two were there")
        }

        @Test func `is filled although sessions leave no gap`() throws {
            let warden = try Self.warden()
            // Each begins before the one before it ends.
            var last = try TestSession.launch(Self.launch("sleep 0.02"), on: warden)
            var ended: [SessionReport] = []
            for _ in 0..<60 {
                let next = try TestSession.launch(Self.launch("sleep 0.02"), on: warden)
                ended.append(try warden.report(of: last.id))
                last = next
            }
            ended.append(try warden.report(of: last.id))
            #expect(ended.allSatisfy { $0.verdict.name == .ok && $0.destruction.isComplete })
            #expect(ended.count { $0.control("built_ahead") == "cell" } >= 10, "two were there, and few come by chance")
        }
    }
}
