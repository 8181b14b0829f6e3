import LinuxSystem
import MayflyCore
import SandboxPlan

/// What a cell was built ahead as, and by what it can be told whether it still is what a session would get.
final class Warmth {
    let kind: WarmKind
    /// What it was built by, but whose it is.
    private let plan: CellPlan
    let shape: CellShape
    /// The plan that it was built by, as text, but its ids and what runs in it.
    let common: String
    /// SHA-256 over the trust files when it was built.
    let trust: Digest?
    /// What starts scripts in it; `nil` for a cell in which nothing has started.
    let closure: RuntimeClosure?
    /// When it was begun.
    let made = Instant.now
    /// Whether its main process waits: before, it is being built.
    var isReady = false

    /// - Parameter sibling: Another cell that was built ahead in the same way: what is equal is kept once, and not made again. Each
    ///   process of each cell begins with a copy of it all.
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
