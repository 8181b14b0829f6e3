internal import MayflyStore

/// Calls into the store, and says what went wrong there in the words of the service.
func storing<Result>(_ body: () async throws(StoreError) -> Result) async throws(ServiceError) -> Result {
    do throws(StoreError) {
        return try await body()
    } catch {
        throw ServiceError(error)
    }
}
