internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// Follows an interpreter's path as the kernel does in a cell, where only the visible paths exist.
enum InterpreterPath {
    /// As many links as the kernel follows.
    private static let mostLinks = 40

    /// The path of the file itself, without any link; `nil` when a cell would not find a regular file.
    static func resolve(_ path: String, visible: [VisiblePath]) -> String? {
        var rest = parts(of: path)[...]
        var done: [String] = []
        var links = 0
        while let part = rest.popFirst() {
            if part == ".." {
                _ = done.popLast()
                continue
            }
            let candidate = "/" + (done + [part]).joined(separator: "/")
            guard let found = look(at: candidate, visible) else { return nil }
            switch found {
            case .link(let target):
                links += 1
                guard links <= mostLinks else { return nil }
                if target.utf8.first == UInt8(ascii: "/") { done = [] }
                rest = parts(of: target) + rest
            case .directory: done.append(part)
            case .file: return rest.isEmpty ? candidate : nil
            }
        }
        return nil
    }

    private static func parts(of path: String) -> [String] {
        BundlePath.parts(of: path).filter { !$0.isEmpty && $0 != "." }
    }

    /// What a path is in a cell: a parent of something visible is a directory there, whatever it is on the host.
    private static func look(at path: String, _ visible: [VisiblePath]) -> VisiblePath.Kind? {
        if let shown = visible.first(where: { $0.path.hasBytes(of: path) }) {
            return shown.kind
        }
        if visible.contains(where: { $0.kind == .directory && isBelow(path, $0.path) }) { return kind(of: path) }
        return visible.contains { isBelow($0.path, path) } ? .directory : nil
    }

    private static func isBelow(_ path: String, _ directory: String) -> Bool {
        path.utf8.starts(with: "\(directory)/".utf8)
    }

    private static func kind(of path: String) -> VisiblePath.Kind? {
        guard let status = try? FileStatus(of: path) else { return nil }
        switch status.kind {
        case .directory: return .directory
        case .regular: return .file
        case .symbolicLink: return (try? SymbolicLink.target(of: path)).map { .link(target: $0) }
        case .fifo, .other: return nil
        }
    }
}
