import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("A read that nobody waits for") struct CancelledReadTests {
    @Test func `is no failure of the store`() async throws {
        try await Store.lend { store, _ in
            let id = SessionRecord.example().id
            let reading = Task { () async -> Result<SessionRecord?, StoreError> in
                withUnsafeCurrentTask { $0?.cancel() }
                do throws(StoreError) {
                    return .success(try await store.session(id))
                } catch {
                    return .failure(error)
                }
            }
            let answer = await reading.value
            #expect(answer == .failure(.cancelled))
        }
    }
}
