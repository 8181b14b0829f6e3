internal import MayflyCore
internal import Yams

/// One value of a document with its place; its methods report errors in it.
///
/// Scalars are read from their raw text by the expected type, never by YAML's own guess: in YAML 1.1 `no` is false, `010` is 8 and
/// `1:30` is 90. Anchors, aliases and tags are refused: a policy file must say what it means.
package struct YAMLElement {
    let node: Node
    /// The place in the document, for example `spec.limits.memory`.
    package let path: String
    package let collector: DiagnosticCollector

    /// Reports an error at this value.
    package func report(_ message: String) {
        collector.report(message, at: node.mark, path: path)
    }

    /// The text of a scalar, plain or quoted, never empty.
    package func text(_ expected: String) -> String? {
        guard isPlainYAML else { return nil }
        guard case .scalar(let scalar) = node, scalar.style != .literal, scalar.style != .folded, !scalar.string.isEmpty
        else {
            report("expected \(expected), found \(kind)")
            return nil
        }
        guard scalar.string.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f }) else {
            report("expected \(expected) on one line, without control characters")
            return nil
        }
        return scalar.string
    }

    /// The text of a scalar of one or more lines, never empty; a block (`|`, `>`) loses its final line end.
    package func prose(atMost bound: Int) -> String? {
        guard isPlainYAML else { return nil }
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            report("expected a text, found \(kind)")
            return nil
        }
        let text = scalar.string.utf8.last == 0x0a ? String(scalar.string.unicodeScalars.dropLast()) : scalar.string
        guard text.utf8.count <= bound else {
            report("has \(text.utf8.count) bytes; at most \(bound) are supported")
            return nil
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f || $0 == "\n" }) else {
            report("expected a text without control characters")
            return nil
        }
        return text
    }

    /// The value of exactly `true` or `false`, unquoted.
    package func bool() -> Bool? {
        guard let text = text("true or false") else { return nil }
        if case .scalar(let scalar) = node, scalar.style == .plain {
            if text == "true" { return true }
            if text == "false" { return false }
        }
        report("expected true or false, found '\(text)'")
        return nil
    }

    /// The case of an enumeration that the text names.
    package func choice<Value: RawRepresentable<String> & CaseIterable>(as type: Value.Type = Value.self) -> Value? {
        let words = Value.allCases.map(\.rawValue)
        guard let text = text(words.joined(separator: " or ")) else { return nil }
        if let value = Value(rawValue: text) { return value }
        report("'\(text)' is not one of \(words.joined(separator: ", "))" + Suggestion.hint(for: text, among: words))
        return nil
    }

    /// A whole number without a sign, in decimal.
    package func wholeNumber() -> UInt64? {
        guard let text = text("a number") else { return nil }
        if let number = UInt64(digits: text) { return number }
        report("'\(text)' is not a whole number between 0 and \(UInt64.max)")
        return nil
    }

    /// The text of a scalar; `nil` without a report if it is empty.
    package func optionalText() -> String? {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty, scalar.string.utf8.count <= 1024 else {
            return nil
        }
        return scalar.string.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f } ? scalar.string : nil
    }

    /// Whether this is JSON's `null`.
    package var isNull: Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.style == .plain && scalar.string == "null"
    }

    /// The elements of a list with at most `bound` of them.
    package func sequence(of expected: String, atMost bound: Int) -> [YAMLElement]? {
        guard isPlainYAML else { return nil }
        guard case .sequence(let sequence) = node else {
            report("expected a list of \(expected), found \(kind)")
            return nil
        }
        guard sequence.count <= bound else {
            report("has \(sequence.count) entries; at most \(bound) are supported")
            return nil
        }
        return sequence.enumerated().map { YAMLElement(node: $1, path: "\(path)[\($0)]", collector: collector) }
    }

    /// The entries of a mapping that may have `keys` and no others.
    package func mapping(_ keys: [String]) -> YAMLMapping? {
        guard isPlainYAML else { return nil }
        guard case .mapping(let mapping) = node else {
            report("expected a mapping, found \(kind)" + (isNothing ? "; write {} for an empty one" : ""))
            return nil
        }
        return YAMLMapping(mapping, of: self, keys: keys)
    }

    private var isNothing: Bool { node.scalar?.string.isEmpty ?? false }

    private var kind: String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "'\(scalar.string.prefix(80))'"
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }
}
