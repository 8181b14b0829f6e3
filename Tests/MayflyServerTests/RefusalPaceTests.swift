import Testing

@testable import MayflyServer

@Suite("The pace of refusals")
struct RefusalPaceTests {
    private let now = ContinuousClock.now

    @Test func `lets some be answered at once, and then twenty a second`() {
        let pace = RefusalPace()
        let delays = (0..<24).map { _ in pace.delay(uid: 1, at: now) }
        #expect(delays.prefix(20).allSatisfy { $0 == .zero })
        #expect(delays.suffix(4) == [.milliseconds(50), .milliseconds(100), .milliseconds(150), .milliseconds(200)])
    }

    @Test func `makes none wait for more than two seconds, whatever came before`() {
        let pace = RefusalPace()
        let delays = (0..<2_000).map { _ in pace.delay(uid: 1, at: now) }
        #expect(delays.max() == .seconds(2))
        #expect(
            pace.delay(uid: 1, at: now + .seconds(2)) == .milliseconds(50),
            "what waited longest is paid back by then"
        )
        #expect(pace.delay(uid: 1, at: now + .seconds(4)) == .zero)
    }

    @Test func `is each user's own`() {
        let pace = RefusalPace()
        for _ in 0..<1000 { _ = pace.delay(uid: 1, at: now) }
        #expect(pace.delay(uid: 2, at: now) == .zero)
    }

    @Test func `costs who follows the advice nothing`() {
        let pace = RefusalPace()
        for second in 0..<1000 { #expect(pace.delay(uid: 1, at: now + .seconds(second)) == .zero) }
    }

    @Test func `remembers a bounded number of users`() {
        let pace = RefusalPace()
        for uid in 0..<5_000 { _ = pace.delay(uid: UInt32(uid), at: now + .milliseconds(uid)) }
        for _ in 0..<20 { #expect(pace.delay(uid: 1, at: now + .seconds(200)) == .zero) }
    }
}
