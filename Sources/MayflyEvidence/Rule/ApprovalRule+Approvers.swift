extension ApprovalRule {
    /// How many keys may sign approvals now, and how many people own them.
    package var approvers: (keys: Int, people: Int) {
        var keys: Set<SSHPublicKey> = []
        var people: Set<Set<[UInt8]>> = []
        for line in usable(trust.signers.signers) {
            guard case .signer(let key) = line.key, !trust.revoked.contains(key), keys.insert(key).inserted else {
                continue
            }
            people.insert(Signer(of: key, among: trust.signers).person)
        }
        return (keys.count, people.count)
    }
}
