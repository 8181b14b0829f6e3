/// How much processor time a cell may use per unit of wall time, in thousandths of one processor.
package struct CPURate: Hashable, Comparable, Sendable, Codable {
    package let millicpus: UInt32

    package init(millicpus: UInt32) {
        self.millicpus = millicpus
    }

    package static func < (left: CPURate, right: CPURate) -> Bool { left.millicpus < right.millicpus }

    /// Parses `2`, `0.5`, `500m` or `50%`.
    package init(parsing text: String) throws(QuantityError) {
        guard let thousandths = Self.thousandths(in: text), thousandths >= 1, thousandths <= 1_024_000 else {
            throw QuantityError(text, "is not a number of processors; write for example 1, 0.5, 500m or 50%")
        }
        self.millicpus = UInt32(thousandths)
    }

    private static func thousandths(in text: String) -> Double? {
        switch text.utf8.last {
        case UInt8(ascii: "m"): return UInt32(digits: Substring(text.utf8.dropLast())).map { Double($0) }
        case UInt8(ascii: "%"): return UInt32(digits: Substring(text.utf8.dropLast())).map { Double($0) * 10 }
        default:
            guard text.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }) else { return nil }
            return Double(text).map { ($0 * 1000).rounded() }
        }
    }
}

extension CPURate: CustomStringConvertible {
    /// `2` for whole processors, otherwise in thousandths as `500m`.
    package var description: String {
        millicpus % 1000 == 0 ? "\(millicpus / 1000)" : "\(millicpus)m"
    }
}
