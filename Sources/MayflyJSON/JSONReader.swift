internal import MayflyCore

/// Reads JSON (RFC 8259) from bytes.
///
/// Strict: it refuses duplicate members, lone surrogates, broken UTF-8, trailing bytes, nesting deeper than 64 and more values than the
/// caller allows. A refusal costs no more than reading up to the fault. Names are compared by bytes.
package struct JSONReader {
    /// Why bytes are not accepted, and where.
    package struct Failure: Error, Hashable, Sendable {
        package enum Reason: Hashable, Sendable {
            case syntax
            case encoding
            /// A repeated member, with the beginning of its name.
            case duplicate(String)
            case tooDeep
            case tooMany(Int)
        }

        package let offset: Int
        package let reason: Reason
    }

    package static let deepest = 64

    private let bytes: [UInt8]
    private let most: Int
    private var position = 0
    private var count = 0

    private init(_ bytes: [UInt8], most: Int) {
        self.bytes = bytes
        self.most = most
    }

    /// Reads one value that takes all of the bytes.
    ///
    /// - Parameter most: The most values in it, counting itself, elements and members: a value of one byte takes forty
    ///   bytes of memory.
    package static func read(_ bytes: [UInt8], most: Int = 1 << 20) throws(Failure) -> JSON {
        var reader = JSONReader(bytes, most: most)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.failure(.syntax) }
        return value
    }

    private func failure(_ reason: Failure.Reason) -> Failure { Failure(offset: position, reason: reason) }
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(Failure) -> JSON {
        skipSpace()
        count += 1
        guard count <= most else { throw failure(.tooMany(most)) }
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(Failure) -> JSON {
        guard bytes[position...].starts(with: word.utf8) else { throw failure(.syntax) }
        position += word.utf8.count
        return value
    }

    private mutating func array(depth: Int) throws(Failure) -> JSON {
        guard depth <= Self.deepest else { throw failure(.tooDeep) }
        position += 1
        var elements: [JSON] = []
        skipSpace()
        if take("]") { return .array([]) }
        while true {
            elements.append(try value(depth: depth))
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw failure(.syntax) }
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> JSON {
        guard depth <= Self.deepest else { throw failure(.tooDeep) }
        position += 1
        var members: [JSON.Member] = []
        var names: Set<[UInt8]> = []
        skipSpace()
        if take("}") { return .object([]) }
        while true {
            skipSpace()
            let name = try string()
            guard names.insert(Array(name.utf8)).inserted else { throw failure(.duplicate(name.excerpt())) }
            skipSpace()
            guard take(":") else { throw failure(.syntax) }
            members.append(JSON.Member(name, try value(depth: depth)))
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw failure(.syntax) }
        }
    }

    private mutating func number() throws(Failure) -> String {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw failure(.syntax) }
    }

    /// Reads a string; one without escapes is copied at once.
    private mutating func string() throws(Failure) -> String {
        guard take("\"") else { throw failure(.syntax) }
        var unescaped: [UInt8] = []
        var start = position
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                let text = unescaped.isEmpty ? bytes[start..<position] : (unescaped + bytes[start..<position])[...]
                guard let text = String(validating: text, as: UTF8.self) else { throw failure(.encoding) }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                unescaped += bytes[start..<position]
                position += 1
                unescaped += try escape()
                start = position
            case 0..<0x20: throw failure(.syntax)
            default: position += 1
            }
        }
        throw failure(.syntax)
    }

    private mutating func escape() throws(Failure) -> [UInt8] {
        guard let byte = next else { throw failure(.syntax) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try unicode()).utf8)
        default: throw failure(.syntax)
        }
    }

    private mutating func unicode() throws(Failure) -> Unicode.Scalar {
        let high = try fourDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xd800..<0xdc00).contains(high), take("\\"), take("u") else { throw failure(.encoding) }
        let low = try fourDigits()
        guard (0xdc00..<0xe000).contains(low) else { throw failure(.encoding) }
        guard let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)) else {
            throw failure(.encoding)
        }
        return scalar
    }

    private mutating func fourDigits() throws(Failure) -> UInt32 {
        guard position + 4 <= bytes.count else { throw failure(.syntax) }
        let digits = String(decoding: bytes[position..<(position + 4)], as: UTF8.self)
        guard !digits.hasPrefix("+"), !digits.hasPrefix("-"), let value = UInt32(digits, radix: 16) else {
            throw failure(.syntax)
        }
        position += 4
        return value
    }
}
