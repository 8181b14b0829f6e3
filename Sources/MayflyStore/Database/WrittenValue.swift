internal import Synchronization

/// What a write has made, until its transaction is on the disk.
final class WrittenValue<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    /// Keeps what the last run of the write has made.
    func set(_ new: Value) { value.withLock { $0 = new } }

    /// The value, or why the transaction failed.
    func result(_ error: (any Error)?) -> Result<Value, any Error> {
        if let error { return .failure(error) }
        guard let value = value.withLock({ $0 }) else {
            return .failure(StoreError.failed("a write was answered that did not run"))
        }
        return .success(value)
    }
}
