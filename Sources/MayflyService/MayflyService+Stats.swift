package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// The resources that a session uses.
    ///
    /// - Parameter follows: Whether to continue until it has ended.
    package func stats(_ id: SessionID, for caller: Caller, follows: Bool) async throws(ServiceError) -> StatsFollower {
        let source: StatsFollower.Source
        if let live = director.session(id) {
            guard caller.maySee(live.record) else { throw .sessionNotFound(id) }
            source = .live(live, samples)
        } else {
            source = .ended(try await record(id, for: caller))
        }
        return StatsFollower(source: source, follows: follows, period: configuration.statsPeriod)
    }
}
