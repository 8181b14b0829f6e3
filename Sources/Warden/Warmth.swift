import MayflyCore
import SandboxPlan

/// What a cell was built ahead as, and by what it can be told whether it still is what a session would get.
final class Warmth {
    let kind: WarmKind
    let shape: CellShape
    /// The plan that it was built by, as text, but what runs in it.
    let surroundings: String
    /// SHA-256 over the trust files when it was built.
    let trust: Digest?
    /// What starts scripts in it; `nil` for a cell in which nothing has started.
    let closure: RuntimeClosure?
    /// Whether its main process waits: before, it is being built.
    var isReady = false

    init(kind: WarmKind, plan: CellPlan, trust: Digest?, closure: RuntimeClosure?) {
        self.kind = kind
        self.shape = CellShape(of: plan)
        self.surroundings = plan.surroundings
        self.trust = trust
        self.closure = closure
    }
}
