package import MayflyCore

/// How many bytes the files in the state directory take.
package struct StoreSize: Hashable, Sendable {
    /// SQLite's files.
    package var database: ByteCount
    /// Scripts, artifacts and whole streams.
    package var objects: ByteCount
    package var workspaces: ByteCount
    package var audit: ByteCount
    /// The bytes of the disk that are free for users other than root.
    package var free: ByteCount
}
