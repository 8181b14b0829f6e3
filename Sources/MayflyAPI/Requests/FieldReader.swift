internal import MayflyCore
internal import MayflyJSON

/// Reads the members of one JSON object, and notes their faults.
struct FieldReader {
    private let members: [JSON.Member]
    /// Whether the value is an object, in which a member can be missing.
    let isObject: Bool
    private let pointer: String
    private var known: Set<String> = []
    let faults: FaultList

    /// Reads an object; any other value is noted as a fault, and has no members.
    init(_ value: JSON, at pointer: String = "", faults: FaultList) {
        self.pointer = pointer
        self.faults = faults
        if case .object(let members) = value {
            self.members = members
            self.isObject = true
        } else {
            self.members = []
            self.isObject = false
            faults.add(pointer, "must be an object")
        }
    }

    /// The pointer to a member; a long name is cut.
    func pointer(to name: String) -> String {
        let name = name.excerpt()
        // The API's own names have neither character.
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return "\(pointer)/\(name)"
        }
        return "\(pointer)/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// The member's value; `null` counts as missing.
    mutating func value(_ name: String) -> JSON? {
        known.insert(name)
        guard let value = members.first(where: { $0.name.hasBytes(of: name) })?.value, value != .null else {
            return nil
        }
        return value
    }

    /// A string of at most `bound` bytes that obeys `rule`.
    mutating func text(_ name: String, bound: Int = 1024, _ rule: TextRule = .line) -> String? {
        guard let value = value(name) else { return nil }
        return text(value, at: pointer(to: name), bound: bound, rule)
    }

    /// A string that `parse` accepts.
    mutating func parsed<Value>(
        _ name: String,
        _ what: @autoclosure () -> String,
        _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = text(name) else { return nil }
        if let value = parse(text) { return value }
        faults.add(pointer(to: name), "must be \(what())")
        return nil
    }

    /// `true` or `false`; `fallback` if missing.
    mutating func bool(_ name: String, else fallback: Bool = false) -> Bool {
        guard let value = value(name) else { return fallback }
        if let bool = value.bool { return bool }
        faults.add(pointer(to: name), "must be true or false")
        return false
    }

    /// An array of at most `most` elements, each with its pointer; empty if missing.
    mutating func elements(_ name: String, most: Int) -> [(value: JSON, pointer: String)] {
        guard let value = value(name) else { return [] }
        guard case .array(let elements) = value else {
            faults.add(pointer(to: name), "must be an array")
            return []
        }
        guard elements.count <= most else {
            faults.add(pointer(to: name), "must have at most \(most) elements")
            return []
        }
        return elements.enumerated().map { ($0.element, "\(pointer(to: name))/\($0.offset)") }
    }

    mutating func texts(_ name: String, most: Int, bound: Int, _ rule: TextRule = .line) -> [String] {
        elements(name, most: most).compactMap { text($0.value, at: $0.pointer, bound: bound, rule) }
    }

    /// An object whose values are strings, or also numbers if `numbers` allows them, in its order.
    mutating func pairs(
        _ name: String,
        most: Int,
        bound: Int,
        numbers: Bool = false,
        _ rule: TextRule = .line
    ) -> [(name: String, value: String)] {
        guard let value = value(name) else { return [] }
        guard case .object(let members) = value else {
            faults.add(pointer(to: name), "must be an object")
            return []
        }
        guard members.count <= most else {
            faults.add(pointer(to: name), "must have at most \(most) members")
            return []
        }
        let place = FieldReader(value, at: pointer(to: name), faults: faults)
        return members.compactMap { member in
            let pointer = place.pointer(to: member.name)
            let what = numbers ? "a string or a number" : "a string"
            let value =
                if numbers, case .number(let digits) = member.value { JSON.string(digits) } else { member.value }
            return text(value, at: pointer, what, bound: bound, rule).map { (member.name, $0) }
        }
    }

    /// Notes every member that was not read.
    func finish() {
        for member in members where !known.contains(where: { $0.hasBytes(of: member.name) }) {
            let names = known.isEmpty ? "none" : known.sorted().joined(separator: ", ")
            faults.add(pointer(to: member.name), "unknown member; known are: \(names)")
        }
    }

    private func text(
        _ value: JSON,
        at pointer: @autoclosure () -> String,
        _ what: String = "a string",
        bound: Int,
        _ rule: TextRule
    ) -> String? {
        guard let text = value.text else {
            faults.add(pointer(), "must be \(what)")
            return nil
        }
        guard text.utf8.count <= bound else {
            faults.add(pointer(), "must have at most \(bound) bytes")
            return nil
        }
        if let fault = rule.fault(in: text) {
            faults.add(pointer(), fault)
            return nil
        }
        return text
    }
}
