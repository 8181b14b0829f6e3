internal import MayflyAudit
internal import MayflyCore
internal import Synchronization

/// The trust files that the log knows of: each change of them has one record, whoever sees it first.
///
/// The warden looks at the files when something is launched. Until then somebody could trust a key, have it sign, and
/// take it out again; so the daemon looks as well, once a second and at every decision. What was seen stays here, in its
/// order, until it is in the log: whoever does what the log shall have behind it has it written before.
final class TrustRecord: Sendable {
    /// How often the daemon looks.
    static let pause = Duration.seconds(1)

    private struct State {
        /// Of the files that the log knows of; `nil` when they cannot be read.
        var known: Digest?
        /// Of the files as the daemon itself saw them last.
        var seen: Digest?
        /// Whether the log has a start of this daemon, and no stop.
        var isOpen = false
        /// What the log has to be told, oldest first.
        var pending: [AuditEvent] = []
        /// Why nobody's signature counts, as it was said last; `nil` when some do.
        var complaint: String?
    }

    private let state = Mutex(State())

    /// Takes note of the files that the daemon starts with; `nil` when they cannot be read.
    ///
    /// - Parameters:
    ///   - digest: As the warden has them.
    ///   - seen: As the daemon sees them: what it cannot read, and the warden can, is no change.
    ///   - start: What the log is told before any change.
    func begin(_ digest: Digest?, seen: Digest?, with start: AuditEvent) {
        state.withLock { state in
            (state.known, state.seen) = (digest, seen)
            (state.isOpen, state.pending) = (true, [start])
            // They have changed since the warden looked: signatures count by what the daemon sees.
            if let seen { Self.change(&state, to: seen) }
        }
    }

    /// Says that nothing more is to be told; what was seen before still is.
    func end() { state.withLock { $0.isOpen = false } }

    /// Takes note of the files as the warden has them.
    func change(to digest: Digest?) { state.withLock { Self.change(&$0, to: digest) } }

    /// The same for the files as the daemon sees them.
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

    /// What is not in the log yet, oldest first.
    var pending: [AuditEvent] { state.withLock { $0.pending } }

    /// Says that so many of what is pending are in the log; one at a time writes them.
    func wrote(_ count: Int) { state.withLock { $0.pending.removeFirst(count) } }

    /// Whether a reason why nobody's signature counts has to be said: it was not said before, or was over since.
    func isNews(_ complaint: String?) -> Bool {
        state.withLock { state in
            defer { state.complaint = complaint }
            return complaint != nil && complaint != state.complaint
        }
    }
}
