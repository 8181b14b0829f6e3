internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// Reads the arguments of a call, and rejects wrong ones.
struct ArgumentReader {
    private let members: [JSON.Member]
    private var known: [String] = []

    init(_ arguments: JSON) {
        members = arguments.members
    }

    /// Any value; `nil` when it is missing or null.
    mutating func value(_ name: String) -> JSON? {
        known.append(name)
        guard let value = members.first(where: { $0.name.hasBytes(of: name) })?.value, value != .null else {
            return nil
        }
        return value
    }

    /// A text.
    mutating func text(_ name: String) throws(CallFault) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.text else { throw CallFault(detail: "\(name) must be a string") }
        return text
    }

    /// A text, which must not be missing.
    mutating func required(_ name: String) throws(CallFault) -> String {
        guard let text = try text(name) else { throw CallFault(detail: "\(name) is missing") }
        return text
    }

    /// Texts; empty when they are missing.
    mutating func texts(_ name: String) throws(CallFault) -> [String] {
        guard let value = value(name) else { return [] }
        let texts = value.elements.compactMap(\.text)
        guard case .array(let elements) = value, elements.count == texts.count else {
            throw CallFault(detail: "\(name) must be an array of strings")
        }
        return texts
    }

    /// Texts by name; empty when they are missing.
    mutating func pairs(_ name: String) throws(CallFault) -> [(String, String)] {
        guard let value = value(name) else { return [] }
        guard case .object(let members) = value else { throw CallFault(detail: "\(name) must be an object") }
        return try members.map { member throws(CallFault) in
            guard let text = member.value.text else {
                throw CallFault(detail: "\(name)/\(member.name) must be a string")
            }
            return (member.name, text)
        }
    }

    /// Files by path, each as text; empty when they are missing.
    mutating func files(_ name: String) throws(CallFault) -> [SubmitOrder.File] {
        try pairs(name).map { (path: $0.0, bytes: Array($0.1.utf8)) }
    }

    /// An object, which must not be missing.
    mutating func object(_ name: String) throws(CallFault) -> JSON {
        guard let value = value(name) else { throw CallFault(detail: "\(name) is missing") }
        guard case .object = value else { throw CallFault(detail: "\(name) must be an object") }
        return value
    }

    /// `true` or `false`; `false` when it is missing.
    mutating func flag(_ name: String) throws(CallFault) -> Bool {
        guard let value = value(name) else { return false }
        guard let flag = value.bool else { throw CallFault(detail: "\(name) must be true or false") }
        return flag
    }

    /// A number of seconds.
    mutating func seconds(_ name: String) throws(CallFault) -> Duration? {
        guard let value = value(name) else { return nil }
        guard let seconds = value.double, seconds >= 0, seconds <= 86_400 else {
            throw CallFault(detail: "\(name) must be a number of seconds, at most a day")
        }
        return .milliseconds(Int64((seconds * 1000).rounded()))
    }

    /// Fails if the call has unknown arguments.
    func finish() throws(CallFault) {
        for member in members where !known.contains(where: { $0.hasBytes(of: member.name) }) {
            throw CallFault(
                detail: "there is no argument \(member.name.excerpt()); there are \(known.joined(separator: ", "))"
            )
        }
    }
}
