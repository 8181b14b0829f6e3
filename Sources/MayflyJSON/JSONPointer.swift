internal import MayflyCore

/// JSON pointers (RFC 6901), which lead to a part of a value.
package enum JSONPointer {
    /// The pointer to a member or element of the value that `pointer` leads to.
    package static func appending(_ name: String, to pointer: String) -> String {
        var bytes = Array(pointer.utf8) + [UInt8(ascii: "/")]
        for byte in name.utf8 {
            // By bytes, because a slash with a combining mark is one character, but still a slash.
            switch byte {
            case UInt8(ascii: "~"): bytes += Array("~0".utf8)
            case UInt8(ascii: "/"): bytes += Array("~1".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text of a pointer; empty for the whole value.
    package static func text(_ names: [String]) -> String { names.reduce("") { appending($1, to: $0) } }

    /// The names on the way; `nil` when `text` is no pointer.
    package static func names(in text: String) -> [String]? {
        if text.isEmpty { return [] }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        let parts = text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var names: [String] = []
        for part in parts {
            guard let name = unescaped(part) else { return nil }
            names.append(name)
        }
        return names
    }

    private static func unescaped(_ part: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = part[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSON {
    /// The value that a pointer leads to; `nil` when there is none.
    package func value(at pointer: [String]) -> JSON? {
        var value = self
        for name in pointer {
            switch value {
            case .object(let members):
                guard let member = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
                value = member.value
            case .array(let elements):
                guard let index = Int(digits: name), elements.indices.contains(index),
                    name.utf8.count == 1 || name.utf8.first != UInt8(ascii: "0")
                else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }
}
