internal import Logging
internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore
internal import WardenClient

extension SessionRunner {
    /// Everything that is written about a session's start.
    private struct Start: Sendable {
        let record: SessionRecord
        let approval: ReceiptFacts.Approval
        let request: Digest
        let trust: Digest?

        init(_ record: SessionRecord, by admission: Admission) {
            let statement = admission.statement
            self.record = record
            self.approval = .init(id: statement.id, statement: BundleDigest.digest(of: statement.bytes))
            self.request = ReceiptMaker.request(of: record)
            self.trust = admission.trust
        }

        func leaf(_ closure: RuntimeClosure?) -> AuditEvent {
            ReceiptMaker.start(of: record, approval, request: request, closure, trust: trust)
        }

        func beginning(at index: UInt64, _ closure: RuntimeClosure?) -> SessionBeginning {
            SessionBeginning(start: index, approval: approval, request: request, closure: closure)
        }
    }

    /// Makes the session's start durable in the log, and then lets its script run: nothing runs whose start is not in the log.
    ///
    /// The start is written while the warden gets and examines the launch, with the interpreter of the warden's last description. After
    /// an upgrade of the host, the warden may find another interpreter for this launch: then the start is written anew, and the script
    /// runs by that one. A session that did not wait has no record yet, so that both are written in one transaction.
    ///
    /// The order to run comes from the thread that has written, or from the one that receives the warden's answer, whichever is later.
    ///
    /// - Parameter expected: The interpreter of the warden's last description.
    /// - Returns: A promise of the reason why the start is not recorded; of `nil` when it is.
    func recordStart(
        of session: LiveSession,
        by admission: Admission,
        with expected: RuntimeClosure?,
        under director: SessionDirector
    ) -> Promise<NotStarted?> {
        let recorded = Promise<NotStarted?>()
        let start = Start(session.record, by: admission)
        recorder.begin(session, leaf: start.leaf(expected)) { result in
            guard case .success(let index) = result else { return recorded.keep(Self.failure(result)) }
            // The start is in the log: even if it cannot be written anew, the end names it.
            session.begin(start.beginning(at: index, expected))
            session.closure.whenKept { found in
                let run: @Sendable (Result<UInt64, StoreError>) -> Void = { result in
                    if case .success(let index) = result {
                        session.begin(start.beginning(at: index, found))
                        letRun(session, under: director)
                    }
                    recorded.keep(Self.failure(result))
                }
                if found == expected { return run(result) }
                store.begin(session.id, insteadOf: index, leaf: start.leaf(found), then: run)
            }
        }
        return recorded
    }

    private static func failure(_ result: Result<UInt64, StoreError>) -> NotStarted? {
        if case .failure(let error) = result { NotStarted(error) } else { nil }
    }

    /// Orders the warden to run the script.
    ///
    /// If an order to end the session has come, the script does not start, and the session ends where that order is handled. If the
    /// warden cannot get the order to run, it ends the session some time later.
    private func letRun(_ session: LiveSession, under director: SessionDirector) {
        guard director.pendingEnding(of: session) == nil else { return }
        do throws(WardenClientError) {
            try warden.start(session.id)
        } catch {
            logger.error("could not start a session", metadata: ["session": "\(session.id)", "error": "\(error)"])
        }
    }
}
