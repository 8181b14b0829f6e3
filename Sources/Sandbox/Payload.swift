/// Files to be copied into a cell from one sealed memory file.
package struct Payload: Hashable, Sendable {
    /// One file: its path in the cell, and where its bytes are.
    package struct File: Hashable, Sendable {
        package var path: String
        package var offset: UInt64
        package var size: UInt64
        /// Whether the copy may be executed.
        package var isExecutable: Bool

        package init(path: String, offset: UInt64, size: UInt64, isExecutable: Bool = true) {
            self.path = path
            self.offset = offset
            self.size = size
            self.isExecutable = isExecutable
        }
    }

    /// The number of the sealed memory file.
    ///
    /// Borrowed: its owner keeps it open until the cell is built.
    package var descriptor: CInt
    package var files: [File]

    package init(descriptor: CInt, files: [File]) {
        self.descriptor = descriptor
        self.files = files
    }

    /// The space that the copies take, each rounded up to a page.
    package var pages: UInt64 { files.reduce(0) { $0 + ($1.size + 4095) & ~4095 } }
}
