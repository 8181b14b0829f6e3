internal import MayflyClient
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON
internal import MayflyRun

/// A statement that was signed before, as the daemon keeps it; only the signed bytes count for its content.
struct EarlierStatement {
    let statement: ApprovalStatement
    private let bytes: [UInt8]
    private let signatures: [SSHSignature]

    /// Reads an approval in the API's form.
    ///
    /// - Throws: ``CommandFailure`` when its bytes are not an approval, or have another identifier.
    init(_ approval: JSON, id: String) throws(CommandFailure) {
        bytes = Array((approval["statement"]?.text ?? "").utf8)
        statement = try StatementCheck.read(bytes)
        guard statement.id.text.hasBytes(of: id), statement.decision == .approve else {
            throw CommandFailure(
                "the daemon shows \(statement.decision.rawValue) \(statement.id) for the approval \(id)",
                advice: ["do not trust this daemon before you know why"]
            )
        }
        // A signature that cannot be read counts for nobody.
        signatures = (approval["signatures"]?.elements ?? []).compactMap { signature in
            (signature["signature"]?.text).flatMap { try? SSHSignature(armoured: Array($0.utf8)) }
        }
    }

    /// Requires that the owner of `key` signed this before, because the daemon could have made up all of it.
    func check(signedBy key: SSHPublicKey) throws(CommandFailure) {
        let own = signatures.filter { $0.key == key }
        let isSigned = own.contains { signature in
            (try? signature.verify(bytes, namespace: ApprovalStatement.namespace)) != nil
        }
        guard isSigned else {
            throw CommandFailure(
                "NOT sent: \(statement.id) was not signed by your key \(key.fingerprint), so nothing vouches for what it says",
                advice: [
                    "look at the version, then say yourself what you sign anew:",
                    "mayfly script repin \(statement.id) NAME@sha256:… --profile NAME",
                ]
            )
        }
    }

    /// What starts the script under each profile: as signed before, and as `new` has it.
    func changes(to new: ApprovalStatement) -> [String] {
        new.profiles.flatMap { now in
            let before = statement.profiles.first { $0.name == now.name }?.closure
            let parts = zip(Self.parts(of: before), Self.parts(of: now.closure)).flatMap { was, isNow in
                if was.hasBytes(of: isNow) { return ["  \(was), unchanged"] }
                let told = LookAlike.told(was, isNow)
                return ["- \(told.old)", "+ \(told.new)"]
            }
            return ["\(now.name):"] + parts
        }
    }

    private static func parts(of closure: RuntimeClosure?) -> [String] {
        [
            "interpreter: \(closure?.interpreter ?? "none")",
            "interpreter digest: \(closure?.interpreterDigest?.description ?? "none")",
            "flags: \(closure?.flags.joined(separator: " ") ?? "none")",
            "profile digest: \(closure?.profileDigest.description ?? "none")",
        ]
    }
}
