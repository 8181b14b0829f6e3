import MayflyCore
import SandboxPlan

/// Which cells are built ahead: of one kind, for one profile.
struct PoolName: Hashable, CustomStringConvertible {
    let profile: ProfileName
    let kind: WarmKind

    init(_ profile: ProfileName, _ kind: WarmKind) {
        self.profile = profile
        self.kind = kind
    }

    /// - Returns: `nil` for a cell that was built for a session.
    init?(of cell: Cell) {
        guard let warmth = cell.warmth else { return nil }
        self.init(cell.profile.profile.name, warmth.kind)
    }

    var description: String { "profile \(profile), \(kind.rawValue)" }
}

extension Cell {
    /// Whether it was built ahead for a pool.
    func isFor(_ pool: PoolName) -> Bool { warmth?.kind == pool.kind && profile.profile.name == pool.profile }
}
