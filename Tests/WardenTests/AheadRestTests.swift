import Glibc
import Testing

extension WardenSuite {
    @Suite("A cell that cannot be built ahead")
    struct AheadRestTests {
        /// The names of all cells that are seen until there are so many, and for a moment longer.
        private func cells(of warden: TestWarden, atLeast count: Int) throws -> Set<Substring> {
            let traces = try HostTraces(of: warden)
            let deadline = ContinuousClock.now + .seconds(20)
            var names: Set<Substring> = []
            while ContinuousClock.now < deadline, names.count < count {
                names.formUnion(
                    traces.cellDirectories().compactMap { $0.split(separator: "/").last }.filter {
                        $0.hasPrefix("cell_")
                    }
                )
                usleep(1_000)
            }
            return names
        }

        @Test func `is tried again after a second, and later each time`() throws {
            let profile = TestProfile.ahead("python: 1, import: [no_such_module]")
            let warden = try TestWarden(profiles: ["shut": profile])
            // At once, after one second, after two more; without a rest three would be there in a moment.
            let begin = ContinuousClock.now
            let names = try cells(of: warden, atLeast: 3)
            #expect(names.count == 3 && begin.duration(to: .now) > .milliseconds(2500), "\(names)")
        }
    }
}
