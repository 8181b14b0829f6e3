internal import Synchronization

/// Tells the exporter, once it exists, about the store's commits.
final class LogLink: Sendable {
    private let exporter = Mutex<AuditExporter?>(nil)

    func set(_ new: AuditExporter) { exporter.withLock { $0 = new } }

    func didCommit() { exporter.withLock { $0 }?.wake() }
}
