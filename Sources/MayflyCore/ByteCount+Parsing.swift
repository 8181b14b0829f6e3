extension ByteCount {
    /// Parses a quantity of bytes as Kubernetes writes it: `512`, `64Ki`, `256Mi`, `1Gi`, `500k`, `10M`.
    ///
    /// - Throws: ``QuantityError``, also for `512m`, which would be a fraction of a byte, and for anything that overflows.
    package init(parsing text: String) throws(QuantityError) {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else {
            throw QuantityError("'\(text)' is not a number of bytes; write for example 256Mi")
        }
        guard let count = UInt64(String(digits) ?? "") else { throw QuantityError("'\(text)' is too large") }
        let multiplier = try Self.multiplier(of: String(text.dropFirst(digits.count)), in: text)
        let (bytes, overflow) = count.multipliedReportingOverflow(by: multiplier)
        guard !overflow else { throw QuantityError("'\(text)' is too large") }
        self.init(bytes: bytes)
    }

    private static func multiplier(of suffix: String, in text: String) throws(QuantityError) -> UInt64 {
        switch suffix {
        case "": 1
        case "Ki": 1 << 10
        case "Mi": 1 << 20
        case "Gi": 1 << 30
        case "Ti": 1 << 40
        case "k": 1_000
        case "M": 1_000_000
        case "G": 1_000_000_000
        case "T": 1_000_000_000_000
        case "m":
            throw QuantityError("'\(text)' would be thousandths of a byte; write \(text.dropLast())Mi for mebibytes")
        default:
            throw QuantityError("'\(text)' has no known suffix; use Ki, Mi, Gi, Ti, k, M, G or T")
        }
    }
}
