internal import MayflyAudit
internal import MayflyCore
internal import Synchronization

/// The state of the trust files in the log: each change gets one record, no matter who sees it first.
///
/// The warden checks the files only at a launch. Between two launches somebody could trust a key, sign with it, and remove it again.
/// So the daemon checks as well, once a second and at every decision. Changes wait here in their order until they are in the log;
/// whatever must follow them in the log waits for that.
final class TrustRecord: Sendable {
    /// The pause between two checks of the daemon.
    static let pause = Duration.seconds(1)

    private struct State {
        /// The digest of the files as the log has it; `nil` when they cannot be read.
        var known: Digest?
        /// The digest of the files as the daemon itself saw them last.
        var seen: Digest?
        /// Whether the log has a start of this daemon, but no stop.
        var isOpen = false
        /// The events that are not in the log yet, oldest first.
        var pending: [AuditEvent] = []
        /// Why no signature counts, as last reported; `nil` if some do.
        var complaint: String?
    }

    private let state = Mutex(State())

    /// Sets the files that the daemon starts with; `nil` when they cannot be read.
    ///
    /// - Parameters:
    ///   - digest: The digest as the warden reports it.
    ///   - seen: The digest as the daemon sees it; `nil` is no change, since the daemon may be unable to read what the warden can.
    ///   - start: The event that the log gets before any change.
    func begin(_ digest: Digest?, seen: Digest?, with start: AuditEvent) {
        state.withLock { state in
            (state.known, state.seen) = (digest, seen)
            (state.isOpen, state.pending) = (true, [start])
            // The files have changed since the warden's check: signatures count by what the daemon sees.
            if let seen { Self.change(&state, to: seen) }
        }
    }

    /// Ends the record; what is pending stays pending, and no change is added.
    func end() { state.withLock { $0.isOpen = false } }

    /// Notes the files as the warden reports them.
    func change(to digest: Digest?) { state.withLock { Self.change(&$0, to: digest) } }

    /// Notes the files as the daemon sees them.
    func look(at digest: Digest?) {
        state.withLock { state in
            guard state.isOpen, digest != state.seen else { return }
            state.seen = digest
            Self.change(&state, to: digest)
        }
    }

    private static func change(_ state: inout State, to digest: Digest?) {
        if state.isOpen, state.known != digest {
            state.pending.append(.trustChanged(from: state.known, to: digest))
        }
        state.known = digest
    }

    /// The events that are not in the log yet, oldest first.
    var pending: [AuditEvent] { state.withLock { $0.pending } }

    /// Removes the first pending events, which are now in the log; only one caller at a time may write them.
    func wrote(_ count: Int) { state.withLock { $0.pending.removeFirst(count) } }

    /// Whether a reason why no signature counts is news: it differs from the last report, or did not hold in between.
    func isNews(_ complaint: String?) -> Bool {
        state.withLock { state in
            defer { state.complaint = complaint }
            return complaint != nil && complaint != state.complaint
        }
    }
}
