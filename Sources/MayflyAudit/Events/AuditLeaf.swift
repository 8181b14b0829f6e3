package import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// One record of the log as its bytes: a line of JSON with its newline.
///
/// The same event always gives the same bytes: members have a fixed order, texts that people chose are cut at ``longestText`` bytes,
/// and characters that would move a terminal's cursor are escaped.
package enum AuditLeaf {
    /// The most bytes of a text that somebody chose.
    package static let longestText = 256
    /// The most bytes of a leaf: every event fits, whatever its texts are.
    package static let longest = 64 * 1024
    /// The most signers and profiles that one leaf names.
    static let longestList = 32

    /// The bytes of an event's leaf.
    package static func bytes(_ event: AuditEvent, index: UInt64, at time: Timestamp) -> [UInt8] {
        let head: [JSON.Member] = [
            JSON.Member("index", .number("\(index)")), JSON.Member("time", .string(DateText.text(of: time))),
            JSON.Member("event", .string(event.name.rawValue)),
        ]
        return JSON.object(head + members(event)).compactBytes + [UInt8(ascii: "\n")]
    }

    /// The index in a leaf; `nil` when it does not begin as leaves do.
    package static func index(of leaf: some Collection<UInt8>) -> UInt64? {
        let name = Array(#"{"index":"#.utf8)
        guard leaf.starts(with: name) else { return nil }
        let digits = leaf.dropFirst(name.count).prefix { $0.isDigit }
        return UInt64(digits: String(decoding: digits, as: UTF8.self))
    }

    /// The word of a leaf's event with its quotes; empty when it does not begin as leaves do.
    static func event(of leaf: [UInt8]) -> ArraySlice<UInt8> {
        let name = Array(#""event":"#.utf8)
        let parts = leaf.prefix(256).split(separator: UInt8(ascii: ","), maxSplits: 3)
        guard parts.count > 2, parts[2].starts(with: name) else { return [] }
        return parts[2].dropFirst(name.count)
    }

    /// The digest of the receipt that a leaf names; `nil` when it names none.
    package static func receipt(of leaf: [UInt8]) -> Digest? {
        guard let json = try? JSONReader.read(leaf), let text = json["receipt"]?.text else { return nil }
        return Digest(text)
    }

    private static func members(_ event: AuditEvent) -> [JSON.Member] {
        switch event {
        case .daemonStarted(let version, let profiles, let trust, let settings, let agents):
            record([
                "version": text(version), "profiles": digest(profiles), "trust": digest(trust),
                "settings": digest(settings), "agents": digest(agents),
            ])
        case .daemonStopped(let count): record(["unfinished": .number("\(count)")])
        case .proposed(let script, let subject, let uid):
            record(["script": text(script.text), "digest": digest(subject), "by": user(uid)])
        case .approved(let fact): members(fact)
        case .rejected(let script, let subject, let uid, let reason),
            .deprecated(let script, let subject, let uid, let reason):
            record([
                "script": text(script.text), "digest": digest(subject), "by": user(uid), "reason": text(reason),
            ])
        case .revoked(let subject, let uid, let reason):
            record(["digest": digest(subject), "by": user(uid), "reason": text(reason)])
        case .refused(let fact): members(fact)
        case .started(let fact): members(fact)
        case .ended(let fact): members(fact)
        case .killed(let session, let uid, let reason):
            record(["session": text(session.text), "by": user(uid), "reason": text(reason)])
        case .forgotten(let session, let subject, let verdict, let uid):
            record([
                "session": text(session.text), "digest": digest(subject), "verdict": text(verdict?.rawValue),
                "by": user(uid),
            ])
        case .reloaded(let profiles, let uid, let agents):
            record(["profiles": digest(profiles), "by": user(uid), "agents": digest(agents)])
        case .workspaceCreated(let fact): members(fact)
        case .workspaceDestroyed(let fact, let state, let count, let reason, let uid):
            members(fact)
                + record([
                    "state": digest(state), "files_removed": .number("\(count)"), "gone": .bool(true),
                    "reason": text(reason), "by": user(uid),
                ])
        case .trustChanged(let old, let new): record(["from": digest(old), "to": digest(new)])
        }
    }

    private static func members(_ fact: ApprovalFact) -> [JSON.Member] {
        record([
            "approval": text(fact.id), "decision": text(fact.decision), "script": text(fact.script.text),
            "digest": digest(fact.digest),
            "profiles": list(fact.profiles.map(\.text)), "statement": digest(fact.statement),
            "signers": list(fact.signers), "by": user(fact.by),
            "expires": .string(DateText.text(of: fact.expires)), "self_approval": .bool(fact.isSelfApproval),
            "signature": digest(fact.signature),
        ])
    }

    /// Whether a record of an approval agrees with the statement.
    static func repeats(_ statement: ApprovalStatement, in leaf: JSON) -> Bool {
        let said: [(String, JSON?)] = [
            ("approval", text(statement.id.text)), ("decision", text(statement.decision.rawValue)),
            ("script", text(statement.name.text)), ("digest", digest(statement.digest)),
            ("profiles", list(statement.profiles.map(\.name.text))),
        ]
        return said.allSatisfy { leaf[$0.0]?.compactBytes == $0.1?.compactBytes }
    }

    private static func members(_ fact: WorkspaceFact) -> [JSON.Member] {
        record([
            "workspace": text(fact.id.text), "name": text(fact.name.text), "owner": user(fact.owner),
            "profile": text(fact.profile.text), "expires": .string(DateText.text(of: fact.expires)),
        ])
    }

    private static func members(_ fact: RefusalFact) -> [JSON.Member] {
        record([
            "session": text(fact.session?.text), "script": text(fact.script?.text), "digest": digest(fact.digest),
            "profile": text(fact.profile?.text), "rule": text(fact.rule), "by": user(fact.by),
            "receipt": digest(fact.receipt), "count": .number("\(fact.count)"),
        ])
    }

    private static func members(_ fact: StartFact) -> [JSON.Member] {
        record([
            "session": text(fact.session.text), "script": text(fact.script?.text), "digest": digest(fact.digest),
            "profile": text(fact.profile.text), "runtime": text(fact.runtime.rawValue), "by": user(fact.by),
            "approval": text(fact.approval), "statement": digest(fact.statement), "request": digest(fact.request),
            "profile_digest": digest(fact.closure?.profileDigest),
            "interpreter_digest": digest(fact.closure?.interpreterDigest), "trust": digest(fact.trust),
        ])
    }

    private static func members(_ fact: EndFact) -> [JSON.Member] {
        record([
            "session": text(fact.session.text), "digest": digest(fact.digest), "verdict": text(fact.verdict.rawValue),
            "rule": text(fact.rule), "by": text(fact.by), "reason": text(fact.reason),
            "start": fact.start.map { .number("\($0)") }, "destroyed": fact.isDestroyed.map { .bool($0) },
            "receipt": digest(fact.receipt),
        ])
    }

    // MARK: - Values

    /// Members without a value become `null`: they exist, but are not known.
    private static func record(_ members: KeyValuePairs<String, JSON?>) -> [JSON.Member] {
        members.map { JSON.Member($0, $1 ?? .null) }
    }

    private static func text(_ text: String?) -> JSON? { text.map { .string($0.excerpt(longestText)) } }
    private static func digest(_ digest: Digest?) -> JSON? { digest.map { .string($0.description) } }
    private static func user(_ uid: UInt32?) -> JSON? { uid.map { .string("uid \($0)") } }

    private static func list(_ texts: [String]) -> JSON {
        .strings(texts.prefix(longestList).map { $0.excerpt(longestText) })
    }
}
