import Glibc
import MayflyCore
import Testing

extension WardenSuite {
    /// What an interpreter has loaded may have been replaced on the host, below what the warden looks at.
    @Suite("A cell that was built ahead and not used")
    struct AheadAgeTests {
        /// The processes that wait in two cells, of which one has an interpreter.
        private struct Waiting: Hashable {
            let interpreter: String
            let other: String

            /// - Returns: `nil` while one of them is being built.
            init?(in warden: TestWarden) throws {
                let all = try warden.awaitAhead(2)
                guard let found = all.first(where: TestWarden.isInterpreter),
                    let rest = all.first(where: { !TestWarden.isInterpreter($0) })
                else { return nil }
                (interpreter, other) = (found, rest)
            }
        }

        /// Those that wait, once they are others than before; else as they were after some looks of the warden.
        private func waiting(in warden: TestWarden, otherThan before: Waiting?, for time: Duration) throws -> Waiting? {
            let deadline = ContinuousClock.now + time
            var found = before
            while found == before, ContinuousClock.now < deadline {
                usleep(20_000)
                found = try Waiting(in: warden) ?? before
            }
            return found
        }

        @Test func `goes after ten minutes if an interpreter has started in it, and waits on if none has`() throws {
            let clock = try TestClock()
            let warden = try TestWarden(
                profiles: ["shut": TestProfile.ahead("cells: 1, python: 1")],
                launcher: clock.launcher
            )
            let first = try #require(try waiting(in: warden, otherThan: nil, for: .seconds(20)))
            // What waits is counted by the warden a moment later; until then it would be given up as one that is not built.
            usleep(200_000)
            clock.goAhead(bySeconds: 500)
            #expect(try waiting(in: warden, otherThan: first, for: .seconds(3)) == first)
            clock.goAhead(bySeconds: 601)
            let second = try #require(try waiting(in: warden, otherThan: first, for: .seconds(20)))
            #expect(second.interpreter != first.interpreter && second.other == first.other)
            let last = try waiting(in: warden, otherThan: second, for: .seconds(3))
            #expect(last == second, "the new one was begun by the same clock")
        }
    }
}
