import Glibc
import Testing

extension WardenSuite {
    @Suite("A cell that cannot be built ahead")
    struct AheadRestTests {
        /// The names of all cells that are seen within a time.
        private func cells(of warden: TestWarden, within time: Duration) throws -> Set<Substring> {
            let traces = try HostTraces(of: warden)
            let deadline = ContinuousClock.now + time
            var names: Set<Substring> = []
            while ContinuousClock.now < deadline {
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
            // At once, after one second, after two more; without a rest it would be dozens.
            let names = try cells(of: warden, within: .milliseconds(3500))
            #expect((2...3).contains(names.count), "\(names)")
        }
    }
}
