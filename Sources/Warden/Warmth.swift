import LinuxSystem
import MayflyCore
import SandboxPlan

/// What a cell was built ahead as, and by what it can be told whether it still is what a session would get.
final class Warmth {
    let kind: WarmKind
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

    /// - Parameter sibling: Another cell that was built ahead in the same way: what is equal is kept once. Each process of each cell
    ///   begins with a copy of it all.
    init(kind: WarmKind, plan: CellPlan, trust: Digest?, closure: RuntimeClosure?, like sibling: Warmth?) {
        let (shape, common) = (CellShape(of: plan), plan.common)
        self.kind = kind
        self.shape = sibling.flatMap { $0.shape == shape ? $0.shape : nil } ?? shape
        self.common = sibling.flatMap { $0.common == common ? $0.common : nil } ?? common
        self.trust = trust
        self.closure = closure
    }
}
