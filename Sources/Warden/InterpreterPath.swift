internal import LinuxSystem
internal import MayflyCore
internal import Sandbox

/// Follows an interpreter's path as the kernel does in a cell: in the template, not on the host.
enum InterpreterPath {
    /// As many links as the kernel follows.
    private static let mostLinks = 40

    /// What a path leads to.
    private enum Kind {
        case directory
        case file
        case link(target: String)
    }

    /// The path of the file itself, without any link; `nil` when a cell would not find a regular file.
    static func resolve(_ path: String, in template: RootTemplate) -> String? {
        var rest = parts(of: path)[...]
        var done: [String] = []
        var links = 0
        while let part = rest.popFirst() {
            if part == ".." {
                _ = done.popLast()
                continue
            }
            let candidate = "/" + (done + [part]).joined(separator: "/")
            guard let found = kind(of: candidate, in: template) else { return nil }
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

    private static func kind(of path: String, in template: RootTemplate) -> Kind? {
        do throws(SystemCallError) {
            let found = try template.look(at: path)
            switch try found.status().kind {
            case .directory: return .directory
            case .regular: return .file
            case .symbolicLink: return .link(target: try SymbolicLink.target(of: found))
            case .fifo, .other: return nil
            }
        } catch {
            return nil
        }
    }
}
