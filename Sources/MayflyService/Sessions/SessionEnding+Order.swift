internal import MayflyCore
internal import WardenProtocol

extension SessionEnding {
    /// The order for the warden.
    func order(for session: SessionID) -> KillOrder {
        let cause: KillOrder.Cause =
            switch self.cause {
            case .killed(let by, let reason): .killed(by: by, reason: reason)
            case .revoked(let by, let reason): .revoked(by: by, reason: reason)
            case .shutdown: .shutdown
            }
        return KillOrder(session: session, cause: cause, immediately: immediately)
    }
}
