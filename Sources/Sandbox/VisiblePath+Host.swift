package import LinuxSystem
package import SandboxPlan

extension VisiblePath {
    /// What a path of the host is, by its status, which is that of a link itself.
    ///
    /// - Returns: `nil` when it is neither a file, a directory nor a link: nothing else is shown to cells.
    package init?(_ path: String, _ status: FileStatus) throws(SystemCallError) {
        switch status.kind {
        case .directory: self.init(path, .directory)
        case .regular: self.init(path, .file)
        case .symbolicLink: self.init(path, .link(target: try SymbolicLink.target(of: path)))
        case .fifo, .other: return nil
        }
    }
}
