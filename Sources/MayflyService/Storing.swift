internal import MayflyStore

/// Calls the store, and maps its errors to those of the service.
func storing<Result>(_ body: () async throws(StoreError) -> Result) async throws(ServiceError) -> Result {
    do throws(StoreError) {
        return try await body()
    } catch {
        throw ServiceError(error)
    }
}
