import MayflyService
import Testing

/// Every sequence of what four people can do to one version, up to five deeds long.
@Suite("The policy table") struct PolicyTableTests {
    typealias Person = LifeWorld.Person

    enum Deed: CaseIterable {
        case propose, approve, reject, revoke, expire, revokeKey
    }

    /// A world of the real rules and the model of the policy, after the same deeds.
    struct Place {
        var world: LifeWorld
        var model: LifeModel
        var path: [String]

        mutating func step(_ deed: Deed, _ person: Person) throws {
            path.append("\(deed) by \(person)")
            switch deed {
            case .propose:
                _ = world.propose(person)
                model.propose(person)
            case .approve:
                _ = try world.approve(person)
                model.approve(person)
            case .reject:
                _ = world.reject(person)
                model.reject(person)
            case .revoke:
                _ = world.revoke(person)
                model.revoke(person)
            case .expire:
                world.expire()
                model.expire()
            case .revokeKey:
                try world.revokeKey(of: person)
                model.revokeKey(of: person)
            }
        }

        var key: String { "\(world.key) | \(model)" }
    }

    private func check(_ place: Place) {
        for required in [1, 2] {
            let (real, wanted) = (place.world.runs(needing: required), place.model.runs(needing: required))
            #expect(real == wanted, "needing \(required) after \(place.path)")
        }
    }

    @Test func `only what the policy allows ever runs, after every sequence of five deeds`() throws {
        let start = Place(world: try LifeWorld(try LifeWorld.Cast()), model: LifeModel(), path: [])
        var places: [(place: Place, count: Int)] = [(start, 1)]
        var (sequences, runnable) = (0, 0)
        check(start)
        for _ in 0..<5 {
            // Worlds that no rule can tell apart go on as one; how many sequences lead there is counted.
            var next: [String: (place: Place, count: Int)] = [:]
            for (place, count) in places {
                for deed in Deed.allCases {
                    for person in Person.allCases {
                        var after = place
                        try after.step(deed, person)
                        next[after.key, default: (after, 0)].count += count
                    }
                }
            }
            places = Array(next.values)
            sequences = places.reduce(0) { $0 + $1.count }
            for (place, _) in places { check(place) }
            runnable = places.count { $0.place.world.runs(needing: 1) }
        }
        #expect(sequences == 24 * 24 * 24 * 24 * 24)
        #expect(runnable > 0 && runnable < places.count, "something runs, and not everything")
    }

    @Test func `a rule that is broken is found`() throws {
        var place = Place(world: try LifeWorld(try LifeWorld.Cast()), model: LifeModel(), path: [])
        try place.step(.propose, .author)
        place.world.terms.allowsSelfApproval = true
        try place.step(.approve, .author)
        #expect(place.world.runs(needing: 1) != place.model.runs(needing: 1))
    }
}
