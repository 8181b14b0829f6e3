internal import MayflyCore
internal import MayflyYAML

extension ProfileReading {
    /// Parses which runtimes are allowed, and how each is started.
    ///
    /// An interpreter must lie below one of the `visible` paths, which are `nil` when they could not be parsed.
    func runtimes(_ element: YAMLElement, visible: [String]?) -> [RuntimeName: Runtime]? {
        guard let entries = element.mapping(RuntimeName.allCases.map(\.rawValue)) else { return nil }
        var runtimes: [RuntimeName: Runtime] = [:]
        for name in RuntimeName.allCases {
            guard let entry = entries.optional(name.rawValue) else { continue }
            runtimes[name] = runtime(name, entry, visible: visible)
        }
        if RuntimeName.allCases.allSatisfy({ entries.optional($0.rawValue) == nil }) {
            element.report("allows no runtime; add for example python: {}")
        }
        return runtimes
    }

    private func runtime(_ name: RuntimeName, _ element: YAMLElement, visible: [String]?) -> Runtime? {
        guard let entries = element.mapping(name == .binary ? [] : ["path", "flags"]) else { return nil }
        var runtime = Runtime.standard(name)
        guard name != .binary else { return runtime }
        let path = entries.optional("path")
        if let text = path?.text("a path") {
            if !VisiblePathRule.isPlainAbsolute(text) {
                path?.report("'\(text)' is not an absolute path without '.', '..' and '//'")
            }
            runtime.path = text
        }
        if let visible, !visible.contains(where: { VisiblePathRule.contains($0, runtime.path) }) {
            (path ?? element).report("'\(runtime.path)' lies below no path of spec.filesystem.visible")
        }
        if let flags = entries.optional("flags") { runtime.flags = self.flags(of: name, flags) }
        return runtime
    }

    private func flags(of name: RuntimeName, _ element: YAMLElement) -> [String] {
        guard let elements = element.sequence(of: "options", atMost: 16) else { return [] }
        let flags = elements.compactMap { element -> String? in
            guard let flag = element.text("an option") else { return nil }
            if let problem = RuntimeFlagRule.problem(with: flag, of: name) { element.report(problem) }
            return flag
        }
        if name == .python, !flags.contains(where: RuntimeFlagRule.isolatesPython) {
            element.report("-I is missing; without it Python runs code from the script's directory and from variables")
        }
        return flags
    }

    /// Parses the names of the variables that a request may set.
    func environment(_ element: YAMLElement) -> [String] {
        let allow = element.mapping(["allow"])?.required("allow")
        guard let elements = allow?.sequence(of: "names", atMost: 64) else { return [] }
        return names(elements, "a variable's name", EnvironmentRule.problem(withName:))
    }

    /// Parses a list of different names.
    ///
    /// - Parameters:
    ///   - expected: What each element should be, for errors.
    ///   - problem: What is wrong with a name; `nil` for nothing.
    func names(_ elements: [YAMLElement], _ expected: String, _ problem: (String) -> String?) -> [String] {
        var names: [String] = []
        for element in elements {
            guard let name = element.text(expected) else { continue }
            if let problem = problem(name) {
                element.report(problem)
            } else if names.contains(name) {
                element.report("'\(name)' is here twice")
            } else {
                names.append(name)
            }
        }
        return names
    }
}
