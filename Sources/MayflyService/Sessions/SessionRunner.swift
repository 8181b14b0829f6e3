internal import Logging
internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore
internal import WardenClient
internal import WardenProtocol

/// Takes one session from its turn to its durable end.
struct SessionRunner: Sendable {
    let store: Store
    let admission: AdmissionDesk
    let warden: WardenClient
    let recorder: SessionRecorder
    let logger: Logger

    init(admission: AdmissionDesk, warden: WardenClient, recorder: SessionRecorder) {
        self.store = recorder.store
        self.admission = admission
        self.warden = warden
        self.recorder = recorder
        self.logger = recorder.logger
    }

    /// Runs a session; returns when its end is recorded.
    ///
    /// - Parameter admission: The admission of its bytes; `nil` when it has waited since.
    func run(_ session: LiveSession, admitted admission: Admission?, under director: SessionDirector) async {
        let begin = ContinuousClock.now
        session.advance(to: .preparing) { $0.queued = session.created.duration(to: begin) }
        let streams: SessionStreams
        do throws(NotStarted) {
            streams = try await start(session, since: begin, admitted: admission, under: director)
        } catch {
            var report = error.report ?? SessionReport(session: session.id, verdict: error.verdict)
            report.verdict = error.verdict
            await recorder.begin(session)
            return await recorder.finish(session, report: report)
        }
        if let ending = await director.didLaunch(session) { kill(session, ending) }
        let report = await session.report.value
        await takeRest(of: streams, after: report)
        await recorder.finish(session, report: report)
    }

    /// How long pipes are read after the cell has ended; they already contain everything that was written.
    private static let patienceWithStreams: Duration = .seconds(3)

    /// Waits until all output of the session is read, but not longer than ``patienceWithStreams``.
    ///
    /// Once the cell is gone nobody can write any more, so that the streams end by themselves. The bound is for a cell that left
    /// something behind, and for a kernel that closes the files of ended processes late.
    ///
    /// - Parameter report: Not used. It ensures that the caller has the report, and so knows that the cell has ended.
    private func takeRest(of streams: SessionStreams, after report: SessionReport) async {
        let alarm = AlarmClock.shared.set(at: .now + Self.patienceWithStreams) { streams.stop() }
        await streams.drained()
        AlarmClock.shared.remove(alarm)
    }

    /// Hands the session to the warden, and lets its script run once the log has its start.
    ///
    /// The disk writes while the launch is sent and the cell is built. The bundle's bytes are in memory until this returns, not for as
    /// long as the session runs.
    private func start(
        _ session: LiveSession,
        since begin: ContinuousClock.Instant,
        admitted admission: Admission?,
        under director: SessionDirector
    ) async throws(NotStarted) -> SessionStreams {
        let (order, admission) = try await prepare(session, admission)
        if let ending = director.pendingEnding(of: session) { throw NotStarted(ending.verdict) }
        let expected = self.admission.warden.closure(of: session)
        let recorded = recordStart(of: session, by: admission, with: expected, under: director)
        let streams: SessionStreams
        do throws(NotStarted) { streams = try await launch(order, session) } catch {
            // Nothing may run; if the start is in the log it stays there, and the end follows it.
            session.end(early: SessionEnding(cause: .shutdown, immediately: true))
            session.closure.keep(expected)
            _ = await recorded.value
            throw error
        }
        session.update { $0.launched = begin.duration(to: .now) }
        if var failure = await recorded.value {
            kill(session, SessionEnding(cause: .shutdown, immediately: true))
            let report = await session.report.value
            await takeRest(of: streams, after: report)
            failure.report = report
            throw failure
        }
        return streams
    }

    private func launch(_ order: LaunchOrder, _ session: LiveSession) async throws(NotStarted) -> SessionStreams {
        do throws(WardenClientError) {
            return try await warden.launch(order, into: session.output)
        } catch {
            // Without a warden the daemon ends too: accepted sessions get the same end as running ones.
            let name = error == .gone ? VerdictName.daemonRestart : .internalError
            throw NotStarted(Verdict(name, evidence: "not launched: \(error)"))
        }
    }

    /// Checks a session again, now that it is about to run, and reads the approved bytes.
    private func prepare(
        _ session: LiveSession,
        _ admission: Admission?
    ) async throws(NotStarted) -> (LaunchOrder, Admission) {
        let admission = try await admit(session, admission)
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

    /// The initial content of `/work`; `nil` when it belongs to no workspace.
    private func workspace(of session: LiveSession) async throws(NotStarted) -> [ArchiveFile]? {
        do throws(ServiceError) {
            return try await recorder.workspaces.contents(for: session.id)
        } catch {
            throw NotStarted(error)
        }
    }

    /// Applies the rules of the agents in force now, and decides about the bytes anew if the session has waited.
    ///
    /// The warden decides again in either case, and its answer counts.
    private func admit(_ session: LiveSession, _ known: Admission?) async throws(NotStarted) -> Admission {
        do throws(ServiceError) {
            try recorder.agents.check(session, at: .now)
            if let known { return known }
            return try await admission.admit(
                session.digest,
                named: session.look { $0.scriptName },
                under: session.profile.name,
                review: session.look { $0.review }
            )
        } catch {
            throw NotStarted(error)
        }
    }

    /// Orders the warden to end a session that it has.
    ///
    /// - Returns: Whether the order was sent; if not, the session continues.
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
