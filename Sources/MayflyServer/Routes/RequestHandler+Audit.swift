internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyAudit
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService

extension RequestHandler {
    /// Answers requests about the audit log and receipts.
    func respondAboutAudit(_ asked: Asked, _ query: RequestQuery) async throws -> Response {
        switch asked.route {
        case .auditCheckpoint:
            return Response(AuditReply.checkpoint(try await service.auditCheckpoint(for: asked.caller)))
        case .auditHistory:
            let size = try Self.number("after", query) ?? 0
            let limit = try Self.limit(query, default: 100)
            let lines = try await service.auditHistory(after: size, limit: limit, for: asked.caller)
            return Response(AuditReply.history(lines))
        case .auditProof:
            let (index, wanted) = (try Self.number("index", query), try Self.number("size", query))
            guard let index else { throw RequestFaults([RequestFault("?index", "is missing")]) }
            let (size, proof) = try await service.auditProof(of: index, size: wanted, for: asked.caller)
            return Response(AuditReply.proof(of: index, size: size, proof))
        case .auditConsistency:
            let (from, to) = (try Self.number("from", query), try Self.number("to", query))
            guard let from else { throw RequestFaults([RequestFault("?from", "is missing")]) }
            let found = try await service.auditConsistency(from: from, to: to, for: asked.caller)
            return Response(AuditReply.consistency(found.old, found.new, found.proof))
        case .receipt(let id): return Response(try await service.receipt(id, for: asked.caller).json)
        default:
            let first = try Self.number("from", query) ?? 0
            let limit = try Self.limit(query, default: 100)
            let (size, leaves) = try await service.auditLeaves(from: first, limit: limit, for: asked.caller)
            return Response(AuditReply.leaves(leaves, from: first, size: size))
        }
    }

    private static func limit(_ query: RequestQuery, default usual: Int) throws(RequestFaults) -> Int {
        try query.parsed("limit", "a number from 1 to 500") { text in
            Int(digits: text).flatMap { (1...500).contains($0) ? $0 : nil }
        } ?? usual
    }

    private static func number(_ name: String, _ query: RequestQuery) throws(RequestFaults) -> UInt64? {
        // This bound is far beyond any log, and small enough that nothing overflows.
        try query.parsed(name, "a number below 2^62") { text in
            UInt64(digits: text).flatMap { $0 < 1 << 62 ? $0 : nil }
        }
    }
}
