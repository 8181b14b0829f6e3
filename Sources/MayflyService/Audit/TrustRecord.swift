internal import MayflyAudit
internal import MayflyCore
internal import Synchronization
internal import WardenProtocol

/// The trust files that the log knows of: each change of them has one record, whoever sees it first.
///
/// The warden looks at the files when something is launched. Until then somebody could trust a key, have it sign, and take it out
/// again; so the daemon looks as well, once a second.
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
    }

    private let state = Mutex(State())

    /// Takes note of the files that the daemon starts with; `nil` when they cannot be read.
    ///
    /// - Parameters:
    ///   - digest: As the warden has them.
    ///   - seen: As the daemon sees them: what it cannot read, and the warden can, is no change.
    func begin(_ digest: Digest?, seen: Digest?) {
        state.withLock { $0 = State(known: digest, seen: seen, isOpen: true) }
    }

    /// Says that the log takes no more of it.
    func end() { state.withLock { $0.isOpen = false } }

    /// Takes note of the files as the warden has them; what the log has to be told, if that is new.
    func change(to digest: Digest?) -> AuditEvent? { state.withLock { Self.change(&$0, to: digest) } }

    /// The same for the files as the daemon sees them.
    func look(at digest: Digest?) -> AuditEvent? {
        state.withLock { state in
            guard state.isOpen, digest != state.seen else { return nil }
            state.seen = digest
            return Self.change(&state, to: digest)
        }
    }

    private static func change(_ state: inout State, to digest: Digest?) -> AuditEvent? {
        defer { state.known = digest }
        return state.isOpen && state.known != digest ? .trustChanged(from: state.known, to: digest) : nil
    }
}

extension MayflyService {
    /// Looks at the trust files until the daemon stops, and records each change.
    func watchTrust() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: TrustRecord.pause)
            noteTrust()
        }
    }

    /// Records that the trust files have changed, if they have; does not wait for it.
    func noteTrust() {
        if let event = trust.look(at: trustDigest) { noteLater(event) }
    }

    /// Of the trust files as they are now; `nil` when they cannot be read.
    var trustDigest: Digest? { (try? admission.trust.current())?.digest }
}
