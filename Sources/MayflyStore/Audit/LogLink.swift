internal import Synchronization

/// Tells the exporter, once it exists, about the store's commits.
final class LogLink: Sendable {
    private let exporter = Mutex<AuditExporter?>(nil)

    /// Sets the exporter.
    func set(_ new: AuditExporter) { exporter.withLock { $0 = new } }

    /// Tells the exporter about a commit.
    func didCommit() { exporter.withLock { $0 }?.wake() }
}
