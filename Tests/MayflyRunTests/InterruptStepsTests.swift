import Testing

@testable import MayflyRun

@Suite("The signals that ask a run to stop") struct InterruptStepsTests {
    @Test func `end the script, then its cell, then the waiting for that`() {
        var steps = InterruptSteps()
        #expect(steps.first == nil && !steps.hasLeft)
        #expect(steps.step(2) == .end(immediately: false))
        #expect(steps.first == 2 && !steps.hasLeft)
        #expect(steps.step(15) == .end(immediately: true))
        #expect(!steps.hasLeft)
        #expect(steps.step(1) == .leave && steps.hasLeft)
        #expect(steps.step(2) == .leave && steps.hasLeft)
        #expect(steps.first == 2, "the first says what the process exits with")
    }
}
