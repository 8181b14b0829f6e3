package import WardenProtocol

/// A launch with everything that is attached to its message.
package struct LaunchOrder: Sendable {
    package var request: LaunchRequest
    /// The bundle's files, in any order.
    package var bundle: [ArchiveFile]
    /// The bytes for standard input; `nil` for an empty one.
    package var input: [UInt8]?
    /// The files for `/inputs`, in any order.
    package var files: [ArchiveFile]
    /// The files for `/work`, in any order; used only if the request announces them.
    package var workspace: [ArchiveFile]

    package init(
        request: LaunchRequest,
        bundle: [ArchiveFile],
        input: [UInt8]?,
        files: [ArchiveFile],
        workspace: [ArchiveFile] = []
    ) {
        self.request = request
        self.bundle = bundle
        self.input = input
        self.files = files
        self.workspace = workspace
    }
}
