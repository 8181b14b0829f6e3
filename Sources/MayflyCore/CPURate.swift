/// How much processor time a cell may use per unit of wall time, in thousandths of one processor.
package struct CPURate: Hashable, Comparable, Sendable, Codable {
    package let millicpus: UInt32

    package init(millicpus: UInt32) {
        self.millicpus = millicpus
    }

    package static func < (left: CPURate, right: CPURate) -> Bool { left.millicpus < right.millicpus }

    /// Parses `2`, `0.5`, `500m` or `50%`.
    package init(parsing text: String) throws(QuantityError) {
        let failure = QuantityError("'\(text)' is not a number of processors; write for example 1, 0.5, 500m or 50%")
        let thousandths: Double?
        if text.hasSuffix("m") {
            thousandths = Double(UInt32(text.dropLast()) ?? 0)
        } else if text.hasSuffix("%") {
            thousandths = UInt32(text.dropLast()).map { Double($0) * 10 }
        } else if text.utf8.allSatisfy({
            ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: ".")
        }) {
            thousandths = Double(text).map { ($0 * 1000).rounded() }
        } else {
            thousandths = nil
        }
        guard let thousandths, thousandths >= 1, thousandths <= 1_024_000 else { throw failure }
        self.millicpus = UInt32(thousandths)
    }
}

extension CPURate: CustomStringConvertible {
    /// `2` for whole processors, else `500m`.
    package var description: String {
        millicpus % 1000 == 0 ? "\(millicpus / 1000)" : "\(millicpus)m"
    }
}
