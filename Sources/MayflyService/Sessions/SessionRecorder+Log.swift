internal import Logging
internal import MayflyCore
internal import MayflyStore

/// What the daemon's log says of sessions: nothing of what they were given, and nothing of what they printed.
extension SessionRecorder {
    /// Says that a session was taken in.
    func log(accepted record: SessionRecord) { logger.debug("session accepted", metadata: Self.facts(of: record)) }

    /// Says how a session has ended; louder where that is the host's doing or Mayfly's, and not the script's or a person's.
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

    /// Which session it is, of what and of whom.
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
