import MayflyService
import MayflyTestSupport
import Testing

/// The policy table once more, now with everything that is real but the cells: what people do changes a store and trust files,
/// and what is decided about are sessions that are submitted.
@Suite("The life of a version in the service") struct LifeTableTests {
    typealias Step = (deed: LifeModel.Deed, person: LifeModel.Person)

    /// A model, and what led to it.
    private struct Path {
        var model = LifeModel()
        var steps: [Step] = []

        func going(_ step: Step) -> Path {
            var next = self
            next.model.step(step.deed, by: step.person)
            next.steps.append(step)
            return next
        }

        var ways: [Path] {
            LifeModel.Deed.allCases.flatMap { deed in deed.people.map { going((deed, $0)) } }
        }
    }

    /// Ways to every state of the policy that five deeds can lead to, each the shortest; and every deed, also one that the
    /// policy forbids, after each state that two deeds can lead to.
    private static let paths: [Path] = {
        var known: Set<LifeModel> = [LifeModel()]
        var (level, paths) = ([Path()], [Path()])
        for depth in 1...5 {
            var next: [Path] = []
            for path in level.flatMap(\.ways) {
                let isNew = known.insert(path.model).inserted
                if isNew { next.append(path) }
                if isNew || depth <= 3 { paths.append(path) }
            }
            level = next
        }
        return paths
    }()

    /// In parts, so that one that fails is short; one after the other, so that other tests' clocks and clients are not kept waiting.
    @Test(.serialized, arguments: 0..<4) func `has sessions exactly where the policy allows them`(part: Int)
        async throws
    {
        let clock = LivingScript.SteppedClock()
        try await TestServer.with(clock: { clock.now }, configure: { $0.allowsSelfApproval = false }) { server in
            let place = try LivingScript.Place(server, clock: clock)
            var ran = 0
            for (number, path) in Self.paths.enumerated() where number % 4 == part {
                var script = try LivingScript(number, in: place)
                for step in path.steps { try await script.step(step.deed, by: step.person) }
                for required in [1, 2] {
                    let real = try await script.runs(needing: required)
                    #expect(real == path.model.runs(needing: required), "needing \(required) after \(path.steps)")
                    let inline = try await script.runs(needing: required, isInline: true)
                    #expect(inline == real, "the code alone, needing \(required) after \(path.steps)")
                    if real { ran += 1 }
                }
            }
            #expect(ran > 10, "something ran")
        }
    }

    @Test func `is found to be another where a rule is broken`() async throws {
        let clock = LivingScript.SteppedClock()
        try await TestServer.with(clock: { clock.now }, configure: { $0.allowsSelfApproval = true }) { server in
            var script = try LivingScript(0, in: try LivingScript.Place(server, clock: clock))
            let path = Path().going((.propose, .author)).going((.approve, .author))
            for step in path.steps { try await script.step(step.deed, by: step.person) }
            #expect(try await script.runs(needing: 1) != path.model.runs(needing: 1))
        }
    }

    @Test func `is looked at in more than a thousand ways`() {
        #expect(Self.paths.count > 1000)
        #expect(Set(Self.paths.map(\.model)).count == 679)
    }
}
