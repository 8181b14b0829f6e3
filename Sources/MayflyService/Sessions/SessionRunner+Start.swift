internal import Logging
internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore
internal import WardenClient

extension SessionRunner {
    /// What is written of a session's start.
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

    /// Makes the session's start durable in the log, and then lets its script run: nothing runs that is not in it.
    ///
    /// It is written while the launch is sent and the warden looks at it, with what the warden described last as what starts
    /// the script. What the warden says for this very launch may be another one, after an upgrade of the host: then the start is
    /// written anew, and the script runs by that one. A session that did not wait has no record yet: both are written in one
    /// transaction.
    ///
    /// The thread that has written gives the word to run, or the one that receives the warden's word, whichever is later.
    ///
    /// - Parameter expected: What starts the script, as the warden described it last.
    /// - Returns: A promise of why it is not; of `nil` when it is.
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
            // It is in the log: if it cannot be written anew, the end names it all the same.
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

    /// Gives the word to run.
    ///
    /// What shall end meanwhile does not begin: it is ended where its end is looked for. A session that cannot be told to run is
    /// ended by the warden, some time later.
    private func letRun(_ session: LiveSession, under director: SessionDirector) {
        guard director.pendingEnding(of: session) == nil else { return }
        do throws(WardenClientError) {
            try warden.start(session.id)
        } catch {
            logger.error("could not start a session", metadata: ["session": "\(session.id)", "error": "\(error)"])
        }
    }
}
