internal import Logging
internal import MayflyAgents
internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore
internal import WardenProtocol

extension MayflyService {
    /// Records something that has already happened, and retries until it is recorded.
    ///
    /// For events that a full disk must not stop: a kill, a reload, the daemon's own start.
    func note(_ event: AuditEvent) async {
        var pause = Duration.milliseconds(100)
        while true {
            do throws(StoreError) {
                try await store.record([event])
                return
            } catch {
                logger.error(
                    "could not record an event",
                    metadata: ["event": "\(event.name.rawValue)", "error": "\(error)"]
                )
            }
            guard !Task.isCancelled, !director.isDraining else { return }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }

    /// Records an event without waiting for it.
    func noteLater(_ event: AuditEvent) { Task { await note(event) } }

    /// Records what the warden reports about itself.
    func noteReady(_ description: WardenDescription, after old: WardenDescription?) {
        complain(checkTrust(description))
        if let old {
            if old.trust != description.trust { trust.change(to: description.trust) }
        } else {
            let start = AuditEvent.daemonStarted(
                version: configuration.version,
                profiles: Self.digest(of: description),
                trust: description.trust,
                settings: configuration.settingsFile,
                agents: agents.policy?.file
            )
            trust.begin(description.trust, seen: trustDigest, with: start)
            adviseOnTrust()
        }
        // Whoever watches the files tries again until it is recorded.
        Task { await writeTrust() }
    }

    /// Records that profiles and agents were read again.
    ///
    /// - Parameters:
    ///   - agents: The agents in force since then; `nil` if operators name none.
    ///   - uid: The user who asked for it; `nil` for a signal.
    func noteReload(_ description: WardenDescription, _ agents: AgentPolicy?, by uid: UInt32?) {
        noteLater(.reloaded(profiles: Self.digest(of: description), by: uid, agents: agents?.file))
    }

    /// SHA-256 over the profiles in force, sorted by name, in the encoding of the warden's protocol.
    static func digest(of description: WardenDescription) -> Digest {
        var frame = FrameWriter()
        for profile in description.profiles.sorted(by: { $0.name < $1.name }) { profile.encode(to: &frame) }
        return MerkleHash.digest(of: frame.bytes)
    }
}
