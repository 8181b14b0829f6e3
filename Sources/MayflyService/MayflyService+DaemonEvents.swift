package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// What happens in the daemon: states of sessions, refusals, and what becomes of versions.
    ///
    /// - Parameters:
    ///   - start: The position of the last event that was read; without one the oldest that is remembered, or now for who follows.
    ///   - script: Only what is about this script.
    ///   - follows: Whether to go on without end, instead of to where it is now.
    /// - Throws: ``ServiceError/eventsForgotten(_:)`` when what followed `start` is not known any more.
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
