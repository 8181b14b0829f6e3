internal import Logging
internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore
internal import WardenClient
internal import WardenProtocol

/// Takes one session from the queue to its durable end.
struct SessionRunner: Sendable {
    let store: Store
    let admission: AdmissionDesk
    let warden: WardenClient
    let recorder: SessionRecorder
    let desk: WardenDesk
    let logger: Logger

    /// Runs a session; returns when its end is recorded.
    func run(_ session: LiveSession, under director: SessionDirector) async {
        let begin = ContinuousClock.now
        session.advance(to: .preparing) { $0.queued = session.created.duration(to: begin) }
        let streams: SessionStreams
        do throws(NotStarted) {
            streams = try await start(session, under: director)
        } catch {
            return await recorder.finish(session, verdict: error.verdict)
        }
        session.update { $0.launched = begin.duration(to: .now) }
        if let ending = await director.didLaunch(session.id) { kill(session, ending) }
        let report = await session.report.value
        await streams.drained()
        await recorder.finish(session, report: report)
    }

    /// Hands the session to the warden.
    ///
    /// The bundle's bytes are in memory until this returns, and not for as long as the session runs.
    private func start(
        _ session: LiveSession,
        under director: SessionDirector
    ) async throws(NotStarted) -> SessionStreams {
        let (order, admission) = try await prepare(session)
        try await recordStart(of: session, by: admission)
        if let ending = await director.pendingEnding(of: session.id) { throw NotStarted(ending.verdict) }
        do throws(WardenClientError) {
            return try await warden.launch(order, into: session.output)
        } catch {
            // Without a warden the daemon ends too: what it has accepted gets the same end as what runs.
            let name = error == .gone ? VerdictName.daemonRestart : .internalError
            throw NotStarted(Verdict(name, evidence: "not launched: \(error)"))
        }
    }

    /// Admits the session once more, now that it is about to run, and reads the bytes that were approved.
    private func prepare(_ session: LiveSession) async throws(NotStarted) -> (LaunchOrder, Admission) {
        let admission = try await admit(session)
        let work = try await workspace(of: session)
        do throws(StoreError) {
            guard let version = try await store.versions(with: session.digest).first else {
                throw StoreError.damaged("the registry has lost version \(session.digest)")
            }
            let contents = try await store.read(version.files.map(\.digest), atMost: FrameBound.archive)
            let bundle = zip(version.files, contents).map { ArchiveFile(path: $0.path, bytes: $1) }
            return (LaunchOrder(session, admission: admission, bundle: bundle, workspace: work), admission)
        } catch {
            throw NotStarted(error)
        }
    }

    /// What `/work` begins with; `nil` when it is of no workspace.
    private func workspace(of session: LiveSession) async throws(NotStarted) -> [ArchiveFile]? {
        do throws(ServiceError) {
            let files = try await recorder.workspaces.contents(for: session.id)
            return files.map { $0.map { ArchiveFile(path: $0.path, bytes: $0.bytes) } }
        } catch {
            throw NotStarted(error)
        }
    }

    /// Makes the session's start durable in the log: nothing runs that is not in it.
    private func recordStart(of session: LiveSession, by admission: Admission) async throws(NotStarted) {
        let statement = admission.statement
        let shown = ReceiptFacts.Approval(id: statement.id, statement: BundleDigest.digest(of: statement.bytes))
        let closures = desk.description?.closures[session.record.runtime] ?? []
        do throws(StoreError) {
            let closure = closures.first { $0.profile == session.profile.name }
            let leaf = ReceiptMaker.start(of: session.record, shown, closure)
            let start = try await store.begin(session.id, leaf: leaf)
            session.begin(SessionBeginning(start: start, approval: shown, closure: closure))
        } catch {
            throw NotStarted(error)
        }
    }

    private func admit(_ session: LiveSession) async throws(NotStarted) -> Admission {
        do throws(ServiceError) {
            return try await admission.admit(
                session.digest,
                named: session.record.scriptName,
                under: session.profile.name,
                review: session.record.review
            )
        } catch {
            throw NotStarted(error)
        }
    }

    /// Tells the warden to end a session that it has.
    ///
    /// - Returns: Whether the order is on its way; if it is not, the session goes on.
    @discardableResult
    func kill(_ session: LiveSession, _ ending: SessionEnding) -> Bool {
        do throws(WardenClientError) {
            try warden.kill(ending.order(for: session.id))
            return true
        } catch {
            logger.error("could not end a session", metadata: ["session": "\(session.id)", "error": "\(error)"])
            return false
        }
    }
}
