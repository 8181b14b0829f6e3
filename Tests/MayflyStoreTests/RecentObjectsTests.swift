import MayflyCore
import Testing

@testable import MayflyStore

@Suite("Recent objects") struct RecentObjectsTests {
    private func digest(_ number: Int) -> Digest { ObjectHash.digest(of: Array("\(number)".utf8)) }

    @Test func `are known for their time`() {
        let now = ContinuousClock.now
        var recent = RecentObjects(time: .seconds(10))
        recent.release(digest(1), at: now)
        #expect(recent.contains(digest(1), at: now + .seconds(9)))
        #expect(!recent.contains(digest(1), at: now + .seconds(10)))
        #expect(!recent.contains(digest(2), at: now))
    }

    @Test func `are those that somebody holds, however long, and their time begins when the last one lets go`() {
        let now = ContinuousClock.now
        var recent = RecentObjects(time: .seconds(10))
        for _ in 0..<2 { recent.hold(digest(1)) }
        #expect(recent.contains(digest(1), at: now + .seconds(1000)))
        recent.release(digest(1), at: now + .seconds(1000))
        #expect(recent.contains(digest(1), at: now + .seconds(2000)), "the other one holds it")
        recent.release(digest(1), at: now + .seconds(2000))
        #expect(recent.contains(digest(1), at: now + .seconds(2009)))
        #expect(!recent.contains(digest(1), at: now + .seconds(2010)))
    }

    @Test func `are forgotten although nothing is ever removed`() {
        let now = ContinuousClock.now
        var recent = RecentObjects(time: .seconds(10))
        for number in 0..<20_000 { recent.release(digest(number), at: now + .seconds(number)) }
        #expect(recent.count <= 1024)
        #expect(recent.contains(digest(19_999), at: now + .seconds(19_999)))
    }
}
