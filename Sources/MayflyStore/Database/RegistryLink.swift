internal import Synchronization

/// Tells a listener, once one is set, that something about scripts may have changed.
final class RegistryLink: Sendable {
    private let tell = Mutex<(@Sendable () -> Void)?>(nil)

    func set(_ new: @escaping @Sendable () -> Void) { tell.withLock { $0 = new } }

    /// Tells the listener that a transaction is on the disk.
    func didCommit() { tell.withLock { $0 }?() }
}
