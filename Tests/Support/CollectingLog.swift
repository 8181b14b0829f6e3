package import Logging
internal import Synchronization

/// Collects log messages as `level: message key=value …`.
package final class CollectingLog: Sendable {
    private let kept = Mutex<[String]>([])

    package init() {}

    /// All messages so far, in their order.
    package var lines: [String] { kept.withLock { $0 } }

    /// A logger that writes here at every level.
    package var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: CollectingLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
            log.kept.withLock { $0.append("\(event.level): \(event.message) \(pairs)") }
        }
    }
}
