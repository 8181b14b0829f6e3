internal import Synchronization

/// Tells the exporter of a store's commits, once there is one.
final class LogLink: Sendable {
    private let exporter = Mutex<AuditExporter?>(nil)

    /// Says who is told.
    func set(_ new: AuditExporter) { exporter.withLock { $0 = new } }

    /// Says that something was committed.
    func didCommit() { exporter.withLock { $0 }?.wake() }
}
