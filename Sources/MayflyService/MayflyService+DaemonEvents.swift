package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// The events of the daemon: states of sessions, refusals, and changes of versions.
    ///
    /// - Parameters:
    ///   - start: The position of the reader's last event; `nil` for the oldest remembered event, or for now if the reader follows.
    ///   - script: The script to which the events are restricted.
    ///   - follows: Whether to continue without end, instead of up to now.
    /// - Throws: ``ServiceError/eventsForgotten(_:)`` when events after `start` are forgotten.
    package func daemonEvents(
        from start: EventPosition?,
        about script: ScriptName?,
        for caller: Caller,
        follows: Bool
    ) throws(ServiceError) -> DaemonFollower {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let range = board.range
        var number = follows ? range.upperBound : range.lowerBound
        if let start {
            guard start.run == board.run, start.number >= range.lowerBound else { throw .eventsForgotten(nil) }
            guard start.number <= range.upperBound else {
                throw .invalid(pointer: "?from", detail: "there is no such event yet")
            }
            number = start.number
        }
        return DaemonFollower(
            board: board,
            caller: { [agents] in agents.recognised(caller) },
            tellVersion: { (event: VersionEvent, caller: Caller) async throws(ServiceError) -> VersionEvent? in
                try await self.told(event, about: script, self.sight(of: caller))
            },
            start: number,
            script: script,
            follows: follows,
            heartbeat: configuration.heartbeat
        )
    }
}
