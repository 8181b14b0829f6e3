/// The user and group ids of one live cell.
///
/// Nobody else on the host has them while it lives.
package struct CellIdentity: Hashable, Sendable {
    /// On the host, of the script and everything that it starts.
    package var script: UInt32
    /// On the host, of pid 1 and of the files that the script may only read.
    package var keeper: UInt32

    package init(script: UInt32, keeper: UInt32) {
        self.script = script
        self.keeper = keeper
    }

    /// Inside the cell, of the script.
    ///
    /// Never 0: nothing in a cell is root, not even in its own user namespace.
    package static let scriptInside: UInt32 = 1000
    /// Inside the cell, of pid 1.
    package static let keeperInside: UInt32 = 1001

    /// What is written to `uid_map` and to `gid_map`: two ids, and no other exists in the cell.
    package var map: String {
        "\(Self.scriptInside) \(script) 1\n\(Self.keeperInside) \(keeper) 1\n"
    }
}
