internal import MayflyCore

/// A JSON number that is never rounded, however many digits it has.
///
/// `1`, `1.0` and `10e-1` are the same number, and whole.
package struct ExactNumber: Hashable, Sendable {
    private let isNegative: Bool
    /// The decimal digits, without zeros at either end; none for 0.
    private let digits: [UInt8]
    /// The power of ten of the last digit.
    private let exponent: Int

    /// The most characters of a number.
    package static let longest = 1024
    /// The largest power of ten that a number may be written with, and the smallest, negated.
    package static let largestExponent = 4096

    /// Reads a number of JSON; `nil` when it is longer or larger than supported.
    package init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard rest.count <= Self.longest else { return nil }
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        let mantissa = rest.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
        let power = rest.dropFirst(mantissa.count)
        guard power.count != 1, let written = Self.exponent(power.dropFirst()) else { return nil }
        let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }
        let fraction = mantissa.dropFirst(whole.count).dropFirst()
        guard !whole.isEmpty, (whole + fraction).allSatisfy(\.isDigit) else { return nil }
        self.init(
            isNegative: isNegative,
            digits: (whole + fraction).map { $0 - 48 },
            exponent: written - fraction.count
        )
    }

    private init(isNegative: Bool, digits: [UInt8], exponent: Int) {
        let leading = digits.drop { $0 == 0 }
        let trailing = leading.reversed().prefix { $0 == 0 }.count
        self.digits = Array(leading.dropLast(trailing))
        self.exponent = self.digits.isEmpty ? 0 : exponent + trailing
        self.isNegative = isNegative && !self.digits.isEmpty
    }

    private static func exponent(_ text: ArraySlice<UInt8>) -> Int? {
        guard let sign = text.first else { return 0 }
        let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
        let digits = text.dropFirst(isSigned ? 1 : 0)
        let plain = digits.drop { $0 == UInt8(ascii: "0") }
        guard !digits.isEmpty, digits.allSatisfy(\.isDigit), plain.count <= 5 else { return nil }
        let value = plain.reduce(0) { $0 * 10 + Int($1 - 48) }
        guard value <= largestExponent else { return nil }
        return sign == UInt8(ascii: "-") ? -value : value
    }

    package var isWhole: Bool { exponent >= 0 }
    package var isPositive: Bool { !isNegative && !digits.isEmpty }

    /// The number as an `Int`; `nil` when it has a fraction or is too large.
    package var int: Int? { isWhole ? Int(text) : nil }

    /// How many digits precede the decimal point; negative when zeros follow it first.
    private var point: Int { digits.count + exponent }
}

extension ExactNumber: Comparable {
    package static func < (left: ExactNumber, right: ExactNumber) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.isSmallerInSize(than: left) : left.isSmallerInSize(than: right)
    }

    private func isSmallerInSize(than other: ExactNumber) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        if point != other.point { return point < other.point }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}

extension ExactNumber {
    /// The one text of the number: `1` for `1.0` and `10e-1`.
    ///
    /// A whole number is written out if this takes at most 40 zeros, so that a reader with big numbers loses no digit. Very large and
    /// very small numbers get an exponent.
    package var text: String {
        guard !digits.isEmpty else { return "0" }
        let sign = isNegative ? "-" : ""
        if (0...40).contains(exponent) { return sign + Self.text(digits) + String(repeating: "0", count: exponent) }
        if exponent < 0, point > 0 { return sign + Self.text(digits[..<point]) + "." + Self.text(digits[point...]) }
        if exponent < 0, point > -6 {
            return sign + "0." + String(repeating: "0", count: -point) + Self.text(digits[...])
        }
        let fraction = digits.count > 1 ? "." + Self.text(digits[1...]) : ""
        return sign + Self.text(digits[..<1]) + fraction + "e" + (point > 0 ? "+" : "") + "\(point - 1)"
    }

    private static func text(_ digits: some Collection<UInt8>) -> String {
        String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
    }
}

extension ExactNumber {
    /// A divisor for `multipleOf`: at most 18 digits, with any power of ten.
    package struct Divisor: Hashable, Sendable {
        fileprivate let digits: UInt64
        fileprivate let exponent: Int

        /// Takes a positive number of at most 18 digits; `nil` for any other.
        package init?(_ number: ExactNumber) {
            guard number.isPositive, number.digits.count <= 18 else { return nil }
            digits = number.digits.reduce(0) { $0 * 10 + UInt64($1) }
            exponent = number.exponent
        }
    }

    /// Whether dividing by `divisor` leaves no remainder; exact, in time proportional to the digits.
    package func isMultiple(of divisor: Divisor) -> Bool {
        // Neither number's digits end in 0, so with a smaller power of ten than the divisor's, this one cannot be a multiple.
        guard !digits.isEmpty else { return true }
        guard exponent >= divisor.exponent else { return false }
        let modulus = divisor.digits
        // The intermediate value stays below 10 * 10^18 + 9, which 64 bits hold.
        let rest = digits.reduce(UInt64(0)) { ($0 * 10 + UInt64($1)) % modulus }
        let power = Self.power(ofTen: exponent - divisor.exponent, modulo: modulus)
        return Self.product(rest, power, modulo: modulus) == 0
    }

    /// A power of ten by squaring, in as many steps as the exponent has bits; a few characters can make it very large.
    private static func power(ofTen exponent: Int, modulo modulus: UInt64) -> UInt64 {
        var (power, square, rest) = (1 % modulus, 10 % modulus, exponent)
        while rest > 0 {
            if rest % 2 == 1 { power = product(power, square, modulo: modulus) }
            square = product(square, square, modulo: modulus)
            rest /= 2
        }
        return power
    }

    private static func product(_ left: UInt64, _ right: UInt64, modulo modulus: UInt64) -> UInt64 {
        // Both are less than the modulus, and so is the upper half of their product; the quotient therefore fits into 64 bits.
        modulus.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
    }
}
