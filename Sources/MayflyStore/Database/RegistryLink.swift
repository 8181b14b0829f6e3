internal import Synchronization

/// Tells whoever wants to know, once there is somebody, that something about scripts may have changed.
final class RegistryLink: Sendable {
    private let tell = Mutex<(@Sendable () -> Void)?>(nil)

    /// Says who is told.
    func set(_ new: @escaping @Sendable () -> Void) { tell.withLock { $0 = new } }

    /// Says that a transaction is on the disk.
    func didCommit() { tell.withLock { $0 }?() }
}
