import MayflyService
import MayflyTestSupport
import Testing

/// Every sequence of what four people can do to one version, up to five deeds long.
@Suite("The policy table") struct PolicyTableTests {
    typealias Person = LifeModel.Person
    typealias Deed = LifeModel.Deed

    /// A world of the real rules and the model of the policy, after the same deeds.
    struct Place {
        var world: LifeWorld
        var model: LifeModel
        var path: [String]

        mutating func step(_ deed: Deed, _ person: Person) throws {
            path.append("\(deed) by \(person)")
            model.step(deed, by: person)
            switch deed {
            case .propose: _ = world.propose(person)
            case .approve: _ = try world.approve(person)
            case .reject: _ = world.reject(person)
            case .revoke: _ = world.revoke(person)
            case .expire: world.expire()
            case .revokeKey: try world.revokeKey(of: person)
            }
        }

        var key: String { "\(world.key) | \(model)" }
    }

    /// Every place that can be reached, each once, and where each deed of each person leads from it.
    ///
    /// Places that no rule can tell apart are one: what is allowed there is decided once.
    private struct Map {
        var places: [String: Place] = [:]
        var ways: [String: [String]] = [:]

        /// Adds a place; its key.
        mutating func add(_ place: Place) -> String {
            let key = place.key
            guard places[key] == nil else { return key }
            places[key] = place
            for required in [1, 2] {
                let (real, wanted) = (place.world.runs(needing: required), place.model.runs(needing: required))
                #expect(real == wanted, "needing \(required) after \(place.path)")
            }
            return key
        }

        /// Where the deeds lead from a place.
        mutating func ways(from key: String) throws -> [String] {
            if let known = ways[key] { return known }
            guard let place = places[key] else { return [] }
            var found: [String] = []
            for deed in Deed.allCases {
                let ends = try deed.people.map { person in
                    var after = place
                    try after.step(deed, person)
                    return add(after)
                }
                found += deed == .expire ? Array(repeating: ends[0], count: Person.allCases.count) : ends
            }
            ways[key] = found
            return found
        }
    }

    @Test func `only what the policy allows ever runs, after every sequence of five deeds`() throws {
        var map = Map()
        let start = map.add(Place(world: try LifeWorld(try LifeWorld.Cast()), model: LifeModel(), path: []))
        var counts = [start: 1]
        for _ in 0..<5 {
            var next: [String: Int] = [:]
            for (key, count) in counts {
                for end in try map.ways(from: key) { next[end, default: 0] += count }
            }
            counts = next
        }
        let sequences = counts.values.reduce(0, +)
        #expect(sequences == 7_962_624, "24 deeds, five times")
        let runnable = map.places.values.count { $0.world.runs(needing: 1) }
        #expect(runnable > 0 && runnable < map.places.count, "something runs, and not everything")
    }

    @Test func `a rule that is broken is found`() throws {
        var place = Place(world: try LifeWorld(try LifeWorld.Cast()), model: LifeModel(), path: [])
        try place.step(.propose, .author)
        place.world.terms.allowsSelfApproval = true
        try place.step(.approve, .author)
        #expect(place.world.runs(needing: 1) != place.model.runs(needing: 1))
    }
}
