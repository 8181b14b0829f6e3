/// What the policy says about the life of a version, written down a second time and as simply as can be.
///
/// It knows no statements, no signatures and no dates: only who has said yes since the last no.
struct LifeModel: Hashable {
    typealias Person = LifeWorld.Person

    /// Who proposed it first.
    var author: Person?
    var isRejected = false
    var isRevoked = false
    /// Those who have said yes to what is now being agreed on.
    ///
    /// Once two have, it is complete, and a further yes begins anew.
    var agreements: [Set<Person>] = []
    var revokedKeys: Set<Person> = []

    func mayApprove(_ person: Person) -> Bool {
        author != nil && person != .agent && person != author && !isRevoked && !isRejected
            && !revokedKeys.contains(person)
    }

    /// The most people who agree on one thing, and whose keys are still good.
    var agreeing: Int { agreements.map { $0.subtracting(revokedKeys).count }.max() ?? 0 }

    mutating func propose(_ person: Person) {
        author = author ?? person
        isRejected = false
    }

    mutating func approve(_ person: Person) {
        guard mayApprove(person) else { return }
        // Everybody joins the newest agreement that two have not come to yet.
        if let place = agreements.firstIndex(where: { $0.subtracting(revokedKeys).count < 2 }) {
            agreements[place].insert(person)
        } else {
            agreements.insert([person], at: 0)
        }
    }

    mutating func reject(_ person: Person) {
        guard author != nil, person != .agent, !isRevoked, !isRejected, agreeing == 0 else { return }
        isRejected = true
        agreements = []
    }

    mutating func revoke(_ person: Person) {
        if author != nil, person != .agent { isRevoked = true }
    }

    mutating func expire() { agreements = [] }
    mutating func revokeKey(of person: Person) { revokedKeys.insert(person) }

    func runs(needing required: Int) -> Bool { author != nil && !isRevoked && !isRejected && agreeing >= required }
}
