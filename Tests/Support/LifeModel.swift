/// A second and very simple model of the policy for the life of a version.
///
/// It has no statements, signatures or dates, only the people who approved since the last rejection.
package struct LifeModel: Hashable {
    /// The people of the model.
    ///
    /// Everyone except the agent is an approver, also the author, so that the rules must hold the author back. Everyone has a key in
    /// `allowed_signers`, also the agent.
    package enum Person: Int, CaseIterable, Sendable {
        case author, first, second, agent
    }

    /// An action of a person, or an event.
    package enum Deed: CaseIterable, Sendable {
        case propose, approve, reject, revoke, expire, revokeKey

        /// The people who can do it; nobody causes an expiry, so one person stands for it.
        package var people: [Person] { self == .expire ? [.agent] : Person.allCases }
    }

    /// The first person who proposed the version.
    var author: Person?
    var isRejected = false
    var isRevoked = false
    /// Those who have said yes to what is now being agreed on.
    ///
    /// Once two people have joined an agreement, it is complete, and the next approval starts a new one.
    var agreements: [Set<Person>] = []
    var revokedKeys: Set<Person> = []

    package init() {}

    func mayApprove(_ person: Person) -> Bool {
        author != nil && person != .agent && person != author && !isRevoked && !isRejected
            && !revokedKeys.contains(person)
    }

    /// The most people with valid keys in one agreement.
    var agreeing: Int { agreements.map { $0.subtracting(revokedKeys).count }.max() ?? 0 }

    /// Applies a deed to the version.
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
        author = author ?? person
        isRejected = false
    }

    private mutating func approve(_ person: Person) {
        guard mayApprove(person) else { return }
        // Everybody joins the newest agreement that two have not come to yet.
        if let place = agreements.firstIndex(where: { $0.subtracting(revokedKeys).count < 2 }) {
            agreements[place].insert(person)
        } else {
            agreements.insert([person], at: 0)
        }
    }

    private mutating func reject(_ person: Person) {
        guard author != nil, person != .agent, !isRevoked, !isRejected, agreeing == 0 else { return }
        isRejected = true
        agreements = []
    }

    private mutating func revoke(_ person: Person) {
        if author != nil, person != .agent { isRevoked = true }
    }

    /// Whether the version runs where so many approvals are required.
    package func runs(needing required: Int) -> Bool {
        author != nil && !isRevoked && !isRejected && agreeing >= required
    }
}
