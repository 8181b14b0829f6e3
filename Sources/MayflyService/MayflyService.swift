package import Logging
internal import MayflyAudit
package import MayflyCore
internal import MayflyStore
package import WardenClient
internal import WardenProtocol

/// The rules of the daemon: who may do what, which bytes may run, what waits, what is kept.
///
/// It knows neither HTTP nor the kernel: the server hands over parsed requests, and the warden owns the cells.
package final class MayflyService: Sendable {
    package let configuration: ServiceConfiguration
    let store: Store
    let warden: WardenClient
    let desk = WardenDesk()
    let admission: AdmissionDesk
    let director: SessionDirector
    let runner: SessionRunner
    let recorder: SessionRecorder
    let audit: AuditExporter
    let refusals: RefusalMeter
    /// Bounds the records of refused signatures.
    let signatureRefusals: RefusalMeter
    let trust: TrustRecord
    /// Writes what ``trust`` has pending to the log, in its order, no matter how many callers ask for it.
    let trustTurns = SharedTurn<StoreError?>()
    let reloads = SharedTurn<Result<WardenDescription, ServiceError>>()
    let agents: AgentDesk
    let workspaces: WorkspaceDesk
    let inventory: CallerInventory
    let uploads: UploadDesk
    let keyTurns = KeyTurns()
    let samples: SampleDesk
    let board = EventBoard()
    private let versionEvents: VersionEventRelay
    let metrics = ServiceMetrics()
    let storeMeasure: StoreMeasure
    let logger: Logger

    private init(
        store: Store,
        audit: AuditExporter,
        configuration: ServiceConfiguration,
        warden: WardenClient,
        clock: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        (self.store, self.audit, self.warden) = (store, audit, warden)
        (self.configuration, self.logger) = (configuration, logger)
        self.refusals = Self.meter(store, configuration)
        self.signatureRefusals = Self.meter(store, configuration)
        self.agents = AgentDesk(location: configuration.agents)
        self.workspaces = WorkspaceDesk(store: store, logger: logger)
        self.inventory = CallerInventory(store: store, logger: logger)
        self.uploads = UploadDesk(quota: configuration.uploadQuota, lifetime: configuration.uploadLifetime)
        self.samples = SampleDesk(warden: warden)
        self.versionEvents = VersionEventRelay(store: store, board: board, logger: logger)
        self.storeMeasure = StoreMeasure(store: store)
        let trust = TrustRecord()
        self.trust = trust
        self.admission = AdmissionDesk(
            store: store,
            warden: desk,
            trust: TrustDesk(directory: configuration.trustDirectory, owner: configuration.trustOwner) {
                trust.look(at: $0)
            },
            configuration,
            clock: clock
        )
        self.recorder = SessionRecorder(
            store: store,
            logger: logger,
            receipts: ReceiptMaker(key: audit.writer.key),
            agents: agents,
            workspaces: workspaces,
            metrics: metrics,
            keptSessions: configuration.keptSessions
        )
        self.runner = SessionRunner(admission: admission, warden: warden, recorder: recorder)
        self.director = SessionDirector(configuration, runner: runner)
    }

    /// Opens the store and its audit log; ``run()`` must follow.
    ///
    /// - Parameter clock: The current time, for the dates of statements and keys.
    /// - Throws: Also when the log is not what was written.
    package static func open(
        stateDirectory: String,
        configuration: ServiceConfiguration,
        warden: WardenClient,
        clock: @escaping @Sendable () -> Timestamp = { .now },
        logger: Logger
    ) async throws(ServiceError) -> MayflyService {
        let (store, audit) = try await openStore(stateDirectory, configuration, logger)
        try await removeOrphans(of: store, logger)
        if configuration.allowsSelfApproval {
            logger.warning(
                "self-approval is ON: authors may sign for their own scripts; use it on one-person machines only"
            )
        }
        let service = MayflyService(
            store: store,
            audit: audit,
            configuration: configuration,
            warden: warden,
            clock: clock,
            logger: logger
        )
        try await service.openAgents()
        try await storing { () async throws(StoreError) in try await service.versionEvents.begin() }
        return service
    }

    private static func openStore(
        _ directory: String,
        _ configuration: ServiceConfiguration,
        _ logger: Logger
    ) async throws(ServiceError) -> (Store, AuditExporter) {
        let store = try await storing { () async throws(StoreError) in try Store(directory: directory) }
        let audit = try await storing { () async throws(StoreError) in
            try await store.openLog(pause: configuration.auditPause) { text in
                logger.error("the audit log cannot be written", metadata: ["error": "\(text)"])
            }
        }
        logger.notice("audit log is in order", metadata: ["records": "\(audit.writer.size)"])
        return (store, audit)
    }

    /// Removes what a daemon left behind that ended at a bad moment.
    private static func removeOrphans(of store: Store, _ logger: Logger) async throws(ServiceError) {
        let removed = try await storing { () async throws(StoreError) in try await store.removeOrphans() }
        if removed > 0 { logger.notice("removed objects that no record names", metadata: ["count": "\(removed)"]) }
        let spaces = try await storing { () async throws(StoreError) in try await store.removeOrphanedWorkspaces() }
        if spaces > 0 { logger.notice("removed workspaces that no record names", metadata: ["count": "\(spaces)"]) }
    }

    /// Makes a meter, which records refusals up to a bound for each user.
    private static func meter(_ store: Store, _ configuration: ServiceConfiguration) -> RefusalMeter {
        RefusalMeter(most: configuration.recordedRefusals) { events async throws(StoreError) in
            _ = try await store.record(events)
        }
    }

    /// Serves the warden's messages until it ends; returns normally only if ``drain()`` came first.
    ///
    /// - Parameter tellReady: Called once, when sessions can run.
    /// - Throws: ``ServiceError/internal(_:)`` if the warden ended by itself: every cell has died with it, and the daemon must end too.
    package func run(_ tellReady: @Sendable () -> Void = {}) async throws(ServiceError) {
        let watch = Task { await watchTrust() }
        defer { watch.cancel() }
        let messages = warden.messages { [self] message in isTaken(message) }
        for await message in messages {
            let wasReady = desk.description != nil
            try await receive(message)
            if !wasReady, desk.description != nil { tellReady() }
        }
        desk.isGone()
        samples.isGone()
        guard director.isDraining else {
            throw .internal(
                "the warden has ended: \(warden.failure ?? "its socket was closed"); every cell died with it"
            )
        }
    }

    private func receive(_ message: WardenMessage) async throws(ServiceError) {
        switch message {
        case .ready(let description):
            let old = desk.description
            if old == nil {
                try await repeatRevocations()
                try await closeUnfinishedSessions(leftovers: description.leftovers)
                Task { [workspaces] in await workspaces.sweep() }
            }
            noteReady(description, after: old)
            desk.isReady(description)
            logger.info("warden is ready", metadata: ["cgroup": "\(description.cgroupVersion)"])
        case .reloadFailed(let text) where desk.description == nil:
            logger.critical("the warden could not start", metadata: ["error": "\(text)"])
        case .reloadFailed(let text):
            logger.error("profiles were not reloaded; the old ones stay in force", metadata: ["errors": "\(text)"])
            desk.reloadFailed(text)
        case .changed(let description):
            if let old = desk.description { noteReady(description, after: old) }
            desk.hasChanged(description)
            let trust = description.trust.map { "\($0)" } ?? "unreadable"
            logger.notice("a trust file or an interpreter has changed", metadata: ["trust": "\(trust)"])
        case .revocation(let digest, nil):
            logger.notice("the warden has revoked", metadata: ["digest": "\(digest)"])
        case .revocation(let digest, .some(let failure)):
            logger.error(
                "the warden could not write a revocation down; it holds until the warden ends",
                metadata: ["digest": "\(digest)", "error": "\(failure)"]
            )
        case .admitted, .sampled, .started, .finished: _ = isTaken(message)
        }
    }

    /// Handles a message about one session on the thread that received it, since each session's own task waits for it.
    ///
    /// - Returns: Whether the message was about a session.
    private func isTaken(_ message: WardenMessage) -> Bool {
        switch message {
        case .admitted(let id, let closure): director.session(id)?.closure.keep(closure)
        case .sampled(let id, let sample): samples.answered(id, sample)
        case .started(let id, let controls): start(id, controls)
        case .finished(let report): if !desk.finished(report) { finish(report) }
        case .ready, .reloadFailed, .changed, .revocation: return false
        }
        return true
    }

    private func start(_ id: SessionID, _ controls: [Control]) {
        guard let session = director.session(id) else { return desk.started(id, controls) }
        session.keep(controls: controls)
        session.advance(to: .running) { $0.startedAt = .now }
    }

    private func finish(_ report: SessionReport) {
        guard let session = director.session(report.session) else { return }
        let report = report.withControls(session.controls)
        // The warden has sent no closure for a session that it did not admit.
        session.closure.keep(desk.closure(of: session))
        session.report.keep(report)
    }

    /// Ends all sessions that an earlier daemon left unfinished, and forgets those that are too old.
    ///
    /// The warden is ready only after its sweep: by then nothing is left of their cells except `leftovers`.
    private func closeUnfinishedSessions(leftovers: [String]) async throws(ServiceError) {
        for line in leftovers {
            logger.error("something is left of an earlier warden's cells", metadata: ["leftover": "\(line)"])
        }
        try await storing { () async throws(StoreError) in
            let records = try await self.store.unfinishedSessions()
            try await self.recorder.finish(cutOff: records, leftovers: leftovers)
        }
        // The operator may have reduced the number of sessions to keep; the start does not wait for the removal.
        Task { [recorder] in await recorder.removeOldSessions() }
    }
}
