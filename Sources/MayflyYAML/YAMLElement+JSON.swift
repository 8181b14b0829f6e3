package import MayflyJSON
internal import Yams

/// Conversion to JSON, whether a value is written as JSON or as YAML.
extension YAMLElement {
    /// The deepest nesting, which is that of JSON.
    private static var deepest: Int { JSONReader.deepest }

    /// The value as JSON; `nil` when a part of it is ambiguous, which was reported.
    ///
    /// A plain scalar means what it means in JSON: `true`, `false`, `null`, a number in JSON's form, otherwise a string. Text that
    /// versions of YAML read differently (`yes`, `~`, `010`, `1:30`, a date) must be quoted.
    package func json() -> JSON? { json(depth: 0) }

    private func json(depth: Int) -> JSON? {
        guard isPlainYAML else { return nil }
        guard depth < Self.deepest else {
            report("is nested deeper than \(Self.deepest)")
            return nil
        }
        switch node {
        case .scalar(let scalar): return json(of: scalar)
        case .sequence(let sequence): return json(of: sequence, depth: depth)
        case .mapping(let mapping): return json(of: mapping, depth: depth)
        case .alias: return nil
        }
    }

    private func json(of sequence: Node.Sequence, depth: Int) -> JSON? {
        let elements = sequence.enumerated().map {
            YAMLElement(node: $1, path: "\(path)/\($0)", collector: collector).json(depth: depth + 1)
        }
        let values = elements.compactMap(\.self)
        return values.count == elements.count ? .array(values) : nil
    }

    private func json(of mapping: Node.Mapping, depth: Int) -> JSON? {
        var members: [JSON.Member] = []
        for (key, value) in mapping {
            guard case .scalar(let name) = key, name.anchor == nil, Self.isWord(name.tag) else {
                collector.report("a name must be a plain or a quoted word", at: key.mark, path: path)
                return nil
            }
            let place = JSONPointer.appending(name.string, to: path)
            let element = YAMLElement(node: value, path: place, collector: collector)
            // Continues after an error, so that all errors are reported together.
            if let value = element.json(depth: depth + 1) { members.append(JSON.Member(name.string, value)) }
        }
        return members.count == mapping.count ? .object(members) : nil
    }

    /// Whether a key has no written tag: the parser gives a string's tag to keys that it compares.
    private static func isWord(_ tag: Tag) -> Bool {
        [Tag.Name.implicit.rawValue, Tag.Name.str.rawValue].contains(tag.rawValue)
    }

    private func json(of scalar: Node.Scalar) -> JSON? {
        let text = scalar.string
        guard scalar.style == .plain else { return .string(text) }
        switch text {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        if case .number(let digits)? = try? JSONReader.read(Array(text.utf8)) { return .number(digits) }
        guard let problem = PlainScalarRule.problem(with: text) else { return .string(text) }
        report(problem)
        return nil
    }

    /// The element at a JSON pointer, or the last existing one on the way.
    package func nearest(to pointer: [String]) -> YAMLElement {
        guard let first = pointer.first else { return self }
        let rest = Array(pointer.dropFirst())
        switch node {
        case .mapping(let mapping):
            let found = mapping.first { $0.key.scalar?.string.utf8.elementsEqual(first.utf8) ?? false }
            return found.map { element($0.value, first).nearest(to: rest) } ?? self
        case .sequence(let sequence):
            guard let index = Int(first), sequence.indices.contains(index) else { return self }
            return element(sequence[index], first).nearest(to: rest)
        default: return self
        }
    }

    private func element(_ node: Node, _ name: String) -> YAMLElement {
        YAMLElement(node: node, path: JSONPointer.appending(name, to: path), collector: collector)
    }

    /// Reports an error at a JSON pointer into this value.
    package func report(_ message: String, at pointer: [String]) {
        let place = pointer.reduce("") { JSONPointer.appending($1, to: $0) }
        collector.report(message, at: nearest(to: pointer).node.mark, path: place.isEmpty ? path : "\(path)#\(place)")
    }
}
