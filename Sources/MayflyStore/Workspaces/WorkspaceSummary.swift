package import MayflyCore

/// A workspace as a list shows it, without its files.
package struct WorkspaceSummary: Hashable, Sendable {
    /// The record without its files.
    package let workspace: WorkspaceRecord
    /// The number of its files.
    package let files: Int
    /// The size of these files.
    package let bytes: ByteCount
}
