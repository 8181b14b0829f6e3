import Synchronization
import Testing

@testable import MayflyService

@Suite("A promise") struct PromiseTests {
    @Test func `is kept once, for all who wait and for those who come later`() async {
        let promise = Promise<Int>()
        let heard = Mutex<[Int]>([])
        for _ in 0..<2 { promise.whenKept { value in heard.withLock { $0.append(value) } } }
        async let waited = promise.value
        promise.keep(1)
        promise.keep(2)
        promise.whenKept { value in heard.withLock { $0.append(value) } }
        #expect(heard.withLock { $0 } == [1, 1, 1], "each at once, on the thread that gives it or asks")
        #expect(await waited == 1)
        #expect(await promise.value == 1)
    }
}
