/// Filters a script's output for a terminal, chunk by chunk: control characters and broken UTF-8 are shown, not sent.
///
/// A character may be cut between two chunks; its first bytes are held back until the rest arrives.
package struct TerminalFilter: Sendable {
    private var pending: [UInt8] = []

    package init() {}

    /// The next bytes to print.
    package mutating func filter(_ chunk: [UInt8]) -> [UInt8] {
        let bytes = pending + chunk
        let cut = Self.incompleteSuffix(of: bytes)
        pending = Array(bytes.suffix(cut))
        return Self.shown(bytes.dropLast(cut))
    }

    /// The held-back bytes when no more bytes come.
    package mutating func finish() -> [UInt8] {
        defer { pending = [] }
        return Self.shown(pending[...])
    }

    private static func shown(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var rest = bytes
        while let first = rest.first {
            let width = width(of: first)
            if width > 0, let text = String(validating: rest.prefix(width), as: UTF8.self) {
                output += Escape.text(text).utf8
                rest = rest.dropFirst(width)
            } else {
                output += Escape.shown(first).utf8
                rest = rest.dropFirst()
            }
        }
        return output
    }

    /// How many bytes at the end begin an incomplete character: 0 to 3.
    private static func incompleteSuffix(of bytes: [UInt8]) -> Int {
        for count in 1..<min(4, bytes.count + 1) {
            let byte = bytes[bytes.count - count]
            if byte & 0xc0 == 0xc0 { return width(of: byte) > count ? count : 0 }
            if byte & 0x80 == 0 { return 0 }
        }
        return 0
    }

    /// How many bytes a character that begins with `byte` has; 0 if no character does.
    private static func width(of byte: UInt8) -> Int {
        switch byte {
        case 0x00...0x7f: 1
        case 0xc2...0xdf: 2
        case 0xe0...0xef: 3
        case 0xf0...0xf4: 4
        default: 0
        }
    }
}
