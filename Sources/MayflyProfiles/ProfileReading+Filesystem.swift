internal import MayflyCore
internal import MayflyYAML

extension ProfileReading {
    /// The host paths that a cell shows, and whether its own files may be executed.
    typealias Filesystem = (visible: [String], executableScratch: Bool)

    /// Parses `filesystem`.
    func filesystem(_ element: YAMLElement) -> Filesystem? {
        guard let entries = element.mapping(["visible", "executableScratch"]) else { return nil }
        let executable = entries.required("executableScratch")?.bool()
        let visible = entries.required("visible")?.sequence(of: "paths", atMost: 64).map(visiblePaths)
        guard let visible, let executable else { return nil }
        return (visible, executable)
    }

    private func visiblePaths(_ elements: [YAMLElement]) -> [String] {
        var paths: [String] = []
        for element in elements {
            guard let path = element.text("a path") else { continue }
            if let problem = VisiblePathRule.problem(with: path) {
                element.report(problem)
            } else if let other = paths.first(where: { VisiblePathRule.contains($0, path) }) {
                element.report(path == other ? "'\(path)' is here twice" : "'\(path)' is already shown by '\(other)'")
            } else if let other = paths.first(where: { VisiblePathRule.contains(path, $0) }) {
                element.report("'\(path)' also shows '\(other)', which is listed before it; keep one of them")
            } else {
                paths.append(path)
            }
        }
        return paths
    }
}
