internal import MayflyCore
internal import Yams

/// The entries of a mapping whose keys were checked.
package struct YAMLMapping {
    private let owner: YAMLElement
    private let elements: [String: YAMLElement]

    /// Checks the keys of `mapping`: each must be known, plain, and unique.
    init(_ mapping: Node.Mapping, of owner: YAMLElement, keys: [String]) {
        var elements: [String: YAMLElement] = [:]
        for (key, value) in mapping {
            guard let name = Self.name(of: key, in: owner) else { continue }
            let path = owner.path.isEmpty ? name : "\(owner.path).\(name)"
            if !keys.contains(name) {
                let known = keys.isEmpty ? "no keys are known here" : "known keys are \(keys.joined(separator: ", "))"
                let hint = Suggestion.hint(for: name, among: keys)
                owner.collector.report("unknown key" + (hint.isEmpty ? "; \(known)" : hint), at: key.mark, path: path)
            } else if elements[name] != nil {
                owner.collector.report("this key is here twice", at: key.mark, path: path)
            } else {
                elements[name] = YAMLElement(node: value, path: path, collector: owner.collector)
            }
        }
        self.owner = owner
        self.elements = elements
    }

    /// The value of a key that may be missing.
    package func optional(_ key: String) -> YAMLElement? { elements[key] }

    /// The value of a required key; reports an error if the key is missing.
    package func required(_ key: String) -> YAMLElement? {
        if let element = elements[key] { return element }
        owner.collector.report(
            "is missing",
            at: owner.node.mark,
            path: owner.path.isEmpty ? key : "\(owner.path).\(key)"
        )
        return nil
    }

    private static func name(of key: Node, in owner: YAMLElement) -> String? {
        guard case .scalar(let scalar) = key, scalar.anchor == nil, scalar.string.utf8.count <= 64 else {
            owner.collector.report("a key must be a plain word", at: key.mark, path: owner.path)
            return nil
        }
        return scalar.string
    }
}
