internal import MayflyCore

/// The rule for host paths that a profile may show to a cell.
///
/// Programs and libraries are the same on every host; configuration, state, credentials and devices are not. No profile can show these,
/// whatever its author meant.
package enum VisiblePathRule {
    /// Allowed files below forbidden places: they contain only the places of programs and libraries.
    private static let exceptions: Set<String> = ["/etc/alternatives", "/etc/ld.so.cache"]
    /// Places of the host that no cell may see.
    private static let hostPlaces = ["/proc", "/sys", "/dev", "/etc", "/run", "/root", "/home", "/var", "/boot"]
    /// Places that Mayfly makes anew in every cell.
    private static let cellPlaces = ["/work", "/tmp", "/script", "/inputs", "/outputs"]

    /// Why `path` may not be shown; `nil` when it may.
    package static func problem(with path: String) -> String? {
        guard isPlainAbsolute(path) else {
            return "'\(path)' is not an absolute path without '.', '..', '//' and '/' at its end"
        }
        if exceptions.contains(path) { return nil }
        if let place = hostPlaces.first(where: { contains($0, path) }) {
            let allowed =
                place == "/etc" ? "; of /etc only \(exceptions.sorted().joined(separator: " and ")) may be" : ""
            return "'\(path)' cannot be shown: \(place) holds the host's own state\(allowed)"
        }
        if let place = cellPlaces.first(where: { contains($0, path) }) {
            return "'\(path)' cannot be shown: every cell has a \(place) of its own"
        }
        return nil
    }

    /// Whether `path` is an absolute path in its only plain form; `/` is not.
    package static func isPlainAbsolute(_ path: String) -> Bool {
        guard path.hasPrefix("/"), path.utf8.count <= 512 else { return false }
        return BundlePath.parts(of: path).dropFirst()
            .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255 }
    }

    /// Whether `path` is `directory` or lies below it.
    package static func contains(_ directory: String, _ path: String) -> Bool {
        BundlePath.parts(of: path).starts(with: BundlePath.parts(of: directory))
    }
}
