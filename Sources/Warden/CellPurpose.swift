import LinuxSystem
import MayflyCore
import SandboxPlan

/// What a cell is built for.
enum CellPurpose {
    case session(AdmittedLaunch)
    /// A session that is not known yet: the cell is built ahead.
    case ahead(WarmKind, trust: Digest?, closure: RuntimeClosure?, like: Warmth?)

    /// `nil` for a cell that is built ahead.
    var launch: AdmittedLaunch? {
        if case .session(let launch) = self { launch } else { nil }
    }

    /// What a cell of this plan is built ahead as; `nil` for one that is built for a session.
    func warmth(of plan: CellPlan) -> Warmth? {
        guard case .ahead(let kind, let trust, let closure, let sibling) = self else { return nil }
        return Warmth(kind: kind, plan: plan, trust: trust, closure: closure, like: sibling)
    }

    /// When the session was requested; now for a cell that is built ahead.
    var received: Instant { launch?.received ?? .now }
}
