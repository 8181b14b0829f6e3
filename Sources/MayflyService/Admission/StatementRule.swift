internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// What one statement is worth now, by the same rule of evidence as in `mayfly-verify`.
enum StatementRule {
    /// Decides whether a statement with its signatures lets a version run under `profile`.
    static func admit(
        _ statement: StatementRecord,
        to life: VersionLife,
        under profile: ProfileName,
        _ terms: AdmissionTerms
    ) throws(StatementRefusal) -> Admission {
        do throws(ApprovalRefusal) {
            let decision = try terms.rule(of: profile).decide(statement.signed, digest: life.digest, profile: profile)
            let found = life.runtime.flatMap { terms.closure(of: $0, under: profile) }
            return Admission(
                statement: statement,
                approvers: decision.approvers,
                holdsUntil: Timestamp(seconds: decision.holdsUntil),
                change: found.flatMap { ClosureRule.change(approved: decision.closure, found: $0) },
                pin: terms.policy(of: profile).pin,
                trust: terms.trustDigest
            )
        } catch {
            throw refusal(error, of: statement, terms)
        }
    }

    /// Reports a statement whose time is over as expired, whatever else it lacks.
    private static func refusal(
        _ refusal: ApprovalRefusal,
        of statement: StatementRecord,
        _ terms: AdmissionTerms
    ) -> StatementRefusal {
        let rule = refusal.rule.rawValue
        guard let content = try? ApprovalStatement(statement.bytes) else {
            return StatementRefusal(rule: rule, detail: refusal.detail)
        }
        let expires = Timestamp(seconds: content.expires)
        guard terms.seconds < content.expires else {
            return StatementRefusal(rule: "approval_expired", detail: refusal.detail, expires: expires)
        }
        return StatementRefusal(
            rule: rule,
            detail: refusal.detail,
            profiles: content.profiles.map(\.name),
            holdsFrom: Timestamp(seconds: max(content.createdAt, content.notBefore)),
            expires: expires
        )
    }

    /// The state of a statement in its life.
    ///
    /// Examines as few signatures as possible, since lists call this for every statement.
    static func state(_ statement: StatementRecord, of life: VersionLife, _ terms: AdmissionTerms) -> ApprovalState {
        if life.revocation != nil { return .revoked }
        guard life.isOpen(statement) else { return .closed }
        guard let content = try? terms.content(of: statement) else { return .refused }
        var rules: Set<String> = []
        for profile in content.profiles {
            do throws(StatementRefusal) {
                _ = try admit(statement, to: life, under: profile.name, terms)
                return .approved
            } catch {
                rules.insert(error.rule)
            }
        }
        if rules.contains(ApprovalRefusal.Rule.notEnough.rawValue) { return .open }
        let isOver = !rules.isDisjoint(with: [
            ApprovalRefusal.Rule.expired.rawValue, ApprovalRefusal.Rule.tooOld.rawValue,
        ])
        return isOver ? .expired : .refused
    }

    /// Whether another signature would help a statement under one of its profiles.
    static func lacksSignatures(
        _ statement: StatementRecord,
        saying content: ApprovalStatement,
        of life: VersionLife,
        _ terms: AdmissionTerms
    ) -> Bool {
        content.profiles.contains { profile in
            do throws(StatementRefusal) {
                _ = try admit(statement, to: life, under: profile.name, terms)
                return false
            } catch {
                return error.rule == ApprovalRefusal.Rule.notEnough.rawValue
            }
        }
    }

    /// Everything about a statement; `nil` when its bytes are not a statement, which the store does not accept.
    ///
    /// - Parameter author: How a statement names the author of a version.
    static func detail(
        _ statement: StatementRecord,
        of life: VersionLife,
        author: (VersionRecord) -> ApprovalStatement.Author,
        _ terms: AdmissionTerms
    ) -> ApprovalDetail? {
        guard let content = try? terms.content(of: statement) else { return nil }
        return ApprovalDetail(
            record: statement,
            statement: content,
            state: state(statement, of: life, terms),
            standings: standings(of: statement, content, life, terms),
            findings: findings(of: statement, content, terms),
            isSelfApproval: isSelfApproval(statement, saying: content, life, author: author, terms)
        )
    }

