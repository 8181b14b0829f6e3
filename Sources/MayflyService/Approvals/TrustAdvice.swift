internal import MayflyCore
package import MayflyEvidence

/// Advice about trust files that are in force but let more signatures count than they should.
package enum TrustAdvice {
    /// What to do about a line by which root can approve root's own scripts; `nil` when there is none.
    ///
    /// The key that a daemon makes at its first start belongs to root. If its line does not say so, as in files of earlier versions,
    /// another approver can submit its signature on a script that root proposed, and it counts.
    ///
    /// - Parameters:
    ///   - localKey: The key that the daemon made; `nil` when this host has none.
    ///   - root: The name of user 0 on this host.
    ///   - directory: Where the files are.
    package static func sentence(
        about trust: TrustFiles,
        localKey: SSHPublicKey?,
        root: String,
        in directory: String
    ) -> String? {
        guard let localKey, !trust.revoked.contains(localKey) else { return nil }
        let rule = ApprovalRule(trust: trust, policy: ApprovalPolicy(), allowsSelfApproval: false, now: 0)
        guard !rule.isKey(localKey, of: ApprovalStatement.Author(uid: 0, user: root)) else { return nil }
        let lines = trust.signers.lines(of: localKey).filter { $0.allows(ApprovalStatement.namespace) }
        for line in lines {
            guard let names = line.names?.joined(separator: ",") else { continue }
            let place = "\(directory)/\(TrustFile.allowedSigners.rawValue):\(line.line)"
            return "\(place): this is root's own key, and it can approve what root has written, as the line does not "
                + "call it \(root); let the line begin with '\(names),\(root)' and not with '\(names)'"
        }
        return nil
    }
}
