internal import MayflyCore
internal import MayflyJSON
internal import MayflyYAML

/// Turns a document into a bundle's description.
///
/// It reads on after an error, so that all are reported together.
struct BundleReading {
    /// The bytes of the paths of the bundle's files.
    let paths: Set<[UInt8]>

    private static let keys = [
        "apiVersion", "kind", "description", "tags", "entry", "runtime", "profiles", "env", "executables", "args",
        "argv", "result",
    ]

    /// Reads the whole document.
    ///
    /// - Returns: `nil` when a required part is missing; all errors were reported.
    func description(from document: YAMLElement) -> BundleDescription? {
        guard let root = document.mapping(Self.keys) else { return nil }
        expect("mayfly/v1", in: root.required("apiVersion"))
        expect("Script", in: root.required("kind"))
        let summary = root.optional("description").flatMap { $0.prose(atMost: 1000) }
        let tags = root.optional("tags").map(self.tags) ?? []
        let start = start(root)
        let arguments = root.optional("args").flatMap(self.arguments)
        let map = root.optional("argv").flatMap {
            self.map($0, schema: arguments?.compiled, isGiven: root.optional("args") != nil)
        }
        let result = root.optional("result").flatMap(self.result)
        guard let start else { return nil }
        return BundleDescription(
            summary: summary,
            tags: tags,
            start: start,
            arguments: arguments?.json,
            argumentMap: map ?? ArgumentMap(),
            result: result
        )
    }

    private func expect(_ word: String, in element: YAMLElement?) {
        guard let element, let text = element.text(word), text != word else { return }
        element.report("'\(text.excerpt())' is not supported; write \(word)")
    }

    private func start(_ root: YAMLMapping) -> StartDescription? {
        let entry = root.required("entry").flatMap { file($0, "the path of the file that is started") }
        let runtime = root.required("runtime")?.choice(as: RuntimeName.self)
        let profiles = root.optional("profiles").map(self.profiles) ?? []
        let environment = root.optional("env").map(self.environment) ?? []
        let executables = root.optional("executables").map(self.executables) ?? []
        guard let entry, let runtime else { return nil }
        return StartDescription(
            entry: entry,
            runtime: runtime,
            environment: environment,
            profiles: profiles,
            executables: executables
        )
    }

    /// Reads the path of one of the bundle's files.
    private func file(_ element: YAMLElement, _ expected: String) -> String? {
        guard let text = element.text(expected) else { return nil }
        guard BundlePath.accepts(text) else {
            element.report("'\(text.excerpt())' is not a plain relative path: no '..', no '/' at its beginning")
            return nil
        }
        if !paths.contains(Array(text.utf8)) { element.report("there is no file '\(text.excerpt())' in the bundle") }
        return text
    }

    private func tags(_ element: YAMLElement) -> [ScriptTag] {
        texts(element, of: "words", "a tag, for example reports", atMost: 16) { element, text in
            if let tag = ScriptTag(text) { return tag }
            element.report("'\(text.excerpt())' is no tag; use lower-case letters, digits, '.', '_' and '-'")
            return nil
        }
    }

    private func profiles(_ element: YAMLElement) -> [ProfileName] {
        texts(element, of: "names", "the name of a profile", atMost: 48) { element, text in
            if let name = ProfileName(text) { return name }
            element.report("'\(text.excerpt())' is not a name; use lower-case letters, digits, '.', '_' and '-'")
            return nil
        }
    }

    private func environment(_ element: YAMLElement) -> [String] {
        guard let allow = element.mapping(["allow"])?.required("allow") else { return [] }
        return texts(allow, of: "names", "a variable's name", atMost: 64) { element, text in
            guard let problem = EnvironmentRule.problem(withName: text) else { return text }
            element.report(problem)
            return nil
        }
    }

    private func executables(_ element: YAMLElement) -> [String] {
        texts(element, of: "paths", "the path of a file", atMost: 1000) { element, _ in
            file(element, "the path of a file")
        }
    }

    /// Reads a list that is not empty and has no duplicates.
    private func texts<Value: Hashable>(
        _ element: YAMLElement,
        of what: String,
        _ expected: String,
        atMost bound: Int,
        _ read: (YAMLElement, String) -> Value?
    ) -> [Value] {
        guard let elements = element.sequence(of: what, atMost: bound) else { return [] }
        if elements.isEmpty { element.report("is empty; leave it out, or name some") }
        var values: [Value] = []
        var seen: Set<[UInt8]> = []
        for element in elements {
            guard let text = element.text(expected), let value = read(element, text) else { continue }
            if seen.insert(Array(text.utf8)).inserted {
                values.append(value)
            } else {
                element.report("'\(text.excerpt())' is here twice")
            }
        }
        return values
    }
}