    /// Whether a person who was an author of the bytes at that time, by any name, submitted or made a signature.
    ///
    /// A person who proposes the same bytes only after that has approved another author's version.
    static func isSelfApproval(
        _ statement: StatementRecord,
        saying content: ApprovalStatement,
        _ life: VersionLife,
        author: (VersionRecord) -> ApprovalStatement.Author,
        _ terms: AdmissionTerms
    ) -> Bool {
        zip(statement.signatures, findings(of: statement, content, terms)).contains { signature, finding in
            let versions = life.versions.filter { $0.createdAt <= signature.createdAt }
            return ([content.author] + versions.map(author)).contains { proposer in
                proposer.uid == signature.by.uid || finding.key.map { terms.isKey($0, of: proposer) } ?? false
            }
        }
    }

    private static func standings(
        of statement: StatementRecord,
        _ content: ApprovalStatement,
        _ life: VersionLife,
        _ terms: AdmissionTerms
    ) -> [ProfileStanding] {
        content.profiles.map { profile in
            let rule = terms.rule(of: profile.name)
            var standing = ProfileStanding(profile: profile.name, required: rule.needed(for: content.decision))
            do throws(StatementRefusal) {
                let admission = try admit(statement, to: life, under: profile.name, terms)
                standing.approvers = admission.approvers
                standing.refusal = refusal(by: admission, of: life, under: profile.name, terms)
                if standing.refusal == nil { standing.holdsUntil = admission.holdsUntil }
            } catch {
                standing.refusal = .init(rule: error.rule, detail: error.detail)
                standing.approvers = rule.findings(on: statement.signed, saying: content).filter(\.counts)
                    .compactMap(\.principal)
            }
            return standing
        }
    }

    /// Why the warden would refuse although the signatures count; names nothing to sign anew if another statement lets the version run.
    private static func refusal(
        by admission: Admission,
        of life: VersionLife,
        under profile: ProfileName,
        _ terms: AdmissionTerms
    ) -> ProfileStanding.Refusal? {
        guard let objection = admission.objection else { return nil }
        let statement = admission.statement
        let best = try? AdmissionRule.admit(life, named: statement.name, under: profile, terms)
        return ProfileStanding.Refusal(
            rule: ApprovalRefusal.Rule.runtimeChanged.rawValue,
            detail: objection,
            renewable: best?.objection == nil ? nil : statement.renewable
        )
    }

    /// What each signature is worth, under the profile that accepts the most of them.
    static func findings(
        of statement: StatementRecord,
        _ content: ApprovalStatement,
        _ terms: AdmissionTerms
    ) -> [SignatureFinding] {
        content.profiles.map { terms.rule(of: $0.name).findings(on: statement.signed, saying: content) }
            .max { $0.count(where: \.counts) < $1.count(where: \.counts) } ?? []
    }
}

extension StatementRecord {
    /// The identifier if the statement can be signed anew for another interpreter, which one for a reviewer's trial cannot.
    var renewable: String? { decision == ApprovalStatement.Decision.approve.rawValue ? id : nil }
}

extension VersionLife {
    /// The runtime of the bytes, which is the same under every name; `nil` when nobody has proposed them.
    fileprivate var runtime: RuntimeName? { versions.first?.runtime }
}

extension Timestamp {
    /// Makes a moment from whole seconds since 1970; the last possible moment, if they are beyond all dates.
    package init(seconds: UInt64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        let last = Self.datedMilliseconds.upperBound
        self.init(milliseconds: overflow || product > UInt64(last) ? last : Int64(product))
    }
}
