package import MayflyCore

/// How much the state directory takes, in the bytes of its files.
package struct StoreSize: Hashable, Sendable {
    /// SQLite's files.
    package var database: ByteCount
    /// Scripts, artifacts and whole streams.
    package var objects: ByteCount
    package var workspaces: ByteCount
    package var audit: ByteCount
    /// What the disk has left for whoever is not root.
    package var free: ByteCount
}
