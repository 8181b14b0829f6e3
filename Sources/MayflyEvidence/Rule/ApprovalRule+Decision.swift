package import MayflyCore

extension ApprovalRule {
    /// Decides whether evidence lets a digest run under a profile.
    ///
    /// - Parameters:
    ///   - digest: The digest of the bytes that are about to run.
    ///   - profile: The profile under which they are about to run; ``policy`` is its policy.
    package func decide(_ evidence: SignedStatement, digest: Digest, profile: ProfileName) throws(ApprovalRefusal)
        -> ApprovalDecision
    {
        let statement = try read(evidence)
        guard statement.digest == digest else {
            throw ApprovalRefusal(.digestMismatch, "the statement is about \(statement.digest), not \(digest)")
        }
        guard let approved = statement.profiles.first(where: { $0.name == profile }) else {
            let names = statement.profiles.map(\.name.text).joined(separator: ", ")
            throw ApprovalRefusal(.profileNotApproved, "the statement is for \(names), not for \(profile)")
        }
        let end = try end(of: statement)
        let findings = findings(on: evidence, saying: statement)
        let counting = findings.filter(\.counts)
        let needed = needed(for: statement.decision)
        guard counting.count >= needed else { throw Self.tooFew(findings, needed: needed) }
        // The second after the last one of the key that ends first.
        let keys = counting.compactMap(\.validBefore).map { $0 + 1 }
        return ApprovalDecision(
            statement: statement,
            approvers: counting.compactMap(\.principal).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
            holdsUntil: keys.reduce(end, min),
            closure: approved.closure
        )
    }

    private func read(_ evidence: SignedStatement) throws(ApprovalRefusal) -> ApprovalStatement {
        guard evidence.signatures.count <= Self.mostSignatures else {
            let count = evidence.signatures.count
            throw ApprovalRefusal(.malformedStatement, "there are \(count) signatures, \(Self.mostSignatures) at most")
        }
        do throws(StatementError) {
            guard let memory else { return try ApprovalStatement(evidence.statement) }
            return try memory.statement(evidence.statement)
        } catch {
            throw ApprovalRefusal(.malformedStatement, "\(error)")
        }
    }

    /// The first second at which the statement no longer holds, by its own expiry or the policy's.
    private func end(of statement: ApprovalStatement) throws(ApprovalRefusal) -> UInt64 {
        let start = max(statement.createdAt, statement.notBefore)
        guard now >= start else {
            throw ApprovalRefusal(.notYetValid, "it holds from \(StatementTime.text(of: start))")
        }
        guard now < statement.expires else {
            throw ApprovalRefusal(.expired, "it ended at \(StatementTime.text(of: statement.expires))")
        }
        guard let most = policy.maximumAge else { return statement.expires }
        let seconds = UInt64(max(0, most.components.seconds))
        guard now - statement.createdAt < seconds else {
            let created = StatementTime.text(of: statement.createdAt)
            throw ApprovalRefusal(.tooOld, "it is of \(created), and the profile takes none of more than \(seconds) s")
        }
        let (end, isNever) = statement.createdAt.addingReportingOverflow(seconds)
        return isNever ? statement.expires : min(statement.expires, end)
    }

    private static func tooFew(_ findings: [SignatureFinding], needed: Int) -> ApprovalRefusal {
        let count = findings.count(where: \.counts)
        let each = findings.enumerated().map { "signature \($0.offset + 1): \($0.element)" }
        let summary = "\(count) of \(needed) signatures count"
        return ApprovalRefusal(.notEnough, ([summary] + each).joined(separator: "; "))
    }
}
