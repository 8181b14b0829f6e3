import Foundation
import Testing

/// Every parser of bytes that others send, on inputs that nobody chose.
///
/// `MAYFLY_FUZZ_INPUTS` says how many for each (2,000 if not set), `MAYFLY_FUZZ_SEED` where to begin. An input that makes a
/// parser crash lies in `.build/fuzz/<target>` afterwards.
@Suite("A parser")
struct FuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let inputs = environment["MAYFLY_FUZZ_INPUTS"].flatMap { Int($0) } ?? 2_000
    private static let seed = environment["MAYFLY_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    private static let directory = URL(filePath: #filePath).appending(path: "../../../.build/fuzz").standardizedFileURL

    @Test(arguments: Corpus.targets) func `survives whatever it is given`(target: FuzzTarget) throws {
        try FileManager.default.createDirectory(at: Self.directory, withIntermediateDirectories: true)
        let file = Self.directory.appending(path: target.description.replacing(" ", with: "-"))
        for seed in target.seeds { #expect(target.check(seed) == nil, "a seed") }
        var mutator = Mutator(seed: Self.seed, seeds: target.seeds)
        for number in 0..<Self.inputs {
            let input = mutator.next()
            // Written first: after a crash there is nobody to write it.
            try Data(input).write(to: file)
            if let problem = target.check(input) {
                Issue.record("input \(number) of seed \(Self.seed): \(problem); see \(file.path())")
                return
            }
        }
        try FileManager.default.removeItem(at: file)
    }

    @Test func `is given the same inputs by the same seed`() {
        var (one, two, three) = (
            Mutator(seed: 1, seeds: [[1, 2, 3]]), Mutator(seed: 1, seeds: [[1, 2, 3]]),
            Mutator(seed: 2, seeds: [[1, 2, 3]])
        )
        let inputs = (0..<100).map { _ in one.next() }
        #expect(inputs == (0..<100).map { _ in two.next() })
        #expect(inputs != (0..<100).map { _ in three.next() })
        #expect(Set(inputs).count > 50)
    }
}
