extension ByteCount {
    /// Parses a quantity of bytes as Kubernetes writes it: `512`, `64Ki`, `256Mi`, `1Gi`, `500k`, `10M`.
    ///
    /// - Throws: ``QuantityError``, also for `512m`, which would be a fraction of a byte, and for every value that overflows.
    package init(parsing text: String) throws(QuantityError) {
        let digits = text.utf8.prefix(while: \.isDigit)
        guard !digits.isEmpty else { throw QuantityError(text, "is not a number of bytes; write for example 256Mi") }
        guard let count = UInt64(digits: Substring(digits)) else { throw QuantityError(text, "is too large") }
        let suffix = text.utf8.dropFirst(digits.count)
        guard let multiplier = Self.suffixes.first(where: { $0.text.utf8.elementsEqual(suffix) })?.multiplier else {
            throw QuantityError(text, Self.fault(of: Substring(suffix), after: count))
        }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: multiplier)
        guard !overflow else { throw QuantityError(text, "is too large") }
        self.init(bytes: bytes)
    }

    private static let suffixes: [(text: String, multiplier: UInt64)] = [
        ("", 1), ("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30), ("Ti", 1 << 40),
        ("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000),
    ]

    private static func fault(of suffix: Substring, after count: UInt64) -> String {
        suffix.hasBytes(of: "m")
            ? "would be thousandths of a byte; write \(count)Mi for mebibytes"
            : "has no known suffix; use Ki, Mi, Gi, Ti, k, M, G or T"
    }
}
