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

    private let known = Mutex<Digest?>(nil)

    /// Takes note of the files that the daemon starts with; `nil` when they cannot be read.
    func begin(_ digest: Digest?) { known.withLock { $0 = digest } }

    /// Takes note of the files as they are; what the log has to be told, if that is new.
    func change(to digest: Digest?) -> AuditEvent? {
        known.withLock { known in
            defer { known = digest }
            return known == digest ? nil : .trustChanged(from: known, to: digest)
        }
    }
}

extension MayflyService {
    /// Looks at the trust files until the task is cancelled, and records each change.
    func watchTrust() async {
        // What the daemon cannot read, and the warden can, is no change.
        var seen = trustDigest ?? desk.description?.trust
        while !Task.isCancelled {
            try? await Task.sleep(for: TrustRecord.pause)
            let digest = trustDigest
            guard digest != seen, !Task.isCancelled else { continue }
            seen = digest
            if let event = trust.change(to: digest) { await note(event) }
        }
    }

    private var trustDigest: Digest? { (try? admission.trust.current())?.digest }
}
