internal import MayflyCore
internal import MayflyYAML

extension ProfileReading {
    /// Parses `warm`: what is built ahead of the profile's sessions.
    ///
    /// - Parameter runtimes: The profile's runtimes; `nil` when they could not be parsed.
    /// - Returns: The outer `nil` after an error, which was reported.
    func warm(_ element: YAMLElement, runtimes: [RuntimeName: Runtime]?) -> WarmPools?? {
        guard let entries = element.mapping(["cells", "python", "node", "import"]) else { return nil }
        let cells = entries.optional("cells").map(count) ?? .some(0)
        let python = entries.optional("python").map { self.python($0, runtimes) } ?? .some(0)
        let node = entries.optional("node").map { self.node($0, runtimes) } ?? .some(0)
        let imports = entries.optional("import").map(self.imports) ?? .some([])
        guard let cells, let python, let node, let imports else { return nil }
        if cells + python + node == 0 { element.report("builds nothing ahead; add for example cells: 4") }
        if python == 0, let list = entries.optional("import"), !imports.isEmpty {
            list.report("no interpreter is started ahead that could import them; add for example python: 4")
        }
        let pools = WarmPools(cells: cells, python: python, node: node, imports: imports)
        return pools.isValid ? .some(pools) : nil
    }

    private func count(_ element: YAMLElement) -> UInt32? {
        element.number(from: 0, to: WarmPools.most)
    }

    /// Parses the number of waiting Python interpreters; refuses options that print during the start, since no session has that output.
    private func python(_ element: YAMLElement, _ runtimes: [RuntimeName: Runtime]?) -> UInt32? {
        guard let runtimes else { return count(element) }
        guard let python = runtimes[.python] else {
            element.report("the profile does not allow python; see spec.runtimes")
            return nil
        }
        if let flag = python.flags.first(where: { $0.hasPrefix("-X") || (!$0.hasPrefix("-W") && $0.contains("v")) }) {
            element.report("an interpreter with option \(flag) is not started ahead: it may print while it starts")
        }
        return count(element)
    }

    private func node(_ element: YAMLElement, _ runtimes: [RuntimeName: Runtime]?) -> UInt32? {
        guard let runtimes else { return count(element) }
        guard let node = runtimes[.node] else {
            element.report("the profile does not allow node; see spec.runtimes")
            return nil
        }
        if node.flags.contains("--jitless") {
            element.report("a node with option --jitless is not started ahead: it prints while it starts")
        }
        return count(element)
    }

    private func imports(_ element: YAMLElement) -> [String]? {
        guard let elements = element.sequence(of: "modules", atMost: WarmPools.mostImports) else { return nil }
        return names(elements, "a module's name") { name in
            WarmPools.isModule(name) ? nil : "'\(name)' is not the name of a module"
        }
    }
}
