internal import MayflyCore
internal import MayflyYAML

extension DaemonSettingsParser {
    /// Parses `budget`; a missing part keeps its default.
    static func budget(_ element: YAMLElement) -> BudgetSettings? {
        guard let entries = element.mapping(["memory", "cpu"]) else { return nil }
        var budget = BudgetSettings()
        if let memory = entries.optional("memory").flatMap(memory) { budget.memory = memory }
        if let cpu = entries.optional("cpu").flatMap(cpu) { budget.cpu = cpu }
        return budget
    }

    private static func memory(_ element: YAMLElement) -> BudgetSettings.Part<ByteCount>? {
        guard let text = element.text("a number of bytes or a percentage, for example 4Gi or 80%") else { return nil }
        if text.utf8.last == percentSign { return percent(text, atMost: 1_000, element).map { .percent($0) } }
        do throws(QuantityError) {
            let count = try ByteCount(parsing: text)
            if count >= SessionLimits.floor.memory { return .amount(count) }
            element.report("must be at least \(SessionLimits.floor.memory), which the smallest session takes")
        } catch {
            element.report(error.description)
        }
        return nil
    }

    private static func cpu(_ element: YAMLElement) -> BudgetSettings.Part<CPURate>? {
        let wanted = "a number of processors or a percentage of the host's, for example 2.0 or 200%"
        guard let text = element.text(wanted) else { return nil }
        if text.utf8.last == percentSign { return percent(text, atMost: 100_000, element).map { .percent($0) } }
        do throws(QuantityError) { return .amount(try CPURate(parsing: text)) } catch {
            element.report(error.description)
        }
        return nil
    }

    private static let percentSign = UInt8(ascii: "%")

    private static func percent(_ text: String, atMost most: UInt64, _ element: YAMLElement) -> UInt64? {
        if let count = UInt64(digits: Substring(text.utf8.dropLast())), (1...most).contains(count) { return count }
        element.report("expected a percentage from 1% to \(most)%, found '\(text)'")
        return nil
    }
}
