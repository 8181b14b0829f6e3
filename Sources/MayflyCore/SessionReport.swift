/// Everything that the warden knows about an ended session.
package struct SessionReport: Hashable, Sendable, Codable {
    package var session: SessionID
    package var verdict: Verdict
    package var limitsHit: [LimitName]
    /// The refused system calls, in the order of their first refusals.
    package var deniedCalls: [DeniedCall]
    package var usage: Usage
    package var times: StageTimes
    package var controls: [Control]
    package var destruction: Destruction
    /// SHA-256 of the text of the cell's plan; `nil` when there was none.
    package var plan: Digest?

    package init(
        session: SessionID,
        verdict: Verdict,
        limitsHit: [LimitName] = [],
        deniedCalls: [DeniedCall] = [],
        usage: Usage = Usage(),
        times: StageTimes = StageTimes(),
        controls: [Control] = [],
        destruction: Destruction = Destruction(),
        plan: Digest? = nil
    ) {
        self.session = session
        self.verdict = verdict
        self.limitsHit = limitsHit
        self.deniedCalls = deniedCalls
        self.usage = usage
        self.times = times
        self.controls = controls
        self.destruction = destruction
        self.plan = plan
    }
}
