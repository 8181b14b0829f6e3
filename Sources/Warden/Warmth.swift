import LinuxSystem
import MayflyCore
import SandboxPlan

/// What a cell was built ahead as, and what shows whether a session would still get the same.
final class Warmth {
    let kind: WarmKind
    /// The plan that the cell was built by, without its owner.
    private let plan: CellPlan
    let shape: CellShape
    /// The text of that plan, without the cell's ids and what runs in it.
    let common: String
    /// SHA-256 over the trust files at the time of building.
    let trust: Digest?
    /// The interpreter in the cell; `nil` if none has been started.
    let closure: RuntimeClosure?
    /// When building began.
    let made = Instant.now
    /// Whether the cell's main process waits for a session; until then it is being built.
    var isReady = false

    /// - Parameter sibling: A cell that was built ahead alike: equal parts are computed and stored once, because each process of each
    ///   cell begins with a copy of the warden's memory.
    init(kind: WarmKind, plan: CellPlan, trust: Digest?, closure: RuntimeClosure?, like sibling: Warmth?) {
        let plan = plan.ofNobody
        if let sibling, sibling.plan == plan {
            (self.plan, shape, common) = (sibling.plan, sibling.shape, sibling.common)
        } else {
            (self.plan, shape, common) = (plan, CellShape(of: plan), plan.common)
        }
        self.kind = kind
        self.trust = trust
        self.closure = closure
    }
}
