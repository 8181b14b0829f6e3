package import MayflyCore

/// A workspace as a list has it: how much it holds, and not what.
package struct WorkspaceSummary: Hashable, Sendable {
    /// Without its files.
    package let workspace: WorkspaceRecord
    /// How many files it holds.
    package let files: Int
    /// What these take.
    package let bytes: ByteCount
}
