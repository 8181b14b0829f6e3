/// The name of one thing that is never used again: a prefix that says what it names, and a ULID in lower case.
///
/// The ULID is 26 characters of Crockford's alphabet: names sort by time. Names of different kinds are different types.
package struct Identifier<Kind: IdentifierKind>: Hashable, Sendable {
    package let text: String

    /// Reads an identifier; anything but the kind's prefix and 26 characters of the alphabet is refused.
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
    ///   - milliseconds: Since 1970, of which 48 bits are kept.
    ///   - generator: Where the 80 random bits come from; must not be predictable.
    package init(milliseconds: UInt64, using generator: inout some RandomNumberGenerator) {
        var text = Kind.prefix
        for shift in stride(from: UInt64(45), through: 0, by: -5) {
            text.unicodeScalars.append(Self.character(milliseconds >> shift))
        }
        // Each draw may be a call of the system: 40 of its bits are taken, not 5.
        for _ in 0..<2 {
            let bits: UInt64 = generator.next()
            for shift in stride(from: UInt64(0), to: 40, by: 5) {
                text.unicodeScalars.append(Self.character(bits >> shift))
            }
        }
        self.text = text
    }

    /// The least identifier of a moment: those that were made before it are less, and no others.
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

/// Crockford's alphabet; a generic type can have no stored one of its own.
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
