package import MayflyCore

extension YAMLElement {
    /// A duration.
    ///
    /// - Parameters:
    ///   - expected: What is expected here, for errors.
    ///   - fault: What is wrong with a well-formed duration, given with its text; `nil` for nothing.
    package func duration(
        _ expected: String = "a duration",
        _ fault: (_ duration: Duration, _ text: String) -> String? = { _, _ in nil }
    ) -> Duration? {
        quantity(expected, Duration.init(parsing:), fault)
    }

    /// The time for which something holds: a duration that may also be in days and weeks.
    ///
    /// - Parameter fault: What is wrong with a well-formed lifetime, given with its text; `nil` for nothing.
    package func lifetime(_ fault: (_ lifetime: Duration, _ text: String) -> String?) -> Duration? {
        quantity("a duration, for example 24h or 90d", Duration.init(parsingLifetime:), fault)
    }

    /// A number of bytes.
    ///
    /// - Parameters:
    ///   - expected: What is expected here, for errors.
    ///   - fault: What is wrong with a well-formed number, given with its text; `nil` for nothing.
    package func byteCount(
        _ expected: String = "a number of bytes",
        _ fault: (_ count: ByteCount, _ text: String) -> String? = { _, _ in nil }
    ) -> ByteCount? {
        quantity(expected, ByteCount.init(parsing:), fault)
    }

    /// A whole number within bounds.
    ///
    /// - Parameter expected: What is expected here, for errors.
    package func number(_ expected: String = "a number", from least: UInt32, to most: UInt32) -> UInt32? {
        guard let text = text(expected) else { return nil }
        if let number = UInt32(digits: text), number >= least, number <= most { return number }
        report("'\(text)' is not a whole number between \(least) and \(most)")
        return nil
    }

    private func quantity<Value>(
        _ expected: String,
        _ parse: (String) throws(QuantityError) -> Value,
        _ fault: (Value, String) -> String?
    ) -> Value? {
        guard let text = text(expected) else { return nil }
        do throws(QuantityError) {
            let value = try parse(text)
            guard let fault = fault(value, text) else { return value }
            report(fault)
        } catch {
            report(error.description)
        }
        return nil
    }
}
