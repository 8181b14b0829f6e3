/// The identifier of one thing, never used again: a prefix for its kind, and a ULID in lower case.
///
/// The ULID has 26 characters of Crockford's alphabet, so that identifiers sort by time. Each kind is a type of its own.
package struct Identifier<Kind: IdentifierKind>: Hashable, Sendable {
    package let text: String

    /// Parses an identifier; refuses anything but the kind's prefix and 26 characters of the alphabet.
    package init?(_ text: String) {
        let prefix = Kind.prefix.utf8
        guard text.utf8.count == prefix.count + 26, text.utf8.starts(with: prefix),
            text.utf8.dropFirst(prefix.count).allSatisfy(ulidAlphabet.contains)
        else { return nil }
        self.text = text
    }

    /// Makes an identifier from the time and 80 random bits.
    ///
    /// - Parameters:
    ///   - milliseconds: The time since 1970, of which 48 bits are kept.
    ///   - generator: The source of the 80 random bits, which must not be predictable.
    package init(milliseconds: UInt64, using generator: inout some RandomNumberGenerator) {
        var text = Kind.prefix
        for shift in stride(from: UInt64(45), through: 0, by: -5) {
            text.unicodeScalars.append(Self.character(milliseconds >> shift))
        }
        // Each draw may be a system call, so that it gives 40 bits instead of 5.
        for _ in 0..<2 {
            let bits: UInt64 = generator.next()
            for shift in stride(from: UInt64(0), to: 40, by: 5) {
                text.unicodeScalars.append(Self.character(bits >> shift))
            }
        }
        self.text = text
    }

    /// The smallest identifier of a moment: exactly the identifiers from before that moment are smaller.
    package init(leastAt moment: Timestamp) {
        var zeros = Zeros()
        self.init(milliseconds: UInt64(max(0, moment.milliseconds)), using: &zeros)
    }

    private static func character(_ bits: UInt64) -> Unicode.Scalar { Unicode.Scalar(ulidAlphabet[Int(bits & 31)]) }
}

/// Draws nothing but zeros.
private struct Zeros: RandomNumberGenerator {
    mutating func next() -> UInt64 { 0 }
}

/// Crockford's alphabet; outside of the type, since a generic type can have no static stored property.
private let ulidAlphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

extension Identifier: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension Identifier: CustomStringConvertible {
    package var description: String { text }
}

extension Identifier: TextCodable {
    package static var typeName: String { Kind.typeName }
}
