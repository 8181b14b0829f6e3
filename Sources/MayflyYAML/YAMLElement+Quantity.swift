package import MayflyCore

extension YAMLElement {
    /// A duration.
    ///
    /// - Parameters:
    ///   - expected: What stands here, for whoever wrote something else.
    ///   - fault: What is wrong with a duration that can be read, and was written so; `nil` for nothing.
    package func duration(
        _ expected: String = "a duration",
        _ fault: (_ duration: Duration, _ text: String) -> String? = { _, _ in nil }
    ) -> Duration? {
        quantity(expected, Duration.init(parsing:), fault)
    }

    /// How long something holds: a duration that may be written in days and weeks too.
    ///
    /// - Parameter fault: What is wrong with one that can be read, and was written so; `nil` for nothing.
    package func lifetime(_ fault: (_ lifetime: Duration, _ text: String) -> String?) -> Duration? {
        quantity("a duration, for example 24h or 90d", Duration.init(parsingLifetime:), fault)
    }

    /// A number of bytes.
    ///
    /// - Parameters:
    ///   - expected: What stands here, for whoever wrote something else.
    ///   - fault: What is wrong with a number that can be read, and was written so; `nil` for nothing.
    package func byteCount(
        _ expected: String = "a number of bytes",
        _ fault: (_ count: ByteCount, _ text: String) -> String? = { _, _ in nil }
    ) -> ByteCount? {
        quantity(expected, ByteCount.init(parsing:), fault)
    }

    /// A whole number within bounds.
    ///
    /// - Parameter expected: What stands here, for whoever wrote something else.
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
