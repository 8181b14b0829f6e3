import MayflyCore
import SandboxPlan

/// The name of a pool of cells that are built ahead: one kind under one profile.
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
    /// Whether the cell was built ahead for a pool.
    func isFor(_ pool: PoolName) -> Bool { warmth?.kind == pool.kind && profile.profile.name == pool.profile }
}
