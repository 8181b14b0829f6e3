internal import Glibc
internal import Logging
internal import MayflyAgents
internal import MayflyAudit
package import MayflyCore
internal import MayflyStore
internal import WardenClient
package import WardenProtocol

extension MayflyService {
    /// The conditions for running sessions, each with whether it holds.
    package func readiness() async -> [ReadinessCheck] {
        let description = desk.description
        let isDraining = director.isDraining
        let storage = await storageFailure()
        return [
            ReadinessCheck(
                "warden",
                description != nil,
                description.map { "cgroup \($0.cgroupVersion)" } ?? "not ready"
            ),
            ReadinessCheck(
                "profiles",
                description?.profiles.isEmpty == false,
                "\(description?.profiles.count ?? 0) in force"
            ),
            trustCheck,
            ReadinessCheck("store", storage == nil, storage ?? "readable, with space for sessions"),
            ReadinessCheck("audit", audit.failure == nil, audit.failure ?? "\(audit.writer.size) records"),
            ReadinessCheck("budget", true, await director.standing(of: .zero).summary),
            ReadinessCheck("accepting", !isDraining, isDraining ? "stopping" : "yes"),
        ]
    }

    /// Why the store cannot be read, or accepts no new sessions; `nil` when it does both.
    private func storageFailure() async -> String? {
        do throws(StoreError) {
            try await store.checkIsReadable()
            try store.checkSpace()
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// The host and the profiles, as the warden reported them.
    package func description() async throws(ServiceError) -> WardenDescription {
        guard let description = desk.description else { throw .notReady("the warden is not ready yet") }
        return description
    }

    /// The profiles in force, by name.
    package func profiles() async throws(ServiceError) -> [Profile] {
        try await description().profiles.sorted { $0.name < $1.name }
    }

    /// One profile in force.
    package func profile(_ name: String) async throws(ServiceError) -> Profile {
        guard let profile = try await profiles().first(where: { $0.name.text.hasBytes(of: name) }) else {
            throw .profileNotFound(name)
        }
        return profile
    }

    /// Builds a cell that runs nothing, and destroys it.
    package func canary(under name: ProfileName, by caller: Caller) async throws(ServiceError) -> SessionReport {
        guard caller.isOperator else { throw .forbidden("only operators may build canary cells") }
        guard !director.isDraining else { throw .draining }
        let profile = try profile(named: name)
        let id = SessionID.new()
        let promise = desk.expectCanary(id)
        let request = LaunchRequest(session: id, profile: profile.name, work: .canary, limits: profile.limits)
        do throws(WardenClientError) {
            _ = try await warden.launch(
                LaunchOrder(request: request, bundle: [], input: nil, files: []),
                into: NoSink()
            )
        } catch {
            desk.forgetCanary(id)
            throw .internal("the warden did not take the order: \(error)")
        }
        return await promise.value
    }

    /// Makes the warden read the profile directory again; if a profile is wrong, the old ones stay in force.
    package func reload(by caller: Caller) async throws(ServiceError) -> WardenDescription {
        guard caller.isOperator else { throw .forbidden("only operators may reload profiles") }
        return try await reload(by: caller.uid)
    }

    /// Reloads because of a signal.
    package func reload() async throws(ServiceError) -> WardenDescription { try await reload(by: nil) }

    /// Reloads, one reload at a time: callers during a reload share the next one, which the log has once.
    ///
    /// Agents are read first and put in force last, so that an error anywhere changes nothing.
    private func reload(by uid: UInt32?) async throws(ServiceError) -> WardenDescription {
        try await reloads.run { [self] in await reloadNow(by: uid) }.get()
    }

    private func reloadNow(by uid: UInt32?) async -> Result<WardenDescription, ServiceError> {
        let policy: AgentPolicy?
        do throws(ServiceError) { policy = try agents.read() } catch { return .failure(error) }
        let promise = desk.expectReload()
        do throws(WardenClientError) {
            try await warden.reload()
        } catch {
            return .failure(.internal("the warden did not take the order: \(error)"))
        }
        switch await promise.value {
        case .ready(let description):
            agents.use(policy)
            noteReload(description, policy, by: uid)
            logger.notice("profiles were read again", metadata: ["count": "\(description.profiles.count)"])
            for advice in profileAdvice {
                logger.warning("there are profiles that are not in use", metadata: ["mend": "\(advice)"])
            }
            return .success(description)
        case .failed(let text): return .failure(.reloadFailed(text))
        }
    }

    /// What to do about a profile directory that was made after the start, and that no reload uses.
    package var profileAdvice: [String] {
        guard let directory = configuration.awaitedProfiles, access(directory, F_OK) == 0 else { return [] }
        return [
            "\(directory) is not in use, as it was not there when the daemon started; restart the daemon to use it"
        ]
    }

    /// Stops the daemon's work, and waits until all sessions are destroyed and recorded.
    ///
    /// Accepts no new request, ends the waiting sessions, gives the running ones the drain time, and then ends them too.
    package func drain() async {
        let (waiting, launched) = await director.beginDraining()
        logger.notice("stopping", metadata: ["waiting": "\(waiting.count)", "running": "\(launched.count)"])
        for id in waiting { _ = await end(id, SessionEnding(cause: .shutdown, immediately: false)) }
        if configuration.drainTime > .zero { _ = await director.waitUntilEmpty(atMost: configuration.drainTime) }
        for id in launched { _ = await end(id, SessionEnding(cause: .shutdown, immediately: false)) }
        if await !director.waitUntilEmpty(atMost: .seconds(15)) {
            logger.error("some sessions did not end in time; they end with the warden, and the next start records it")
        }
        await refusals.flush()
        await signatureRefusals.flush()
        await inventory.flush()
        trust.end()
        await writeTrust()
        await note(.daemonStopped(unfinished: director.sessions.count))
        await audit.close()
    }
}
