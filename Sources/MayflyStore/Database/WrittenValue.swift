internal import Synchronization

/// The value that a write has made, until its transaction is on the disk.
final class WrittenValue<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    /// Keeps the value of the write's last run.
    func set(_ new: Value) { value.withLock { $0 = new } }

    /// The value, or the error of the transaction.
    func result(_ error: (any Error)?) -> Result<Value, any Error> {
        if let error { return .failure(error) }
        guard let value = value.withLock({ $0 }) else {
            return .failure(StoreError.failed("a write was answered that did not run"))
        }
        return .success(value)
    }
}
