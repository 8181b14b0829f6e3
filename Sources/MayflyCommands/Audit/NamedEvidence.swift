internal import MayflyAudit
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// The receipts and approvals that records of the log name, each once.
struct NamedEvidence {
    /// A session whose receipt a record names.
    private struct Session {
        let id: String
        /// The user who owned the session; `nil` when no record says so.
        let user: String?
        /// Whether its receipt was copied; `nil` until it was requested.
        var isThere: Bool?
    }

    /// In the order in which the sessions ended.
    private var sessions: [Session] = []
    private var users = SessionUsers()
    /// The sessions that were forgotten on request.
    private var forgotten: Set<String> = []
    private var approvals: [String] = []
    /// How many signatures of each approval the records name; later signatures are not copied.
    private var signatures: [String: Int] = [:]

    /// Notes the names in a record, and ignores names that no file could have.
    mutating func read(_ leaf: String) {
        guard let json = try? JSONReader.read(Array(leaf.utf8)), let event = json["event"]?.text else { return }
        switch event {
        case "started": users.start(json)
        case "ended", "refused":
            let user = users.end(json)
            guard json["receipt"] != nil, let id = json["session"]?.text, SessionID(id) != nil else { return }
            sessions.append(Session(id: id, user: user))
        case "forgotten":
            if let session = json["session"]?.text { forgotten.insert(session) }
        case "approved":
            guard let id = json["approval"]?.text, ApprovalID(id) != nil else { return }
            if signatures[id] == nil { approvals.append(id) }
            signatures[id, default: 0] += 1
        default: break
        }
    }

    /// Writes every receipt that the daemon still has and that was not requested before.
    ///
    /// It copies the newest first: if sessions are dropped meanwhile, no user's older receipt is in the copy while a newer one is gone.
    mutating func copyReceipts(from daemon: DaemonConnection, into export: LogExport) async throws {
        for place in sessions.indices.reversed() where sessions[place].isThere == nil {
            let id = sessions[place].id
            guard !forgotten.contains(id),
                let json = try await Self.found({ () async throws(ClientError) in try await daemon.receipt(id) })
            else {
                sessions[place].isThere = false
                continue
            }
            let bundle = try ReceiptBundle(json)
            try export.add("receipts/\(id).json", String(decoding: bundle.statement, as: UTF8.self))
            try export.add("receipts/\(id).json.sig", bundle.signature)
            sessions[place].isThere = true
        }
    }

    /// The first session whose receipt was gone although the records read so far require it: it was forgotten later.
    var gap: String? {
        var order = ReceiptOrder()
        return sessions.first { session in
            order.isTakenOut(session.id, of: session.user, isThere: session.isThere == true)
                && !forgotten.contains(session.id)
        }?.id
    }

    /// Writes the signed statements with their signatures.
    func copyApprovals(from daemon: DaemonConnection, into export: LogExport) async throws {
        for id in approvals {
            let json = try await Self.found { () async throws(ClientError) in try await daemon.approval(id) }
            guard let json, let statement = json["statement"]?.text else { continue }
            try export.add("approvals/\(id).json", statement)
            for (number, signature) in (json["signatures"]?.elements ?? []).prefix(signatures[id] ?? 0).enumerated() {
                guard let text = signature["signature"]?.text else { continue }
                try export.add("approvals/\(id).json.\(number + 1).sig", text)
            }
        }
    }

    /// The daemon's answer; `nil` when the daemon no longer has the object, since old sessions are forgotten with their receipts.
    private static func found(_ ask: () async throws(ClientError) -> JSON) async throws(ClientError) -> JSON? {
        do throws(ClientError) {
            return try await ask()
        } catch {
            guard case .refused(let problem) = error, problem.status == 404 else { throw error }
            return nil
        }
    }
}
