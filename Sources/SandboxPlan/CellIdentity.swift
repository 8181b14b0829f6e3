/// The user and group ids of one live cell.
///
/// No other process of the host has these ids while the cell lives.
package struct CellIdentity: Hashable, Sendable {
    /// The script's id on the host, also of everything that it starts.
    package var script: UInt32
    /// The id of pid 1 on the host, which also owns the files that the script may only read.
    package var keeper: UInt32

    package init(script: UInt32, keeper: UInt32) {
        self.script = script
        self.keeper = keeper
    }

    /// The script's id inside the cell.
    ///
    /// It is not 0: nothing in a cell is root, not even in the cell's user namespace.
    package static let scriptInside: UInt32 = 1000
    /// The id of pid 1 inside the cell.
    package static let keeperInside: UInt32 = 1001

    /// The content of `uid_map` and of `gid_map`: these two ids, and no others exist in the cell.
    package var map: String {
        "\(Self.scriptInside) \(script) 1\n\(Self.keeperInside) \(keeper) 1\n"
    }
}
