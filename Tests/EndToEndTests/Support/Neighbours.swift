import MayflyAPI
import MayflyClient
import MayflyJSON
import Testing

/// A plain session that is run beside hostile ones, and must not notice.
struct Neighbours {
    private let daemon: TestDaemon
    private let digest: String
    /// How long it runs alone, in milliseconds.
    private let alone: Double

    /// Measures it alone.
    init(_ daemon: TestDaemon, digest: String) async throws {
        self.daemon = daemon
        self.digest = digest
        var times: [Double] = []
        for _ in 0..<3 { times.append(try await Self.run(digest, on: daemon, "alone")) }
        alone = times.sorted()[1]
    }

    /// Runs it, and expects the right verdict, the right answer, and a time that shows that it was let run.
    ///
    /// The host may do other things meanwhile: the bound finds a neighbour that was stopped, not one that was slowed.
    /// `scripts/neighbour` measures how much it is slowed.
    func runOne(beside probe: Probe) async throws {
        let time = try await Self.run(digest, on: daemon, "beside \(probe)")
        #expect(time < 10 * alone + 1_000, "beside \(probe): \(time) ms, alone \(alone) ms")
    }

    private static func run(_ digest: String, on daemon: TestDaemon, _ place: String) async throws -> Double {
        let session = try await daemon.run(digest) { $0.profile = "strict" }
        #expect(
            session.verdictText == "ok" && session.stdoutText == "83c9b825\n",
            "\(place): \(session.json.prettyText)"
        )
        return try #require(session.json["usage"]?["wall_ms"]?.double)
    }
}
