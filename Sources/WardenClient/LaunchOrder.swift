package import WardenProtocol

/// A launch with everything that travels beside the message itself.
package struct LaunchOrder: Sendable {
    package var request: LaunchRequest
    /// The bundle's files, in any order.
    package var bundle: [ArchiveFile]
    /// For standard input; the script reads the end of the file at once when there is none.
    package var input: [UInt8]?
    /// For `/inputs`, in any order.
    package var files: [ArchiveFile]
    /// For `/work`, in any order; none unless the request says that there are some.
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
