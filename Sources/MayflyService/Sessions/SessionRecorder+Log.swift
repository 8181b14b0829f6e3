internal import Logging
internal import MayflyCore
internal import MayflyStore

/// The daemon's log lines about sessions, which contain nothing of their input and nothing of their output.
extension SessionRecorder {
    /// Logs that a session was accepted.
    func log(accepted record: SessionRecord) { logger.debug("session accepted", metadata: Self.facts(of: record)) }

    /// Logs the end of a session, at a higher level if the host or Mayfly caused it, and not the script or a person.
    func log(ended record: SessionRecord) {
        let leftovers = record.report?.destruction.leftovers ?? []
        let verdict = record.report?.verdict
        let isFailure = verdict?.name == .setupFailed || verdict?.name == .internalError
        var metadata = Self.facts(of: record)
        metadata["verdict"] = "\(verdict?.name.rawValue ?? "none")"
        metadata["took"] = record.finishedAt.map { "\(record.createdAt.duration(to: $0).text)" }
        metadata["ran"] = record.report?.times.run.map { "\($0.text)" }
        metadata["leftovers"] = "\(leftovers.joined(separator: "; "))"
        if isFailure, let verdict {
            metadata["stage"] = verdict.stage.map { "\($0)" }
            metadata["errno"] = verdict.errno.map { "\($0)" }
            metadata["evidence"] = "\(verdict.evidence.excerpt(1024))"
        }
        logger.log(
            level: leftovers.isEmpty ? (isFailure ? .warning : .info) : .error,
            "session ended",
            metadata: metadata
        )
    }

    /// Identifies a session, its script and its caller.
    private static func facts(of record: SessionRecord) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "session": "\(record.id)", "digest": "\(record.digest)", "profile": "\(record.profile)",
            "by": "uid \(record.caller.uid)", "request": "\(record.requestID)",
        ]
        metadata["script"] = record.scriptName.map { "\($0)" }
        metadata["agent"] = record.agent.map { "\($0)" }
        return metadata
    }
}
