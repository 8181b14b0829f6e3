import LinuxSystem
import Testing

@testable import Warden

@Suite("A pool whose cells fail") struct PoolRestTests {
    @Test func `rests longer each time, up to a minute`() {
        var rest = PoolRest()
        #expect(rest.end == Instant(nanoseconds: 0), "nothing has failed yet")
        var now = Instant(nanoseconds: 7_000_000_000)
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            rest.fail(at: now)
            #expect(rest.end - now == .seconds(seconds))
            now = rest.end + .milliseconds(20)
        }
    }

    @Test func `rests a minute after any number of failures`() {
        var rest = PoolRest()
        for second in 0..<1000 as Range<Int64> { rest.fail(at: Instant(nanoseconds: second * 1_000_000_000)) }
        #expect(rest.end == Instant(nanoseconds: 1_059_000_000_000))
    }
}
