package import LinuxSystem
package import SandboxPlan

extension VisiblePath {
    /// Classifies a path of the host by its status; for a link that is the link's own status.
    ///
    /// - Returns: `nil` unless it is a file, a directory or a link, since cells are shown nothing else.
    package init?(_ path: String, _ status: FileStatus) throws(SystemCallError) {
        switch status.kind {
        case .directory: self.init(path, .directory)
        case .regular: self.init(path, .file)
        case .symbolicLink: self.init(path, .link(target: try SymbolicLink.target(of: path)))
        case .fifo, .other: return nil
        }
    }
}
