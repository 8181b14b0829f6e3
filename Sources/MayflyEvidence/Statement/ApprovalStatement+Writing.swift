internal import MayflyCore
internal import MayflyJSON

extension ApprovalStatement {
    /// The bytes to sign: one line of JSON with its members in a fixed order, and a newline.
    ///
    /// Every writer of the same statement writes the same bytes. Reading them gives the same statement, if reading allows every text
    /// and time in it.
    package var bytes: [UInt8] {
        let json = JSON.object([
            "_type": .string(Self.type),
            "subject": .array([.object(["name": .string(name.text), "digest": Self.json(digest)])]),
            "predicateType": .string(Self.predicateType),
            "predicate": predicate,
        ])
        return Array((json.compactText + "\n").utf8)
    }

    private var predicate: JSON {
        .object([
            "id": .string(id.text),
            "decision": .string(decision.rawValue),
            "profiles": .array(profiles.map(Self.json)),
            "author": .object(["uid": .number(String(author.uid)), "user": .string(author.user)]),
            "createdAt": .string(StatementTime.text(of: createdAt)),
            "notBefore": .string(StatementTime.text(of: notBefore)),
            "expires": .string(StatementTime.text(of: expires)),
            "comment": .string(comment),
            "replaces": replaces.map { .string($0.text) },
        ])
    }

    private static func json(_ digest: Digest) -> JSON { .object(["sha256": .string(digest.hexadecimal)]) }

    private static func json(_ profile: ApprovedProfile) -> JSON {
        guard let closure = profile.closure else { return .object(["name": .string(profile.name.text)]) }
        return .object([
            "name": .string(profile.name.text),
            "digest": json(closure.profileDigest),
            "interpreter": .string(closure.interpreter),
            "interpreterDigest": closure.interpreterDigest.map(json),
            "flags": .strings(closure.flags),
        ])
    }
}
