internal import MayflyAudit
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// The receipts and approvals that records of the log name, each once.
struct NamedEvidence {
    private var sessions: [String] = []
    /// The sessions that somebody wanted forgotten.
    private var forgotten: Set<String> = []
    private var approvals: [String] = []
    /// How many signatures of each approval the records name: one that came since then is not copied.
    private var signatures: [String: Int] = [:]

    /// Notes what a record names; ignores names that could be no file's.
    mutating func read(_ leaf: String) {
        guard let json = try? JSONReader.read(Array(leaf.utf8)) else { return }
        if json["receipt"] != nil, let session = json["session"]?.text, SessionID(session) != nil {
            sessions.append(session)
        }
        if json["event"]?.text == "forgotten", let session = json["session"]?.text { forgotten.insert(session) }
        guard json["event"]?.text == "approved", let id = json["approval"]?.text,
            ApprovalID(id) != nil
        else { return }
        if signatures[id] == nil { approvals.append(id) }
        signatures[id, default: 0] += 1
    }

    /// Writes the receipts that the daemon still has, the newest first.
    ///
    /// Where one is gone, those of older sessions are not copied either: they are gone too, or it was forgotten after the last record
    /// of the copy, which then cannot say so. A copy has no gap that it does not explain.
    func copyReceipts(from daemon: DaemonConnection, into export: LogExport) async throws {
        var gone = ""
        for session in sessions.reversed() where session > gone && !forgotten.contains(session) {
            guard let json = try await Self.found({ () async throws(ClientError) in try await daemon.receipt(session) })
            else {
                gone = session
                continue
            }
            let bundle = try ReceiptBundle(json)
            try export.add("receipts/\(session).json", String(decoding: bundle.statement, as: UTF8.self))
            try export.add("receipts/\(session).json.sig", bundle.signature)
        }
    }

    /// Writes the statements that people have signed, with their signatures.
    func copyApprovals(from daemon: DaemonConnection, into export: LogExport) async throws {
        for id in approvals {
            let json = try await Self.found { () async throws(ClientError) in try await daemon.auditedApproval(id) }
            guard let json, let statement = json["statement"]?.text else { continue }
            try export.add("approvals/\(id).json", statement)
            for (number, signature) in (json["signatures"]?.elements ?? []).prefix(signatures[id] ?? 0).enumerated() {
                guard let text = signature["signature"]?.text else { continue }
                try export.add("approvals/\(id).json.\(number + 1).sig", text)
            }
        }
    }

    /// What the daemon has; `nil` when it has it no more: old sessions are forgotten with their receipts.
    private static func found(_ ask: () async throws(ClientError) -> JSON) async throws(ClientError) -> JSON? {
        do throws(ClientError) {
            return try await ask()
        } catch {
            guard case .refused(let problem) = error, problem.status == 404 else { throw error }
            return nil
        }
    }
}
