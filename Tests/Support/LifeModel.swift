/// What the policy says about the life of a version, written down a second time and as simply as can be.
///
/// It knows no statements, no signatures and no dates: only who has said yes since the last no.
package struct LifeModel: Hashable {
    /// Who is there.
    ///
    /// All but the agent are approvers, the author too: the rules have to hold it back. Every one of them has a key in
    /// `allowed_signers`, the agent too.
    package enum Person: Int, CaseIterable, Sendable {
        case author, first, second, agent
    }

    /// What a person can do, or what can happen.
    package enum Deed: CaseIterable, Sendable {
        case propose, approve, reject, revoke, expire, revokeKey

        /// Who can do it; that time passes is nobody's deed.
        package var people: [Person] { self == .expire ? [.agent] : Person.allCases }
    }

    /// Who proposed it first.
    var author: Person?
    var isRejected = false
    var isRevoked = false
    /// Whether the agent was the first to propose it, and nobody has ever signed anything about it.
    var isUntouched = false
    /// Whether the agent was the last to propose it as well: then it may take it back.
    var isOwn = false
    /// Those who have said yes to what is now being agreed on.
    ///
    /// Once two have, it is complete, and a further yes begins anew.
    var agreements: [Set<Person>] = []
    var revokedKeys: Set<Person> = []

    package init() {}

    func mayApprove(_ person: Person) -> Bool {
        author != nil && person != .agent && person != author && !isRevoked && !isRejected
            && !revokedKeys.contains(person)
    }

    /// The most people who agree on one thing, and whose keys are still good.
    var agreeing: Int { agreements.map { $0.subtracting(revokedKeys).count }.max() ?? 0 }

    /// What becomes of it by a deed.
    package mutating func step(_ deed: Deed, by person: Person) {
        switch deed {
        case .propose: propose(person)
        case .approve: approve(person)
        case .reject: reject(person)
        case .revoke: revoke(person)
        case .expire: agreements = []
        case .revokeKey: revokedKeys.insert(person)
        }
    }

    private mutating func propose(_ person: Person) {
        if author == nil {
            isUntouched = person == .agent
            isOwn = isUntouched
        } else if isRejected {
            isOwn = isUntouched && person == .agent
        }
        author = author ?? person
        isRejected = false
    }

    private mutating func approve(_ person: Person) {
        guard mayApprove(person) else { return }
        (isUntouched, isOwn) = (false, false)
        // Everybody joins the newest agreement that two have not come to yet.
        if let place = agreements.firstIndex(where: { $0.subtracting(revokedKeys).count < 2 }) {
            agreements[place].insert(person)
        } else {
            agreements.insert([person], at: 0)
        }
    }

    private mutating func reject(_ person: Person) {
        guard author != nil, person != .agent || isOwn, !isRevoked, !isRejected, agreeing == 0 else { return }
        isRejected = true
        agreements = []
    }

    private mutating func revoke(_ person: Person) {
        if author != nil, person != .agent { isRevoked = true }
    }

    /// Whether it runs where so many people are wanted.
    package func runs(needing required: Int) -> Bool {
        author != nil && !isRevoked && !isRejected && agreeing >= required
    }
}
